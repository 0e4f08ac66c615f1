"""Who an account is; and accounts, invitations and tokens of machines, as lists of them need them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from models.accounts import Role, User, user_role
from models.base import INSERT
from models.employers import Employer
from models.invitations import Invitation, ServiceToken
from models.people import Person

_USER, _ROLE, _PERSON, _TOKEN = User.__table__.c, Role.__table__.c, Person.__table__.c, ServiceToken.__table__.c
# Every request of the API asks this: built once and of tables, not of classes, it costs a tenth of loading a User.
_WHOSE = (
    select(
        *(_USER.id, _USER.name, _USER.email, _USER.active, _USER.employer_id, _USER.organisation_id),
        _PERSON.id.label("person_id"),
        _ROLE.name.label("role"),
    )
    .outerjoin(Person.__table__, _PERSON.user_id == _USER.id)
    .outerjoin(user_role, user_role.c.user_id == _USER.id)
    .outerjoin(Role.__table__, user_role.c.role_id == _ROLE.id)
)
_ACCOUNT = _WHOSE.where(_USER.fs_uniquifier == bindparam("uniquifier"))
_MACHINE = (
    _WHOSE.add_columns(_TOKEN.id.label("token_id"), _TOKEN.last_used_at)
    .join(ServiceToken.__table__, _TOKEN.user_id == _USER.id)
    .where(_TOKEN.token_hash == bindparam("token_hash"), _TOKEN.ends_at > bindparam("moment"))
)


def account(session: Session, uniquifier: str) -> Sequence[Row]:
    """One row for each role of the account, with that role; `role` None where it has none. No row: no such account.

    What the session has not flushed is not seen.
    """
    return session.execute(_ACCOUNT, {"uniquifier": uniquifier}).all()


def note_visit(session: Session, user_id: int) -> None:
    """That the account was used today: one write a day. It is no change of the account."""
    today = date.today()
    earlier = or_(_USER.last_visit_on.is_(None), _USER.last_visit_on < today)
    visit = update(User.__table__).where(_USER.id == user_id, earlier)
    session.execute(visit.values(last_visit_on=today, updated_at=_USER.updated_at))


def machine(session: Session, token_hash: str, moment: datetime) -> Row | None:
    """As `account`, of a token that has not ended, with `token_id` and `last_used_at`."""
    return session.execute(_MACHINE, {"token_hash": token_hash, "moment": moment}).first()


def role(session: Session, name: str) -> Role:
    """Made where nobody has had it yet, by whoever comes first."""
    this = select(Role).where(_ROLE.name == name)
    found = session.scalar(this)
    if found is None:
        made = INSERT[session.get_bind().dialect.name](Role).values(name=name)
        session.execute(made.on_conflict_do_nothing())
        found = session.scalars(this).one()
    return found


def has_accounts(session: Session, employer_id: int) -> bool:
    """Whether somebody acts for the company already."""
    return session.scalar(select(_USER.id).where(_USER.employer_id == employer_id).limit(1)) is not None


def accounts(
    session: Session, within: ColumnElement[bool], words: Collection[str], after: int, limit: int
) -> list[Row]:
    """(id, name, email, active, confirmed_at, is_owner, second_factor, employer) by id, without machines."""
    columns = (_USER.id, _USER.name, _USER.email, _USER.active, _USER.confirmed_at, _USER.is_owner)
    second = _USER.tf_primary_method.is_not(None).label("second_factor")
    statement = select(*columns, second, Employer.name.label("employer")).outerjoin(
        Employer.__table__, Employer.id == _USER.employer_id
    )
    statement = statement.where(_USER.id > after, *_found(within, words))
    return session.execute(statement.order_by(_USER.id).limit(limit)).all()


def count(session: Session, within: ColumnElement[bool], words: Collection[str]) -> int:
    return session.scalar(select(func.count(_USER.id)).where(*_found(within, words)))


def _found(within: ColumnElement[bool], words: Collection[str]) -> list[ColumnElement[bool]]:
    columns = (_USER.name, _USER.email)
    said = [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words]
    return [within, ~_has_role("service"), *said]


def roles(session: Session, user_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of their roles by id of the account."""
    rows = select(user_role.c.user_id, _ROLE.name).join(Role.__table__, _ROLE.id == user_role.c.role_id)
    found: dict[int, tuple[str, ...]] = {}
    for user_id, name in session.execute(rows.where(user_role.c.user_id.in_(user_ids)).order_by(_ROLE.name)):
        found[user_id] = (*found.get(user_id, ()), name)
    return found


def of_programme(organisation_id: int | None) -> ColumnElement[bool]:
    """Staff of the organisation, companies' accounts, and those of the people it keeps who work for nobody else."""
    kept = select(_PERSON.user_id).where(_PERSON.user_id.is_not(None), _PERSON.organisation_id == organisation_id)
    supported = and_(_USER.id.in_(kept), _USER.organisation_id.is_(None))
    return or_(_USER.organisation_id == organisation_id, _USER.employer_id.is_not(None), supported)


def of_company(employer_id: int) -> ColumnElement[bool]:
    return _USER.employer_id == employer_id


def somebody() -> ColumnElement[bool]:
    """No machine: its token is revoked for good."""
    return ~_has_role("service")


def everybody() -> ColumnElement[bool]:
    return _USER.id == _USER.id


def _has_role(name: str) -> ColumnElement[bool]:
    having = select(user_role.c.user_id).join(Role.__table__, _ROLE.id == user_role.c.role_id).where(_ROLE.name == name)
    return _USER.id.in_(having)


def is_within(session: Session, within: ColumnElement[bool], user_id: int) -> bool:
    return session.scalar(select(_USER.id).where(within, _USER.id == user_id)) is not None


def open_invitations(session: Session, moment: datetime, *conditions: ColumnElement[bool]) -> Sequence[Invitation]:
    """Neither accepted nor expired; the newest first."""
    return session.scalars(_open(moment).where(*conditions).order_by(Invitation.id.desc())).all()


def open_invitation(session: Session, token_hash: str, moment: datetime) -> Invitation | None:
    """Held until the end of the transaction: it can be accepted once."""
    held = _open(moment).where(Invitation.token_hash == token_hash).with_for_update(of=Invitation)
    return session.scalar(held)


def invited_by_organisation(organisation_id: int | None) -> tuple[ColumnElement[bool], ...]:
    members = select(_USER.id).where(_USER.organisation_id == organisation_id)
    return (Invitation.employer_id.is_(None), Invitation.invited_by_id.in_(members))


def _open(moment: datetime) -> Select:
    return select(Invitation).where(Invitation.accepted_at.is_(None), Invitation.expires_at > moment)


def has_token_named(session: Session, organisation_id: int, name: str, moment: datetime) -> bool:
    """Whether a token of the organisation that is in force has this name."""
    in_force = (_USER.active, _USER.organisation_id == organisation_id, ServiceToken.ends_at > moment)
    found = select(ServiceToken.id).join(User.__table__, _USER.id == ServiceToken.user_id)
    return session.scalar(found.where(*in_force, _USER.name == name).limit(1)) is not None


def service_tokens(session: Session, within: ColumnElement[bool]) -> list[Row]:
    """(id, name, active, created_at, ends_at, last_used_at), the newest first."""
    table = ServiceToken.__table__.c
    columns = (table.id, _USER.name, _USER.active, table.created_at, table.ends_at, table.last_used_at)
    statement = select(*columns).join(User.__table__, _USER.id == table.user_id).where(within)
    return session.execute(statement.order_by(table.id.desc())).all()
