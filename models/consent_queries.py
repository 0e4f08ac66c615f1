"""Queries for consents: what is in force, for one person or for many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, union_all, update
from sqlalchemy.orm import Session, joinedload

from models.base import now
from models.consents import Consent, Shortlisted
from models.matching import Reading
from models.openings import Opening
from models.people import Education, Experience, OccupationMention, Person, PersonSkill, Requalification

# More ids in one statement than SQLite takes variables would fail.
AT_ONCE = 1000
_CONSENT = Consent.__table__.c


def in_force(today: date) -> ColumnElement[bool]:
    return and_(_CONSENT.withdrawn_at.is_(None), or_(_CONSENT.ends_on.is_(None), _CONSENT.ends_on >= today))


def last_days(
    session: Session, purposes: Collection[str], today: date, person_ids: Collection[int] | None
) -> list[Row]:
    """(person_id, purpose, ends_on) of the consents in force, of some people or of everybody."""
    columns = (_CONSENT.person_id, _CONSENT.purpose, _CONSENT.ends_on)
    statement = select(*columns).where(_CONSENT.purpose.in_(purposes), in_force(today))
    return _of(session, statement, person_ids)


def people_with(
    session: Session, purpose: str, employer_id: int | None, today: date, person_ids: Collection[int] | None
) -> set[int]:
    """Who has a consent of this purpose (for this company) in force."""
    statement = select(_CONSENT.person_id).where(*_about(purpose, employer_id), in_force(today))
    return {row.person_id for row in _of(session, statement, person_ids)}


def of_people(session: Session, person_ids: Collection[int]) -> Mapping[int, Sequence[Row]]:
    """What is on record, by person: (person_id, purpose, employer_id, ends_on, withdrawn_at)."""
    names = ("person_id", "purpose", "employer_id", "ends_on", "withdrawn_at")
    found = defaultdict(list)
    for row in _of(session, select(*(_CONSENT[name] for name in names)), person_ids):
        found[row.person_id].append(row)
    return found


def known_people(session: Session, person_ids: Collection[int]) -> set[int]:
    """Those of the ids that are somebody's."""
    return {row.id for row in _of(session, select(Person.id), person_ids, Person.id)}


def people_of_source(session: Session, source: str) -> Sequence[int]:
    return session.scalars(select(Person.id).where(Person.source == source)).all()


def _about(purpose: str, employer_id: int | None) -> list[ColumnElement[bool]]:
    about = [_CONSENT.purpose == purpose]
    return about if employer_id is None else [*about, _CONSENT.employer_id == employer_id]


def _of(
    session: Session,
    statement: Select,
    person_ids: Collection[int] | None,
    column: ColumnElement[int] = _CONSENT.person_id,
) -> list[Row]:
    if person_ids is None:
        return session.execute(statement).all()
    ids = list(person_ids)
    some = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
    return [row for part in some for row in session.execute(statement.where(column.in_(part)))]


def of_person(session: Session, person_id: int) -> Sequence[Consent]:
    """All of them, latest first, with company and those who recorded and withdrew them."""
    shown = (joinedload(Consent.employer), joinedload(Consent.recorded_by), joinedload(Consent.withdrawn_by))
    statement = select(Consent).where(Consent.person_id == person_id).options(*shown)
    statement = statement.order_by(Consent.given_at.desc(), Consent.id.desc())
    return session.scalars(statement, execution_options={"populate_existing": True}).unique().all()


def withdraw(
    session: Session, person_id: int, purposes: Collection[str], employer_id: int | None, by: int | None
) -> int:
    """Withdraw what has not been withdrawn; how many. `employer_id` None: whatever the company."""
    these = [Consent.person_id == person_id, Consent.purpose.in_(purposes), Consent.withdrawn_at.is_(None)]
    if employer_id is not None:
        these.append(Consent.employer_id == employer_id)
    done = session.execute(update(Consent).where(*these).values(withdrawn_at=now(), withdrawn_by_id=by))
    return done.rowcount


