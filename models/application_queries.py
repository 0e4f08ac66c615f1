"""Queries for applications."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.applications import Application, ApplicationStep
from models.base import LARGEST_ID
from models.consent_queries import agrees_to_be_seen
from models.consents import Shortlisted
from models.employers import Employer
from models.openings import Opening
from models.organisation_queries import Reach
from models.vocabulary import LIVE_APPLICATION_STATES, SEEN_APPLICATION_STATES

_LINE = joinedload(Application.opening).joinedload(Opening.employer)


def to_change(session: Session, condition: ColumnElement[bool]) -> Sequence[Application]:
    """With their steps, as the database has them now; nobody else changes them until this transaction ends."""
    # an update that changes nothing holds the rows, in PostgreSQL and SQLite alike
    session.execute(update(Application).where(condition).values(updated_at=Application.updated_at))
    statement = select(Application).where(condition).options(_LINE, selectinload(Application.steps))
    return session.scalars(statement.order_by(Application.id), execution_options={"populate_existing": True}).all()


def one_to_change(session: Session, application_id: int) -> Application | None:
    if not 0 < application_id <= LARGEST_ID:
        return None
    return next(iter(to_change(session, Application.id == application_id)), None)


def to_remind_companies(
    session: Session, states: Collection[str], first: date, last: date, before: datetime, limit: int
) -> Sequence[Application]:
    """To change: in `states`, to be answered between two days, and not reminded of that; of at most `limit` companies.
    `before`: the last step is older."""
    due = and_(Application.state.in_(states), *_to_remind(first, last, before))
    company = select(Opening.employer_id).join(Application, Application.opening_id == Opening.id)
    company = company.where(due, Opening.employer_id.is_not(None)).distinct().order_by(Opening.employer_id)
    openings = select(Opening.id).where(Opening.employer_id.in_(company.limit(limit)))
    return to_change(session, and_(due, Application.opening_id.in_(openings)))


def to_remind_people(session: Session, first: date, last: date, before: datetime, limit: int) -> Sequence[Application]:
    """As to_remind_companies: at most `limit` offers."""
    due = and_(Application.state == "offered", *_to_remind(first, last, before))
    return to_change(
        session, Application.id.in_(select(Application.id).where(due).order_by(Application.id).limit(limit))
    )


def _to_remind(first: date, last: date, before: datetime) -> tuple[ColumnElement[bool], ...]:
    reminded = Application.reminded_of.is_distinct_from(Application.answer_by)
    newer = select(ApplicationStep.id).where(ApplicationStep.application_id == Application.id)
    newer = newer.where(ApplicationStep.at >= before).correlate(Application)
    return Application.answer_by.between(first, last), reminded, ~newer.exists()


def with_id(session: Session, application_id: int) -> Application | None:
    if not 0 < application_id <= LARGEST_ID:
        return None
    return session.get(Application, application_id, options=(_LINE, selectinload(Application.steps)))


def of_pair(session: Session, person_id: int, opening_id: int) -> Application | None:
    """Also when it was withdrawn or rejected since."""
    mine = (Application.person_id == person_id, Application.opening_id == opening_id)
    return session.scalar(select(Application).where(*mine).options(_LINE))


def of_person(session: Session, person_id: int) -> Sequence[Application]:
    """With their steps, latest first."""
    statement = select(Application).where(Application.person_id == person_id)
    statement = statement.options(_LINE, selectinload(Application.steps))
    return session.scalars(statement.order_by(Application.created_at.desc(), Application.id.desc())).all()


def with_codes(session: Session, opening_id: int) -> dict[Application, str]:
    """What companies may see of an opening's, with the codes of the people."""
    pair = (Shortlisted.person_id == Application.person_id) & (Shortlisted.opening_id == Application.opening_id)
    statement = select(Application, Shortlisted.code).join(Shortlisted, pair)
    statement = statement.where(Application.opening_id == opening_id, Application.state.in_(SEEN_APPLICATION_STATES))
    return dict(session.execute(statement.options(_LINE, selectinload(Application.steps))).all())


def received(session: Session, employer_id: int, states: Collection[str], today: date, limit: int) -> Sequence[Row]:
    """(Application, Shortlisted) of what a verified company was sent by people who agree to be seen by it, with the
    people; the nearest last day for an answer first."""
    pair = (Shortlisted.person_id == Application.person_id) & (Shortlisted.opening_id == Application.opening_id)
    statement = select(Application, Shortlisted).join(Shortlisted, pair)
    with_company = case((Application.state == "offered", 1), else_=0)
    statement = _of_company(statement, employer_id, states, today)
    statement = statement.order_by(with_company, Application.answer_by, Application.id)
    shown = (_LINE, joinedload(Application.person), selectinload(Application.steps))
    return session.execute(statement.options(*shown).limit(limit)).all()


