"""Ranked lists in both directions, with reasons."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from matching_service.errors import NotAgreed, NotFound
from matching_service.matcher import eligibility
from matching_service.matcher.conditions import Sieve
from matching_service.matcher.eligibility import Eligibility
from matching_service.matcher.explanation import WEAK_FIT, Explanation
from matching_service.matcher.index import Found
from matching_service.services import (
    documents,
    list_order,
    opening_rows,
    overrides,
    permissions,
    person_rows,
    ranked_lists,
    reading,
)
from matching_service.services.actors import Actor
from matching_service.services.engine import Engine
from matching_service.services.list_order import Order
from matching_service.services.openings import OpeningRecord
from matching_service.services.overrides import Decision
from matching_service.services.people import PersonRecord
from matching_service.services.ranked_lists import Asked
from matching_service.services.reasons import Query, reasons_for
from matching_service.services.snapshots import Shelf, Snapshot
from models import Person, matching_queries, queries

MOST_INELIGIBLE = 500
# No organisation has this id.
_OF_NOBODY = 0


# Notes and matches are neither frozen nor slotted: they are made by the hundred for each list, which is three times as
# fast so, and written as JSON four times as fast.
@dataclass
class Note:
    """A reason as a key and values; the sentence belongs to the catalogues.

    Keys: licence_missing, education_below, language_below, language_missing, too_far, available_later,
    working_time_differs, no_places_left, not_open, not_ranked (hard rules); and for what is not known: licence_unknown,
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
    opening's place in the advertiser's words. `computed_rank` is the rank by fit alone, which differs from `rank` where
    somebody has decided otherwise; `override`: what was decided about this person and this opening.
    """

    rank: int
    computed_rank: int
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
    override: Decision | None = None


@dataclass(frozen=True, slots=True)
class Ineligible:
    """Left out of the ranking by hard rules, with every reason."""

    id: int
    name: str
    municipality: str | None
    reasons: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """`eligible` counts all who passed the hard rules; `matches` are the first `limit` of them. `set_aside` are people
    who passed them and whom somebody has put aside for this opening; their `rank` is that by fit."""

    matches: tuple[Match, ...]
    eligible: int
    excluded: int
    ineligible: tuple[Ineligible, ...] = ()
    set_aside: tuple[Match, ...] = ()


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
    """People for an opening, best first; equal scores by id: of those whom the actor may see.

    `ineligible` come by the fit they would have, at most 500.
    """
    permissions.require(actor, "ranking.people")
    snapshot = engine.snapshot(session)
    opening = in_list_of(actor, stored(session, snapshot.openings, opening_id))
    return _ranking(
        session, actor, snapshot, snapshot.people, opening, Asked(opening_id, limit, with_ineligible, date.today())
    )


def rank_openings(
    session: Session,
    actor: Actor,
    engine: Engine,
    person_id: int,
    *,
    limit: int = 20,
    with_ineligible: bool = False,
) -> Ranking:
    """Published openings for a person, best first; equal scores by id. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "ranking.openings", person_id)
    snapshot = engine.snapshot(session)
    person = stored(session, snapshot.people, person_id)
    return _ranking(
        session, actor, snapshot, snapshot.openings, person, Asked(person_id, limit, with_ineligible, date.today())
    )


