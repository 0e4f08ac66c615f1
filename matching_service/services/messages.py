"""E-mails: written into the transaction that gives reason for them, delivered later (outbox.py)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching_service.services.notices import Notice
from models import Message, User


@dataclass(frozen=True, slots=True)
class Letter:
    """`id`: what e-mail programs know it by; the same for each attempt to send it."""

    to: str
    subject: str
    body: str
    id: str = ""
    # a link that stops letters of this kind, for e-mail programs to offer
    stop: str = ""


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """`notice`: what is still to be put into words, None: the letter has its words. `due_at`: it is sent no earlier."""

    letter: Letter
    notice: Notice | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


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


def latest(session: Session, limit: int, to: str | None = None) -> tuple[WrittenLetter, ...]:
    """The newest first, of one address or of all; for the demo, which has no mail server."""
    newest = select(Message, User.language).outerjoin(User, User.id == Message.user_id)
    if to is not None:
        newest = newest.where(Message.to == to)
    rows = session.execute(newest.order_by(Message.id.desc()).limit(limit)).all()
    return tuple(_written(row, language) for row, language in rows)


def mailboxes(session: Session) -> dict[str, int]:
    """How many letters were written to each address; for the demo."""
    return dict(session.execute(select(Message.to, func.count()).group_by(Message.to).order_by(Message.to)).all())


def _written(row: Message, language: str | None) -> WrittenLetter:
    letter = Letter(row.to, row.subject, row.body)
    return WrittenLetter(letter, notice_of(row, language), row.created_at, row.next_attempt_at, row.sent_at)


def notice_of(row: Message, language: str | None) -> Notice | None:
    return Notice(row.kind, language, row.details or {}) if row.kind else None
