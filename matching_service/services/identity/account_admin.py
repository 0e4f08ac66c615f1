"""Accounts as those see them who answer for them: a coordinator, and the owner of a company's account."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotFound
from matching_service.services.identity import accounts, permissions
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import Actor
from matching_service.services.paging import Page, cut, decode_cursor, row_id
from matching_service.services.trail import audit
from models import account_queries


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """`employer`: the company it acts for, empty for others."""

    id: int
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool
    confirmed: bool
    is_owner: bool
    second_factor: bool
    employer: str


def make(
    session: Session,
    actor: Actor,
    account: NewAccount,
    role: str,
    *,
    employer_id: int | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
) -> int:
    """An account without an invitation, for whoever administers the machine; its id. Raises as accounts.create_user."""
    permissions.require(actor, "accounts.make")
    whose = {"employer_id": employer_id, "person_id": person_id, "organisation_id": organisation_id}
    user_id = accounts.create_user(session, account, (role,), **whose)
    named = {name.removesuffix("_id"): value for name, value in whose.items() if value is not None}
    audit.record(session, actor, "accounts.make", ("user", user_id), details={"role": role} | named)
    return user_id


def search(
    session: Session, actor: Actor, *, text: str = "", limit: int = 30, cursor: str | None = None
) -> Page[AccountSummary]:
    """By name or e-mail address, the oldest first; for coordinators, within their reach."""
    permissions.require(actor, "accounts.search")
    (after,) = decode_cursor(cursor, row_id) or (0,)
    words = tuple(text.replace("\x00", " ").split())
    shown, next_cursor = cut(_listed(session, _within(actor), words, after, limit + 1), limit, lambda row: (row.id,))
    return Page(tuple(shown), account_queries.count(session, _within(actor), words), next_cursor)


def deactivate(session: Session, actor: Actor, user_id: int) -> None:
    """Signed out everywhere, and no way in. Raises NotFound out of reach, Conflict for the actor's own account."""
    _change(session, actor, user_id)
    accounts.set_active(session, actor, user_id, active=False)


def reactivate(session: Session, actor: Actor, user_id: int) -> None:
    _change(session, actor, user_id)
    accounts.set_active(session, actor, user_id, active=True)


def drop_second_factor(session: Session, actor: Actor, user_id: int) -> None:
    """Somebody has lost the phone and has no recovery codes. Raises as `deactivate` does."""
    _change(session, actor, user_id)
    accounts.drop_second_factor(session, actor, user_id)


def colleagues(session: Session, actor: Actor) -> tuple[AccountSummary, ...]:
    """All accounts of the company that the actor's account owns."""
    permissions.require(actor, "accounts.colleagues")
    within = account_queries.of_company(accounts.owned_company(session, actor))
    return tuple(_listed(session, within, (), 0, 1000))


def remove_colleague(session: Session, actor: Actor, user_id: int) -> None:
    """Their account is closed. Raises NotFound for one of another company, Conflict for the owner's own."""
    permissions.require(actor, "accounts.colleagues")
    within = account_queries.of_company(accounts.owned_company(session, actor))
    _require_other(session, actor, within, user_id)
    accounts.set_active(session, actor, user_id, active=False)


def _change(session: Session, actor: Actor, user_id: int) -> None:
    permissions.require(actor, "accounts.change")
    _require_other(session, actor, _within(actor), user_id)


def _within(actor: Actor) -> ColumnElement[bool]:
    return account_queries.everybody() if actor.is_operator else account_queries.of_programme(actor.organisation_id)


def _require_other(session: Session, actor: Actor, within: ColumnElement[bool], user_id: int) -> None:
    if not account_queries.is_within(session, within & account_queries.somebody(), user_id):
        raise NotFound("account", user_id)
    if user_id == actor.user_id:
        raise Conflict("own_account")


def _listed(
    session: Session, within: ColumnElement[bool], words: tuple[str, ...], after: int, limit: int
) -> list[AccountSummary]:
    rows = account_queries.accounts(session, within, words, after, limit)
    roles = account_queries.roles(session, [row.id for row in rows])
    return [
        AccountSummary(
            id=row.id,
            name=row.name,
            email=row.email,
            roles=roles.get(row.id, ()),
            active=row.active,
            confirmed=row.confirmed_at is not None,
            is_owner=row.is_owner,
            second_factor=row.second_factor,
            employer=row.employer or "",
        )
        for row in rows
    ]
