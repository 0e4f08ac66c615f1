"""Follow-ups: what somebody is to do for a person on a day. Done, put off, handed over, and undone; each step stays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.services.casework import responsibility
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.paging import Page, cut, decode_cursor, row_id
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import FollowUp, FollowUpStep, base, casework_queries

LONGEST_TEXT = FollowUp.__table__.c.text.type.length
# Nothing is planned for longer than this.
FARTHEST = timedelta(days=1830)
MINE, EVERYBODY = "mine", "everybody"


@dataclass(frozen=True, slots=True)
class FollowUpStepDetail:
    """`due_on`: the day it was due afterwards; `by`: a name, empty where the account is gone."""

    action: str
    due_on: date
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class FollowUpDetail:
    """`assigned_to` and `done_by` are names, empty where there is nobody; `can_undo`: the last step can be taken
    back."""

    id: int
    person_id: int
    person_name: str
    text: str
    due_on: date
    assigned_to_id: int | None
    assigned_to: str
    done_at: datetime | None
    done_by: str
    steps: tuple[FollowUpStepDetail, ...]

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def overdue(self) -> bool:
        return not self.is_done and self.due_on < date.today()

    @property
    def can_undo(self) -> bool:
        return self.steps[-1].action in ("done", "postponed")


def add(
    session: Session, actor: Actor, person_id: int, text: str, due_on: date | None, assigned_to: int | None = None
) -> FollowUpDetail:
    """For the actor, unless it is for a colleague.

    Raises NotFound, Forbidden, Invalid: text (required, too_long), due_on (required, out_of_range), assigned_to
    (unknown: nobody of the actor's organisation).
    """
    permissions.require_person(session, actor, "follow_ups.write", person_id)
    text = _checked(session, actor, text, due_on, assigned_to)
    row = FollowUp(person_id=person_id, text=text, due_on=due_on, created_by_id=actor.user_id)
    row.assigned_to_id = assigned_to or actor.user_id
    session.add(row)
    session.flush()
    return _step(session, actor, row, "made")


def change(
    session: Session, actor: Actor, follow_up_id: int, text: str, due_on: date | None, assigned_to: int | None = None
) -> FollowUpDetail:
    """`assigned_to` None: it stays with whom it is. Raises as `add`, and Conflict (already_done)."""
    row = _open(session, actor, follow_up_id)
    row.text, row.due_on = _checked(session, actor, text, due_on, assigned_to), due_on
    row.assigned_to_id = assigned_to or row.assigned_to_id
    return _step(session, actor, row, "changed")


def postpone(session: Session, actor: Actor, follow_up_id: int, until: date) -> FollowUpDetail:
    """Raises NotFound, Forbidden, Invalid (due_on: out_of_range), and Conflict (already_done)."""
    row = _open(session, actor, follow_up_id)
    _checked(session, actor, row.text, until, None)
    row.due_on = until
    return _step(session, actor, row, "postponed")


def done(session: Session, actor: Actor, follow_up_id: int) -> FollowUpDetail:
    """Raises NotFound, Forbidden, and Conflict (already_done)."""
    row = _open(session, actor, follow_up_id)
    row.done_at, row.done_by_id = base.now(), actor.user_id
    return _step(session, actor, row, "done")


def undo(session: Session, actor: Actor, follow_up_id: int) -> FollowUpDetail:
    """It is to be done again, or on the day it was due before it was put off. Raises NotFound, Forbidden, and Conflict
    (nothing_to_undo)."""
    row = _found(session, actor, "follow_ups.write", follow_up_id)
    last = row.steps[-1].action
    if last == "done":
        row.done_at = row.done_by_id = None
    elif last == "postponed":
        row.due_on = row.steps[-2].due_on
    else:
        raise Conflict("nothing_to_undo")
    return _step(session, actor, row, "undone")


def get(session: Session, actor: Actor, follow_up_id: int) -> FollowUpDetail:
    """Raises NotFound, Forbidden."""
    return _detail(_found(session, actor, "follow_ups.read", follow_up_id))


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[FollowUpDetail, ...]:
    """What is to be done first, what is due first. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "follow_ups.read", person_id)
    reach = permissions.reach(actor, "follow_ups.read")
    rows = casework_queries.follow_ups(session, reach, FollowUp.person_id == person_id)
    return tuple(_detail(row) for row in rows)


