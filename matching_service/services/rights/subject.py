"""Whose data are looked for: a person's profile, their account, and the address that letters to them went to."""

from dataclasses import dataclass

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from models import Base, Person, Role, User
from models.accounts import user_role


@dataclass(frozen=True, slots=True)
class Subject:
    """`user_id` None: no account, or one that is for other work too and stays.

    `addresses` are lower-case: that of the account, once confirmed. That of a profile anybody may have typed there.
    """

    person_id: int
    user_id: int | None
    addresses: frozenset[str]


def table_of(name: str) -> Table:
    return Base.metadata.tables[name]


def find(session: Session, person_id: int) -> Subject:
    """Raises NotFound."""
    columns = (Person.user_id, User.email, User.confirmed_at)
    statement = select(*columns).outerjoin(User, User.id == Person.user_id).where(Person.id == person_id)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("person", person_id)
    user_id = row.user_id if _is_only_theirs(session, row) else None
    return Subject(person_id, user_id, frozenset({row.email.lower()} if row.confirmed_at else ()))


def _is_only_theirs(session: Session, row: Row) -> bool:
    """A counsellor who was once supported keeps the account."""
    if row.user_id is None:
        return False
    of_user = (
        select(Role.name).join(user_role, user_role.c.role_id == Role.id).where(user_role.c.user_id == row.user_id)
    )
    return set(session.scalars(of_user)) <= {"beneficiary"}


def has_account(session: Session, subject: Subject) -> bool:
    return session.scalar(select(Person.user_id).where(Person.id == subject.person_id)) is not None
