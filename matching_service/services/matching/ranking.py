"""Ranked lists in both directions, with reasons."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from matching_service.matcher.conditions import Sieve
from matching_service.matcher.index import Found, score_table
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Shelf, Snapshot
from matching_service.services.lists import list_order, overrides, ranked_lists
from matching_service.services.lists.list_order import Order
from matching_service.services.lists.overrides import Decision
from matching_service.services.lists.ranked_lists import Asked
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import matches, ranking_query
from matching_service.services.matching.matches import Match, Named, Ranking
from matching_service.services.matching.ranking_query import Query, in_list_of, stored
from matching_service.services.matching.reasons import Reasons, reasons_for
from matching_service.services.profiles.people import PersonRecord
from models import matching_queries

MOST_INELIGIBLE = 500


def rank_people(
    session: Session,
    actor: Actor,
    engine: Engine,
    opening_id: int,
    *,
    limit: int = 20,
    with_ineligible: bool = False,
    only: Collection[int] | None = None,
) -> Ranking:
    """People for an opening, best first; equal scores by id: of those whom the actor may see.

    `only`: of these ids, such as a pool of people or the two of a comparison; their fit, and their rank by fit among
    all, are the same. `ineligible` come by the fit they would have, at most 500.
    """
    permissions.require(actor, "ranking.people")
    snapshot = engine.snapshot(session)
    opening = in_list_of(actor, stored(session, snapshot.openings, opening_id))
    asked = _asked(opening_id, limit, with_ineligible, only)
    return _ranking(session, actor, snapshot, snapshot.people, opening, asked)


def rank_openings(
    session: Session,
    actor: Actor,
    engine: Engine,
    person_id: int,
    *,
    limit: int = 20,
    with_ineligible: bool = False,
    only: Collection[int] | None = None,
) -> Ranking:
    """Published openings for a person, best first; equal scores by id. `only`: as in `rank_people`. Raises NotFound,
    Forbidden."""
    permissions.require_person(session, actor, "ranking.openings", person_id)
    snapshot = engine.snapshot(session)
    person = stored(session, snapshot.people, person_id)
    asked = _asked(person_id, limit, with_ineligible, only)
    return _ranking(session, actor, snapshot, snapshot.openings, person, asked)


def rank_people_for_record(
    session: Session, actor: Actor, engine: Engine, record: OpeningRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_people`, for an opening that is not stored; it counts as published. Raises Invalid."""
    permissions.require(actor, "ranking.people")
    snapshot = engine.snapshot(session)
    query = in_list_of(actor, ranking_query.of_opening_record(session, snapshot, record))
    asked = Asked(None, limit, False, date.today())
    return _ranking(session, actor, snapshot, snapshot.people, query, asked)


def rank_openings_for_record(
    session: Session, actor: Actor, engine: Engine, record: PersonRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_openings`, for a profile that is not stored. Raises Invalid."""
    permissions.require(actor, "ranking.unstored")
    snapshot = engine.snapshot(session)
    query = ranking_query.of_person_record(session, snapshot, record)
    asked = Asked(None, limit, False, date.today())
    return _ranking(session, actor, snapshot, snapshot.openings, query, asked)


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
        failed = _failed(shelf, query, sieve, asked, order)
        # hundreds, and seldom looked at: not kept
        reasons |= reasons_for(session, shelf, encoder, query._replace(key=None), failed, asked.day)
    lines = _LINES[shelf.kind](session, actor, chosen + failed)
    shown, aside = _matches(order, lines, reasons, decisions), set(order.set_aside)
    left_out = [one for one in failed if one in lines and one in reasons and not reasons[one].verdict.passed]
    ranking = Ranking(
        matches=tuple([match for match in shown if match.id not in aside]),
        eligible=found.passing if asked.only is None else len(order.computed),
        excluded=found.counted - found.passing if asked.only is None else len(left_out),
        ineligible=tuple([matches.ineligible(one, lines[one], reasons[one].verdict) for one in left_out]),
        set_aside=tuple([match for match in shown if match.id in aside]),
    )
    # of a list that is narrowed, how many there are altogether: so it can be made again
    whole = replace(ranking, eligible=found.passing, excluded=found.counted - found.passing)
    ranked_lists.record(session, actor, snapshot, shelf, query, asked, whole)
    return ranking


def _asked(subject_id: int, limit: int, with_ineligible: bool, only: Collection[int] | None) -> Asked:
    """Of whom somebody has chosen, those left out are told too: else they would be missing without a word."""
    chosen = None if only is None else frozenset(only)
    return Asked(subject_id, limit, with_ineligible or chosen is not None, date.today(), chosen)


def _failed(shelf: Shelf, query: Query, sieve: Sieve, asked: Asked, order: Order) -> list[int]:
    """Those left out by hard rules, by the fit they would have."""
    if asked.only is None:
        return shelf.index.search(query.features, MOST_INELIGIBLE, sieve, failing=True).ids.tolist()
    left_out = [one for one in sorted(asked.only) if one not in order.computed and shelf.index.has(one)]
    scores = score_table(shelf.index.rows_of(left_out), [query.features], shelf.index.n_features)[:, 0]
    return [left_out[at] for at in np.lexsort((left_out, -scores))][:MOST_INELIGIBLE]


def _matches(
    order: Order, lines: dict[int, Named], reasons: dict[int, Reasons], decisions: dict[int, Decision]
) -> list[Match]:
    """Whom somebody else deletes or changes at this moment may have no line any more, or not belong here."""
    there = {one for one, reason in reasons.items() if one in lines and reason.verdict.passed}
    return [
        matches.match(rank, order.computed[one], one, lines[one], *reasons[one], decisions.get(one))
        for one, rank in _ranks(order, there).items()
    ]


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
    if asked.only is not None:
        found = shelf.index.search(query.features, 1, sieve)
        made = tuple(decisions.values()) if shelf.kind == "person" else ()
        made = tuple(one for one in made if one.person_id in asked.only)
        return found, list_order.among(shelf.index, query.features, sieve, asked.only, asked.limit, made)
    if shelf.kind == "opening" or not decisions:
        found = shelf.index.search(query.features, asked.limit, sieve)
        return found, list_order.by_fit(found)
    found = shelf.index.search(query.features, asked.limit + len(decisions), sieve)
    made = tuple(decisions.values())
    return found, list_order.decided(shelf.index, query.features, sieve, found, asked.limit, made)


def _person_lines(session: Session, actor: Actor, ids: list[int]) -> dict[int, Named]:
    """Of those whom the actor may see at this moment: a share may have ended since the index was told of it."""
    seen = permissions.within_reach(session, actor, "ranking.people", ids)
    rows = matching_queries.person_lines(session, seen)
    return {key: Named(f"{given} {family}", "", municipality) for key, given, family, municipality in rows}


def _opening_lines(session: Session, _actor: Actor, ids: list[int]) -> dict[int, Named]:
    rows = matching_queries.opening_lines(session, ids)
    return {row.id: Named(row.title, row.employer_name or "", row.municipality, row.place) for row in rows}


_LINES = {"person": _person_lines, "opening": _opening_lines}