def known_by_name(session: Session, today: date, opening_id: int | None) -> Sequence[Shortlisted]:
    """Codes that a company has seen beside the name of somebody who does not agree to be seen by it (any more)."""
    seen = agrees_to_be_seen(Shortlisted.person_id, Opening.employer_id, today)
    statement = select(Shortlisted).join(Opening, Opening.id == Shortlisted.opening_id).where(Shortlisted.named, ~seen)
    if opening_id is not None:
        statement = statement.where(Shortlisted.opening_id == opening_id)
    return session.scalars(statement).all()


def agrees_to_be_seen(
    person_id: ColumnElement[int], employer_id: ColumnElement[int], today: date
) -> ColumnElement[bool]:
    """Whether this company may see this person."""
    return exists().where(
        _CONSENT.person_id == person_id,
        _CONSENT.purpose == "shown_to_employer",
        _CONSENT.employer_id == employer_id,
        in_force(today),
    )


def of_opening(session: Session, opening_id: int) -> Sequence[Shortlisted]:
    return session.scalars(select(Shortlisted).where(Shortlisted.opening_id == opening_id)).all()


def note_named(session: Session, opening_id: int, person_ids: Collection[int]) -> None:
    """The company sees these people's names beside their codes; writes only what is new."""
    rows = select(Shortlisted).where(Shortlisted.opening_id == opening_id, ~Shortlisted.named)
    for row in session.scalars(rows):
        row.named = row.person_id in person_ids


def end_proposals(session: Session, today: date, person_id: int | None = None) -> None:
    """Of those who do not agree to be ranked (any more); of one, or of everybody."""
    ranked = and_(*(_agreed(Shortlisted.person_id, purpose, today) for purpose in ("profiled", "ranked")))
    these = [Shortlisted.proposed_at.is_not(None), ~ranked]
    if person_id is not None:
        these.append(Shortlisted.person_id == person_id)
    session.execute(update(Shortlisted).where(*these).values(proposed_at=None, proposed_by_id=None))


def not_asked(today: date) -> ColumnElement[bool]:
    """Of people: who has not agreed to be ranked, and has not said no either. They wait to be asked."""
    ranked = and_(_CONSENT.purpose == "ranked", or_(_CONSENT.withdrawn_at.is_not(None), in_force(today)))
    no_profile = and_(_CONSENT.purpose == "profiled", _CONSENT.withdrawn_at.is_not(None))
    return ~exists().where(_CONSENT.person_id == Person.id, or_(ranked, no_profile))


def ranked_by(person_id: ColumnElement[int], today: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions of a consent of this person to be ranked that is in force."""
    return _CONSENT.person_id == person_id, _CONSENT.purpose == "ranked", in_force(today)


def people_beyond_consent(session: Session, today: date) -> Sequence[int]:
    """Who has a reading without agreeing to be ranked, or something read from texts without agreeing to be profiled."""
    read = Reading.__table__.c
    agreed = _agreed(read.entity_id, "ranked", today) & _agreed(read.entity_id, "profiled", today)
    beyond_ranked = select(read.entity_id).where(read.kind == "person", ~read.deleted, ~agreed)
    derived = union_all(*(select(table.person_id).where(*conditions) for table, conditions in _FROM_TEXTS)).subquery()
    beyond_profiled = select(derived.c.person_id).where(~_agreed(derived.c.person_id, "profiled", today))
    return sorted({*session.scalars(beyond_ranked), *session.scalars(beyond_profiled)})


_FROM_TEXTS = (
    (OccupationMention, (OccupationMention.source == "text", ~OccupationMention.rejected)),
    (PersonSkill, (PersonSkill.source == "text",)),
    (Education, (Education.occupation_source == "text", Education.occupation_id.is_not(None))),
    (Experience, (Experience.occupation_source == "text", Experience.occupation_id.is_not(None))),
    (Requalification, (Requalification.occupation_source == "text", Requalification.to_occupation_id.is_not(None))),
)


def _agreed(person_id: ColumnElement[int], purpose: str, today: date) -> ColumnElement[bool]:
    return exists().where(_CONSENT.person_id == person_id, _CONSENT.purpose == purpose, in_force(today))
