"""Letters on their way to the mail server: no letter is handed over twice.

A worker takes a letter, and commits that, before the mail server sees it. So whoever else looks finds it taken; and
where the worker dies with a letter in hand, or the connection breaks while the server has it, it stays taken: nobody
can know whether it went out, and nobody sends it again but somebody who says so (`again`). What the server refused
has not gone out for certain: it is due again after a pause that doubles.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from matching_service.services.messages import Letter, notice_of
from matching_service.services.notices import Notice
from models import Message, User

MOST_ATTEMPTS = 20
LONGEST_PAUSE = timedelta(hours=6)
# After this long no worker has it in hand any more: a mail server is waited for a minute or two at most.
IN_HAND = timedelta(minutes=10)


class NotDelivered(Exception):
    """The mail server did not take a letter; what it was is in the message, without the address."""


class ConnectionLost(NotDelivered):
    """Nor will it take the next one: there is no connection any more."""


class NotKnown(Exception):
    """The connection broke while the mail server had the letter: it may have taken it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`notice`: what the letter has to say, None: it has its words."""

    id: int
    letter: Letter
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many letters wait; how many of them were refused before; how many were given up; how many may or may not have
    been sent. `oldest`: since when the first one waits."""

    waiting: int
    refused: int
    given_up: int
    not_known: int
    oldest: datetime | None


def is_due(session: Session, now: datetime) -> bool:
    return session.scalar(select(Message.id).where(_due(now)).limit(1)) is not None


def take(session: Session, now: datetime) -> Taken | None:
    """The letter that is due longest, for the caller alone; None: none is due. Commit before it is handed over."""
    table = Message.__table__
    first = select(table.c.id).where(_due(now)).order_by(table.c.next_attempt_at, table.c.id).limit(1)
    free = first.with_for_update(skip_locked=True).scalar_subquery()
    taken = session.scalar(update(table).where(table.c.id == free).values(taken_at=now).returning(table.c.id))
    if taken is None:
        return None
    row = session.get_one(Message, taken, populate_existing=True)
    language = session.scalar(select(User.language).where(User.id == row.user_id))
    return Taken(row.id, Letter(row.to, row.subject, row.body, _name(row)), notice_of(row, language))


def sent(session: Session, message_id: int, subject: str, now: datetime) -> None:
    """The mail server has taken it; its text is deleted here, as it may hold a link that lets somebody in."""
    _change(session, message_id, sent_at=now, taken_at=None, subject=subject, body="", details=None, problem="")


def refused(session: Session, message_id: int, problem: str, now: datetime) -> None:
    """It has not gone out: due again after a pause that doubles, and given up after MOST_ATTEMPTS."""
    attempts = session.scalar(select(Message.attempts).where(Message.id == message_id))
    if attempts is not None:  # else whose it was has gone meanwhile
        pause = min(timedelta(minutes=2 ** min(attempts, 20)), LONGEST_PAUSE)
        due = {"next_attempt_at": now + pause, "attempts": attempts + 1, "problem": problem[:80]}
        _change(session, message_id, taken_at=None, **due)


def again(session: Session, now: datetime) -> int:
    """Send once more what was given up, and what may or may not have been sent; how many. Some may come twice."""
    lost = and_(Message.sent_at.is_(None), _is_given_up() | _is_not_known(now))
    values = {"taken_at": None, "attempts": 0, "next_attempt_at": now, "problem": ""}
    return session.execute(update(Message).where(lost).values(**values)).rowcount


def waiting(session: Session, now: datetime) -> Waiting:
    """Over all letters that were not sent."""
    lost, given_up = _is_not_known(now), _is_given_up()
    still = ~lost & ~given_up

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(condition)

    row = session.execute(
        select(
            count(still),
            count(still & (Message.attempts > 0)),
            count(given_up),
            count(lost),
            func.min(Message.created_at).filter(still),
        ).where(Message.sent_at.is_(None))
    ).one()
    return Waiting(*row)


def _due(now: datetime) -> ColumnElement[bool]:
    table = Message.__table__.c
    mine = (table.sent_at.is_(None), table.taken_at.is_(None))
    return and_(*mine, table.next_attempt_at <= now, table.attempts < MOST_ATTEMPTS)


def _is_given_up() -> ColumnElement[bool]:
    return Message.taken_at.is_(None) & (Message.attempts >= MOST_ATTEMPTS)


def _is_not_known(now: datetime) -> ColumnElement[bool]:
    return and_(Message.taken_at.is_not(None), Message.taken_at < now - IN_HAND)


def _name(row: Message) -> str:
    """The same for each attempt, and for no other letter; says nothing of how many there are."""
    return hashlib.sha256(f"{row.id} {row.created_at.isoformat()}".encode()).hexdigest()[:32]


def _change(session: Session, message_id: int, **values: object) -> None:
    session.execute(update(Message).where(Message.id == message_id).values(**values))
