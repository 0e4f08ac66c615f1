"""Attempts to sign in are counted before they are checked; after some failures each next one has to wait longer.

Counted for the account that is named, whether it exists or not, and for the address they come from: in the database, so
that all processes count together. Time unlocks, and nothing else needs to.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matching_service.errors import TooManyAttempts
from matching_service.services import audit
from matching_service.services.actors import ANONYMOUS
from models import FailedAttempts
from models.base import now

# kind -> failures in a row that cost nothing. Behind one address there may be a school.
FREE = {"account": 5, "address": 40, "code": 5}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

_TABLE = FailedAttempts.__table__


@dataclass(frozen=True, slots=True)
class Attempt:
    """`pause`: how long the next attempt has to wait if this one fails."""

    counted: tuple[tuple[str, str], ...]
    pause: timedelta


def begin(session: Session, **tried: str) -> Attempt:
    """Count an attempt as failed, until `succeeded` says otherwise. Commit this before looking at the password.

    `tried`: kind -> what, such as account="ana@example.test", address="10.0.0.7". Raises TooManyAttempts.
    """
    moment = now()
    rows = [_row(session, kind, _key(what), moment) for kind, what in sorted(tried.items())]
    waits = [row.locked_until - moment for row in rows if row.locked_until and row.locked_until > moment]
    if waits:
        raise TooManyAttempts(max(waits))
    pauses = [_count(session, row, moment) for row in rows]
    return Attempt(tuple((row.kind, row.key) for row in rows), max(pauses))


def succeeded(session: Session, attempt: Attempt) -> None:
    """Forget the failures of the account; of an address, which others use too, only this attempt."""
    for kind, key in attempt.counted:
        row = (_TABLE.c.kind == kind) & (_TABLE.c.key == key)
        if kind == "address":
            counted = (_TABLE.c.failures > 0) & row
            session.execute(update(_TABLE).where(counted).values(failures=_TABLE.c.failures - 1, locked_until=None))
        else:
            session.execute(delete(_TABLE).where(row))


def failed(session: Session, attempt: Attempt) -> None:
    """Tell the audit trail, whether there is such an account or not: both take equally long."""
    kinds = ",".join(kind for kind, _key in attempt.counted)
    details = {"counted": kinds, "pause_seconds": int(attempt.pause.total_seconds())}
    audit.record(session, ANONYMOUS, "sign_in.failed", details=details)


def _key(what: str) -> str:
    return sha256(what.strip().lower().encode()).hexdigest()


def _row(session: Session, kind: str, key: str, moment: datetime) -> Row:
    """The row, made where there is none, and held until the end of the transaction."""
    values = {"kind": kind, "key": key, "failures": 0, "last_at": moment}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    made = dialect.insert(_TABLE).values(values).on_conflict_do_nothing().returning(_TABLE.c.key)
    if session.execute(made).first() is not None:
        session.execute(delete(_TABLE).where(_TABLE.c.last_at < moment - FORGOTTEN_AFTER))
    held = select(_TABLE).where(_TABLE.c.kind == kind, _TABLE.c.key == key).with_for_update()
    return session.execute(held).one()


def _count(session: Session, row: Row, moment: datetime) -> timedelta:
    failures = row.failures + 1 if row.last_at > moment - FORGOTTEN_AFTER else 1
    pause = pause_after(failures, FREE[row.kind])
    this = (_TABLE.c.kind == row.kind) & (_TABLE.c.key == row.key)
    until = moment + pause if pause else None
    session.execute(update(_TABLE).where(this).values(failures=failures, last_at=moment, locked_until=until))
    return pause


def pause_after(failures: int, free: int) -> timedelta:
    """Half a minute after the last free failure, twice as long after each next one, a quarter of an hour at most."""
    if failures < free:
        return timedelta(0)
    return min(FIRST_PAUSE * 2 ** min(failures - free, 10), LONGEST_PAUSE)
