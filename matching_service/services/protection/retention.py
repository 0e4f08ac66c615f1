"""What has been kept long enough goes, kind by kind and some at a time; counsellors are warned before people go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.lists import ranked_lists
from matching_service.services.protection.retention_rules import RULES, WARNED_BEFORE
from matching_service.services.rights.erasure import erase_at_once
from matching_service.services.trail import audit
from models import queries, retention_queries

# Rows that go in one transaction; lists, which have hundreds of lines; and people, of whom each costs more.
ROWS_AT_ONCE, LISTS_AT_ONCE, PEOPLE_AT_ONCE = 1000, 200, 20
MOST_WARNINGS = 50


@dataclass(frozen=True, slots=True)
class Leaving:
    """A person who is erased on `day`, by the rule `kind`, unless something changes."""

    person_id: int
    name: str
    kind: str
    day: date


def count(session: Session, actor: Actor, kind: str, days: int) -> int:
    """How much of a kind has been kept for longer than `days`. Raises Forbidden."""
    permissions.require(actor, "retention.run")
    if RULES[kind].people:
        return retention_queries.count_people_to_erase(session, kind, _day(days))
    return retention_queries.count_old(session, kind, _moment(days))


def sweep(session: Session, actor: Actor, engine: Engine, kind: str, days: int) -> int:
    """Delete some of what `count` counts; how many, with lists also of what they were made of. 0: nothing is left.
    Raises Forbidden."""
    permissions.require(actor, "retention.run")
    if RULES[kind].people:
        done = _erase_people(session, actor, engine, kind, days)
    elif kind == "ranked_lists":
        done = ranked_lists.older_than(session, _moment(days), LISTS_AT_ONCE)
    elif kind == "unconfirmed_accounts":
        done = retention_queries.delete_unconfirmed(session, _moment(days), ROWS_AT_ONCE)
    else:
        done = retention_queries.delete_old(session, kind, _moment(days), ROWS_AT_ONCE)
    if done:
        audit.record(session, actor, "retention.run", details={"kind": kind, "days": days, "deleted": done})
    return done


def sweep_records(session: Session, engine: Engine, days: Mapping[str, int]) -> int:
    """Delete some of the first kind that has been kept long enough, and is no person; how many. `days`: where the rules
    are told others. For the worker, which never erases people."""
    for kind, rule in RULES.items():
        if not rule.people and (done := sweep(session, OPERATOR, engine, kind, days.get(kind, rule.days))):
            return done
    return 0


def _erase_people(session: Session, actor: Actor, engine: Engine, kind: str, days: int) -> int:
    queries.take_turn(session)
    rows = retention_queries.people_to_erase(session, kind, _day(days), PEOPLE_AT_ONCE)
    for row in rows:
        erase_at_once(session, actor, engine, row.id, reason=kind)
    return len(rows)


def leaving(session: Session, actor: Actor, days: Mapping[str, int] | None = None) -> tuple[Leaving, ...]:
    """People of the actor's who are going to be erased soon, the first to go first; each once. `days`: where runs are
    told others than the rules. Raises Forbidden."""
    reach = permissions.reach(actor, "retention.warnings")
    found: dict[int, Leaving] = {}
    told = {kind: RULES[kind].days for kind in retention_queries.PEOPLE if not RULES[kind].when_told} | dict(days or {})
    for kind, kept in told.items():
        soon = _day(kept - WARNED_BEFORE)
        for row in retention_queries.people_to_erase(session, kind, soon, MOST_WARNINGS, reach):
            one = Leaving(row.id, f"{row.given_name} {row.family_name}", kind, _ended(row) + timedelta(kept + 1))
            found[row.id] = min(found.get(row.id, one), one, key=lambda item: item.day)
    return tuple(sorted(found.values(), key=lambda item: (item.day, item.person_id)))


def _ended(row: Row) -> date:
    ends = [row.moment and row.moment.date(), row.day]
    return max(day for day in ends if day is not None)


def _day(days: int) -> date:
    return date.today() - timedelta(days)


def _moment(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days)
