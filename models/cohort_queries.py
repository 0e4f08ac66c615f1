"""Queries for cohorts, their proposals, and what a proposal has to know of people and openings."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from models.accounts import User
from models.applications import Application
from models.base import LARGEST_ID
from models.cohorts import Cohort, CohortLine, CohortOpening, CohortPair, CohortPerson, CohortRun
from models.employers import Employer
from models.human_decisions import Override
from models.openings import Opening
from models.people import Person
from models.reference import Municipality


def cohort(session: Session, cohort_id: int) -> Cohort | None:
    return session.get(Cohort, cohort_id) if 0 < cohort_id <= LARGEST_ID else None


def with_counts(session: Session, organisation_id: int | None) -> Sequence[Row]:
    """(id, name, people, openings, run_id): of an organisation, of all where None; the latest first."""
    people = select(func.count()).where(CohortPerson.cohort_id == Cohort.id).scalar_subquery()
    openings = select(func.count()).where(CohortOpening.cohort_id == Cohort.id).scalar_subquery()
    latest = select(func.max(CohortRun.id)).where(CohortRun.cohort_id == Cohort.id).scalar_subquery()
    columns = (Cohort.id, Cohort.name, people.label("people"), openings.label("openings"), latest.label("run_id"))
    statement = select(*columns).order_by(Cohort.id.desc())
    if organisation_id is not None:
        statement = statement.where(Cohort.organisation_id == organisation_id)
    return session.execute(statement).all()


# ---- who and what is in a cohort


def people(session: Session, cohort_id: int) -> Sequence[Row]:
    """(person_id, priority, priority_reason), by id."""
    columns = (CohortPerson.person_id, CohortPerson.priority, CohortPerson.priority_reason)
    statement = select(*columns).where(CohortPerson.cohort_id == cohort_id)
    return session.execute(statement.order_by(CohortPerson.person_id)).all()


def openings(session: Session, cohort_id: int) -> Sequence[Row]:
    """As `openings_of`."""
    return openings_of(session, select(CohortOpening.opening_id).where(CohortOpening.cohort_id == cohort_id))


def openings_of(session: Session, ids) -> Sequence[Row]:
    """(id, title, state, places, places_taken, place, employer_id, employer_name, municipality), by id."""
    columns = (Opening.id, Opening.title, Opening.state, Opening.places, Opening.places_taken, Opening.place)
    names = (Opening.employer_id, Employer.name.label("employer_name"), Municipality.code.label("municipality"))
    statement = select(*columns, *names).outerjoin(Opening.employer).outerjoin(Opening.municipality)
    return session.execute(statement.where(Opening.id.in_(ids)).order_by(Opening.id)).all()


def pairs(session: Session, cohort_id: int) -> Sequence[Row]:
    """(person_id, opening_id, rule, wish), by ids."""
    columns = (CohortPair.person_id, CohortPair.opening_id, CohortPair.rule, CohortPair.wish)
    statement = select(*columns).where(CohortPair.cohort_id == cohort_id)
    return session.execute(statement.order_by(CohortPair.person_id, CohortPair.opening_id)).all()


def known_openings(session: Session, ids: Collection[int]) -> set[int]:
    return set(session.scalars(select(Opening.id).where(Opening.id.in_(ids))))


def remove_person(session: Session, cohort_id: int, person_id: int) -> None:
    """With what was said of them."""
    for table in (CohortPair, CohortPerson):
        session.execute(delete(table).where(table.cohort_id == cohort_id, table.person_id == person_id))


def remove_opening(session: Session, cohort_id: int, opening_id: int) -> None:
    for table in (CohortPair, CohortOpening):
        session.execute(delete(table).where(table.cohort_id == cohort_id, table.opening_id == opening_id))


def let_go_of_must(session: Session, cohort_id: int, person_id: int) -> None:
    """A person can be in one place only: whatever else they had to."""
    must = (CohortPair.cohort_id == cohort_id, CohortPair.person_id == person_id, CohortPair.rule == "must")
    session.execute(delete(CohortPair).where(*must, CohortPair.wish.is_(None)))
    session.execute(update(CohortPair).where(*must).values(rule=None))


# ---- what a proposal has to know


def applications(session: Session, person_ids: Collection[int]) -> Sequence[Row]:
    """(person_id, opening_id, state)."""
    columns = (Application.person_id, Application.opening_id, Application.state)
    return session.execute(select(*columns).where(Application.person_id.in_(person_ids))).all()


def set_aside(session: Session, opening_ids: Collection[int]) -> set[tuple[int, int]]:
    """(person_id, opening_id) whom a counsellor has put aside in the list of the opening."""
    columns = select(Override.person_id, Override.opening_id)
    aside = (Override.place.is_(None), Override.taken_back_at.is_(None), Override.opening_id.in_(opening_ids))
    return {tuple(row) for row in session.execute(columns.where(*aside))}


def confirmed(session: Session, cohort_id: int) -> dict[int, int]:
    """The opening of each person of whom any proposal of the cohort was confirmed, the latest."""
    statement = select(CohortLine.person_id, CohortLine.opening_id).join(CohortRun, CohortRun.id == CohortLine.run_id)
    these = (CohortRun.cohort_id == cohort_id, CohortLine.confirmed_at.is_not(None), CohortLine.opening_id.is_not(None))
    return dict(session.execute(statement.where(*these).order_by(CohortLine.run_id)).all())


# ---- proposals


def runs(session: Session, cohort_id: int) -> Sequence[Row]:
    """(id, made_at, by, people, placed, confirmed), the latest first."""
    of_run = (CohortLine.run_id == CohortRun.id, CohortLine.confirmed_at.is_not(None))
    columns = (CohortRun.id, CohortRun.made_at, User.name.label("by"), CohortRun.people, CohortRun.placed)
    statement = select(*columns, select(func.count()).where(*of_run).scalar_subquery().label("confirmed"))
    statement = statement.outerjoin(User, User.id == CohortRun.made_by_id).where(CohortRun.cohort_id == cohort_id)
    return session.execute(statement.order_by(CohortRun.id.desc())).all()


def run(session: Session, cohort_id: int, run_id: int) -> CohortRun | None:
    found = session.get(CohortRun, run_id, options=[joinedload(CohortRun.cohort)]) if 0 < run_id <= LARGEST_ID else None
    return found if found is not None and found.cohort_id == cohort_id else None


def latest_run(session: Session, cohort_id: int) -> int | None:
    return session.scalar(select(func.max(CohortRun.id)).where(CohortRun.cohort_id == cohort_id))


def lines(session: Session, run_id: int) -> Sequence[Row]:
    """Columns of CohortLine, with `by`, the name of who confirmed it; by person."""
    statement = select(*CohortLine.__table__.c, User.name.label("by"))
    statement = statement.outerjoin(User, User.id == CohortLine.confirmed_by_id).where(CohortLine.run_id == run_id)
    return session.execute(statement.order_by(CohortLine.person_id)).all()


def line_to_change(session: Session, run_id: int, person_id: int) -> CohortLine | None:
    """As the database has it now; nobody else changes it until this transaction ends."""
    this = (CohortLine.run_id == run_id, CohortLine.person_id == person_id)
    # an update that changes nothing holds the row, in PostgreSQL and SQLite alike
    session.execute(update(CohortLine).where(*this).values(outcome=CohortLine.outcome))
    return session.scalar(select(CohortLine).where(*this), execution_options={"populate_existing": True})


def people_named(session: Session, person_ids: Collection[int]) -> Sequence[Row]:
    """(id, given_name, family_name, municipality)."""
    columns = (Person.id, Person.given_name, Person.family_name, Municipality.code.label("municipality"))
    statement = select(*columns).outerjoin(Person.municipality)
    return session.execute(statement.where(Person.id.in_(person_ids)).order_by(Person.id)).all()
