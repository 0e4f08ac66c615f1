"""Answers kept for a day, so that a request sent twice with the same Idempotency-Key is done once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matching_service.errors import ServiceError
from matching_service.services.actors import Actor
from models import IdempotentResponse
from models.base import now

KEPT_FOR = timedelta(days=1)
_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class KeyReused(ServiceError):
    """The key came before with another request."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    location: str | None = None


def claim(session: Session, actor: Actor, key: str, request_digest: str) -> Answer | None:
    """None when the key is new: it is now the caller's, who does the work and calls `keep` in this transaction.

    Otherwise the answer kept for it. While another transaction holds the key, waits for its end. Raises KeyReused.
    """
    session.execute(delete(IdempotentResponse).where(IdempotentResponse.created_at < now() - KEPT_FOR))
    if _take(session, actor, key, request_digest):
        return None
    row = session.scalars(select(IdempotentResponse).where(*_this(actor, key))).one()
    if row.request_digest != request_digest:
        raise KeyReused("this Idempotency-Key came before with another request")
    return Answer(row.status, row.body, row.location)


def keep(session: Session, actor: Actor, key: str, answer: Answer) -> None:
    session.execute(
        update(IdempotentResponse)
        .where(*_this(actor, key))
        .values(status=answer.status, body=answer.body, location=answer.location)
    )


def _take(session: Session, actor: Actor, key: str, request_digest: str) -> bool:
    """The unique key decides between two requests at the same moment, not a look before the leap."""
    insert = _INSERT[session.get_bind().dialect.name](IdempotentResponse)
    row = insert.values(user_id=actor.user_id, key=key, request_digest=request_digest, status=0, body=b"")
    return session.scalar(row.on_conflict_do_nothing().returning(IdempotentResponse.key)) is not None


def _this(actor: Actor, key: str) -> tuple:
    return IdempotentResponse.user_id == actor.user_id, IdempotentResponse.key == key
