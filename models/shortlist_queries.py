"""Queries for shortlists: who is shown for an opening, and who of them may be named."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from models.applications import Application
from models.consents import Shortlisted
from models.openings import Opening
from models.people import Person
from models.vocabulary import SEEN_APPLICATION_STATES


def shown(session: Session, opening_id: int) -> Sequence[Row]:
    """(person_id, code, proposed_at, applied_at) of who was proposed for it or applies for it now."""
    applies = and_(
        Application.person_id == Shortlisted.person_id,
        Application.opening_id == Shortlisted.opening_id,
        Application.state.in_(SEEN_APPLICATION_STATES),
    )
    columns = (Shortlisted.person_id, Shortlisted.code, Shortlisted.proposed_at)
    statement = select(*columns, Application.created_at.label("applied_at")).outerjoin(Application, applies)
    either = or_(Shortlisted.proposed_at.is_not(None), Application.id.is_not(None))
    return session.execute(statement.where(Shortlisted.opening_id == opening_id, either)).all()


def of_person(session: Session, person_id: int, employer_id: int | None) -> Sequence[Shortlisted]:
    """For openings of one company; of all where `employer_id` is None."""
    rows = select(Shortlisted).where(Shortlisted.person_id == person_id)
    if employer_id is not None:
        own = select(Opening.id).where(Opening.employer_id == employer_id)
        rows = rows.where(Shortlisted.opening_id.in_(own))
    return session.scalars(rows).all()


def people(session: Session, person_ids: Collection[int]) -> Sequence[Person]:
    return session.scalars(select(Person).where(Person.id.in_(person_ids))).all()
