"""What was done with an opening, step by step, and which step can be taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from models import Opening, OpeningStep, base, opening_queries

UNDO_DAYS = 7
UNDOABLE = ("pause", "resume", "fill", "close", "extend")


@dataclass(frozen=True, slots=True)
class OpeningStepRecord:
    """`action`: one of TRANSITIONS, or create, update, extend. The days are those of the last day to apply, of a step
    that moved it."""

    action: str
    from_state: str
    to_state: str
    at: datetime
    by_staff: bool
    day_before: date | None
    day_after: date | None
    undone: bool


def note(
    session: Session,
    actor: Actor,
    row: Opening,
    action: str,
    from_state: str,
    day_before: date | None = None,
    day_after: date | None = None,
) -> OpeningStep:
    """To be called in the transaction of the step, when the row is in its new state."""
    session.flush()
    step = OpeningStep(
        opening_id=row.id,
        action=action,
        from_state=from_state,
        to_state=row.state,
        by_staff=not actor.is_a("employer"),
        day_before=day_before,
        day_after=day_after,
    )
    session.add(step)
    session.flush()
    return step


def steps(session: Session, opening_id: int) -> tuple[OpeningStepRecord, ...]:
    """Of an opening that was found; the latest first."""
    return tuple(_record(step) for step in opening_queries.steps(session, opening_id))


def undoable(session: Session, actor: Actor, row: Opening) -> OpeningStep | None:
    """The last step, where the actor may take it back: within UNDO_DAYS, and nothing has happened since."""
    step = next((step for step in opening_queries.steps(session, row.id) if step.undone_at is None), None)
    if step is None or step.action not in UNDOABLE or step.to_state != row.state:
        return None
    in_time = step.at > base.now() - timedelta(UNDO_DAYS) and not _confirmed_since(row, step)
    may = all(permissions.may_with_opening(actor, f"openings.{action}", row) for action in ("undo", step.action))
    return step if in_time and may else None


def _confirmed_since(row: Opening, step: OpeningStep) -> bool:
    """A company that was renamed meanwhile has its openings approved anew, under the name it has now."""
    verified_at = row.employer.verified_at if row.employer else None
    return verified_at is not None and verified_at > step.at


def _record(step: OpeningStep) -> OpeningStepRecord:
    return OpeningStepRecord(
        step.action,
        step.from_state,
        step.to_state,
        step.at,
        step.by_staff,
        step.day_before,
        step.day_after,
        step.undone_at is not None,
    )
