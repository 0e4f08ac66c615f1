"""Steps on the way of an application: answers of companies and people, what follows from them, and taking them back."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import application_notices, application_states, opening_states
from matching_service.services.marketplace.application_record import ApplicationDetail, application_detail, undoable
from matching_service.services.marketplace.application_states import (
    COMPANY,
    CONSEQUENCE,
    PERSON,
    TRANSITIONS,
    UNDECIDED,
    Transition,
)
from matching_service.services.placements import placed
from matching_service.services.trail import audit
from models import Application, ApplicationStep, Opening, application_queries, base, queries

LONGEST_NOTE = 5000
# An offer that stays open longer keeps others waiting.
LONGEST_OFFER_DAYS = 30


def act(
    session: Session,
    actor: Actor,
    engine: Engine,
    application_id: int,
    action: str,
    reason: str | None = None,
    note: str = "",
    language: str = "sr",
    until: date | None = None,
) -> ApplicationDetail:
    """Take one of TRANSITIONS that no consequence is, for the company, the person, or as staff for either.

    Who accepts takes a place, and all their other applications are closed. `until`: the last day of an offer, where it
    is another than usual. Raises NotFound, Forbidden, Invalid (an unknown action; a reason that is missing or not of
    the list; a day that is past or too far off), NotAgreed (submit), and Conflict: wrong_state (with the actions that
    are allowed), no_places_left, opening_not_open.
    """
    if action not in TRANSITIONS:
        raise Invalid({"action": "not_allowed"})
    queries.take_turn(session)
    row, sides = _found(session, actor, application_id, action)
    transition = TRANSITIONS[action]
    if transition.side not in sides or not application_states.may(actor, action):
        raise Forbidden(f"may not {action} this application")
    if row.state not in transition.starts:
        raise Conflict("wrong_state", application_states.allowed(actor, row.state, sides))
    _check(transition, reason, note)
    _check_until(action, until)
    if action == "submit":
        submit(session, actor, row, language)
    else:
        step = _take(session, actor, row, action, reason, note, until=until)
        if action == "accept":
            _take_place(session, actor, engine, row, step)
    if action == "withdraw":
        shortlists.no_longer_wanted(session, row.opening_id, row.person_id)
    return detail_for(session, actor, row, sides)


def undo(session: Session, actor: Actor, engine: Engine, application_id: int) -> ApplicationDetail:
    """Take the last step back, with all that followed from it: the side that took it, within UNDO_DAYS.

    Raises NotFound, Forbidden, and Conflict (nothing_to_undo; agreement_signed).
    """
    queries.take_turn(session)
    row, sides = _found(session, actor, application_id, "undo")
    step = undoable(actor, row, sides)
    if step is None:
        raise Conflict("nothing_to_undo", application_states.allowed(actor, row.state, sides))
    _take_back(actor, row, step)
    application_notices.take_back(session, actor, row, step)
    if step.action == "accept":
        _give_place_back(session, actor, engine, row, step)
    session.flush()
    _tell(session, actor, "applications.undo", row, undone=step.action)
    return detail_for(session, actor, row, sides)


def detail_for(session: Session, actor: Actor, row: Application, sides: frozenset[str]) -> ApplicationDetail:
    """Companies are told of a code."""
    code = shortlists.code_of(session, row.opening_id, row.person_id) if sides == {COMPANY} else None
    return application_detail(actor, row, sides, code)


def begin_again(actor: Actor, row: Application) -> bool:
    """Whether what was thrown away before it was sent is a draft again."""
    last = next((step for step in reversed(row.steps) if step.undone_at is None), None)
    if last is None or (last.action, last.from_state) != ("withdraw", "draft"):
        return False
    _take_back(actor, row, last)
    return True


def _found(session: Session, actor: Actor, application_id: int, action: str) -> tuple[Application, frozenset[str]]:
    """The row, and for whom the actor may act on it."""
    permissions.require(actor, f"applications.{action}")
    row = application_queries.one_to_change(session, application_id)
    sides = frozenset() if row is None else sides_of(session, actor, row)
    if not sides:
        raise NotFound("application", application_id)
    return row, sides


def _check(transition: Transition, reason: str | None, note: str) -> None:
    if transition.reasons and not reason:
        raise Invalid({"reason": "required"})
    if reason and reason not in transition.reasons:
        raise Invalid({"reason": "not_allowed"})
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": "too_long"})


def _check_until(action: str, until: date | None) -> None:
    if until is None:
        return
    if action != "offer":
        raise Invalid({"until": "not_allowed"})
    if not date.today() <= until <= date.today() + timedelta(LONGEST_OFFER_DAYS):
        raise Invalid({"until": "out_of_range"})


def _take(
    session: Session,
    actor: Actor,
    row: Application,
    action: str,
    reason: str | None = None,
    note: str = "",
    cause: ApplicationStep | None = None,
    until: date | None = None,
) -> ApplicationStep:
    step = ApplicationStep(
        action=action,
        from_state=row.state,
        to_state=TRANSITIONS[action].ends,
        reason=reason,
        note=note.strip(),
        by_id=actor.user_id,
        caused_by_id=cause.id if cause else None,
    )
    row.steps.append(step)
    _come_into(row, step.to_state)
    row.answer_by = until or row.answer_by
    session.flush()
    _tell(session, actor, f"applications.{action}", row, reason=reason)
    application_notices.tell(session, row, step)
    return step


def _come_into(row: Application, state: str) -> None:
    row.state, row.answer_by = state, application_states.answer_by(state, date.today())
    row.decided_at = None if state in UNDECIDED else base.now()
    row.updated_at = base.now()


def _take_place(session: Session, actor: Actor, engine: Engine, row: Application, step: ApplicationStep) -> None:
    opening = row.opening
    session.refresh(opening, ["places", "places_taken"])
    if opening.places_taken >= opening.places:
        raise Conflict("no_places_left")
    opening.places_taken += 1
    session.flush()
    engine.save_opening(session, opening)
    others = (Application.person_id == row.person_id) & (Application.id != row.id)
    for other in application_queries.to_change(session, others & Application.state.in_(UNDECIDED)):
        _take(session, actor, other, "place_elsewhere", cause=step)
    placed.make(session, row)


def _give_place_back(session: Session, actor: Actor, engine: Engine, row: Application, step: ApplicationStep) -> None:
    placed.take_back(session, row)
    opening = row.opening
    session.refresh(opening, ["places", "places_taken"])
    opening.places_taken -= 1
    session.flush()
    engine.save_opening(session, opening)
    caused = Application.steps.any(ApplicationStep.caused_by_id == step.id)
    for other in application_queries.to_change(session, caused & (Application.state == "placed_elsewhere")):
        _take_back(actor, other, other.steps[-1])
        application_notices.take_back(session, actor, other, other.steps[-1])


def _take_back(actor: Actor, row: Application, step: ApplicationStep) -> None:
    step.undone_at, step.undone_by_id = base.now(), actor.user_id
    _come_into(row, step.from_state)


# ---- what follows from something else


def close_all(session: Session, actor: Actor, opening_id: int, reason: str) -> int:
    """The opening has come to its end: whoever still waits for an answer gets this one. How many."""
    waiting = (Application.opening_id == opening_id) & Application.state.in_(UNDECIDED)
    rows = application_queries.to_change(session, waiting)
    for row in rows:
        _take(session, actor, row, "cancel", reason)
    return len(rows)


def take_back_closing(session: Session, actor: Actor, opening_id: int, since: datetime) -> int:
    """The end of the opening at `since` does not count any more: whoever was told of it waits again, but for people
    who have a place by now. How many."""
    cancelled = (Application.opening_id == opening_id) & (Application.state == "cancelled")
    rows = application_queries.to_change(session, cancelled)
    placed_by_now = application_queries.people_with_a_place(session, [row.person_id for row in rows])
    ended = [row for row in rows if row.steps[-1].action == "cancel" and row.steps[-1].at >= since]
    waiting_again = [row for row in ended if row.person_id not in placed_by_now]
    for row in waiting_again:
        step = row.steps[-1]
        _take_back(actor, row, step)
        session.flush()
        _tell(session, actor, "applications.undo", row, undone=step.action)
        application_notices.take_back(session, actor, row, step)
    return len(waiting_again)


def expire_overdue(session: Session) -> int:
    """End what nobody has answered until its last day; how many."""
    queries.take_turn(session)
    rows = application_queries.to_change(session, Application.answer_by < date.today())
    for row in rows:
        _take(session, OPERATOR, row, "expire")
    return len(rows)


def sides_of(session: Session, actor: Actor, row: Application) -> frozenset[str]:
    """For whom the actor may act on it; empty: it is none of theirs."""
    if actor.is_operator:
        return frozenset({COMPANY, PERSON, CONSEQUENCE})
    if actor.is_staff and permissions.within_reach(session, actor, "applications.read", [row.person_id]):
        return frozenset({COMPANY, PERSON})
    if actor.is_a("beneficiary") and actor.person_id == row.person_id:
        return frozenset({PERSON})
    if actor.is_a("employer") and row.state != "draft" and _is_seen_by(session, actor, row):
        return frozenset({COMPANY})
    return frozenset()


def _is_seen_by(session: Session, actor: Actor, row: Application) -> bool:
    """Whether it is for the actor's company, which was verified, and the person agrees to be seen by it."""
    company = row.opening.employer
    if company is None or company.id != actor.employer_id or company.verified_at is None:
        return False
    return consents.in_force(session, row.person_id, "shown_to_employer", company.id)


def submit(session: Session, actor: Actor, row: Application, language: str) -> None:
    """Send what was prepared. Raises NotAgreed, and Conflict: opening_not_open."""
    require_open(row.opening)
    let_be_seen(session, actor, row.person_id, row.opening, language)
    _take(session, actor, row, "submit")
    shortlists.note(session, row.opening_id, row.person_id)


def let_be_seen(session: Session, actor: Actor, person_id: int, opening: Opening, language: str) -> None:
    """Whoever applies agrees to be seen by the company. Raises NotAgreed where staff apply for somebody who has not."""
    if opening.employer_id is not None:
        consents.on_applying(session, actor, person_id, opening.employer_id, language)


def require_open(opening: Opening) -> None:
    if not opening_states.is_open(opening, date.today()):
        raise Conflict("opening_not_open")


def _tell(
    session: Session, actor: Actor, action: str, row: Application, reason: str | None = None, undone: str | None = None
) -> None:
    details = {"opening": row.opening_id, "application": row.id}
    if reason:
        details["reason"] = reason
    if undone:
        details["undone"] = undone
    audit.record(session, actor, action, ("person", row.person_id), details=details)
