"""Queries for what is looked up by its code: municipalities, occupations, skills."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.reference import Municipality, Occupation, Skill


def ids_by_code(
    session: Session, model: type[Municipality] | type[Occupation] | type[Skill], codes: Collection[str]
) -> dict[str, int]:
    if not codes:
        return {}
    return dict(session.execute(select(model.code, model.id).where(model.code.in_(codes))).all())


def ids_of_all_codes(session: Session, model: type[Municipality] | type[Occupation] | type[Skill]) -> dict[str, int]:
    return dict(session.execute(select(model.code, model.id)).all())


def ids_merged_with_esco(session: Session, model: type[Occupation] | type[Skill]) -> Sequence[int]:
    return session.scalars(select(model.id).where(model.esco_uri.is_not(None))).all()


def municipalities(session: Session) -> Sequence[Municipality]:
    return session.scalars(select(Municipality)).all()
