"""Profiles: one with everything that belongs to it, or lists of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from models import consent_queries
from models.base import LARGEST_ID
from models.organisation_queries import Reach
from models.people import Education, Experience, OccupationMention, Person, PersonSkill, Requalification
from models.queries import contains_all, count
from models.reference import Municipality

_PERSON_HISTORY = (
    joinedload(Person.municipality),
    selectinload(Person.educations).joinedload(Education.occupation),
    selectinload(Person.experiences).joinedload(Experience.occupation),
    selectinload(Person.requalifications).joinedload(Requalification.to_occupation),
)
_PERSON_ALL = (
    *_PERSON_HISTORY,
    selectinload(Person.requalifications).joinedload(Requalification.from_occupation),
    selectinload(Person.mentions).joinedload(OccupationMention.occupation),
    selectinload(Person.skills).joinedload(PersonSkill.skill),
    selectinload(Person.languages),
    selectinload(Person.licences),
)


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Those within reach. `words` are folded; `municipality` is a code; `to_ask`: who was not asked to agree yet."""

    reach: Reach
    words: tuple[str, ...] = ()
    municipality: str | None = None
    to_ask: bool = False

    def select(self, *columns) -> Select:
        statement = select(*columns).where(self.reach.holds(), *contains_all(Person.search_text, self.words))
        if self.to_ask:
            statement = statement.where(consent_queries.not_asked(date.today()))
        if self.municipality is not None:
            statement = statement.where(Person.municipality.has(Municipality.code == self.municipality))
        return statement


def person(session: Session, person_id: int) -> Person | None:
    """With everything that belongs to the profile, as the database has it now."""
    if not 0 < person_id <= LARGEST_ID:
        return None
    statement = select(Person).where(Person.id == person_id).options(*_PERSON_ALL)
    return session.scalar(statement, execution_options={"populate_existing": True})


def imported_person(session: Session, source: str, external_id: str) -> Person | None:
    statement = select(Person).where(Person.source == source, Person.external_id == external_id)
    return session.scalar(statement, execution_options={"populate_existing": True})


def people_page(session: Session, wanted: PersonFilter, after: tuple | None, limit: int) -> Sequence[Person]:
    """By folded family name, then id; what follows the sort key `after`."""
    statement = wanted.select(Person).options(*_PERSON_HISTORY).order_by(Person.sort_name, Person.id)
    if after is not None:
        statement = statement.where(tuple_(Person.sort_name, Person.id) > tuple_(*after))
    return session.scalars(statement.limit(limit)).all()


def count_people(session: Session, wanted: PersonFilter) -> int:
    return count(session, wanted.select(Person.id))


def found_ids(session: Session, wanted: PersonFilter, limit: int) -> set[int]:
    """At most `limit` of those found, by id."""
    return set(session.scalars(wanted.select(Person.id).order_by(Person.id).limit(limit)))


def existing(session: Session, person_ids: Collection[int]) -> set[int]:
    return set(session.scalars(select(Person.id).where(Person.id.in_(person_ids))))
