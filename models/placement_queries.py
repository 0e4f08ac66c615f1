"""Queries for placements."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Row, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from models.base import LARGEST_ID
from models.employers import Employer
from models.organisation_queries import Reach
from models.organisations import Organisation
from models.people import Person
from models.placements import AttendanceWeek, Certificate, Outcome, Placement

_WHOLE = (
    joinedload(Placement.employer).joinedload(Employer.municipality),
    joinedload(Placement.person).joinedload(Person.municipality),
    selectinload(Placement.steps),
    selectinload(Placement.signatures),
    selectinload(Placement.evaluations),
)


def _to_change(session: Session, condition: ColumnElement[bool]) -> Placement | None:
    """As the database has it now; nobody else changes it until this transaction ends."""
    # an update that changes nothing holds the row, in PostgreSQL and SQLite alike
    session.execute(update(Placement).where(condition).values(updated_at=Placement.updated_at))
    statement = select(Placement).where(condition).options(*_WHOLE)
    return session.scalar(statement, execution_options={"populate_existing": True})


def one_to_change(session: Session, placement_id: int) -> Placement | None:
    return _to_change(session, Placement.id == placement_id) if 0 < placement_id <= LARGEST_ID else None


def of_application_to_change(session: Session, application_id: int) -> Placement | None:
    return _to_change(session, Placement.application_id == application_id)


def one(session: Session, placement_id: int) -> Placement | None:
    if not 0 < placement_id <= LARGEST_ID:
        return None
    return session.scalar(select(Placement).where(Placement.id == placement_id).options(*_WHOLE))


def within_reach(session: Session, reach: Reach, limit: int) -> Sequence[Placement]:
    """Of people within reach, newest first."""
    statement = select(Placement).join(Placement.person).where(reach.holds()).options(*_WHOLE)
    return session.scalars(statement.order_by(Placement.id.desc()).limit(limit)).all()


def of_employer(session: Session, employer_id: int, limit: int) -> Sequence[Placement]:
    """Newest first."""
    statement = select(Placement).where(Placement.employer_id == employer_id).options(*_WHOLE)
    return session.scalars(statement.order_by(Placement.id.desc()).limit(limit)).all()


def weeks(session: Session, placement_id: int) -> Sequence[AttendanceWeek]:
    """Also those that were replaced; by week, oldest row first."""
    statement = select(AttendanceWeek).where(AttendanceWeek.placement_id == placement_id)
    return session.scalars(statement.order_by(AttendanceWeek.monday, AttendanceWeek.id)).all()


def certificates(session: Session, placement_id: int) -> Sequence[Certificate]:
    """Newest first."""
    statement = select(Certificate).where(Certificate.placement_id == placement_id)
    return session.scalars(statement.order_by(Certificate.id.desc())).all()


def outcomes(session: Session, placement_ids: Sequence[int]) -> Sequence[Outcome]:
    """Oldest first: the last of a month counts."""
    statement = select(Outcome).where(Outcome.placement_id.in_(placement_ids))
    return session.scalars(statement.order_by(Outcome.id)).all()


def of_application(session: Session, application_id: int) -> Placement | None:
    if not 0 < application_id <= LARGEST_ID:
        return None
    return session.scalar(select(Placement).where(Placement.application_id == application_id).options(*_WHOLE))


def to_look_after(session: Session, reach: Reach, since: date) -> Sequence[Placement]:
    """Of people within reach: those that go on, and those that have ended (jobs: begun) since that day."""
    goes_on = Placement.state.in_(("prepared", "agreed", "under_way")) & (Placement.kind == "internship")
    recent = or_(Placement.ended_on >= since, Placement.began_on >= since, Placement.state == "prepared")
    statement = select(Placement).join(Placement.person).where(reach.holds(), or_(goes_on, recent)).options(*_WHOLE)
    return session.scalars(statement.order_by(Placement.id)).all()


def certificate(session: Session, number: str) -> Certificate | None:
    return session.scalar(select(Certificate).where(Certificate.number == number))


def revoked_certificates(session: Session) -> Sequence[Row]:
    """(number, revoked_at), the first revoked first."""
    columns = select(Certificate.number, Certificate.revoked_at).where(Certificate.revoked_at.is_not(None))
    return session.execute(columns.order_by(Certificate.revoked_at, Certificate.id)).all()


def begun(session: Session) -> Sequence[Row]:
    """(placement, name of the organisation that keeps the person) of all that have begun."""
    statement = select(Placement, Organisation.name).join(Placement.person)
    statement = statement.join(Organisation, Organisation.id == Person.organisation_id)
    return session.execute(statement.where(Placement.began_on.is_not(None)).order_by(Placement.id)).all()


def all_outcomes(session: Session) -> Sequence[Outcome]:
    """Oldest first: the last of a month counts."""
    return session.scalars(select(Outcome).order_by(Outcome.id)).all()