def rank_people_for_record(
    session: Session, actor: Actor, engine: Engine, record: OpeningRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_people`, for an opening that is not stored; it counts as published. Raises Invalid."""
    permissions.require(actor, "ranking.people")
    snapshot = engine.snapshot(session)
    row = opening_rows.unsaved(session, record)
    reading.read_opening(snapshot.reader, row)
    features = snapshot.reader.encoder.transform_posting(documents.posting_of(snapshot.reader, row))
    facts = documents.opening_facts(snapshot.reader, row)
    query, asked = in_list_of(actor, Query(features, facts)), Asked(None, limit, False, date.today())
    return _ranking(session, actor, snapshot, snapshot.people, query, asked)


def rank_openings_for_record(
    session: Session, actor: Actor, engine: Engine, record: PersonRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_openings`, for a profile that is not stored. Raises Invalid."""
    permissions.require(actor, "ranking.unstored")
    snapshot = engine.snapshot(session)
    row = person_rows.unsaved(session, record)
    reading.read_person(snapshot.reader, row)
    profile = documents.profile_of(snapshot.reader, row)
    features = snapshot.reader.encoder.transform_profile(profile)
    facts = documents.person_facts(snapshot.reader, row, profile)
    query, asked = Query(features, facts), Asked(None, limit, False, date.today())
    return _ranking(session, actor, snapshot, snapshot.openings, query, asked)


def stored(session: Session, shelf: Shelf, entity_id: int) -> Query:
    """Raises NotFound, and NotAgreed for somebody who has not agreed to be ranked, or only until a day that is past."""
    try:
        features, checksum = shelf.index.row(entity_id)
    except KeyError:
        raise _absent(session, shelf.kind, entity_id) from None
    told = shelf.told(session, {entity_id: checksum})
    if not told:
        raise _absent(session, shelf.kind, entity_id)
    now, facts = told[entity_id]
    if shelf.kind == "person" and facts.ranked_until is not None and facts.ranked_until < date.today():
        raise NotAgreed(entity_id, "ranked")
    return Query(features, facts, (entity_id, checksum) if now == checksum else None)


def _absent(session: Session, kind: str, entity_id: int) -> NotFound | NotAgreed:
    there = kind == "person" and queries.exists(session, Person, entity_id)
    return NotAgreed(entity_id, "ranked") if there else NotFound(kind, entity_id)


def in_list_of(actor: Actor, opening: Query) -> Query:
    """The opening as it is asked for by an organisation: only people whom that may see are in its list."""
    everybody = permissions.scope(actor, "ranking.people") == permissions.ANY
    organisation = None if everybody else actor.organisation_id or _OF_NOBODY
    return opening._replace(facts=replace(opening.facts, organisation=organisation))


def _ranking(session: Session, actor: Actor, snapshot: Snapshot, shelf: Shelf, query: Query, asked: Asked) -> Ranking:
    """What is asked for, recorded as shown to the actor.

    Openings that are over are nobody's concern: in a person's list they are not even left out with a reason.
    """
    sieve, encoder = shelf.sieve(query.facts, asked.day), snapshot.reader.encoder
    decisions = _decisions(session, actor, shelf, asked)
    found, order = _ordered(shelf, query, sieve, asked, decisions)
    chosen, failed = [*order.ranked, *order.set_aside], []
    reasons = reasons_for(session, shelf, encoder, query, chosen, asked.day)
    if asked.with_ineligible:
        failed = shelf.index.search(query.features, MOST_INELIGIBLE, sieve, failing=True).ids.tolist()
        # hundreds, and seldom looked at: not kept
        reasons |= reasons_for(session, shelf, encoder, query._replace(key=None), failed, asked.day)
    lines = _LINES[shelf.kind](session, actor, chosen + failed)
    # Whom somebody else deletes or changes at this moment may have no line any more, or not belong here.
    there = {one for one, reason in reasons.items() if one in lines and reason.verdict.passed}
    matches = [
        _match(rank, order.computed[one], one, lines[one], *reasons[one], decisions.get(one))
        for one, rank in _ranks(order, there).items()
    ]
    aside = there.intersection(order.set_aside)
    left_out = [one for one in failed if one in lines and one in reasons and not reasons[one].verdict.passed]
    ranking = Ranking(
        matches=tuple([match for match in matches if match.id not in aside]),
        eligible=found.passing,
        excluded=found.counted - found.passing,
        ineligible=tuple([_ineligible(one, lines[one], reasons[one].verdict) for one in left_out]),
        set_aside=tuple([match for match in matches if match.id in aside]),
    )
    ranked_lists.record(session, actor, snapshot, shelf, query, asked, ranking)
    return ranking


def _ranks(order: Order, there: set[int]) -> dict[int, int]:
    """The rank of each line in the order of the page: whoever is set aside has that by fit."""
    best = [one for one in order.ranked if one in there]
    ranks = dict(zip(best, range(1, len(best) + 1), strict=True))
    return ranks | {one: order.computed[one] for one in order.set_aside if one in there}


def _decisions(session: Session, actor: Actor, shelf: Shelf, asked: Asked) -> dict[int, Decision]:
    """What people have decided about lines of this list, by id of the line, in the order in which they did."""
    if asked.subject_id is None:
        return {}
    if shelf.kind == "person":
        made = overrides.in_force(session, actor, opening_id=asked.subject_id)
        return {decision.person_id: decision for decision in made}
    made = overrides.in_force(session, actor, person_id=asked.subject_id)
    return {decision.opening_id: decision for decision in made}


def _ordered(
    shelf: Shelf, query: Query, sieve: Sieve, asked: Asked, decisions: dict[int, Decision]
) -> tuple[Found, Order]:
    """People are put on other places of an opening's list; in a person's own list that changes no place."""
    if shelf.kind == "opening" or not decisions:
        found = shelf.index.search(query.features, asked.limit, sieve)
        return found, list_order.by_fit(found)
    found = shelf.index.search(query.features, asked.limit + len(decisions), sieve)
    made = tuple(decisions.values())
    return found, list_order.decided(shelf.index, query.features, sieve, found, asked.limit, made)


def _match(
    rank: int,
    computed_rank: int,
    entity_id: int,
    line: _Line,
    verdict: Eligibility,
    reasons: Explanation,
    override: Decision | None,
) -> Match:
    return Match(
        rank=rank,
        computed_rank=computed_rank,
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
        override=override,
    )


def _ineligible(entity_id: int, line: _Line, verdict: Eligibility) -> Ineligible:
    return Ineligible(entity_id, line.name, line.municipality, as_notes(verdict.reasons))


def as_notes(notes: tuple[eligibility.Note, ...]) -> tuple[Note, ...]:
    return tuple([Note(note.key, dict(note.values)) for note in notes])


def _person_lines(session: Session, actor: Actor, ids: list[int]) -> dict[int, _Line]:
    """Of those whom the actor may see at this moment: a share may have ended since the index was told of it."""
    seen = permissions.within_reach(session, actor, "ranking.people", ids)
    rows = matching_queries.person_lines(session, seen)
    return {key: _Line(f"{given} {family}", "", municipality) for key, given, family, municipality in rows}


def _opening_lines(session: Session, _actor: Actor, ids: list[int]) -> dict[int, _Line]:
    rows = matching_queries.opening_lines(session, ids)
    return {row.id: _Line(row.title, row.employer_name or "", row.municipality, row.place) for row in rows}


_LINES = {"person": _person_lines, "opening": _opening_lines}
