"""Attempts to sign in are counted before they are checked; after some failures each next one has to wait longer.

Counted for the account that is named, whether it exists or not, from the address they come from; for that address with
any account; and for the account from anywhere, which takes much more: whoever goes on trying from one address keeps
nobody out who comes from another. In the database, so that all processes count together. Time unlocks, and nothing else
needs to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from ipaddress import ip_address, ip_network

from sqlalchemy import Row, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matching_service.errors import ConfigurationError, TooManyAttempts
from matching_service.services.identity.actors import ANONYMOUS
from matching_service.services.trail import audit
from models import FailedAttempts
from models.base import now

# kind -> failures in a row that cost nothing; `pair`: an account from one address. Behind one address may be a school.
FREE = {"account": 100, "address": 40, "code": 5, "pair": 5}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

_TABLE = FailedAttempts.__table__
_KEY = "key of attempts"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`pause`: how long the next attempt has to wait if this one fails. `added`: how many failures of the account came
    from this address."""

    counted: tuple[tuple[str, str], ...]
    pause: timedelta
    added: int


def with_key(secret: str) -> dict[str, object]:
    """What a session must carry (`Session(info=...)`) so that attempts may be counted; a new secret forgets them."""
    return {_KEY: digest(secret.encode(), b"failed attempts", sha256)}


def begin(session: Session, **tried: str) -> Attempt:
    """Count an attempt as failed, until `succeeded` says otherwise. Commit this before looking at the password.

    `tried`: kind -> what, such as account="ana@example.test", address="10.0.0.7". Raises TooManyAttempts.
    """
    moment = now()
    rows = {kind: _row(session, kind, key, moment) for kind, key in sorted(_keys(session, tried).items())}
    waits = [row.locked_until - moment for row in rows.values() if row.locked_until and row.locked_until > moment]
    if waits:
        raise TooManyAttempts(max(waits))
    failures = {kind: _failures(row, moment) + 1 for kind, row in rows.items()}
    if _is_told_already(failures):
        failures["account"] -= 1
    pauses = [_count(session, row, failures[kind], moment) for kind, row in rows.items()]
    added = min(failures.get("pair", 1), FREE["pair"])
    return Attempt(tuple((kind, row.key) for kind, row in rows.items()), max(pauses), added)


def succeeded(session: Session, attempt: Attempt) -> None:
    """Forget the failures of this account from this address, and what they added to those of the account; of an
    address, which others use too, only this attempt."""
    shared = {"address": 1, "account": attempt.added}
    for kind, key in attempt.counted:
        row = (_TABLE.c.kind == kind) & (_TABLE.c.key == key)
        own = shared.get(kind, _TABLE.c.failures)
        session.execute(delete(_TABLE).where(row, _TABLE.c.failures <= own))
        session.execute(update(_TABLE).where(row).values(failures=_TABLE.c.failures - own, locked_until=None))


def failed(session: Session, attempt: Attempt) -> None:
    """Tell the audit trail, whether there is such an account or not: both take equally long."""
    kinds = ",".join(kind for kind, _key in attempt.counted)
    details = {"counted": kinds, "pause_seconds": int(attempt.pause.total_seconds())}
    audit.record(session, ANONYMOUS, "sign_in.failed", details=details)


def _keys(session: Session, tried: Mapping[str, str]) -> dict[str, str]:
    """What is tried, and the pair where there is one, as a hash that nobody can try out without the key."""
    if _KEY not in session.info:
        raise ConfigurationError("SECRET_KEY is not known here: attempts to sign in cannot be counted")
    plain = {kind: what.strip().lower() for kind, what in tried.items()}
    if "address" in plain:
        plain["address"] = _network(plain["address"])
    if "account" in plain and "address" in plain:
        plain["pair"] = f"{plain['address']} {plain['account']}"
    return {kind: digest(session.info[_KEY], f"{kind} {what}".encode(), sha256).hex() for kind, what in plain.items()}


def _network(address: str) -> str:
    """Whoever has an address of IPv6 has the 2^64 beside it as well."""
    try:
        asking = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((asking, 64), strict=False)) if asking.version == 6 else address


def _is_told_already(failures: Mapping[str, int]) -> bool:
    """While an account has not failed too often, an address adds to that no more than its own free failures."""
    return failures.get("pair", 0) > FREE["pair"] and failures["account"] <= FREE["account"]


def _row(session: Session, kind: str, key: str, moment: datetime) -> Row:
    """The row, made where there is none, and held until the end of the transaction.

    In one statement: whoever succeeds at the same moment deletes it.
    """
    values = {"kind": kind, "key": key, "failures": 0, "last_at": moment}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    made = dialect.insert(_TABLE).values(values)
    held = made.on_conflict_do_update(index_elements=["kind", "key"], set_={"failures": _TABLE.c.failures})
    row = session.execute(held.returning(_TABLE)).one()
    if row.last_at == moment:  # it is new
        session.execute(delete(_TABLE).where(_TABLE.c.last_at < moment - FORGOTTEN_AFTER))
    return row


def _failures(row: Row, moment: datetime) -> int:
    return row.failures if row.last_at > moment - FORGOTTEN_AFTER else 0


def _count(session: Session, row: Row, failures: int, moment: datetime) -> timedelta:
    """`last_at` moves with each attempt, so an account is not forgotten while somebody goes on trying."""
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
