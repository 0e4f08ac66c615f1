"""Queries for placements."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from models.base import LARGEST_ID
from models.employers import Employer
from models.organisation_queries import Reach
from models.people import Person
from models.placements import AttendanceWeek, Certificate, Outcome, Placement

_LINE = (joinedload(Placement.employer), joinedload(Placement.person))
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
