"""Answers kept for a day, so that a request sent twice with the same Idempotency-Key is done once.

An answer may hold a profile: it is sealed, where the service has keys, says of whom it tells, and goes with them.
A day, as a program that was cut off asks again when it is started again, in the next morning at the latest.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotFound, ServiceError
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.protection import sealing
from models import IdempotentResponse
from models.base import INSERT, now

KEPT_FOR = timedelta(days=1)


class KeyReused(ServiceError):
    """The key came before with another request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`person_id`: the person whom the body tells of, where it is one."""

    status: int
    body: bytes
    location: str | None = None
    person_id: int | None = None


def claim(session: Session, actor: Actor, key: str, request_digest: str, action: str) -> Answer | None:
    """None when the key is new: it is now the caller's, who does the work and calls `keep` in this transaction.

    Otherwise the answer kept for it, if the actor may still do `action`, to the person of whom it tells. While another
    transaction holds the key, waits for its end. Raises KeyReused, Forbidden, NotFound, and Conflict (answer_lost: it
    was done, and no key opens the answer).
    """
    session.execute(delete(IdempotentResponse).where(IdempotentResponse.created_at < now() - KEPT_FOR))
    if _take(session, actor, key, request_digest):
        return None
    row = session.scalars(select(IdempotentResponse).where(*_this(actor, key))).one()
    if row.request_digest != request_digest:
        raise KeyReused("this Idempotency-Key came before with another request")
    permissions.require(actor, action)
    if row.person_id is not None:
        _require_told(session, actor, action, row.person_id)
    try:
        return Answer(row.status, _opened(session, row), row.location)
    except sealing.CannotOpen as error:
        raise Conflict("answer_lost") from error


def _require_told(session: Session, actor: Actor, action: str, person_id: int) -> None:
    """A company may be told of whoever agrees to be seen by it; for all others the table of permissions says."""
    if not actor.is_a("employer"):
        permissions.require_person(session, actor, action, person_id)
    elif not consents.in_force(session, person_id, "shown_to_employer", actor.employer_id):
        raise NotFound("person", person_id)


def keep(session: Session, actor: Actor, key: str, answer: Answer) -> None:
    session.execute(
        update(IdempotentResponse)
        .where(*_this(actor, key))
        .values(
            status=answer.status,
            body=_sealed(session, actor, key, answer.body),
            location=answer.location,
            person_id=answer.person_id,
        )
    )


def _sealed(session: Session, actor: Actor, key: str, body: bytes) -> bytes:
    if not sealing.has_keys(session):
        return body
    return sealing.keyring(session).seal(body, _place(actor.user_id, key))


def reseal(session: Session, row: IdempotentResponse) -> None:
    """With the newest key; also what a service without keys has kept. Raises CannotOpen."""
    row.body = sealing.keyring(session).seal(_opened(session, row), _place(row.user_id, row.key))


def _opened(session: Session, row: IdempotentResponse) -> bytes:
    if row.body.startswith(b"{"):  # a JSON object, kept by a service without keys; no seal begins so
        return row.body
    return sealing.keyring(session).open(row.body, _place(row.user_id, row.key))


def _place(user_id: int, key: str) -> str:
    return f"idempotent_response/{user_id}/{key}"


def _take(session: Session, actor: Actor, key: str, request_digest: str) -> bool:
    """The unique key decides between two requests at the same moment, not a look before the leap."""
    insert = INSERT[session.get_bind().dialect.name](IdempotentResponse)
    row = insert.values(user_id=actor.user_id, key=key, request_digest=request_digest, status=0, body=b"")
    return session.scalar(row.on_conflict_do_nothing().returning(IdempotentResponse.key)) is not None


def _this(actor: Actor, key: str) -> tuple:
    return IdempotentResponse.user_id == actor.user_id, IdempotentResponse.key == key
