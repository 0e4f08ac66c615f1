"""Queries of the matcher: the taxonomy as a whole, the rows to be read, and the rows of a ranked list."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.employers import Employer
from models.openings import Opening
from models.people import Person
from models.reference import Municipality, Occupation, OccupationLabel, OccupationSkill, Skill, SkillLabel


def occupations_with_labels(session: Session) -> tuple[Sequence[Row], Sequence[Row]]:
    """Occupations by code; and their labels (concept_id, language, kind, text) in the order they were written."""
    columns = (Occupation.id, Occupation.code, Occupation.isco_code, Occupation.field)
    label = OccupationLabel
    labels = select(label.occupation_id.label("concept_id"), label.language, label.kind, label.text).order_by(label.id)
    return session.execute(select(*columns).order_by(Occupation.code)).all(), session.execute(labels).all()


def skills_with_labels(session: Session) -> tuple[Sequence[Row], Sequence[Row]]:
    """Skills by code; and their labels (concept_id, language, kind, text) in the order they were written."""
    columns = (Skill.id, Skill.code, Skill.kind, Skill.field)
    label = SkillLabel
    labels = select(label.skill_id.label("concept_id"), label.language, label.kind, label.text).order_by(label.id)
    return session.execute(select(*columns).order_by(Skill.code)).all(), session.execute(labels).all()


def occupation_skill_codes(session: Session) -> Sequence[Row]:
    """(occupation code, skill code, essential)."""
    return session.execute(
        select(Occupation.code, Skill.code, OccupationSkill.essential)
        .join(OccupationSkill, OccupationSkill.occupation_id == Occupation.id)
        .join(Skill, OccupationSkill.skill_id == Skill.id)
    ).all()


def all_people(session: Session, ids: Collection[int] | None = None) -> Sequence[Person]:
    """Every profile (or of these ids) with all that is read of it, by id."""
    parts = (
        Person.educations,
        Person.experiences,
        Person.requalifications,
        Person.mentions,
        Person.skills,
        Person.languages,
        Person.licences,
    )
    options = [joinedload(Person.municipality), *(selectinload(part) for part in parts)]
    statement = select(Person).options(*options).order_by(Person.id)
    if ids is not None:
        statement = statement.where(Person.id.in_(ids))
    return session.scalars(statement, execution_options={"populate_existing": ids is not None}).all()


def all_openings(session: Session) -> Sequence[Opening]:
    """Every opening with all that is read of it, by id."""
    options = [joinedload(Opening.municipality)]
    options += [selectinload(part) for part in (Opening.skills, Opening.languages, Opening.licences)]
    return session.scalars(select(Opening).options(*options).order_by(Opening.id)).all()


# The statements of ranked lists are built once, and of tables, not of classes: that is most of what they cost.
_PERSON, _OPENING = Person.__table__.c, Opening.__table__.c
_MUNICIPALITY, _EMPLOYER = Municipality.__table__.c, Employer.__table__.c
_PERSON_LINES = (
    select(_PERSON.id, _PERSON.given_name, _PERSON.family_name, _MUNICIPALITY.code.label("municipality"))
    .outerjoin(Municipality.__table__, _PERSON.municipality_id == _MUNICIPALITY.id)
    .where(_PERSON.id.in_(bindparam("ids", expanding=True)))
)
_OPENING_LINES = (
    select(
        *(_OPENING.id, _OPENING.title, _OPENING.place),
        _EMPLOYER.name.label("employer_name"),
        _MUNICIPALITY.code.label("municipality"),
    )
    .outerjoin(Employer.__table__, _OPENING.employer_id == _EMPLOYER.id)
    .outerjoin(Municipality.__table__, _OPENING.municipality_id == _MUNICIPALITY.id)
    .where(_OPENING.id.in_(bindparam("ids", expanding=True)))
)


def person_lines(session: Session, ids: Collection[int]) -> Sequence[Row]:
    """Id, name and municipality code of people, in no particular order; what is not flushed is not seen."""
    return session.execute(_PERSON_LINES, {"ids": list(ids)}).all()


def opening_lines(session: Session, ids: Collection[int]) -> Sequence[Row]:
    """Id, title, place, employer's name and municipality code of openings, in no particular order.

    What is not flushed is not seen.
    """
    return session.execute(_OPENING_LINES, {"ids": list(ids)}).all()
