"""Hours week by week. A week that nobody has entered is unknown, and counts neither as present nor as missed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import placements
from matching_service.services.placements.placement_access import found
from matching_service.services.placements.placement_states import COMPANY
from models import AttendanceWeek, Placement, base, placement_queries

MOST_HOURS = 100
WEEK = timedelta(7)


@dataclass(frozen=True, slots=True)
class Hours:
    """Of one week, or of all entered weeks together."""

    planned: int
    present: int
    excused: int
    missed: int


@dataclass(frozen=True, slots=True)
class Entry:
    hours: Hours
    at: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """`hours` None: nobody has entered them. `earlier`: what stood there before it was corrected, oldest first."""

    monday: date
    hours: Hours | None
    earlier: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Newest week first. `total`: over the weeks that were entered; `unknown`: how many were not."""

    weeks: tuple[Week, ...]
    total: Hours
    unknown: int


def of_placement(session: Session, actor: Actor, placement_id: int) -> Attendance:
    """Raises NotFound, Forbidden."""
    row, _sides = found(session, actor, "placements.read", placement_id, to_change=False)
    return _attendance(session, row)


def _attendance(session: Session, row: Placement) -> Attendance:
    entered: dict[date, list[AttendanceWeek]] = {}
    for one in placement_queries.weeks(session, row.id):
        entered.setdefault(one.monday, []).append(one)
    mondays = sorted({*mondays_of(row), *entered}, reverse=True)
    weeks = tuple(_week(monday, entered.get(monday, [])) for monday in mondays)
    known = [week.hours for week in weeks if week.hours]
    total = Hours(*(sum(getattr(hours, name) for hours in known) for name in Hours.__slots__))
    return Attendance(weeks, total, len(weeks) - len(known))


def _week(monday: date, rows: list[AttendanceWeek]) -> Week:
    entries = tuple(Entry(Hours(one.planned, one.present, one.excused, one.missed), one.at) for one in rows)
    return Week(monday, entries[-1].hours if entries else None, entries[:-1])


def mondays_of(row: Placement, today: date | None = None) -> tuple[date, ...]:
    """Of the weeks in which it went on, until the one that is running."""
    if row.began_on is None:
        return ()
    last = min(row.ended_on or date.max, today or date.today())
    monday, found_ones = row.began_on - timedelta(row.began_on.weekday()), []
    while monday <= last:
        found_ones.append(monday)
        monday += WEEK
    return tuple(found_ones)


def enter(session: Session, actor: Actor, placement_id: int, monday: date, hours: Hours) -> Attendance:
    """Hours of a week; another entry for it is a correction, and the earlier one stays readable.

    Raises NotFound, Forbidden, Invalid (monday, hours), and Conflict: not_begun.
    """
    row, sides = found(session, actor, "placements.attend", placement_id)
    if COMPANY not in sides:
        raise Forbidden("hours are entered by the company, or by staff for it")
    if row.began_on is None:
        raise Conflict("not_begun")
    _check(row, monday, hours)
    now = base.now()
    for one in placement_queries.weeks(session, row.id):
        if one.monday == monday and one.replaced_at is None:
            one.replaced_at = now
    values = {name: getattr(hours, name) for name in Hours.__slots__}
    session.add(AttendanceWeek(placement_id=row.id, monday=monday, by_id=actor.user_id, at=now, **values))
    row.updated_at = now
    session.flush()
    placements.tell(session, actor, "placements.attend", row)
    return _attendance(session, row)


def _check(row: Placement, monday: date, hours: Hours) -> None:
    if monday not in mondays_of(row):
        raise Invalid({"monday": "out_of_range"})
    problems = {name: "out_of_range" for name in Hours.__slots__ if not 0 <= getattr(hours, name) <= MOST_HOURS}
    if not problems and hours.excused + hours.missed > hours.planned:
        problems["missed"] = "more_than_planned"
    if problems:
        raise Invalid(problems)
