"""Ranked lists in both directions, with reasons."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from matching_service.errors import Forbidden, NotFound
from matching_service.matcher import eligibility
from matching_service.matcher.eligibility import Eligibility
from matching_service.matcher.explanation import WEAK_FIT, Explanation
from matching_service.services import opening_rows, person_rows, reading
from matching_service.services.actors import Actor, require_role
from matching_service.services.engine import Engine
from matching_service.services.openings import OpeningRecord
from matching_service.services.people import PersonRecord
from matching_service.services.reasons import Query, reasons_for
from matching_service.services.snapshots import Shelf, Snapshot
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
    opening = in_list_of(actor, stored(session, snapshot.openings, opening_id))
    return _ranking(session, snapshot, snapshot.people, opening, limit, with_ineligible)


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
    person = stored(session, snapshot.people, person_id)
    return _ranking(session, snapshot, snapshot.openings, person, limit, with_ineligible)


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
    return _ranking(session, snapshot, snapshot.people, in_list_of(actor, Query(features, facts)), limit)


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
    return _ranking(session, snapshot, snapshot.openings, Query(features, facts), limit)


def stored(session: Session, shelf: Shelf, entity_id: int) -> Query:
    """Raises NotFound."""
    try:
        features, checksum = shelf.index.row(entity_id)
    except KeyError:
        raise NotFound(shelf.kind, entity_id) from None
    told = shelf.told(session, {entity_id: checksum})
    if not told:
        raise NotFound(shelf.kind, entity_id)
    now, facts = told[entity_id]
    return Query(features, facts, (entity_id, checksum) if now == checksum else None)


def in_list_of(actor: Actor, opening: Query) -> Query:
    """The opening as it is asked for by an organisation: only people whom that may see are in its list."""
    return opening._replace(facts=replace(opening.facts, organisation=actor.organisation_id))


def _ranking(
    session: Session, snapshot: Snapshot, shelf: Shelf, query: Query, limit: int, with_ineligible: bool = False
) -> Ranking:
    """Openings that are over are nobody's concern: in a person's list they are not even left out with a reason."""
    today = date.today()
    sieve = shelf.sieve(query.facts, today)
    found = shelf.index.search(query.features, limit, sieve)
    best, failed, encoder = found.ids.tolist(), [], snapshot.reader.encoder
    reasons = reasons_for(session, shelf, encoder, query, best, today)
    if with_ineligible:
        failed = shelf.index.search(query.features, MOST_INELIGIBLE, sieve, failing=True).ids.tolist()
        # hundreds, and seldom looked at: not kept
        reasons |= reasons_for(session, shelf, encoder, query._replace(key=None), failed, today)
    lines = _LINES[shelf.kind](session, best + failed)
    # Whom somebody else deletes or changes at this moment may have no line any more, or not belong here.
    best = [one for one in best if one in lines and one in reasons and reasons[one].verdict.passed]
    failed = [one for one in failed if one in lines and one in reasons and not reasons[one].verdict.passed]
    matches = [_match(rank, one, lines[one], *reasons[one]) for rank, one in enumerate(best, start=1)]
    ineligible = [_ineligible(one, lines[one], reasons[one].verdict) for one in failed]
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


_LINES = {"person": _person_lines, "opening": _opening_lines}
