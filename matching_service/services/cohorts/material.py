"""What a proposal is made of: fit, hard rules, distance, wishes, and what became of earlier applications.

Only people who have agreed to be ranked and whom the actor may see take part. Nothing that the law protects is read.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from matching_service.matcher.assignment import NOWHERE, Problem
from matching_service.matcher.assignment_worth import Pairs, worth
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import check
from matching_service.matcher.index import score_table
from matching_service.services.cohorts.cohort_record import weights_of
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.snapshots import Snapshot
from matching_service.services.matching.ranking_query import Query, in_list_of, stored
from models import Cohort, cohort_queries
from models.vocabulary import LIVE_APPLICATION_STATES

# How far a company has gone with somebody, of 1.
INTEREST = {"shortlisted": 0.5, "interview": 0.8, "offered": 1.0}
# What ended before does not begin again by itself.
ENDED = {"rejected": "was_refused", "withdrawn": "withdrew"}
# All that a pin may go against: a human decision and a number, never a condition.
_PIN_MAY = ("low_fit",)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """`people` and `openings` are ids, ascending, as the rows and columns of `problem`. `left_out`: why others take no
    part, by id. `ruled_out`: for each of `people`, how many openings each reason leaves out. `pinned`: by id, what
    became of each pair that had to be: the opening, whether it is kept, and why not."""

    people: tuple[int, ...]
    openings: tuple[int, ...]
    pairs: Pairs
    problem: Problem
    left_out: Mapping[int, str]
    ruled_out: tuple[Counter, ...]
    pinned: Mapping[int, dict]


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """What people have said and done before, by (person, opening)."""

    rules: Mapping[tuple[int, int], str]
    wishes: Mapping[tuple[int, int], int]
    states: Mapping[tuple[int, int], str]
    aside: set[tuple[int, int]]


def gather(session: Session, actor: Actor, snapshot: Snapshot, cohort: Cohort, today: date) -> Material:
    """Of openings that are in the index; the others have no places."""
    members = cohort_queries.people(session, cohort.id)
    members = _within_reach(session, actor, members)
    slots = [row for row in cohort_queries.openings(session, cohort.id) if _is_known(snapshot, row.id)]
    asked = [in_list_of(actor, stored(session, snapshot.openings, row.id)) for row in slots]
    said = _said(session, cohort.id, list(members), [row.id for row in slots])
    facts = _facts(session, snapshot, list(members), today)
    placed = {person for (person, _), state in said.states.items() if state == "accepted"}
    left_out = {one: "has_place" if one in placed else "not_agreed" for one in members if one not in facts}
    left_out |= {one: "has_place" for one in placed if one in facts}
    people = tuple(one for one in sorted(facts) if one not in placed)
    openings = tuple(row.id for row in slots)
    fit = _fit(snapshot, people, asked)
    reasons, km = _rules(facts, people, openings, asked, said, today)
    weights = weights_of(cohort)
    reasons = np.where((reasons == "") & (fit < weights.lowest_fit), "low_fit", reasons)
    pairs = _pairs(fit, km, people, openings, said)
    places = np.array([max(query.facts.places_left, 0) for query in asked], np.int64)
    wanted = _wanted(session, cohort.id, said)
    pins, pinned = _pins(wanted, people, openings, reasons, places)
    eligible = reasons == ""
    held = np.flatnonzero(pins != NOWHERE)
    eligible[held, pins[held]] = True
    priority = np.array([members[one] for one in people], np.int64)
    problem = Problem(places, eligible, worth(pairs, weights), priority, pins)
    counts = tuple(Counter(row[row != ""].tolist()) for row in np.where(eligible, "", reasons))
    return Material(people, openings, pairs, problem, left_out, counts, pinned)


def _within_reach(session: Session, actor: Actor, members) -> dict[int, int]:
    """Priority by id, ascending."""
    seen = permissions.within_reach(session, actor, "ranking.people", [row.person_id for row in members])
    return {row.person_id: row.priority for row in members if row.person_id in seen}


def _is_known(snapshot: Snapshot, opening_id: int) -> bool:
    try:
        snapshot.openings.index.row(opening_id)
    except KeyError:
        return False
    return True


def _facts(session: Session, snapshot: Snapshot, ids: list[int], today: date) -> dict[int, PersonFacts]:
    """Of those who agree to be ranked today."""
    shelf = snapshot.people
    known = set(shelf.index.fingerprints()[0].tolist())
    checksums = shelf.index.rows_of([one for one in ids if one in known]).checksums_by_id()
    facts = shelf.facts(session, checksums)
    return {one: its for one, its in facts.items() if its.ranked_until is None or its.ranked_until >= today}


def _said(session: Session, cohort_id: int, people: list[int], openings: list[int]) -> _Said:
    rows = cohort_queries.pairs(session, cohort_id)
    states = {(row.person_id, row.opening_id): row.state for row in cohort_queries.applications(session, people)}
    # who has applied wants it, unless they have said what they want more
    applied = dict.fromkeys((pair for pair, state in states.items() if state in LIVE_APPLICATION_STATES), 1)
    return _Said(
        rules={(row.person_id, row.opening_id): row.rule for row in rows if row.rule},
        wishes=applied | {(row.person_id, row.opening_id): row.wish for row in rows if row.wish},
        states=states,
        aside=cohort_queries.set_aside(session, openings),
    )


def _fit(snapshot: Snapshot, people: tuple[int, ...], asked: list[Query]) -> np.ndarray:
    index = snapshot.people.index
    table = score_table(index.rows_of(people), [query.features for query in asked], index.n_features)
    return table.reshape(len(people), len(asked))


def _rules(
    facts: Mapping[int, PersonFacts], people, openings, asked: list[Query], said: _Said, today: date
) -> tuple[np.ndarray, np.ndarray]:
    """The first reason against each pair ("" where there is none), and the km to go (NaN: not known)."""
    shape = len(people), len(openings)
    reasons, km = np.full(shape, "", dtype="<U24"), np.full(shape, np.nan)
    for column, query in enumerate(asked):
        for row, person in enumerate(people):
            verdict = check(facts[person], query.facts, today)
            if verdict.reasons:
                reasons[row, column] = verdict.reasons[0].key
            else:
                reasons[row, column] = _human_reason((person, openings[column]), said)
            km[row, column] = _way(verdict.distance_km, query.facts)
    return reasons, km


def _human_reason(pair: tuple[int, int], said: _Said) -> str:
    if said.rules.get(pair) == "never":
        return "never"
    return "set_aside" if pair in said.aside else ENDED.get(said.states.get(pair), "")


def _way(distance_km: float | None, opening: OpeningFacts) -> float:
    """Work from home is near for everybody."""
    if opening.remote:
        return 0.0
    return np.nan if distance_km is None else distance_km


def _pairs(fit: np.ndarray, km: np.ndarray, people, openings, said: _Said) -> Pairs:
    wishes, interest = np.zeros(fit.shape, np.int64), np.zeros(fit.shape)
    rows, columns = ({one: number for number, one in enumerate(ids)} for ids in (people, openings))
    for (person, opening), wish in said.wishes.items():
        if person in rows and opening in columns:
            wishes[rows[person], columns[opening]] = wish
    for (person, opening), state in said.states.items():
        if person in rows and opening in columns:
            interest[rows[person], columns[opening]] = INTEREST.get(state, 0)
    return Pairs(fit, km, wishes, interest)


def _wanted(session: Session, cohort_id: int, said: _Said) -> dict[int, int]:
    """The opening in which each has to be: what was confirmed comes before what was only said."""
    confirmed = cohort_queries.confirmed(session, cohort_id)
    must = {person: opening for (person, opening), rule in sorted(said.rules.items()) if rule == "must"}
    return confirmed | {person: opening for person, opening in must.items() if person not in confirmed}


def _pins(wanted: Mapping[int, int], people, openings, reasons: np.ndarray, places: np.ndarray):
    """Columns by row, and what became of each by id."""
    pins, left, told = np.full(len(people), NOWHERE, np.int64), places.copy(), {}
    rows, columns = ({one: number for number, one in enumerate(ids)} for ids in (people, openings))
    for person, opening in wanted.items():
        if person not in rows:
            continue
        against = _against_pin(reasons, left, rows[person], columns.get(opening))
        told[person] = {"opening": opening, "kept": not against, "reason": against}
        if not against:
            pins[rows[person]] = columns[opening]
            left[columns[opening]] -= 1
    return pins, told


def _against_pin(reasons: np.ndarray, left: np.ndarray, row: int, column: int | None) -> str | None:
    if column is None:
        return "not_in_cohort"
    reason = str(reasons[row, column])
    if reason and reason not in _PIN_MAY:
        return reason
    return None if left[column] > 0 else "no_places_left"
