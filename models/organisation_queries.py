"""Who keeps whom: the people within reach of somebody, and the organisations a person is kept by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from models.accounts import User
from models.base import LARGEST_ID
from models.organisations import Organisation, PersonShare
from models.people import Person


@dataclass(frozen=True, slots=True)
class Reach:
    """The people that somebody may see or change: everybody, or those that any of the fields lets them reach.

    `kept_by`: people of this organisation; `shared_with`: those that are shared with this one on `today`; `person_id`:
    this one. Without any of them nobody.
    """

    today: date
    everybody: bool = False
    kept_by: int | None = None
    shared_with: int | None = None
    person_id: int | None = None

    def holds(self) -> ColumnElement[bool]:
        """The condition for a statement on Person."""
        if self.everybody:
            return true()
        reached = []
        if self.kept_by is not None:
            reached.append(Person.organisation_id == self.kept_by)
        if self.shared_with is not None:
            reached.append(Person.id.in_(self._shared()))
        if self.person_id is not None:
            reached.append(Person.id == self.person_id)
        return or_(false(), *reached)

    def _shared(self) -> Select:
        shares = select(PersonShare.person_id).where(PersonShare.organisation_id == self.shared_with)
        return shares.where(_lasts(self.today))


def _lasts(today: date) -> ColumnElement[bool]:
    return or_(PersonShare.ends_on.is_(None), PersonShare.ends_on >= today)


def reaches(session: Session, reach: Reach, person_id: int) -> bool:
    """Whether there is such a person, within reach."""
    statement = select(Person.id).where(Person.id == person_id, reach.holds())
    return 0 < person_id <= LARGEST_ID and session.scalar(statement) is not None


def within(session: Session, reach: Reach, person_ids: Collection[int]) -> set[int]:
    """Those of the people who are within reach."""
    return set(session.scalars(select(Person.id).where(Person.id.in_(person_ids), reach.holds())))


def keepers(session: Session, person_ids: Collection[int], today: date) -> dict[int, tuple[int, ...]]:
    """The organisations that may see each person, ascending: the own one, and those it is shared with."""
    own = select(Person.id, Person.organisation_id).where(Person.id.in_(person_ids))
    shared = select(PersonShare.person_id, PersonShare.organisation_id)
    shared = shared.where(PersonShare.person_id.in_(person_ids), _lasts(today))
    found: dict[int, list[int]] = {}
    for person_id, organisation_id in session.execute(own.union(shared)):
        found.setdefault(person_id, []).append(organisation_id)
    return {person_id: tuple(sorted(ids)) for person_id, ids in found.items()}


def homes(session: Session, person_ids: Collection[int]) -> set[int]:
    """The organisations that keep these people."""
    return set(session.scalars(select(Person.organisation_id).where(Person.id.in_(person_ids)).distinct()))


def oldest(session: Session) -> int | None:
    return session.scalar(select(Organisation.id).order_by(Organisation.created_at, Organisation.id).limit(1))


def organisation(session: Session, organisation_id: int) -> Organisation | None:
    return session.get(Organisation, organisation_id) if 0 < organisation_id <= LARGEST_ID else None


def id_of_name(session: Session, name: str) -> int | None:
    """In any spelling of capitals: two organisations do not differ by these."""
    rows = session.execute(select(Organisation.id, Organisation.name))
    return next((row.id for row in rows if row.name.casefold() == name.casefold()), None)


def with_counts(session: Session) -> Sequence[Row]:
    """(id, name, people, accounts) of every organisation, by name: how many people it keeps, and accounts it has."""
    kept = select(func.count()).where(Person.organisation_id == Organisation.id).scalar_subquery()
    accounts = select(func.count()).where(User.organisation_id == Organisation.id).scalar_subquery()
    columns = (Organisation.id, Organisation.name, kept.label("people"), accounts.label("accounts"))
    return session.execute(select(*columns).order_by(Organisation.name, Organisation.id)).all()


def others_than_home(session: Session, person_id: int) -> Sequence[Organisation]:
    """All organisations but the one that keeps the person, by name."""
    home = select(Person.organisation_id).where(Person.id == person_id).scalar_subquery()
    statement = select(Organisation).where(Organisation.id != home)
    return session.scalars(statement.order_by(Organisation.name, Organisation.id)).all()


def shares_of(session: Session, person_id: int) -> Sequence[PersonShare]:
    """With their organisations, by when they were made."""
    statement = select(PersonShare).where(PersonShare.person_id == person_id)
    statement = statement.options(joinedload(PersonShare.organisation))
    return session.scalars(statement.order_by(PersonShare.created_at, PersonShare.organisation_id)).all()


def overdue_shares(session: Session, today: date) -> Sequence[PersonShare]:
    """Those whose last day has passed."""
    return session.scalars(select(PersonShare).where(PersonShare.ends_on < today)).all()
