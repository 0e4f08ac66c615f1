"""What a company does with an opening that is there already: copy it, move its last day, take a step back."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import (
    application_steps,
    opening_details,
    opening_history,
    opening_states,
    openings,
)
from matching_service.services.marketplace.opening_history import OpeningStepRecord
from matching_service.services.marketplace.opening_record import OpeningDetail
from matching_service.services.trail import audit
from models import Opening, OpeningStep, base, queries

# The last day to apply without a new approval: so many days from today, and from when it was first published.
MOST_DAYS_AHEAD, MOST_DAYS_PUBLISHED = 60, 180
_WITHOUT_APPROVAL = ("published", "paused")
_ENDS = ("fill", "close")


@dataclass(frozen=True, slots=True)
class History:
    """`undo`: the action of the last step, where the reader may take it back."""

    steps: tuple[OpeningStepRecord, ...]
    undo: str | None


def copy(session: Session, actor: Actor, engine: Engine, opening_id: int) -> OpeningDetail:
    """A new draft of the same company with everything but the days. Raises NotFound, Forbidden, and Invalid for an
    imported opening without a company."""
    own = permissions.only_company_of(actor, "openings.create")
    before = openings.get(session, actor, opening_id)
    if own is not None and before.employer_id != own:
        raise NotFound("opening", opening_id)
    record = replace(before.record, starts_on=None, ends_on=None, apply_by=None)
    return openings.create(session, actor, engine, record, before.employer_id)


def extend(session: Session, actor: Actor, engine: Engine, opening_id: int, apply_by: date) -> OpeningDetail:
    """Move the last day to apply of what is published or paused, without a new approval: nothing of its text changes.

    Raises NotFound, Forbidden, Conflict (wrong_state), and Invalid: in_the_past, beyond_the_limit, same_day.
    """
    queries.take_turn(session)
    row = _own(session, actor, "openings.extend", opening_id)
    if row.state not in _WITHOUT_APPROVAL:
        raise Conflict("wrong_state", opening_states.allowed_actions(actor, row))
    _check_day(row, apply_by)
    before, row.apply_by, row.updated_at = row.apply_by, apply_by, base.now()
    opening_history.note(session, actor, row, "extend", row.state, before, apply_by)
    engine.save_opening(session, row)
    audit.record(session, actor, "openings.extend", ("opening", opening_id))
    return opening_details.detail(session, actor, opening_id)


def latest_day(published_on: date | None) -> date:
    """Until when the last day may be moved without a new approval."""
    ahead = date.today() + timedelta(MOST_DAYS_AHEAD)
    return min(ahead, (published_on or date.today()) + timedelta(MOST_DAYS_PUBLISHED))


def undo(session: Session, actor: Actor, engine: Engine, opening_id: int) -> OpeningDetail:
    """Take back the last step, within UNDO_DAYS. Whoever was told that a filled or closed opening is over waits again.

    Raises NotFound, Forbidden, and Conflict: nothing_to_undo, employer_not_verified, deadline_passed.
    """
    queries.take_turn(session)
    row = _own(session, actor, "openings.undo", opening_id)
    step = opening_history.undoable(session, actor, row)
    if step is None:
        raise Conflict("nothing_to_undo", opening_states.allowed_actions(actor, row))
    _take_back(actor, row, step)
    engine.save_opening(session, row)
    audit.record(session, actor, "openings.undo", ("opening", opening_id))
    if step.action in _ENDS:
        application_steps.take_back_closing(session, actor, opening_id, step.at)
    return opening_details.detail(session, actor, opening_id)


def history(session: Session, actor: Actor, opening_id: int) -> History:
    """For its company and staff. Raises NotFound, Forbidden."""
    row = _own(session, actor, "openings.undo", opening_id)
    step = opening_history.undoable(session, actor, row)
    return History(opening_history.steps(session, opening_id), step.action if step else None)


def _own(session: Session, actor: Actor, action: str, opening_id: int) -> Opening:
    row = opening_details.visible(session, actor, opening_id)
    if not permissions.may_with_opening(actor, action, row):
        raise Forbidden("only its company and staff may do this")
    return row


def _take_back(actor: Actor, row: Opening, step: OpeningStep) -> None:
    if step.from_state == "published":
        opening_states.check_publishable(row, date.today(), opening_states.allowed_actions(actor, row))
    if step.day_before is not None and step.day_before < date.today():
        raise Conflict("deadline_passed", opening_states.allowed_actions(actor, row))
    step.undone_at, row.updated_at = base.now(), base.now()
    if step.action == "extend":
        row.apply_by = step.day_before
    else:
        row.state, row.state_reason = step.from_state, ""


def _check_day(row: Opening, apply_by: date) -> None:
    published_on = row.published_at.date() if row.published_at else None
    if apply_by < date.today():
        raise Invalid({"apply_by": "in_the_past"})
    if apply_by > latest_day(published_on) or (row.ends_on and apply_by > row.ends_on):
        raise Invalid({"apply_by": "beyond_the_limit"})
    if apply_by == row.apply_by:
        raise Invalid({"apply_by": "same_day"})