def search(
    session: Session,
    actor: Actor,
    *,
    whose: str = MINE,
    person_id: int | None = None,
    open_only: bool = True,
    due_by: date | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[FollowUpDetail]:
    """Of people within reach: the actor's own, or everybody's; what is to be done first, what is due first. Raises
    Forbidden, Invalid (cursor)."""
    reach = permissions.reach(actor, "follow_ups.read")
    after = decode_cursor(cursor, bool, date.fromisoformat, row_id)
    wanted = [FollowUp.assigned_to_id == actor.user_id] if whose == MINE else []
    wanted += [FollowUp.person_id == person_id] if person_id is not None else []
    wanted += [FollowUp.done_at.is_(None)] if open_only else []
    wanted += [FollowUp.due_on <= due_by] if due_by is not None else []
    rows = casework_queries.follow_ups(session, reach, *wanted, after=after, limit=limit + 1)
    shown, next_cursor = cut(rows, limit, lambda row: (row.done_at is not None, row.due_on.isoformat(), row.id))
    total = casework_queries.count_follow_ups(session, reach, *wanted)
    return Page(tuple(_detail(row) for row in shown), total, next_cursor)


def _checked(session: Session, actor: Actor, text: str, due_on: date | None, assigned_to: int | None) -> str:
    text, problems, today = text.replace("\x00", " ").strip(), Problems(), date.today()
    problems.required("text", text)
    problems.check("text", len(text) <= LONGEST_TEXT, "too_long")
    problems.check("due_on", due_on is not None, "required")
    problems.check("due_on", due_on is None or today - FARTHEST <= due_on <= today + FARTHEST, "out_of_range")
    if assigned_to is not None:
        known = {one.id for one in responsibility.colleagues(session, actor)}
        problems.check("assigned_to", assigned_to in known, "unknown")
    if problems.found:
        raise Invalid(problems.found)
    return text


def _found(session: Session, actor: Actor, action: str, follow_up_id: int) -> FollowUp:
    permissions.require(actor, action)
    row = casework_queries.follow_up_to_change(session, follow_up_id)
    if row is None or not permissions.within_reach(session, actor, action, [row.person_id]):
        raise NotFound("follow_up", follow_up_id)
    return row


def _open(session: Session, actor: Actor, follow_up_id: int) -> FollowUp:
    row = _found(session, actor, "follow_ups.write", follow_up_id)
    if row.done_at is not None:
        raise Conflict("already_done")
    return row


def _step(session: Session, actor: Actor, row: FollowUp, action: str) -> FollowUpDetail:
    row.steps.append(FollowUpStep(action=action, due_on=row.due_on, by_id=actor.user_id))
    session.flush()
    details = {"follow_up": row.id, "step": action, "due_on": row.due_on}
    audit.record(session, actor, "follow_ups.write", ("person", row.person_id), details=details)
    return _detail(casework_queries.follow_up_to_change(session, row.id))


def _detail(row: FollowUp) -> FollowUpDetail:
    return FollowUpDetail(
        id=row.id,
        person_id=row.person_id,
        person_name=f"{row.person.given_name} {row.person.family_name}",
        text=row.text,
        due_on=row.due_on,
        assigned_to_id=row.assigned_to_id,
        assigned_to=row.assigned_to.name if row.assigned_to else "",
        done_at=row.done_at,
        done_by=row.done_by.name if row.done_by else "",
        steps=tuple(FollowUpStepDetail(s.action, s.due_on, s.at, s.by.name if s.by else "") for s in row.steps),
    )
