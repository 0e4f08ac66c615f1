"""The people a counsellor works with, each with the stage they have come to, the last contact and the next step.

The last contact is the day of the newest case note, or of what was done; what a note says stays sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from models import consent_queries
from models.applications import Application
from models.casework import FollowUp
from models.casework_queries import works_with, works_with_nobody
from models.consents import Shortlisted
from models.organisation_queries import Reach
from models.people import Education, Experience, OccupationMention, Person, Requalification
from models.protected import CaseNote
from models.queries import contains_all
from models.reference import Municipality


@dataclass(frozen=True, slots=True)
class CaseloadFilter:
    """People within reach with whom `user_id` works in the organisation; None: with whom nobody does."""

    today: date
    reach: Reach
    organisation_id: int
    user_id: int | None
    words: tuple[str, ...] = ()
    stage: str | None = None

    def select(self, *columns: ColumnElement) -> Select:
        whose = works_with_nobody(self.organisation_id)
        if self.user_id is not None:
            whose = works_with(self.organisation_id, self.user_id)
        statement = select(*columns).where(self.reach.holds(), whose, *contains_all(Person.search_text, self.words))
        return statement if self.stage is None else statement.where(stage(self.today) == self.stage)


def stage(today: date) -> ColumnElement[str]:
    """How far a person has come: the farthest that holds of vocabulary.STAGES."""
    agreed = exists().where(*consent_queries.ranked_by(Person.id, today))
    proposed = exists().where(Shortlisted.person_id == Person.id, Shortlisted.proposed_at.is_not(None))
    return case(
        (_applies("accepted"), "placed"),
        (_applies("interview", "offered"), "interview"),
        (_applies("submitted", "in_review", "shortlisted"), "applied"),
        (~agreed, "consent"),
        (proposed, "proposed"),
        (or_(Person.municipality_id.is_(None), ~_has_occupation()), "profile"),
        else_="ready",
    )


def _applies(*states: str) -> ColumnElement[bool]:
    return exists().where(Application.person_id == Person.id, Application.state.in_(states))


def _has_occupation() -> ColumnElement[bool]:
    pairs = (
        (Experience, Experience.occupation_id),
        (Education, Education.occupation_id),
        (Requalification, Requalification.to_occupation_id),
        (OccupationMention, OccupationMention.occupation_id),
    )
    return or_(*(exists().where(table.person_id == Person.id, column.is_not(None)) for table, column in pairs))


def _last_contact() -> ColumnElement:
    moments = union_all(
        select(CaseNote.person_id.label("person_id"), CaseNote.created_at.label("at")),
        select(FollowUp.person_id, FollowUp.done_at).where(FollowUp.done_at.is_not(None)),
    ).subquery()
    return select(func.max(moments.c.at)).where(moments.c.person_id == Person.id).scalar_subquery()


def _next_follow_up() -> ColumnElement:
    to_do = (FollowUp.person_id == Person.id, FollowUp.done_at.is_(None))
    return select(func.min(FollowUp.due_on)).where(*to_do).scalar_subquery()


def page(session: Session, wanted: CaseloadFilter, sort: str, limit: int) -> Sequence[Row]:
    """(id, given_name, family_name, phone, municipality, stage, last_contact, next_due). `sort`: name, contact (longest
    ago first), next (what is due first)."""
    last, following = _last_contact().label("last_contact"), _next_follow_up().label("next_due")
    columns = (Person.id, Person.given_name, Person.family_name, Person.phone, Municipality.code.label("municipality"))
    statement = wanted.select(*columns, stage(wanted.today).label("stage"), last, following)
    statement = statement.outerjoin(Municipality, Municipality.id == Person.municipality_id)
    first = {"name": (), "contact": (last.is_not(None), last), "next": (following.is_(None), following)}[sort]
    return session.execute(statement.order_by(*first, Person.sort_name, Person.id).limit(limit)).all()


def counts(session: Session, wanted: CaseloadFilter) -> dict[str, int]:
    """How many people are in each stage, whatever stage is wanted."""
    its = stage(wanted.today)
    everybody = CaseloadFilter(wanted.today, wanted.reach, wanted.organisation_id, wanted.user_id, wanted.words)
    people = everybody.select(its.label("stage")).subquery()
    return dict(session.execute(select(people.c.stage, func.count()).group_by(people.c.stage)).all())
