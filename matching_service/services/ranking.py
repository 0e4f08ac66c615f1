"""Ranked lists in both directions, with reasons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from sqlalchemy.orm import Session

from matching_service.errors import Forbidden, NotFound
from matching_service.matcher import eligibility
from matching_service.matcher.conditions import Sieve
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import Eligibility
from matching_service.matcher.explanation import WEAK_FIT, Explanation, explain_openings, explain_people
from matching_service.matcher.features import Features
from matching_service.matcher.index import Found
from matching_service.matcher.rows import Rows
from matching_service.services import opening_rows, person_rows, reading
from matching_service.services.actors import Actor, require_role
from matching_service.services.engine import Engine
from matching_service.services.openings import OpeningRecord
from matching_service.services.people import PersonRecord
from matching_service.services.snapshots import Facts, Shelf, Snapshot
from models import matching_queries

MOST_INELIGIBLE = 500


# Notes and matches are neither frozen nor slotted: they are made by the hundred for each list, which is three times as
# fast so, and written as JSON four times as fast.
@dataclass
class Note:
    """A reason as a key and values; the sentence belongs to the catalogues.

    Keys: licence_missing, education_below, language_below, language_missing, too_far, available_later,
    working_time_differs, no_places_left, not_open (hard rules); and for what is not known: licence_unknown,
    education_unknown, language_unknown, distance_unknown, mobility_unknown, availability_unknown, start_not_said,
    working_time_unknown.
    """

    key: str
    values: dict[str, object]


@dataclass
class Match:
    """One line of a ranked list. `parts` sum to `score` (to 1e-9); both are of 1.

    Parts, always in this order: occupation, required_skills, desired_skills, experience, text.
    `matched`, `missing`, `unknown` are codes of skills the opening asks for; `missing_required` those of `missing`
    that are required; `implied` those of `matched` that nobody recorded but the person's occupation lets expect.
    `notes` tell what is unknown about the hard rules. `occupation`: the code of that occupation of the person which
    comes nearest to the opening's, None when none comes near. `weak`: meets the conditions and shares hardly more.
    `name` is a person's name, or an opening's title; `place` the
    opening's place in the advertiser's words.
    """

    rank: int
    id: int
    name: str
    employer_name: str
    municipality: str | None
    place: str
    distance_km: float | None
    score: float
    parts: dict[str, float]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    missing_required: tuple[str, ...]
    implied: tuple[str, ...]
    occupation: str | None
    weak: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Ineligible:
    """Left out of the ranking by hard rules, with every reason."""

    id: int
    name: str
    municipality: str | None
    reasons: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """`eligible` counts all who passed the hard rules; `matches` are the first `limit` of them."""

    matches: tuple[Match, ...]
    eligible: int
    excluded: int
    ineligible: tuple[Ineligible, ...] = ()


class _Line(NamedTuple):
    name: str
    employer_name: str
    municipality: str | None
    place: str = ""


def rank_people(
    session: Session,
    actor: Actor,
    engine: Engine,
    opening_id: int,
    *,
    limit: int = 20,
    with_ineligible: bool = False,
) -> Ranking:
    """People for an opening, best first; equal scores by id. Staff only.

    `ineligible` come by the fit they would have, at most 500.
    """
    require_role(actor, "counsellor", "coordinator")
    snapshot = engine.snapshot(session)
    return _rank_people(session, snapshot, *one_opening(session, snapshot, opening_id), limit, with_ineligible)


def rank_openings(
    session: Session,
    actor: Actor,
    engine: Engine,
    person_id: int,
    *,
    limit: int = 20,
    with_ineligible: bool = False,
) -> Ranking:
    """Published openings for a person, best first; equal scores by id. Staff, or the person."""
    if not actor.is_staff and (actor.person_id is None or actor.person_id != person_id):
        raise Forbidden("only staff and the person see this list")
    snapshot = engine.snapshot(session)
    return _rank_openings(session, snapshot, *one_person(session, snapshot, person_id), limit, with_ineligible)


def rank_people_for_record(
    session: Session, actor: Actor, engine: Engine, record: OpeningRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_people`, for an opening that is not stored; it counts as published. Staff only. Raises Invalid."""
    require_role(actor, "counsellor", "coordinator")
    snapshot = engine.snapshot(session)
    row = opening_rows.unsaved(session, record)
    reading.read_opening(snapshot.reader, row)
    features = snapshot.reader.encoder.transform_posting(reading.posting_of(snapshot.reader, row))
    facts = reading.opening_facts(snapshot.reader, row)
    return _rank_people(session, snapshot, features, facts, limit, False)