def count_received(session: Session, employer_id: int, states: Collection[str], today: date) -> int:
    """How many `received` has."""
    statement = _of_company(select(func.count(Application.id)), employer_id, states, today)
    return session.scalar(statement)


def received_for_full(session: Session, employer_id: int, states: Collection[str], today: date) -> Sequence[Row]:
    """(id, title, how many of `received`) of openings whose places are all taken, by title."""
    statement = _of_company(select(Opening.id, Opening.title, func.count(Application.id)), employer_id, states, today)
    statement = statement.where(Opening.places_taken >= Opening.places).group_by(Opening.id, Opening.title)
    return session.execute(statement.order_by(Opening.title, Opening.id)).all()


def _of_company(statement: Select, employer_id: int, states: Collection[str], today: date) -> Select:
    statement = statement.select_from(Application).join(Opening, Opening.id == Application.opening_id)
    statement = statement.join(Employer, Employer.id == Opening.employer_id)
    seen = agrees_to_be_seen(Application.person_id, Opening.employer_id, today)
    return statement.where(
        Opening.employer_id == employer_id, Employer.verified_at.is_not(None), Application.state.in_(states), seen
    )


def latest_live(session: Session, reach: Reach, limit: int) -> Sequence[Application]:
    """With their people, who are within reach; latest first."""
    statement = select(Application).join(Application.person)
    statement = statement.where(Application.state.in_(LIVE_APPLICATION_STATES), reach.holds())
    statement = statement.options(_LINE, contains_eager(Application.person), selectinload(Application.steps))
    return session.scalars(statement.order_by(Application.created_at.desc(), Application.id.desc()).limit(limit)).all()


def sent_for(session: Session, reach: Reach, opening_id: int) -> dict[int, datetime]:
    """When each person within reach who applies for the opening has begun the application."""
    statement = select(Application.person_id, Application.created_at).join(Application.person)
    statement = statement.where(Application.opening_id == opening_id, reach.holds())
    statement = statement.where(Application.state.in_(LIVE_APPLICATION_STATES))
    return dict(session.execute(statement).all())


def are_all_of_employer(session: Session, opening_ids: Collection[int], employer_id: int) -> bool:
    statement = select(Opening.id).where(Opening.id.in_(opening_ids), Opening.employer_id == employer_id)
    return set(session.scalars(statement)) == set(opening_ids)


def count_live(session: Session, opening_ids: Collection[int], seen_on: date | None = None) -> dict[int, int]:
    """Openings without any are not listed. `seen_on`: only of those who agree to be seen by the company on this day."""
    statement = select(Application.opening_id, func.count()).group_by(Application.opening_id)
    statement = statement.where(Application.opening_id.in_(opening_ids), Application.state.in_(LIVE_APPLICATION_STATES))
    if seen_on is not None:
        seen = agrees_to_be_seen(Application.person_id, Opening.employer_id, seen_on)
        statement = statement.join(Application.opening).where(seen)
    return dict(session.execute(statement).all())


def people_with_a_place(session: Session, person_ids: Collection[int]) -> set[int]:
    statement = select(Application.person_id).where(
        Application.person_id.in_(person_ids), Application.state == "accepted"
    )
    return set(session.scalars(statement))


def answered(
    session: Session, employer_id: int, since: datetime, answers: Collection[str], waiting: Collection[str]
) -> Row:
    """(answered, asked): of what was sent to the company since then and has been answered, or has expired while it
    waited for the company."""
    has_answer = _has_step(ApplicationStep.action.in_(answers))
    has_expired = _has_step(ApplicationStep.action == "expire", ApplicationStep.from_state.in_(waiting))
    statement = select(func.coalesce(func.sum(case((has_answer, 1), else_=0)), 0), func.count())
    statement = statement.select_from(Application).join(Application.opening)
    statement = statement.where(Opening.employer_id == employer_id, Application.created_at >= since)
    return session.execute(statement.where(has_answer | has_expired)).one()


def _has_step(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    step = (ApplicationStep.application_id == Application.id, ApplicationStep.undone_at.is_(None))
    return exists().where(*step, *conditions)
