"""A recorded list made again from what it was made of, by the program as it is now, and compared line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import orjson
from sqlalchemy.orm import Session

from matching_service import __version__
from matching_service.matcher.documents import OpeningFacts
from matching_service.matcher.eligibility import Eligibility, check
from matching_service.matcher.explanation import Explanation
from matching_service.matcher.features import PARTS
from matching_service.matcher.index import score_table
from matching_service.matcher.rows import Rows
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Shelf, Snapshot
from matching_service.services.lists import list_inputs
from matching_service.services.lists.list_inputs import UNSTORED, Input
from matching_service.services.lists.list_records import ListDetail, detail
from matching_service.services.lists.ranked_lists import Line, as_recorded, digest_now, register_of
from matching_service.services.matching.reasons import explained
from matching_service.services.trail import audit
from models import RankedList, Shown, ranked_list_queries

# Sums of the same numbers in another order may differ by this much.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` differs, as recorded and now. `entity_id` None: about the whole list.

    Of lines: score, order, rank (not as the lines before it, and nobody has decided so), eligible, notes, distance_km
    and the names of parts; input_missing, input_changed, input_unreadable (features or facts that this program does
    not know). Of the list: query_missing, query_changed, query_unreadable (where nothing can be compared),
    record_changed (the record itself is not what was recorded; `now` None: it does not even fit together), search
    (everybody ranked again). Of the program, which by itself is no difference: version, edition, taxonomy_revision.
    """

    what: str
    entity_id: int | None
    recorded: object
    now: object


@dataclass(frozen=True, slots=True)
class Replay:
    """`same`: every line that is left came out as recorded, and none is missing. `program`: what differs between then
    and now by which other differences may be explained. `erased`: lines erased with the person they were about.
    `register_unchanged`: everybody is there and read as at the last showing, and so everybody was ranked again."""

    list: ListDetail
    compared: int
    erased: int
    differences: tuple[Difference, ...]
    program: tuple[Difference, ...]
    register_unchanged: bool

    @property
    def same(self) -> bool:
        return not self.differences and not self.erased


def replay(session: Session, actor: Actor, engine: Engine, list_id: int) -> Replay:
    """Raises NotFound, Forbidden."""
    permissions.require(actor, "lists.replay")
    told = detail(session, actor, list_id)
    row, lines = ranked_list_queries.ranked_list(session, list_id), ranked_list_queries.lines_of(session, list_id)
    recorded = [as_recorded(line) for line in lines]
    again = _Again(session, engine.snapshot(session), row, recorded)
    differences = list(again.differences())
    found = digest_now(session, row)
    if found != row.digest:
        differences.insert(0, Difference("record_changed", None, row.digest, found))
    unchanged = again.register_unchanged()
    if unchanged and again.query is not None and not again.proposed:
        differences += again.searched()
    audit.record(session, actor, "lists.replay", ("list", list_id), details={"differences": len(differences)})
    return Replay(told, again.compared, row.erased, tuple(differences), again.program(), unchanged)


