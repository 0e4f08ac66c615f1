"""Who may open which pages, and where each role begins."""

from collections.abc import Callable
from functools import partial

from flask import url_for

from matching_service.errors import Forbidden
from matching_service.request_context import current_actor
from matching_service.services.identity.actors import Actor

FIRST_SCREENS = {
    "coordinator": "coordinator.waiting",
    "counsellor": "counsellor.home",
    "auditor": "audit.trail",
    "employer": "company.dashboard",
    "beneficiary": "graduate.for_me",
}


def only(*roles: str) -> Callable[[], None]:
    """For `before_request`: Forbidden for everybody else. The services check again what is theirs."""
    return partial(_require, roles)


def _require(roles: tuple[str, ...]) -> None:
    if not current_actor().is_a(*roles):
        raise Forbidden(f"these pages are for {', '.join(roles)}")


def own_profile() -> int:
    """The profile behind the account. A counsellor makes the profile; without one there is nothing to show."""
    person_id = current_actor().person_id
    if person_id is None:
        raise Forbidden("the account has no profile")
    return person_id


def first_screen(actor: Actor) -> str | None:
    """The page that answers the question the role comes with; None for a visitor without one."""
    for role, endpoint in FIRST_SCREENS.items():
        if actor.is_a(role):
            return url_for(endpoint)
    return None


def source_of(actor: Actor) -> str:
    """How a fact that the actor states is marked."""
    if actor.is_staff:
        return "counsellor"
    return "employer" if actor.is_a("employer") else "self"
