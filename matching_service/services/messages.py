"""E-mails: written into the transaction that gives reason for them, delivered later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import Message
from models.base import now

MOST_ATTEMPTS = 20
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    letter: Letter
    created_at: datetime
    sent_at: datetime | None


class NotDelivered(Exception):
    """The mail server did not take a letter; what it was is in the message, without the address."""


def send(
    session: Session,
    to: str,
    subject: str,
    body: str,
    *,
    user_id: int | None = None,
    invitation_id: int | None = None,
) -> None:
    """Have a text delivered to an address once this transaction is committed; not at all when it is rolled back.

    `user_id`: the account it is written to; `invitation_id`: what it brings. When these go, the letter goes as well.
    """
    whose = {"user_id": user_id, "invitation_id": invitation_id}
    session.add(Message(to=to, subject=" ".join(subject.split()), body=body, **whose))
    session.flush()


def deliver_next(session: Session, deliver: Callable[[Letter], None]) -> bool | None:
    """Hand the letter that is due longest to `deliver`; None: none is due.

    True: it was taken, and its text is deleted here. False: `deliver` raised NotDelivered; it is due again after a
    pause that doubles. Several processes may do this at once. Commit after each: a letter whose commit is lost is
    delivered again.
    """
    message = session.scalar(_due(now()))
    if message is None:
        return None
    try:
        deliver(Letter(message.to, message.subject, message.body))
    except NotDelivered:
        message.attempts += 1
        message.next_attempt_at = now() + min(timedelta(minutes=2 ** (message.attempts - 1)), LONGEST_PAUSE)
        return False
    message.sent_at, message.body = now(), ""
    return True


def _due(moment: datetime) -> Select:
    table = Message.__table__.c
    waiting = (table.sent_at.is_(None), table.next_attempt_at <= moment, table.attempts < MOST_ATTEMPTS)
    first = select(Message).where(*waiting).order_by(table.next_attempt_at, table.id).limit(1)
    return first.with_for_update(skip_locked=True)


def latest(session: Session, limit: int) -> tuple[WrittenLetter, ...]:
    """The newest first; for the demo, which has no mail server."""
    rows = session.scalars(select(Message).order_by(Message.id.desc()).limit(limit))
    return tuple(WrittenLetter(Letter(row.to, row.subject, row.body), row.created_at, row.sent_at) for row in rows)
