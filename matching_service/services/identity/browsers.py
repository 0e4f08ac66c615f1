"""Browsers that are signed in: a row each, to which the cookie points. Without its row nobody is signed in."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from matching_service.errors import NotFound
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from models import SignedInBrowser, User, account_queries
from models.base import now

SEEN_AGAIN_AFTER = timedelta(minutes=5)
# Without a visit for this long a browser is signed out; longer where somebody ticked "keep me signed in".
IDLE, IDLE_WHERE_KEPT = timedelta(hours=12), timedelta(days=60)

_TABLE = SignedInBrowser.__table__


@dataclass(frozen=True, slots=True)
class Visit:
    """The browser that asks."""

    id: int
    user_id: int
    last_seen_at: datetime

    @property
    def is_news(self) -> bool:
        """Whether it is time to note again that the browser was seen."""
        return self.last_seen_at < now() - SEEN_AGAIN_AFTER


@dataclass(frozen=True, slots=True)
class Browser:
    id: int
    device: str
    network: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


def open_for(session: Session, user_id: int, user_agent: str, address: str, *, keep: bool) -> tuple[str, Visit]:
    """Note that a browser has signed in; gives what its cookie is to hold, once."""
    token = secrets.token_urlsafe(32)
    where = {"device": device_name(user_agent), "network": network_of(address), "kept": keep}
    row = SignedInBrowser(user_id=user_id, token_hash=hash_of(token), last_seen_at=now(), **where)
    session.add(row)
    session.execute(delete(_TABLE).where(_TABLE.c.last_seen_at < now() - IDLE_WHERE_KEPT))
    session.flush()
    account_queries.note_visit(session, user_id)
    return token, Visit(row.id, user_id, row.last_seen_at)


def user_of(session: Session, token: str) -> tuple[User, Visit] | None:
    """Who is signed in with this cookie, in one statement; None: nobody any more."""
    with_roles = joinedload(SignedInBrowser.user).joinedload(User.roles)
    alive = or_(_TABLE.c.last_seen_at > now() - IDLE, _TABLE.c.kept & (_TABLE.c.last_seen_at > now() - IDLE_WHERE_KEPT))
    statement = select(SignedInBrowser).where(_TABLE.c.token_hash == hash_of(token), alive).options(with_roles)
    row = session.scalars(statement).unique().one_or_none()
    if row is None or not row.user.active:
        return None
    return row.user, Visit(row.id, row.user_id, row.last_seen_at)


def seen(session: Session, browser_id: int, address: str) -> None:
    this = update(_TABLE).where(_TABLE.c.id == browser_id)
    visit = this.values(last_seen_at=now(), network=network_of(address)).returning(_TABLE.c.user_id)
    user_id = session.scalar(visit)
    if user_id is not None:
        account_queries.note_visit(session, user_id)


def of_actor(session: Session, actor: Actor, this_id: int | None) -> tuple[Browser, ...]:
    """The actor's own, last used first; `this_id` is the one in which they ask."""
    columns = (_TABLE.c.id, _TABLE.c.device, _TABLE.c.network, _TABLE.c.created_at, _TABLE.c.last_seen_at)
    statement = select(*columns).where(_TABLE.c.user_id == actor.user_id).order_by(_TABLE.c.last_seen_at.desc())
    return tuple(Browser(*row, row.id == this_id) for row in session.execute(statement))


def end(session: Session, actor: Actor, browser_id: int) -> None:
    """Sign out one browser of the actor's own. Raises NotFound for another's."""
    own = (_TABLE.c.id == browser_id) & (_TABLE.c.user_id == actor.user_id)
    if not session.execute(delete(_TABLE).where(own)).rowcount:
        raise NotFound("browser", browser_id)
    audit.record(session, actor, "session.ended", ("user", actor.user_id))


def end_all(session: Session, user_id: int, except_id: int | None = None) -> None:
    """Sign out all browsers of an account, but the one named."""
    theirs = _TABLE.c.user_id == user_id
    session.execute(delete(_TABLE).where(theirs if except_id is None else theirs & (_TABLE.c.id != except_id)))


def end_this(session: Session, browser_id: int) -> None:
    session.execute(delete(_TABLE).where(_TABLE.c.id == browser_id))


def hash_of(token: str) -> str:
    """Tokens are long and random: a plain hash of them cannot be guessed backwards."""
    return sha256(token.encode()).hexdigest()


# ---- in plain words

_BROWSERS: Sequence[tuple[str, str]] = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Sequence[tuple[str, str]] = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """`Firefox, Android`; empty for what is no browser that people use."""
    found = (next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))


def network_of(address: str) -> str:
    """The address without the part that tells one machine: `93.86.12.x`, `2001:db8:5:x`."""
    if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", address):
        return f"{address.rpartition('.')[0]}.x"
    return f"{':'.join(address.split(':')[:3])}:x" if ":" in address else ""
