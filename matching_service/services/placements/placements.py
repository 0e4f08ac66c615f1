"""Placements: read, changed, begun, ended, and ended early. Signing is in agreements, hours in attendance."""

from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import placement_states
from matching_service.services.placements.placement_access import found, is_bound, sides_of
from matching_service.services.placements.placement_record import PlacementDetail, Terms, placement_detail, undoable
from matching_service.services.placements.placement_states import BEGINS, COMPANY, ENDS, PERSON, TRANSITIONS
from matching_service.services.trail import audit
from models import Placement, PlacementStep, base, placement_queries

LISTED = 200
LONGEST = {"title": 300, "mentor": 200, "duties": 5000}


def get(session: Session, actor: Actor, placement_id: int) -> PlacementDetail:
    """Raises NotFound, Forbidden."""
    row, sides = found(session, actor, "placements.read", placement_id, to_change=False)
    return placement_detail(actor, row, sides)


def of_application(session: Session, actor: Actor, application_id: int) -> PlacementDetail:
    """Raises NotFound, Forbidden."""
    permissions.require(actor, "placements.read")
    row = placement_queries.of_application(session, application_id)
    sides = frozenset() if row is None else sides_of(session, actor, "placements.read", row)
    if not sides:
        raise NotFound("placement", application_id)
    return placement_detail(actor, row, sides)


def listed(session: Session, actor: Actor, limit: int = LISTED) -> tuple[PlacementDetail, ...]:
    """The actor's own, those of the actor's company, or of people within reach; newest first. Raises Forbidden."""
    if actor.is_a("employer"):
        return _of_company(session, actor, limit)
    rows = placement_queries.within_reach(session, permissions.reach(actor, "placements.read"), limit)
    sides = frozenset(placement_states.SIDES if actor.is_staff else {PERSON})
    return tuple(placement_detail(actor, row, sides) for row in rows)


def _of_company(session: Session, actor: Actor, limit: int) -> tuple[PlacementDetail, ...]:
    """Those that are bound, and those of people who agree to be seen by a company that was verified."""
    company = permissions.only_company_of(actor, "placements.read")
    rows = placement_queries.of_employer(session, company, limit)
    waiting = {row.person_id for row in rows if not is_bound(row) and row.employer.verified_at is not None}
    seen = consents.people_with(session, "shown_to_employer", waiting, company)
    shown = (row for row in rows if is_bound(row) or row.person_id in seen)
    return tuple(placement_detail(actor, row, frozenset({COMPANY})) for row in shown)


def change(session: Session, actor: Actor, placement_id: int, terms: Terms) -> PlacementDetail:
    """Say what is agreed. What was signed before has to be signed again, where anything is another now.

    Raises NotFound, Forbidden, Invalid, and Conflict: wrong_state (it has begun or ended).
    """
    row, sides = found(session, actor, "placements.change", placement_id)
    if row.state not in ("prepared", "agreed"):
        raise Conflict("wrong_state")
    _check(terms)
    if any(getattr(row, name) != value for name, value in asdict(terms).items()):
        _put(session, actor, row, terms)
    return placement_detail(actor, row, sides)


def _check(terms: Terms) -> None:
    problems = {name: "too_long" for name, most in LONGEST.items() if len(getattr(terms, name)) > most}
    if not terms.title.strip():
        problems["title"] = "required"
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        problems["ends_on"] = "ends_before_start"
    if terms.hours_per_week is not None and not 1 <= terms.hours_per_week <= 60:
        problems["hours_per_week"] = "out_of_range"
    if terms.allowance is not None and not 0 <= terms.allowance < 10_000_000:
        problems["allowance"] = "out_of_range"
    if problems:
        raise Invalid(problems)


def _put(session: Session, actor: Actor, row: Placement, terms: Terms) -> None:
    changed = [name for name, value in asdict(terms).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(terms, name))
    if row.signatures:
        row.version, row.agreed = row.version + 1, None
    if row.state == "agreed":
        take(session, actor, row, "change")
    row.updated_at = base.now()
    session.flush()
    tell(session, actor, "placements.change", row)


def act(
    session: Session,
    actor: Actor,
    placement_id: int,
    action: str,
    reason: str | None = None,
    day: date | None = None,
) -> PlacementDetail:
    """Begin, finish or break off. `day`: when it happened, today where none is said.

    Raises NotFound, Forbidden, Invalid (an unknown action; a reason that is missing or not of the list; a day in the
    future or before the begin), and Conflict: wrong_state (with the steps that are allowed).
    """
    if action not in TRANSITIONS or not TRANSITIONS[action].sides:
        raise Invalid({"action": "not_allowed"})
    row, sides = found(session, actor, f"placements.{action}", placement_id)
    if not placement_states.is_for(action, sides):
        raise Forbidden(f"may not {action} this placement")
    allowed = placement_states.allowed(actor, row.kind, row.state, sides)
    if action not in allowed:
        raise Conflict("wrong_state", allowed)
    day = day or date.today()
    _check_step(row, action, reason, day)
    take(session, actor, row, action, reason, day)
    return placement_detail(actor, row, sides)


def _check_step(row: Placement, action: str, reason: str | None, day: date) -> None:
    reasons = TRANSITIONS[action].reasons
    if reasons and not reason:
        raise Invalid({"reason": "required"})
    if reason and reason not in reasons:
        raise Invalid({"reason": "not_allowed"})
    if day > date.today() or (action in ENDS and row.began_on and day < row.began_on):
        raise Invalid({"day": "out_of_range"})


def take(
    session: Session, actor: Actor, row: Placement, action: str, reason: str | None = None, day: date | None = None
) -> None:
    """A step that was found to be allowed."""
    ends = TRANSITIONS[action].ends
    step = PlacementStep(action=action, from_state=row.state, to_state=ends, reason=reason, happened_on=day)
    step.by_id = actor.user_id
    row.steps.append(step)
    row.state, row.updated_at = ends, base.now()
    if action in BEGINS:
        row.began_on = day
    if action in ENDS:
        row.ended_on = day if row.began_on else None
    session.flush()
    tell(session, actor, f"placements.{action}", row, reason)


def undo(session: Session, actor: Actor, placement_id: int) -> PlacementDetail:
    """Take the last step back, within UNDO_DAYS. Raises NotFound, Forbidden, and Conflict: nothing_to_undo;
    certificate_issued (revoke it first); hours_entered (a begin of which hours are known)."""
    row, sides = found(session, actor, "placements.undo", placement_id)
    step = undoable(actor, row, sides)
    if step is None:
        raise Conflict("nothing_to_undo")
    if any(one.revoked_at is None for one in placement_queries.certificates(session, row.id)):
        raise Conflict("certificate_issued")
    if step.action in BEGINS and (placement_queries.weeks(session, row.id) or row.evaluations):
        raise Conflict("hours_entered")
    step.undone_at, row.state, row.updated_at = base.now(), step.from_state, base.now()
    row.ended_on = None
    if step.action in BEGINS:
        row.began_on = None
    session.flush()
    tell(session, actor, "placements.undo", row, undone=step.action)
    return placement_detail(actor, row, sides)


def tell(
    session: Session,
    actor: Actor,
    action: str,
    row: Placement,
    reason: str | None = None,
    undone: str | None = None,
    side: str | None = None,
) -> None:
    details = {"placement": row.id, "reason": reason, "undone": undone, "side": side}
    told = {name: value for name, value in details.items() if value is not None}
    audit.record(session, actor, action, ("person", row.person_id), details=told)
