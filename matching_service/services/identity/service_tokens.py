"""Tokens with which machines call the API: each acts as an account of its own, of the role `service`."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matching_service.errors import Invalid, NotFound, NotSignedIn
from matching_service.services.identity import organisations, permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.identity.browsers import hash_of
from matching_service.services.trail import audit
from models import ServiceToken, User, account_queries, queries
from models.base import now

PREFIX = "mst_"  # what finds a token that has got into a file or a log
LONGEST = 365  # days
USED_AGAIN_AFTER = timedelta(minutes=10)

_TABLE = ServiceToken.__table__


@dataclass(frozen=True, slots=True)
class ServiceTokenInfo:
    id: int
    name: str
    active: bool
    created_at: datetime
    ends_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewServiceToken:
    """`token` is shown once and not stored."""

    id: int
    name: str
    ends_at: datetime
    token: str


def make(session: Session, actor: Actor, name: str, days: int, organisation_id: int | None = None) -> NewServiceToken:
    """For the organisation of the actor; the operator names one, or means the oldest.

    Raises Invalid: name (required, too_long, token_taken: one in force has it, and which to revoke must be plain), days
    (out_of_range: 1 to 365).
    """
    permissions.require(actor, "tokens.make")
    queries.take_turn(session)
    name = name.strip()
    problems = {"name": "required"} if not name else {"name": "too_long"} if len(name) > 200 else {}
    if not 1 <= days <= LONGEST:
        problems["days"] = "out_of_range"
    if not problems and account_queries.has_token_named(session, _home(session, actor, organisation_id), name, now()):
        problems["name"] = "token_taken"
    if problems:
        raise Invalid(problems)
    token = PREFIX + secrets.token_urlsafe(32)
    row = ServiceToken(user=_machine(session, actor, name, organisation_id), token_hash=hash_of(token))
    row.ends_at = now() + timedelta(days=days)
    session.add(row)
    session.flush()
    audit.record(session, actor, "tokens.make", ("service_token", row.id), details={"days": days})
    return NewServiceToken(row.id, name, row.ends_at, token)


def of_actor(session: Session, actor: Actor) -> tuple[ServiceTokenInfo, ...]:
    """Those of the actor's organisation, revoked and ended ones too; the newest first."""
    permissions.require(actor, "tokens.list")
    return tuple(ServiceTokenInfo(*row) for row in account_queries.service_tokens(session, _within(actor)))


def revoke(session: Session, actor: Actor, token_id: int) -> None:
    """It works no more, at once. Raises NotFound out of reach."""
    permissions.require(actor, "tokens.revoke")
    row = session.get(ServiceToken, token_id)
    if row is None or not account_queries.is_within(session, _within(actor), row.user_id):
        raise NotFound("service token", token_id)
    row.user.active = False
    session.flush()
    audit.record(session, actor, "tokens.revoke", ("service_token", token_id))


def actor_for(session: Session, token: str) -> tuple[Actor, bool]:
    """Whom the token acts as, in one statement, and whether it is time to note its use.

    Raises NotSignedIn for a token that is unknown, revoked, or has ended.
    """
    row = account_queries.machine(session, hash_of(token), now())
    if row is None or not row.active:
        raise NotSignedIn("the token is not valid or has expired")
    is_news = row.last_used_at is None or row.last_used_at < now() - USED_AGAIN_AFTER
    return Actor(row.id, row.name, frozenset({row.role}), organisation_id=row.organisation_id), is_news


def used(session: Session, token: str) -> None:
    session.execute(update(_TABLE).where(_TABLE.c.token_hash == hash_of(token)).values(last_used_at=now()))


def _machine(session: Session, actor: Actor, name: str, organisation_id: int | None) -> User:
    """An account without a password, whose address leads nowhere: nobody signs in with it."""
    return User(
        email=f"{uuid.uuid4().hex}@machine.invalid",
        name=name,
        fs_uniquifier=uuid.uuid4().hex,
        organisation_id=_home(session, actor, organisation_id),
        roles=[account_queries.role(session, "service")],
    )


def _home(session: Session, actor: Actor, organisation_id: int | None) -> int:
    return (organisation_id if actor.is_operator else actor.organisation_id) or organisations.default(session)


def _within(actor: Actor):
    everybody, own = account_queries.everybody, account_queries.of_programme
    return everybody() if actor.is_operator else own(actor.organisation_id)
