"""What may be done with an opening, by whom, and from which state."""

from datetime import date

from matching_service.errors import Conflict, Forbidden, Invalid
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from models import Opening, base

# action -> (states it starts from, state it leads to); who may take it stands in permissions, as `openings.ACTION`
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": (("draft",), "pending_approval"),
    "approve": (("pending_approval",), "published"),
    "return": (("pending_approval",), "draft"),
    "pause": (("published",), "paused"),
    "resume": (("paused",), "published"),
    "fill": (("published", "paused"), "filled"),
    "close": (("draft", "pending_approval", "published", "paused"), "closed"),
    "expire": (("published", "paused"), "expired"),
}
ENDED = ("filled", "closed", "expired")


def is_open(row: Opening, today: date) -> bool:
    """Whether people can apply."""
    in_time = row.apply_by is None or row.apply_by >= today
    return row.state == "published" and in_time and row.places_taken < row.places


def allowed_actions(actor: Actor, row: Opening) -> tuple[str, ...]:
    """In the order of TRANSITIONS."""
    return tuple(
        action for action, (states, _to) in TRANSITIONS.items() if row.state in states and _may(actor, action, row)
    )


def take(actor: Actor, row: Opening, action: str, reason: str, today: date) -> None:
    """Change the state. Raises Invalid, Forbidden, and Conflict with the actions that are allowed."""
    if action not in TRANSITIONS:
        raise Invalid({"action": "not_allowed"})
    states, to_state = TRANSITIONS[action]
    if not _may(actor, action, row):
        raise Forbidden(f"may not {action} this opening")
    if row.state not in states:
        raise Conflict("wrong_state", allowed_actions(actor, row))
    if action == "return" and not reason.strip():
        raise Invalid({"reason": "required"})
    if len(reason) > Opening.__table__.c.state_reason.type.length:
        raise Invalid({"reason": "too_long"})
    if action == "submit":
        _check_deadline(row, today, allowed_actions(actor, row))
    if to_state == "published":
        check_publishable(row, today, allowed_actions(actor, row))
        row.published_at = row.published_at or base.now()
    row.state, row.state_reason, row.updated_at = to_state, reason.strip(), base.now()


def edited_by_employer(row: Opening) -> None:
    """What a coordinator has approved is not what it says now: it waits for approval again."""
    if row.state in ("published", "paused"):
        row.state, row.state_reason = "pending_approval", ""


def _may(actor: Actor, action: str, row: Opening) -> bool:
    return permissions.may_with_opening(actor, f"openings.{action}", row)


def check_publishable(row: Opening, today: date, allowed: tuple[str, ...]) -> None:
    if row.employer is not None and row.employer.verified_at is None:
        raise Conflict("employer_not_verified", allowed)
    _check_deadline(row, today, allowed)


def _check_deadline(row: Opening, today: date, allowed: tuple[str, ...]) -> None:
    if row.apply_by is not None and row.apply_by < today:
        raise Conflict("deadline_passed", allowed)
