"""What the table of permissions allows, worked out apart from the code that asks it."""

from matching_service.services.identity.permissions import ANY, ANYBODY, HOME, ORGANISATION, OWN, PERMISSIONS, PUBLIC

# The roles that accounts have; a visitor without an account has none.
ROLES = ("anonymous", "beneficiary", "employer", "counsellor", "coordinator", "auditor", "service")

# What something is done to.
NOTHING, PERSON, COMPANY, OPENING = "nothing", "person", "company", "opening"
KEPT, INVITED = "kept by an organisation", "invited by an organisation"
# an application of a person, which all send to the first company
SENT = "application"
# Whose: the actor's own or of the actor's organisation, of another organisation and shared with it, a stranger's.
OURS, SHARED, STRANGE = "ours", "shared", "strange"
WHOSE = {NOTHING: (OURS,), PERSON: (OURS, SHARED, STRANGE), SENT: (OURS, SHARED, STRANGE)}

_EVERYTHING = {OURS, SHARED, STRANGE}
_REACHED = {
    NOTHING: {ANY: _EVERYTHING, ORGANISATION: _EVERYTHING, HOME: _EVERYTHING, OWN: _EVERYTHING, PUBLIC: _EVERYTHING},
    PERSON: {ANY: _EVERYTHING, ORGANISATION: {OURS, SHARED}, HOME: {OURS}, OWN: {OURS}},
    SENT: {ORGANISATION: {OURS, SHARED}, OWN: {OURS}},
    COMPANY: {ANY: _EVERYTHING, OWN: {OURS}},
    # drafts, so nothing of them is public; an organisation's staff may see all, and their own people in connection
    OPENING: {ANY: _EVERYTHING, ORGANISATION: _EVERYTHING, OWN: {OURS}},
    KEPT: {ANY: _EVERYTHING, HOME: {OURS}},
    # a company's account may take back its own invitations, which these are not
    INVITED: {ANY: _EVERYTHING, HOME: {OURS}},
}


def whose(kind: str) -> tuple[str, ...]:
    return WHOSE.get(kind, (OURS, STRANGE))


def allowed(action: str, role: str, kind: str, of: str) -> bool:
    if (kind, role) == (SENT, "employer"):
        return role in PERMISSIONS[action]
    granted = (PERMISSIONS[action].get(name) for name in (role, ANYBODY))
    return any(of in _REACHED[kind].get(scope, ()) for scope in granted if scope)
