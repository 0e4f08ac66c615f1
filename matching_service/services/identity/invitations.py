"""Invitations: a one-time link by e-mail, through which somebody gets an account of a role decided for them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Invalid, NotFound
from matching_service.services.identity import accounts, permissions
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import ANONYMOUS, Actor
from matching_service.services.identity.browsers import hash_of
from matching_service.services.trail import audit
from models import Invitation, Person, account_queries, queries
from models.base import now

VALID_FOR = timedelta(days=7)
STAFF_ROLES = ("counsellor", "coordinator", "auditor")


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """`whom`: the person or company it is for, empty for staff; `by`: who invites."""

    id: int
    email: str
    role: str
    whom: str
    by: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """`token` is in the link and nowhere else."""

    invitation: OpenInvitation
    token: str


def invite_staff(session: Session, actor: Actor, email: str, role: str) -> NewInvitation:
    """A coordinator invites somebody to the own organisation. Raises Invalid: email (not_an_email), role (unknown)."""
    permissions.require(actor, "invitations.staff")
    if role not in STAFF_ROLES:
        raise Invalid({"role": "unknown"})
    return _invite(session, actor, email, role)


def invite_person(session: Session, actor: Actor, person_id: int, email: str) -> NewInvitation:
    """Staff invite somebody to an account for their profile.

    Raises Invalid: email (not_an_email), person_id (taken: there is an account); NotFound for somebody out of reach.
    """
    permissions.require_person(session, actor, "invitations.person", person_id)
    queries.take_turn(session)
    if session.get(Person, person_id, populate_existing=True).user_id is not None:
        raise Invalid({"person_id": "taken"})
    return _invite(session, actor, email, "beneficiary", person_id=person_id)


def invite_colleague(session: Session, actor: Actor, email: str) -> NewInvitation:
    """The owner of a company's account invites a colleague. Raises Invalid: email (not_an_email)."""
    permissions.require(actor, "invitations.colleague")
    employer_id = accounts.owned_company(session, actor)
    return _invite(session, actor, email, "employer", employer_id=employer_id)


def open_ones(session: Session, actor: Actor, *, person_id: int | None = None) -> tuple[OpenInvitation, ...]:
    """Those the actor may revoke: of the own company, or written by the own organisation, of which those for staff are
    shown to whoever may invite staff; of one person if named."""
    rows = account_queries.open_invitations(session, now(), *_revocable(session, actor))
    return tuple(_shown(row) for row in rows if person_id is None or row.person_id == person_id)


def revoke(session: Session, actor: Actor, invitation_id: int) -> None:
    """The link leads nowhere any more. Raises NotFound for an invitation that is out of reach, or closed."""
    these = (*_revocable(session, actor), Invitation.id == invitation_id)
    rows = account_queries.open_invitations(session, now(), *these)
    if not rows:
        raise NotFound("invitation", invitation_id)
    _end(session, actor, rows[0])


def find(session: Session, token: str) -> OpenInvitation:
    """Raises NotFound for a link that was used, revoked, or is older than VALID_FOR."""
    return _shown(_found(session, token))


def accept(session: Session, token: str, name: str, password: str) -> int:
    """Make the account and give its id; the address is confirmed, as the link came by it.

    Raises NotFound as `find` does, Invalid: name (required), password (too_short, too_long, too_common), email (taken:
    the address has an account), person_id (taken).
    """
    queries.take_turn(session)
    invitation = _found(session, token)
    inviter = invitation.invited_by
    user_id = accounts.create_user(
        session,
        NewAccount(invitation.email, password, name),
        (invitation.role,),
        employer_id=invitation.employer_id,
        person_id=invitation.person_id,
        organisation_id=inviter and inviter.organisation_id,
    )
    invitation.accepted_at = now()
    audit.record(session, ANONYMOUS, "invitations.accepted", ("user", user_id), details={"role": invitation.role})
    return user_id


def _invite(session: Session, actor: Actor, email: str, role: str, **whom: int) -> NewInvitation:
    """Replaces what was sent before, so that no link stays open after another was used: for a person to any address, as
    the earlier one may have been mistyped; for others to this one.

    Whether the address has an account is found out by whoever reads its mail, not by whoever invites.
    """
    address = accounts.normalised_email(email)
    if address is None:
        raise Invalid({"email": "not_an_email"})
    queries.take_turn(session)
    for earlier in account_queries.open_invitations(session, now(), *_replaced(session, actor, address, **whom)):
        _end(session, actor, earlier)
    token = secrets.token_urlsafe(32)
    row = Invitation(email=address, role=role, token_hash=hash_of(token), expires_at=now() + VALID_FOR, **whom)
    row.invited_by_id = actor.user_id
    session.add(row)
    session.flush()
    session.refresh(row)
    audit.record(session, actor, "invitations.sent", ("invitation", row.id), details={"role": role})
    return NewInvitation(_shown(row), token)


def _replaced(session: Session, actor: Actor, address: str, person_id: int | None = None, **_whom: int) -> tuple:
    if person_id is not None:
        return (Invitation.person_id == person_id,)
    return (*_revocable(session, actor), Invitation.email == address, Invitation.person_id.is_(None))


def _end(session: Session, actor: Actor, invitation: Invitation) -> None:
    session.delete(invitation)
    session.flush()
    details = {"role": invitation.role}
    audit.record(session, actor, "invitations.revoked", ("invitation", invitation.id), details=details)


def _revocable(session: Session, actor: Actor) -> tuple:
    if permissions.require(actor, "invitations.list") == permissions.OWN:
        return (Invitation.employer_id == accounts.owned_company(session, actor),)
    if actor.is_operator:
        return ()
    written = account_queries.invited_by_organisation(actor.organisation_id)
    if permissions.scope(actor, "invitations.staff") is None:
        return (*written, Invitation.person_id.is_not(None))
    return written


def _found(session: Session, token: str) -> Invitation:
    row = account_queries.open_invitation(session, hash_of(token), now())
    if row is None or not _inviter_still_may(row):
        raise NotFound("invitation", "of this link")
    return row


def _inviter_still_may(row: Invitation) -> bool:
    """Invitations end with the account of whoever wrote them."""
    return row.invited_by is None or row.invited_by.active


def _shown(row: Invitation) -> OpenInvitation:
    by = row.invited_by.name if row.invited_by else ""
    return OpenInvitation(row.id, row.email, row.role, _whom(row), by, row.created_at, row.expires_at)


def _whom(row: Invitation) -> str:
    if row.employer is not None:
        return row.employer.name
    return f"{row.person.given_name} {row.person.family_name}" if row.person is not None else ""