class _Again:
    """The list made again. What cannot be made again for want of something is a difference."""

    def __init__(self, session: Session, snapshot: Snapshot, row: RankedList, lines: Sequence[Line]):
        self._snapshot, self._row, self._lines = snapshot, row, lines
        self._encoder = snapshot.reader.encoder
        self._showings: Sequence = ranked_list_queries.showings_of(session, row.id, 1)
        kind, of_query = ("person", "opening") if row.direction == "people" else ("opening", "person")
        self._shelf: Shelf = snapshot.people if kind == "person" else snapshot.openings
        key = (UNSTORED if row.subject_id is None else row.subject_id, row.subject_checksum)
        self._missing_query, self.query = self._of_query(list_inputs.load(session, of_query, [key]), key)
        self._inputs = list_inputs.load(session, kind, [(line.entity_id, line.checksum) for line in lines])
        # put together by people: hard rules, and everybody else, have no part in it
        self.proposed = any(line.section == "proposed" for line in lines)
        self.compared = 0

    def _of_query(self, kept: dict, key: tuple[int, int]) -> tuple[str | None, Input | None]:
        problem = self._problem(kept, key)
        if problem is not None:
            return f"query_{problem}", None
        query: Input = kept[key]
        if isinstance(query.facts, OpeningFacts):
            asked_as = self._row.organisation_id
            query = replace(query, facts=replace(query.facts, organisation=asked_as))
        return None, query

    def _problem(self, kept: dict, key: tuple[int, int]) -> str | None:
        """Why this input cannot be used."""
        if key not in kept:
            return "missing"
        found = kept[key]
        largest = -1 if found is None else int(found.features.indices.max(initial=-1))
        if found is None or largest >= self._encoder.n_features_:
            return "unreadable"
        return None if found.whole else "changed"

    def program(self) -> tuple[Difference, ...]:
        now = {
            "version": __version__,
            "edition": self._snapshot.edition,
            "taxonomy_revision": self._snapshot.reader.taxonomy.revision,
        }
        told = ((what, getattr(self._row, what), value) for what, value in now.items())
        return tuple(Difference(what, None, recorded, value) for what, recorded, value in told if recorded != value)

    def register_unchanged(self) -> bool:
        shown: Shown | None = self._showings[0][0] if self._showings else None
        same_edition = self._row.edition == self._snapshot.edition
        return shown is not None and same_edition and shown.register == register_of(self._shelf)

    def differences(self) -> Iterator[Difference]:
        if self.query is None:
            yield Difference(self._missing_query, None, self._row.subject_checksum, None)
            return
        usable = []
        for line in self._lines:
            problem = self._problem(self._inputs, (line.entity_id, line.checksum))
            if problem is None:
                usable.append(line)
            else:
                yield Difference(f"input_{problem}", line.entity_id, line.checksum, None)
        if usable:
            yield from self._of_lines(usable)

    def _of_lines(self, lines: list[Line]) -> Iterator[Difference]:
        self.compared = len(lines)
        inputs = [self._inputs[line.entity_id, line.checksum] for line in lines]
        rows = Rows.of(
            self._encoder.n_features_, [line.entity_id for line in lines], [each.features for each in inputs]
        )
        scores = score_table(rows, [self.query.features], self._encoder.n_features_)[:, 0].tolist()
        reasons = explained(self._encoder, self._shelf.kind, self.query, rows, [each.facts for each in inputs])
        for line, its, why in zip(lines, inputs, reasons, strict=True):
            yield from _of_line(line, self._verdict(its), why)
        yield from _of_order(lines, dict(zip((line.entity_id for line in lines), scores, strict=True)))
        yield from _of_ranks([line for line in lines if line.section == "ranked"], self._row.direction)

    def _verdict(self, its: Input) -> Eligibility:
        pair = (its.facts, self.query.facts) if self._shelf.kind == "person" else (self.query.facts, its.facts)
        return check(*pair, self._row.day)

    def searched(self) -> Iterator[Difference]:
        """Everybody ranked again, as all are as they were: who has which rank by fit, how many pass and fail."""
        ranks = {line.computed_rank: line.entity_id for line in self._lines if line.computed_rank is not None}
        sieve = self._shelf.sieve(self.query.facts, self._row.day)
        found = self._shelf.index.search(self.query.features, max(ranks, default=1), sieve)
        now = dict(enumerate(found.ids.tolist(), start=1))
        for rank, entity_id in ranks.items():
            if now.get(rank) != entity_id:
                yield Difference("search", entity_id, rank, None)
        counts = (self._row.eligible, self._row.excluded), (found.passing, found.counted - found.passing)
        if counts[0] != counts[1]:
            yield Difference("search", None, list(counts[0]), list(counts[1]))


def _of_line(line: Line, verdict: Eligibility, why: Explanation) -> Iterator[Difference]:
    if line.section == "proposed":
        yield from _of_numbers(line, verdict, why)
        return
    left_out = line.section == "left_out"
    if verdict.passed is left_out:
        yield Difference("eligible", line.entity_id, not left_out, verdict.passed)
    notes = [[note.key, dict(note.values)] for note in (verdict.reasons if left_out else verdict.unknowns)]
    now = orjson.loads(orjson.dumps(notes))
    if now != list(line.notes):
        yield Difference("notes", line.entity_id, list(line.notes), now)
    if not left_out:
        yield from _of_numbers(line, verdict, why)


def _of_numbers(line: Line, verdict: Eligibility, why: Explanation) -> Iterator[Difference]:
    km = None if verdict.distance_km is None else round(verdict.distance_km, 1)
    if km != line.distance_km:
        yield Difference("distance_km", line.entity_id, line.distance_km, km)
    recorded = {"score": line.score, **dict(zip(PARTS, line.parts or (), strict=False))}
    for what, now in {"score": why.score, **why.parts}.items():
        if recorded.get(what) is None or abs(recorded[what] - now) > TOLERANCE:
            yield Difference(what, line.entity_id, recorded.get(what), now)


def _of_order(lines: list[Line], scores: dict[int, float]) -> Iterator[Difference]:
    """By fit, equal scores by id: those ranked or set aside among themselves, and so those left out."""
    ranked = sorted((line for line in lines if line.section != "left_out"), key=lambda line: line.computed_rank or 0)
    for recorded in (ranked, [line for line in lines if line.section == "left_out"]):
        ids = [line.entity_id for line in recorded]
        now = sorted(ids, key=lambda one: (-scores[one], one))
        for one, other in zip(ids, now, strict=True):
            if one != other:
                yield Difference("order", one, ids.index(one) + 1, now.index(one) + 1)


def _of_ranks(ranked: list[Line], direction: str) -> Iterator[Difference]:
    """As on the page: each rank below the one before it, and so by fit but for people whom somebody has moved."""
    moved = {line.entity_id for line in ranked if direction == "people" and line.override_id is not None}
    by_fit = [line for line in ranked if line.entity_id not in moved]
    for these, rank in ((ranked, "rank"), (by_fit, "computed_rank")):
        for before, line in pairwise(these):
            if (getattr(before, rank) or 0) >= (getattr(line, rank) or 0):
                yield Difference("rank", line.entity_id, line.rank, None)
