"""What visitors find: openings that can be applied for now, as short rows to choose from, and in full to be shown."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from models.employers import Employer
from models.openings import Opening, OpeningSkill
from models.reference import Municipality, Occupation

# What one sitemap may hold.
MOST_LISTED = 50_000
_CHOSEN_BY = (
    Opening.id,
    Opening.kind,
    Opening.occupation_id,
    Occupation.field,
    Municipality.code.label("municipality"),
    Municipality.district,
    Opening.working_time,
    Opening.remote,
    or_(Opening.pay_from.is_not(None), Opening.pay_to.is_not(None)).label("pay_stated"),
    Opening.starts_on,
    Opening.education_min,
    Opening.beginners,
    Opening.published_at,
)


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
    """The same with title, folded company, and for each of `asked` whether it stands in the opening's texts: `asked0`,
    `asked1` and so on."""
    found = [
        Opening.search_text.contains(words, autoescape=True).label(f"asked{place}") for place, words in enumerate(asked)
    ]
    statement = _rows(today).outerjoin(Opening.employer)
    return session.execute(statement.add_columns(Opening.title, Employer.search_text.label("company"), *found)).all()


def _rows(today: date) -> Select:
    statement = select(*_CHOSEN_BY).select_from(Opening).outerjoin(Opening.municipality)
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
