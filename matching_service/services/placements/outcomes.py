"""What has become of people 3, 6 and 12 months later: after the end of an internship, after the begin of a job."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Invalid
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import placements
from matching_service.services.placements.placement_access import found
from models import Outcome, Placement, base, placement_queries
from models.vocabulary import OUTCOME_MONTHS, OUTCOME_STATES


@dataclass(frozen=True, slots=True)
class OutcomeDetail:
    """`state` None: nobody has asked yet, which is neither `unknown` nor `not_employed`."""

    months: int
    due_on: date
    state: str | None
    at: datetime | None


def of_placement(session: Session, actor: Actor, placement_id: int) -> tuple[OutcomeDetail, ...]:
    """None before it has ended, or a job begun. For staff. Raises NotFound, Forbidden."""
    row, _sides = found(session, actor, "placements.outcome", placement_id, to_change=False)
    return details(row, placement_queries.outcomes(session, [row.id]))


def details(row: Placement, rows: Sequence[Outcome]) -> tuple[OutcomeDetail, ...]:
    """`rows`: of this placement, oldest first."""
    newest = {one.months: one for one in rows}
    return tuple(
        OutcomeDetail(months, due_on, newest[months].state, newest[months].at)
        if months in newest
        else OutcomeDetail(months, due_on, None, None)
        for months, due_on in days(row).items()
    )


def days(row: Placement) -> dict[int, date]:
    """When to ask, by months; empty: there is nothing to ask yet."""
    since = row.ended_on if row.kind == "internship" else row.began_on
    return {months: later(since, months) for months in OUTCOME_MONTHS} if since and row.began_on else {}


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def record(session: Session, actor: Actor, placement_id: int, months: int, state: str) -> tuple[OutcomeDetail, ...]:
    """What was found; another one for the same month takes its place, and the earlier stays in the table.

    Raises NotFound, Forbidden, Invalid, and Conflict: not_due_yet.
    """
    row, _sides = found(session, actor, "placements.outcome", placement_id)
    if months not in OUTCOME_MONTHS or state not in OUTCOME_STATES:
        raise Invalid({"state" if months in OUTCOME_MONTHS else "months": "not_allowed"})
    if days(row).get(months, date.max) > date.today():
        raise Conflict("not_due_yet")
    session.add(Outcome(placement_id=row.id, months=months, state=state, by_id=actor.user_id))
    row.updated_at = base.now()
    session.flush()
    placements.tell(session, actor, "placements.outcome", row)
    return details(row, placement_queries.outcomes(session, [row.id]))
