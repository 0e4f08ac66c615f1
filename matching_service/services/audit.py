"""The audit trail: who did what to whom, when and why. Entries are written with the transaction they tell of."""

from sqlalchemy.orm import Session

from matching_service.services.actors import Actor

_PENDING = "audit entries of this transaction"


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: tuple[str, int] | None = None,
    *,
    purpose: str | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """Note that `actor` does `action` (a key of permissions.PERMISSIONS, or one of its own such as `session.opened`).

    `subject`: what kind of thing with which id, such as ("person", 12). `details`: codes, numbers and dates only: the
    trail outlives the people it tells of, so no name, address or text ever belongs here.
    """
    session.info.setdefault(_PENDING, []).append((actor, action, subject, purpose, details or {}))
