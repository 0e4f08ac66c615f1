"""Ranked lists in both directions, with reasons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching_service.errors import Forbidden, NotFound
from matching_service.matcher import eligibility
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import Eligibility
from matching_service.matcher.explanation import WEAK_FIT, Explanation, explain
from matching_service.matcher.features import Features
from matching_service.services import opening_rows, person_rows, reading
from matching_service.services.actors import Actor, require_role
from matching_service.services.engine import Engine, Shelf, Snapshot
from matching_service.services.openings import OpeningRecord
from matching_service.services.people import PersonRecord
from models import matching_queries

MOST_INELIGIBLE = 500


@dataclass(frozen=True, slots=True)
class Note:
    """A reason as a key and values; the sentence belongs to the catalogues.

    Keys: licence_missing, education_below, language_below, language_missing, too_far, available_later,
    working_time_differs, no_places_left, not_open (hard rules); and for what is not known: licence_unknown,
    education_unknown, language_unknown, distance_unknown, mobility_unknown, availability_unknown, start_not_said,
    working_time_unknown.
    """

    key: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class _Line:
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
    with engine.snapshot(session) as snapshot:
        if opening_id not in snapshot.openings.facts:
            raise NotFound("opening", opening_id)
        features = snapshot.openings.index.features(opening_id)
        facts = snapshot.openings.facts[opening_id]
        return _rank_people(session, snapshot, features, facts, limit, with_ineligible)


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
    with engine.snapshot(session) as snapshot:
        if person_id not in snapshot.people.facts:
            raise NotFound("person", person_id)
        features = snapshot.people.index.features(person_id)
        facts = snapshot.people.facts[person_id]
        return _rank_openings(session, snapshot, features, facts, limit, with_ineligible)


def rank_people_for_record(
    session: Session, actor: Actor, engine: Engine, record: OpeningRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_people`, for an opening that is not stored; it counts as published. Staff only. Raises Invalid."""
    require_role(actor, "counsellor", "coordinator")
    with engine.snapshot(session) as snapshot:
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
    with engine.snapshot(session) as snapshot:
        row = person_rows.unsaved(session, record)
        reading.read_person(snapshot.reader, row)
        profile = reading.profile_of(snapshot.reader, row)
        features = snapshot.reader.encoder.transform_profile(profile)
        facts = reading.person_facts(snapshot.reader, row, profile)
        return _rank_openings(session, snapshot, features, facts, limit, False)


def _rank_people(
    session: Session,
    snapshot: Snapshot,
    opening: Features,
    facts: OpeningFacts,
    limit: int,
    with_ineligible: bool,
) -> Ranking:
    today = date.today()
    verdicts = {
        person_id: eligibility.check(person, facts, today) for person_id, person in snapshot.people.facts.items()
    }

    def why(person_id: int) -> Explanation:
        person = snapshot.people.index.features(person_id)
        return explain(snapshot.reader.encoder, person, snapshot.people.facts[person_id], opening, facts)

    return _ranking(session, snapshot.people, opening, verdicts, why, _person_lines, limit, with_ineligible)


def _rank_openings(
    session: Session,
    snapshot: Snapshot,
    person: Features,
    facts: PersonFacts,
    limit: int,
    with_ineligible: bool,
) -> Ranking:
    today = date.today()
    # Openings that are over are nobody's concern here: not even a reason is worth reading.
    verdicts = {
        opening_id: eligibility.check(facts, opening, today)
        for opening_id, opening in snapshot.openings.facts.items()
        if not eligibility.closed_reasons(opening, today)
    }

    def why(opening_id: int) -> Explanation:
        opening = snapshot.openings.index.features(opening_id)
        return explain(snapshot.reader.encoder, person, facts, opening, snapshot.openings.facts[opening_id])

    return _ranking(session, snapshot.openings, person, verdicts, why, _opening_lines, limit, with_ineligible)


def _ranking(
    session: Session,
    shelf: Shelf,
    query: Features,
    verdicts: Mapping[int, Eligibility],
    why: Callable[[int], Explanation],
    lines_of: Callable[[Session, list[int]], dict[int, _Line]],
    limit: int,
    with_ineligible: bool,
) -> Ranking:
    passed = [entity_id for entity_id, verdict in verdicts.items() if verdict.passed]
    failed = [entity_id for entity_id, verdict in verdicts.items() if not verdict.passed]
    best = [entity_id for entity_id, _ in shelf.index.search(query, passed, limit)]
    near = shelf.index.search(query, failed, MOST_INELIGIBLE) if with_ineligible else []
    shown = [entity_id for entity_id, _ in near]
    lines = lines_of(session, best + shown)
    # what somebody else deletes at this moment has no line any more
    best, shown = ([entity_id for entity_id in ids if entity_id in lines] for ids in (best, shown))
    matches = (
        _match(rank, entity_id, lines[entity_id], verdicts[entity_id], why(entity_id))
        for rank, entity_id in enumerate(best, start=1)
    )
    ineligible = (_ineligible(entity_id, lines[entity_id], verdicts[entity_id]) for entity_id in shown)
    return Ranking(tuple(matches), len(passed), len(failed), tuple(ineligible))


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
    return tuple(Note(note.key, dict(note.values)) for note in notes)


def _person_lines(session: Session, ids: list[int]) -> dict[int, _Line]:
    rows = matching_queries.person_lines(session, ids)
    return {key: _Line(f"{row.given_name} {row.family_name}", "", row.municipality) for key, row in rows.items()}


def _opening_lines(session: Session, ids: list[int]) -> dict[int, _Line]:
    rows = matching_queries.opening_lines(session, ids)
    return {key: _Line(row.title, row.employer_name or "", row.municipality, row.place) for key, row in rows.items()}
