"""What visitors find: openings that can be applied for now, as short rows to choose from, and in full to be shown."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Row, Select, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.base import now
from models.employers import Employer
from models.openings import Opening, OpeningSkill
from models.reference import Municipality, Occupation

# What one sitemap may hold.
MOST_LISTED = 50_000
# Up to here school is what everybody has.
PRIMARY_SCHOOL = 2
SOON, NEW = timedelta(days=30), timedelta(days=7)
# Columns by which rows are filtered, behind those that are of each row alone.
OWN_COLUMNS = ("id", "occupation_id", "published_at")
FILTERED_BY = (
    "kind", "field", "municipality", "district", "working_time",
    "pay", "beginners", "no_school", "remote", "soon", "new",
)  # fmt: skip


def _columns(today: date) -> tuple[ColumnElement, ...]:
    """OWN_COLUMNS, then FILTERED_BY. What an opening does not say it does not have."""
    return (
        Opening.id,
        Opening.occupation_id,
        Opening.published_at,
        Opening.kind,
        Occupation.field,
        Municipality.code.label("municipality"),
        Municipality.district,
        Opening.working_time,
        or_(Opening.pay_from.is_not(None), Opening.pay_to.is_not(None)).label("pay"),
        Opening.beginners,
        _is_so(Opening.education_min <= PRIMARY_SCHOOL, "no_school"),
        Opening.remote,
        _is_so(Opening.starts_on <= today + SOON, "soon"),
        _is_so(Opening.published_at >= now() - NEW, "new"),
    )


def _is_so(condition: ColumnElement[bool], name: str) -> ColumnElement[bool]:
    """False also where nobody knows."""
    return func.coalesce(condition, false()).label(name)


def can_be_applied_for(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Opening.state == "published",
        or_(Opening.apply_by.is_(None), Opening.apply_by >= today),
        Opening.places_taken < Opening.places,
    )


def open_rows(session: Session, today: date) -> Sequence[Row]:
    """Of every opening that can be applied for: what it is chosen by."""
    return session.execute(_rows(today)).all()


def named_rows(session: Session, today: date, asked: Sequence[str]) -> Sequence[Row]:
    """The same with the title, and for each of `asked` whether it stands in the opening's texts (`asked0`, `asked1` and
    so on), of which the title is one, and in the name of its company (`company0`)."""
    company = func.coalesce(Employer.search_text, "")
    found = [
        column
        for place, words in enumerate(asked)
        for column in (
            Opening.search_text.contains(words, autoescape=True).label(f"asked{place}"),
            (" " + company + " ").contains(words, autoescape=True).label(f"company{place}"),
        )
    ]
    statement = _rows(today).outerjoin(Opening.employer)
    return session.execute(statement.add_columns(Opening.title, *found)).all()


def _rows(today: date) -> Select:
    statement = select(*_columns(today)).select_from(Opening).outerjoin(Opening.municipality)
    return statement.outerjoin(Opening.occupation).where(*can_be_applied_for(today))


def openings_demanding(session: Session, skill_ids: Collection[int]) -> frozenset[int]:
    """Ids of openings, in whatever state, that ask for one of the skills."""
    asked = select(OpeningSkill.opening_id).where(OpeningSkill.skill_id.in_(skill_ids), ~OpeningSkill.rejected)
    return frozenset(session.scalars(asked)) if skill_ids else frozenset()


def openings_by_id(session: Session, ids: Collection[int]) -> Sequence[Opening]:
    """With company, municipality and occupation, in the order of the ids."""
    shown = (joinedload(Opening.employer), joinedload(Opening.municipality), joinedload(Opening.occupation))
    rows = session.scalars(select(Opening).where(Opening.id.in_(ids)).options(*shown))
    by_id = {row.id: row for row in rows}
    return [by_id[each] for each in ids if each in by_id]


def listed(session: Session, today: date) -> Sequence[Row]:
    """Id and last change of what can be applied for, the newest first."""
    statement = select(Opening.id, Opening.updated_at).where(*can_be_applied_for(today))
    return session.execute(statement.order_by(Opening.id.desc()).limit(MOST_LISTED)).all()


def newest(session: Session, today: date, limit: int) -> Sequence[Opening]:
    """Openings that can be applied for, with company, municipality and occupation."""
    last = select(Opening.id).where(*can_be_applied_for(today)).order_by(Opening.published_at.desc(), Opening.id.desc())
    return openings_by_id(session, session.scalars(last.limit(limit)).all())


def count_open(session: Session, today: date) -> int:
    return session.scalar(select(func.count()).select_from(Opening).where(*can_be_applied_for(today)))
