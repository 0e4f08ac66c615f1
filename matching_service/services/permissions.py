"""Who may do what: one table of actions and roles. Services ask it before they do anything.

`ANY`: to everything. `ORGANISATION`: to people of the actor's own organisation, and to those shared with it. `OWN`: to
what is the actor's own: a person's profile, a company's openings.
"""

from matching_service.errors import Forbidden
from matching_service.services.actors import Actor

ANY, ORGANISATION, OWN = "any", "organisation", "own"

PERMISSIONS: dict[str, dict[str, str]] = {
    "consents.read": {"beneficiary": OWN, "counsellor": ORGANISATION, "coordinator": ORGANISATION},
    "consents.record": {"beneficiary": OWN, "counsellor": ORGANISATION, "coordinator": ORGANISATION},
    "consents.declare": {"coordinator": ANY},
    "shortlist.propose": {"counsellor": ORGANISATION, "coordinator": ORGANISATION},
    "shortlist.read": {"employer": OWN, "counsellor": ORGANISATION, "coordinator": ORGANISATION},
    "audit.read": {"coordinator": ANY, "auditor": ANY},
}


def scope(actor: Actor, action: str) -> str | None:
    """The widest scope that one of the actor's roles has for the action; None: none of them may do it."""
    scopes = {granted for role, granted in PERMISSIONS[action].items() if actor.is_a(role)}
    return next((wide for wide in (ANY, ORGANISATION, OWN) if wide in scopes), None)


def require(actor: Actor, action: str) -> str:
    """The scope of the action for the actor. Raises Forbidden where no role of the actor may do it at all."""
    granted = scope(actor, action)
    if granted is None:
        raise Forbidden(f"{action} is for {', '.join(PERMISSIONS[action])}")
    return granted
