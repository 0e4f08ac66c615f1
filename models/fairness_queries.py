"""Queries for the fairness report: which lists were shown in some days, and what became of whom."""

from datetime import datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from models.applications import Application
from models.consents import Shortlisted
from models.people import Person
from models.ranked_lists import RankedLine, RankedList, Shown
from models.reference import Municipality

Days = tuple[datetime, datetime]


def latest_lists(session: Session, days: Days) -> list[Row]:
    """(id, subject_id, subject_checksum, organisation_id, day): of each opening and organisation the list of people
    that was made last, of those shown in these days (from the first moment to before the second)."""
    last = select(func.max(RankedList.id)).where(RankedList.id.in_(_lists_shown(days)))
    last = last.group_by(RankedList.subject_id, RankedList.organisation_id)
    columns = (
        RankedList.id, RankedList.subject_id, RankedList.subject_checksum, RankedList.organisation_id, RankedList.day,
    )  # fmt: skip
    return session.execute(select(*columns).where(RankedList.id.in_(last)).order_by(RankedList.id)).all()


def count_lists(session: Session, days: Days) -> int:
    return session.scalar(select(func.count()).select_from(_lists_shown(days).subquery()))


def recorded_scores(session: Session, days: Days) -> list[Row]:
    """(subject_id, organisation_id, person_id, score): of everybody who stood in a list shown in these days, or was put
    aside in it; the highest of each opening and organisation."""
    columns = (RankedList.subject_id, RankedList.organisation_id, RankedLine.entity_id)
    statement = select(*columns, func.max(RankedLine.score)).join(RankedList, RankedList.id == RankedLine.list_id)
    statement = statement.where(RankedLine.kind == "person", RankedLine.section.in_(("ranked", "set_aside")))
    return session.execute(statement.where(RankedList.id.in_(_lists_shown(days))).group_by(*columns)).all()


def listed(session: Session, days: Days, first: int) -> set[int]:
    """Who was one of the `first` of a list of people shown in these days."""
    lines = select(RankedLine.entity_id).where(RankedLine.kind == "person", RankedLine.list_id.in_(_lists_shown(days)))
    return set(session.scalars(lines.where(RankedLine.section == "ranked", RankedLine.rank <= first).distinct()))


def _lists_shown(days: Days) -> Select:
    """Ids. Lists for openings that were never stored are nobody's selection."""
    shown = select(Shown.list_id).where(*_within(Shown.at, days))
    stored = (RankedList.direction == "people", RankedList.subject_id.is_not(None))
    return select(RankedList.id).where(*stored, RankedList.id.in_(shown))


def put_forward(session: Session, days: Days) -> set[int]:
    """Who applied for an opening, or was proposed to a company, in these days."""
    applied = session.scalars(select(Application.person_id).where(*_within(Application.created_at, days)))
    proposed = session.scalars(select(Shortlisted.person_id).where(*_within(Shortlisted.proposed_at, days)))
    return {*applied, *proposed}


def accepted(session: Session, days: Days) -> set[int]:
    """Who has an application that was accepted in these days; where nobody noted when, as of its last change."""
    decided = func.coalesce(Application.decided_at, Application.updated_at)
    return set(
        session.scalars(select(Application.person_id).where(Application.state == "accepted", *_within(decided, days)))
    )


def _within(column, days: Days) -> tuple:
    return column >= days[0], column < days[1]


def districts_of_people(session: Session) -> dict[int, str]:
    """Of everybody whose municipality is known."""
    statement = select(Person.id, Municipality.district).join(Municipality, Municipality.id == Person.municipality_id)
    return dict(session.execute(statement).all())


def districts(session: Session) -> dict[str, str]:
    """Names by code, by name and code."""
    statement = select(Municipality.district, Municipality.district_name).distinct()
    found = sorted(session.execute(statement).all(), key=lambda row: (row[1], row[0]))
    return dict(found)