def rank_openings_for_record(
    session: Session, actor: Actor, engine: Engine, record: PersonRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_openings`, for a profile that is not stored. Staff only. Raises Invalid."""
    require_role(actor, "counsellor", "coordinator")
    snapshot = engine.snapshot(session)
    row = person_rows.unsaved(session, record)
    reading.read_person(snapshot.reader, row)
    profile = reading.profile_of(snapshot.reader, row)
    features = snapshot.reader.encoder.transform_profile(profile)
    facts = reading.person_facts(snapshot.reader, row, profile)
    return _rank_openings(session, snapshot, features, facts, limit, False)


def one_person(session: Session, snapshot: Snapshot, person_id: int) -> tuple[Features, PersonFacts]:
    """Raises NotFound."""
    return _one(session, snapshot.people, person_id)


def one_opening(session: Session, snapshot: Snapshot, opening_id: int) -> tuple[Features, OpeningFacts]:
    """Raises NotFound."""
    return _one(session, snapshot.openings, opening_id)


def _one(session: Session, shelf: Shelf, entity_id: int) -> tuple[Features, Facts]:
    try:
        features, checksum = shelf.index.row(entity_id)
    except KeyError:
        raise NotFound(shelf.kind, entity_id) from None
    facts = shelf.facts(session, {entity_id: checksum})
    if not facts:
        raise NotFound(shelf.kind, entity_id)
    return features, facts[entity_id]


def _rank_people(
    session: Session,
    snapshot: Snapshot,
    opening: Features,
    opening_facts: OpeningFacts,
    limit: int,
    with_ineligible: bool,
) -> Ranking:
    today, encoder = date.today(), snapshot.reader.encoder
    return _ranking(
        _List(session, snapshot.people, opening, snapshot.people.sieve(opening_facts, today)),
        lambda person: eligibility.check(person, opening_facts, today),
        lambda people, facts: explain_people(encoder, people, facts, opening, opening_facts),
        _person_lines,
        limit,
        with_ineligible,
    )


def _rank_openings(
    session: Session,
    snapshot: Snapshot,
    person: Features,
    person_facts: PersonFacts,
    limit: int,
    with_ineligible: bool,
) -> Ranking:
    """Openings that are over are nobody's concern here: not even a reason is worth reading."""
    today, encoder = date.today(), snapshot.reader.encoder
    return _ranking(
        _List(session, snapshot.openings, person, snapshot.openings.sieve(person_facts, today)),
        lambda opening: eligibility.check(person_facts, opening, today),
        lambda openings, facts: explain_openings(encoder, person, person_facts, openings, facts),
        _opening_lines,
        limit,
        with_ineligible,
    )


@dataclass(frozen=True, slots=True)
class _List:
    """A ranked list to be made: whom `query` is held against, and the hard rules as a sieve."""

    session: Session
    shelf: Shelf
    query: Features
    sieve: Sieve

    def best(self, k: int, failing: bool = False) -> Found:
        return self.shelf.index.search(self.query, k, self.sieve, failing)


def _ranking(
    wanted: _List,
    check: Callable[[Facts], Eligibility],
    why: Callable[[Rows, list[Facts]], list[Explanation]],
    lines_of: Callable[[Session, list[int]], dict[int, _Line]],
    limit: int,
    with_ineligible: bool,
) -> Ranking:
    found = wanted.best(limit)
    best = found.ids.tolist()
    failed = wanted.best(MOST_INELIGIBLE, failing=True).ids.tolist() if with_ineligible else []
    rows = wanted.shelf.index.rows_of(best + failed)
    lines, facts = lines_of(wanted.session, best + failed), wanted.shelf.facts(wanted.session, rows.checksums_by_id())
    # Whom somebody else deletes or changes at this moment may have no line any more, or not belong here.
    verdicts = {entity_id: check(its_facts) for entity_id, its_facts in facts.items() if entity_id in lines}
    failed = [entity_id for entity_id in failed if entity_id in verdicts and not verdicts[entity_id].passed]
    listed = [number for number, one in enumerate(best) if one in verdicts and verdicts[one].passed]
    best = [best[number] for number in listed]
    if len(best) < len(rows):
        rows = rows.take(np.array(listed, dtype=np.int64))
    reasons = why(rows, [facts[entity_id] for entity_id in best])
    matches = [
        _match(rank, entity_id, lines[entity_id], verdicts[entity_id], because)
        for rank, (entity_id, because) in enumerate(zip(best, reasons, strict=True), start=1)
    ]
    ineligible = (_ineligible(entity_id, lines[entity_id], verdicts[entity_id]) for entity_id in failed)
    return Ranking(tuple(matches), found.passing, found.counted - found.passing, tuple(ineligible))


def _match(rank: int, entity_id: int, line: _Line, verdict: Eligibility, reasons: Explanation) -> Match:
    return Match(
        rank=rank,
        id=entity_id,
        name=line.name,
        employer_name=line.employer_name,
        municipality=line.municipality,
        place=line.place,
        distance_km=None if verdict.distance_km is None else round(verdict.distance_km, 1),
        score=reasons.score,
        parts=reasons.parts,
        matched=reasons.matched,
        missing=reasons.missing,
        unknown=reasons.unknown,
        missing_required=reasons.missing_required,
        implied=reasons.implied,
        occupation=reasons.occupation,
        weak=reasons.score < WEAK_FIT,
        notes=as_notes(verdict.unknowns),
    )


def _ineligible(entity_id: int, line: _Line, verdict: Eligibility) -> Ineligible:
    return Ineligible(entity_id, line.name, line.municipality, as_notes(verdict.reasons))


def as_notes(notes: tuple[eligibility.Note, ...]) -> tuple[Note, ...]:
    return tuple([Note(note.key, dict(note.values)) for note in notes])


def _person_lines(session: Session, ids: list[int]) -> dict[int, _Line]:
    rows = matching_queries.person_lines(session, ids)
    return {key: _Line(f"{given} {family}", "", municipality) for key, given, family, municipality in rows}


def _opening_lines(session: Session, ids: list[int]) -> dict[int, _Line]:
    rows = matching_queries.opening_lines(session, ids)
    return {row.id: _Line(row.title, row.employer_name or "", row.municipality, row.place) for row in rows}
