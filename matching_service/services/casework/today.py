"""Whom do I call first: one list of what a counsellor has to do, from everything that waits for somebody.

Each source is one bounded statement, however many people there are. What the law or an agreement gives a last day has
that day; the rest is to be done when there is time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.errors import Invalid, NotFound
from matching_service.services.casework.follow_ups import EVERYBODY, MINE
from matching_service.services.identity import organisations, permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.local_days import start_of
from matching_service.services.placements import due
from matching_service.services.protection import retention
from matching_service.services.rights.requests import ANSWERED_WITHIN
from models import base, casework_queries, retention_queries, today_queries
from models.today_queries import Desk
from models.vocabulary import POSTPONABLE

# Groups, the first to be done first.
OVERDUE, TODAY, WEEK, LATER = "overdue", "today", "week", "later"
GROUPS = (OVERDUE, TODAY, WEEK, LATER)
COMING = timedelta(days=7)
# A consent is asked for anew while there is still time for a visit.
CONSENTS_END_WITHIN = timedelta(days=30)
# A review is answered within the week it was asked; no law says so.
REVIEWED_WITHIN = timedelta(days=7)
INVITATIONS_WAIT = timedelta(days=3)
QUIET_AFTER = timedelta(days=60)
MOST_OF_SOURCE = 30
LONGEST_POSTPONEMENT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Item:
    """`kind`: follow_up, or one of vocabulary.POSTPONABLE; with `id` it is the same line tomorrow.

    `text`: what is to be done, or the opening it is about; `detail`: a state, a purpose, a kind of request, or words of
    the person; `due`: the last day, None: none.
    """

    kind: str
    id: int
    person_id: int
    person_name: str
    phone: str | None
    group: str
    due: date | None
    text: str = ""
    detail: str = ""
    company: str = ""
    opening_id: int | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """`items` in the order to do them in; `cut`: kinds of which there is more than is shown."""

    items: tuple[Item, ...]
    cut: frozenset[str]
    whose: str

    def of_group(self, group: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.group == group)


def items(session: Session, actor: Actor, whose: str = MINE) -> Today:
    """What waits for the actor: about people with whom they work, or nobody does; or about everybody within reach.

    Raises Forbidden, Invalid (whose: not_allowed).
    """
    reach = permissions.reach(actor, "today.read")
    if whose not in (MINE, EVERYBODY):
        raise Invalid({"whose": "not_allowed"})
    day, home = date.today(), organisations.home_of(session, actor)
    desk = Desk(day, reach, home, actor.user_id, whose == MINE, MOST_OF_SOURCE + 1)
    found, cut = [], set()
    for kind, rows in _sources(session, actor, desk):
        found += [_item(kind, row, day) for row in rows[:MOST_OF_SOURCE]]
        cut |= {kind} if len(rows) > MOST_OF_SOURCE else set()
    found += [*_leaving(session, actor, desk), *_placements(session, actor, desk)]
    return Today(tuple(sorted(found, key=_order)), frozenset(cut), whose)


def postpone(session: Session, actor: Actor, kind: str, item_id: int, person_id: int, until: date) -> None:
    """Remind the actor of it again on that day. Raises NotFound, Forbidden, Invalid: kind (not_allowed), until
    (out_of_range)."""
    permissions.require_person(session, actor, "today.postpone", person_id)
    _check_kind(kind)
    if not date.today() < until <= date.today() + LONGEST_POSTPONEMENT:
        raise Invalid({"until": "out_of_range"})
    if not 0 < item_id <= base.LARGEST_ID or actor.user_id is None:
        raise NotFound("item", item_id)
    casework_queries.postpone(session, actor.user_id, kind, item_id, person_id, until)


def bring_back(session: Session, actor: Actor, kind: str, item_id: int) -> None:
    """What the actor has put off stands in the list again. Raises Forbidden, Invalid (kind: not_allowed)."""
    permissions.require(actor, "today.postpone")
    _check_kind(kind)
    casework_queries.bring_back(session, actor.user_id, kind, item_id)


def _check_kind(kind: str) -> None:
    if kind not in POSTPONABLE:
        raise Invalid({"kind": "not_allowed"})


def _sources(session: Session, actor: Actor, desk: Desk) -> Iterator[tuple[str, list[Row]]]:
    soon, quiet_since = desk.today + COMING, start_of(desk.today - QUIET_AFTER)
    yield "follow_up", today_queries.follow_ups(session, desk, soon)
    yield "application", today_queries.applications(session, desk, soon)
    yield "offer", today_queries.offers(session, desk)
    if permissions.scope(actor, "rights.answer"):
        yield "request", today_queries.requests(session, _at_home(desk, actor))
    yield "review", today_queries.reviews(session, desk)
    yield "consent_ending", today_queries.consents_ending(session, desk, desk.today + CONSENTS_END_WITHIN)
    yield "invitation", today_queries.invitations(session, desk, base.now() - INVITATIONS_WAIT)
    yield "consent_to_ask", today_queries.consents_to_ask(session, desk)
    yield "quiet", today_queries.quiet(session, desk, retention_queries.last_done(), quiet_since)


def _at_home(desk: Desk, actor: Actor) -> Desk:
    """Requests are answered by the organisation that keeps the person."""
    return replace(desk, reach=permissions.reach(actor, "rights.answer"))


def _item(kind: str, row: Row, day: date) -> Item:
    due, told = _due(kind, row), row._mapping
    return Item(
        kind=kind,
        id=row.item_id,
        person_id=row.person_id,
        person_name=f"{row.given_name} {row.family_name}",
        phone=row.phone,
        group=_group(due, day),
        due=due,
        text=told.get("text") or told.get("title") or "",
        detail=told.get("words") or told.get("state") or told.get("purpose") or told.get("kind") or "",
        company=told.get("employer") or "",
        opening_id=told.get("opening_id"),
    )


def _due(kind: str, row: Row) -> date | None:
    match kind:
        case "request":
            return (row.asked_at + ANSWERED_WITHIN).date()
        case "review":
            return (row.asked_at + REVIEWED_WITHIN).date()
        case "invitation":
            return row.expires_at.date()
    return row.due


def _group(due: date | None, day: date) -> str:
    if due is None or due > day + COMING:
        return LATER
    if due < day:
        return OVERDUE
    return TODAY if due == day else WEEK


def _leaving(session: Session, actor: Actor, desk: Desk) -> list[Item]:
    """People who are going to be erased, as their time is over; not those whose reminder was put off."""
    if not permissions.scope(actor, "retention.warnings"):
        return []
    warned = retention.leaving(session, actor)
    off = casework_queries.postponed(session, desk.user_id, "leaving", desk.today) if warned else ()
    return [
        Item(
            "leaving", one.person_id, one.person_id, one.name, None, _group(one.day, desk.today), one.day, "", one.kind
        )
        for one in warned
        if one.person_id not in off
    ]


def _placements(session: Session, actor: Actor, desk: Desk) -> list[Item]:
    """What places wait for: signatures, a beginning, evaluations, and asking what has become of somebody."""
    waits = due.due(session, actor, desk.today + COMING)
    off = casework_queries.all_postponed(session, desk.user_id, desk.today) if waits else set()
    whose = casework_queries.of_desk(session, desk.whose(), {one.person_id for one in waits}) if waits else set()
    return [
        Item(
            kind=one.what,
            id=one.placement_id,
            person_id=one.person_id,
            person_name=one.person_name,
            phone=None,
            group=_group(one.due_on, desk.today),
            due=one.due_on,
            detail=one.detail,
        )
        for one in waits
        if one.person_id in whose and (one.what, one.placement_id) not in off
    ][:MOST_OF_SOURCE]


def _order(item: Item) -> tuple:
    """By group; in it what is due first, and of one day what somebody has planned before what has come of itself."""
    kinds = ("follow_up", *POSTPONABLE)
    return GROUPS.index(item.group), item.due or date.max, kinds.index(item.kind), item.person_name, item.id
