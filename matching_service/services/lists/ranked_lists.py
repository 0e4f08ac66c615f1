"""Every list that is shown is recorded: which, made of what and by which program, to whom and when.

A list is kept once, however often it is looked at; each showing is one small row. With what `list_inputs` keeps beside,
a list can be made again later (see list_replay.py).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import orjson
from sqlalchemy.orm import Session

from matching_service import __version__
from matching_service.matcher.explanation import Explanation
from matching_service.services.identity.actors import Actor
from matching_service.services.index.snapshots import Shelf, Snapshot
from matching_service.services.lists import list_inputs
from matching_service.services.matching.matches import Ranking
from matching_service.services.matching.ranking_query import Query
from models import RankedLine, RankedList, base, organisation_queries, ranked_list_queries

LINE_FIELDS = (
    "section", "entity_id", "checksum", "rank", "computed_rank", "score", "parts", "distance_km", "notes",
    "override_id",
)  # fmt: skip
LIST_FIELDS = (
    "direction", "subject_id", "subject_checksum", "day", "asked_for", "with_ineligible", "organisation_id", "version",
    "edition", "taxonomy_revision", "eligible", "excluded",
)  # fmt: skip
DIRECTIONS = {"person": "people", "opening": "openings"}


class Line(NamedTuple):
    """As RankedLine; `checksum` is of what the line was made of."""

    section: str
    entity_id: int
    checksum: int
    rank: int | None = None
    computed_rank: int | None = None
    score: float | None = None
    parts: list[float] | None = None
    distance_km: float | None = None
    notes: tuple = ()
    override_id: int | None = None


class Explained(NamedTuple):
    """A person whom a company sees, with the checksum of what `why` was worked out from."""

    id: int
    checksum: int
    why: Explanation
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wanted to see. `subject_id` None: what was ranked for is not stored. `only`: these ids alone; the
    rank by fit is that among all."""

    subject_id: int | None
    limit: int
    with_ineligible: bool
    day: date
    only: frozenset[int] | None = None


def record(
    session: Session, actor: Actor, snapshot: Snapshot, shelf: Shelf, query: Query, asked: Asked, ranking: Ranking
) -> None:
    """Note that the actor is shown this ranking: one short write, which is best the last of a transaction."""
    lines = _lines(session, shelf, ranking)
    counts = (ranking.eligible, ranking.excluded)
    _record(session, actor, snapshot, shelf, query, asked, lines, counts, _organisation(session, actor, query, asked))


def record_proposed(
    session: Session, actor: Actor, snapshot: Snapshot, opening: Query, asked: Asked, explained: Sequence[Explained]
) -> None:
    """Note that a company is shown these people for its opening: whom counsellors have proposed, or who have applied.

    Their order is that of their fit, equal ones by id; hard rules have no part in it.
    """
    lines = []
    for place, one in enumerate(sorted(explained, key=lambda one: (-one.why.score, one.id)), start=1):
        parts = list(one.why.parts.values())
        lines.append(Line("proposed", one.id, one.checksum, None, place, one.why.score, parts, one.distance_km))
    organisation_id = _keeper(session, [one.id for one in explained])
    _record(session, actor, snapshot, snapshot.people, opening, asked, lines, (len(lines), 0), organisation_id)


def _organisation(session: Session, actor: Actor, query: Query, asked: Asked) -> int | None:
    """In whose name the list is asked for: a person who looks for openings belongs to whoever keeps them."""
    if hasattr(query.facts, "organisation"):
        return query.facts.organisation
    if actor.organisation_id is None and asked.subject_id is not None:
        return _keeper(session, [asked.subject_id])
    return actor.organisation_id


def _keeper(session: Session, person_ids: Sequence[int]) -> int | None:
    """The organisation that keeps all of these people, so that its coordinators find what was shown of them; None: they
    are of several, and only auditors may see all of them."""
    homes = organisation_queries.homes(session, person_ids)
    return homes.pop() if len(homes) == 1 else None


def _record(
    session: Session,
    actor: Actor,
    snapshot: Snapshot,
    shelf: Shelf,
    query: Query,
    asked: Asked,
    lines: list[Line],
    counts: tuple[int, int],
    organisation_id: int | None,
) -> None:
    """`counts`: who meets the conditions, and who does not. `organisation_id`: whose coordinators find it."""
    eligible, excluded = counts
    values = {
        "direction": DIRECTIONS[shelf.kind],
        "subject_id": asked.subject_id,
        "subject_checksum": _checksum_of_query(query, asked),
        "day": asked.day,
        "asked_for": asked.limit,
        "with_ineligible": asked.with_ineligible,
        "organisation_id": organisation_id,
        "version": __version__,
        "edition": snapshot.edition,
        "taxonomy_revision": snapshot.reader.taxonomy.revision,
        "eligible": eligible,
        "excluded": excluded,
    }
    hashes = [hash_of(line) for line in lines]
    digest = digest_of(values, hashes)
    list_id = ranked_list_queries.id_of(session, digest)
    if list_id is None:
        list_id = _store(session, shelf, query, values | {"digest": digest}, lines, hashes)
    _show(session, actor, list_id, register_of(shelf), values, lines)


def digest_of(values: dict[str, object], hashes: Sequence[str]) -> str:
    """SHA-256 of a list: of the values of LIST_FIELDS and of the hashes of its lines in their order."""
    return _sha256([[values[name] for name in LIST_FIELDS], hashes])


