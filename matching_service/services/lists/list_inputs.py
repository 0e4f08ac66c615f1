"""What a list was made of, kept once for each reading: features, and the facts that hard rules and reasons look at."""

import hashlib
import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.features import Features
from matching_service.services.index.snapshots import FACTS, Facts, Shelf, features_of
from models import ranked_list_queries

# The id under which openings are kept that are not stored.
UNSTORED = 0
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Input:
    """`whole`: what is kept has the checksum under which it is kept."""

    features: Features
    facts: Facts
    whole: bool


def checksum_of(features: Features, facts: dict, *, stored: bool = True) -> int:
    """Of the bytes of features and of the facts as JSON: CRC-32 as readings have it; of what is not stored, where no id
    helps to tell one from another, the first seven bytes of SHA-256."""
    indices, values = _bytes(features)
    content = indices + values + json.dumps(facts, sort_keys=True).encode()
    return zlib.crc32(content) if stored else int.from_bytes(hashlib.sha256(content).digest()[:7])


def _bytes(features: Features) -> tuple[bytes, bytes]:
    return features.indices.astype("<i4").tobytes(), features.values.astype("<f4").tobytes()


def of_query(facts: Facts) -> Facts:
    """The facts as they are read: in whose name somebody asked is no part of an opening."""
    return replace(facts, organisation=None) if isinstance(facts, OpeningFacts) else facts


def checksums_of_lines(session: Session, shelf: Shelf, ids: Sequence[int]) -> dict[int, int]:
    """Of what each line is shown from: as a rule the checksum of the index; where somebody was changed at this very
    moment, features are of before and facts of after. Those deleted meanwhile have that of the index."""
    checksums = dict(zip(ids, shelf.index.checksums(ids).tolist(), strict=True))
    told = shelf.told(session, checksums)
    newer = [one for one, (checksum, _) in told.items() if checksum != checksums[one]]
    return checksums | {one: checksum_of(shelf.index.row(one)[0], told[one][1].to_json()) for one in newer}


def keep(session: Session, inputs: Collection[dict[str, object]]) -> None:
    """All inputs of a list together, in one order everywhere: so two who keep the same cannot wait for each other."""
    by_key = sorted(inputs, key=lambda row: (row["kind"], row["entity_id"], row["checksum"]))
    ranked_list_queries.add_inputs(session, by_key)


def of_lines(session: Session, shelf: Shelf, checksums: Mapping[int, int]) -> list[dict[str, object]]:
    """What the lines with these checksums were made of, as far as it is not kept yet."""
    kept = ranked_list_queries.kept_inputs(session, shelf.kind, checksums)
    missing = [one for one, checksum in checksums.items() if (one, checksum) not in kept]
    told = shelf.told(session, dict(zip(missing, shelf.index.checksums(missing).tolist(), strict=True)))
    return [
        _row(shelf.kind, one, checksums[one], shelf.index.row(one)[0], told[one][1]) for one in missing if one in told
    ]


def of_asked(session: Session, kind: str, key: Key, features: Features, facts: Facts) -> list[dict[str, object]]:
    """What was ranked for; nothing where it is kept."""
    if key in ranked_list_queries.kept_inputs(session, kind, [key[0]]):
        return []
    return [_row(kind, *key, features, of_query(facts))]


def _row(kind: str, entity_id: int, checksum: int, features: Features, facts: Facts) -> dict[str, object]:
    indices, values = _bytes(features)
    read = {"indices": indices, "values": values, "facts": facts.to_json()}
    return {"kind": kind, "entity_id": entity_id, "checksum": checksum, **read}


def load(session: Session, kind: str, keys: Collection[Key]) -> dict[Key, Input | None]:
    """What is kept of these; None for what this program cannot read, because facts have other names by now."""
    return {(row.entity_id, row.checksum): _input(kind, row) for row in ranked_list_queries.inputs(session, kind, keys)}


def _input(kind: str, row: Row) -> Input | None:
    features, document = features_of(row), FACTS[kind]
    try:
        facts: PersonFacts | OpeningFacts = document.from_json(row.facts)
    except (KeyError, TypeError):
        return None
    return Input(features, facts, checksum_of(features, row.facts, stored=row.entity_id != UNSTORED) == row.checksum)
