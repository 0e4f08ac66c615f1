"""The audit trail: who did what to whom, when and why. Entries are written with the transaction they tell of."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from matching_service.services.identity.actors import Actor
from matching_service.services.trail.audit_actions import ACTIONS
from matching_service.services.trail.audit_chain import canonical_json, entry_hash
from models import audit_queries, base

_PENDING, _SAVEPOINTS = "audit entries of this transaction", "how many were recorded before each savepoint"


@dataclass(frozen=True, slots=True)
class _Entry:
    """As models.audit.AuditEntry; number and hashes are known when it is written."""

    at: datetime
    actor_id: int | None
    roles: str
    action: str
    subject_kind: str | None
    subject_id: int | None
    purpose: str | None
    details: dict[str, object]
    number: int = 0
    previous_hash: str = ""
    hash: str = ""


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: tuple[str, int] | None = None,
    *,
    purpose: str | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """Note that `actor` does `action`, one of audit_actions.ACTIONS; raises ValueError for any other.

    `subject`: the kind of thing that stands there, with an id, such as ("person", 12). `details`: codes, numbers and
    dates only: the trail outlives the people it tells of, so no name, address or text ever belongs here.

    What is told twice in a row is told once. The entry is written when the session's transaction commits, and never
    when that, or the savepoint around this call, is rolled back.
    """
    kind, subject_id = subject or (None, None)
    if action not in ACTIONS or ACTIONS[action] != kind:
        raise ValueError(f"{action} of {kind or 'nothing'} is not declared in audit_actions")
    if not session.in_transaction():
        session.begin()
    told = json.loads(canonical_json(details or {}))
    roles = ",".join(sorted(actor.roles))
    entry = _Entry(base.now(), actor.user_id, roles, action, kind, subject_id, purpose, told)
    told_before = _pending(session)
    if not (told_before and replace(told_before[-1], at=entry.at) == entry):
        told_before.append(entry)


def _pending(session: Session) -> list[_Entry]:
    return session.info.setdefault(_PENDING, [])


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Last of all, so that whoever waits for the head holds it up by nothing but the commit itself."""
    if session.in_nested_transaction() or not _pending(session):
        return
    session.flush()  # what it locks must be locked before the head
    entries = _pending(session)
    number, newest = audit_queries.lock_head(session, adding=len(entries))
    chained = []
    for entry in entries:
        number += 1
        entry = replace(entry, number=number, previous_hash=newest)
        newest = entry_hash(entry)
        chained.append(asdict(replace(entry, hash=newest)))
    audit_queries.add_entries(session, chained)


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    """A savepoint remembers how much was recorded before it."""
    if transaction.nested:
        session.info.setdefault(_SAVEPOINTS, {})[transaction] = len(_pending(session))


@event.listens_for(Session, "after_soft_rollback")
def _drop(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        del _pending(session)[session.info[_SAVEPOINTS][transaction] :]


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Committed, rolled back or just closed: nothing is left for the next transaction of the session."""
    if transaction.parent is None:
        session.info.pop(_PENDING, None)
        session.info.pop(_SAVEPOINTS, None)