def hash_of(line: Line) -> str:
    """SHA-256 of a line. It stays when the line is erased, so that the rest of the list can still be checked."""
    return _sha256(line)


def register_of(shelf: Shelf) -> str:
    """How many are on the shelf, and a hash of who they are and as what they are read."""
    return f"{len(shelf.index)}:{shelf.index.fingerprint:016x}"


def _sha256(value: object) -> str:
    return hashlib.sha256(orjson.dumps(value, default=tuple, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _checksum_of_query(query: Query, asked: Asked) -> int:
    if query.key is not None:
        return query.key[1]
    facts = list_inputs.of_query(query.facts).to_json()
    return list_inputs.checksum_of(query.features, facts, stored=asked.subject_id is not None)


def _lines(session: Session, shelf: Shelf, ranking: Ranking) -> list[Line]:
    """In the order of the page: those ranked, those set aside, those left out."""
    everybody = (*ranking.matches, *ranking.set_aside, *ranking.ineligible)
    checksums = list_inputs.checksums_of_lines(session, shelf, [each.id for each in everybody])
    lines = [_ranked("ranked", match, checksums[match.id]) for match in ranking.matches]
    lines += [_ranked("set_aside", match, checksums[match.id]) for match in ranking.set_aside]
    left_out = (Line("left_out", one.id, checksums[one.id], notes=_notes(one.reasons)) for one in ranking.ineligible)
    return [*lines, *left_out]


def _ranked(section: str, match, checksum: int) -> Line:
    return Line(
        section,
        match.id,
        checksum,
        match.rank if section == "ranked" else None,
        match.computed_rank,
        match.score,
        list(match.parts.values()),
        match.distance_km,
        _notes(match.notes),
        None if match.override is None else match.override.id,
    )


def _notes(notes) -> tuple:
    return tuple([[note.key, note.values] for note in notes])


def _store(
    session: Session, shelf: Shelf, query: Query, values: dict[str, object], lines: list[Line], hashes: list[str]
) -> int:
    list_id, is_new = ranked_list_queries.add_list(session, values | {"lines": len(lines), "erased": 0})
    if is_new:
        # dates among the values of notes become what JSON has for them
        plain = [line._replace(notes=orjson.loads(orjson.dumps(line.notes))) for line in lines]
        rows = [
            {"list_id": list_id, "place": place, "hash": its_hash, "kind": shelf.kind, **line._asdict()}
            for place, (line, its_hash) in enumerate(zip(plain, hashes, strict=True), start=1)
        ]
        ranked_list_queries.add_lines(session, rows)
        inputs = list_inputs.of_lines(session, shelf, {line.entity_id: line.checksum for line in lines})
        list_inputs.keep(session, inputs + _input_of_query(session, shelf, query, values))
    return list_id


def _input_of_query(session: Session, shelf: Shelf, query: Query, values: dict[str, object]) -> list[dict[str, object]]:
    """A profile that nobody has stored is not kept here either: nobody could ever have it erased."""
    kind, subject_id = "opening" if shelf.kind == "person" else "person", values["subject_id"]
    if kind == "person" and subject_id is None:
        return []
    key = (list_inputs.UNSTORED if subject_id is None else subject_id, values["subject_checksum"])
    return list_inputs.of_asked(session, kind, key, query.features, query.facts)


def _show(
    session: Session, actor: Actor, list_id: int, register: str, values: dict[str, object], lines: list[Line]
) -> None:
    made_of = [values["edition"], values["subject_checksum"], register]
    row = {
        "list_id": list_id,
        "user_id": actor.user_id,
        "role": "operator" if actor.is_operator else ",".join(sorted(actor.roles)),
        "at": base.now(),
        "register": register,
        "inputs": _sha256([made_of, [(line.entity_id, line.checksum) for line in lines]]),
    }
    ranked_list_queries.show(session, row)


def as_recorded(line: RankedLine) -> Line:
    return Line(**{name: getattr(line, name) for name in LINE_FIELDS})


def digest_now(session: Session, row: RankedList) -> str | None:
    """The digest of what is recorded now: `row.digest` unless somebody has changed it. None where lines are not what
    their hashes say, or not as many as the list had: then it is of nothing that was ever shown.

    Of the list of somebody who has been erased nothing is left that could be checked, and the digest is as recorded.
    """
    left, hashes = ranked_list_queries.lines_of(session, row.id), ranked_list_queries.hashes_of(session, row.id)
    if row.direction == "openings" and row.subject_id is None and not hashes and row.erased == row.lines > 0:
        return row.digest
    if len(hashes) != row.lines or len(hashes) - len(left) != row.erased:
        return None
    if any(hash_of(as_recorded(line)) != line.hash for line in left):
        return None
    return digest_of({name: getattr(row, name) for name in LIST_FIELDS}, hashes)


# ---- keeping no longer than needed


def forget_person(session: Session, person_id: int) -> int:
    """Erase what lists say of a person: features and facts, lines, and whose lists they were; how many lines.

    Counts and hashes stay (of lines in lists for others), and a replay says that somebody was erased.
    """
    return ranked_list_queries.forget_person(session, person_id)


def older_than(session: Session, before: datetime, limit: int) -> int:
    """Forget some of the lists that nobody has seen since this moment; after the last of them, some of the inputs that
    no list needs. How many lists or inputs: at most `limit`, and 0 when all is done."""
    forgotten = ranked_list_queries.forget_unseen(session, before, limit)
    return forgotten or ranked_list_queries.forget_inputs(session, limit)
