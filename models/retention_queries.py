"""Queries for what has been kept long enough."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from models import ranked_list_queries
from models.accounts import User
from models.applications import Application
from models.base import Base
from models.casework import FollowUp, PoolMember, Responsibility
from models.cohorts import CohortRun
from models.consents import Consent, Shortlisted
from models.employers import Employer
from models.human_decisions import Override, ReviewRequest
from models.idempotency import IdempotentResponse
from models.invitations import Invitation
from models.messages import Message
from models.openings import Opening
from models.organisation_queries import Reach
from models.organisations import PersonShare
from models.people import Person
from models.placements import Placement
from models.protected import CaseNote, ProtectedData
from models.ranked_lists import RankedList, Shown
from models.rights import RightsRequest
from models.sign_in import FailedAttempts, SignedInBrowser

# What is done with somebody or for them leaves a moment in one of these.
_DONE = (
    Application.updated_at,
    CaseNote.created_at,
    Consent.recorded_at,
    Consent.withdrawn_at,
    FollowUp.created_at,
    FollowUp.done_at,
    Invitation.created_at,
    Invitation.accepted_at,
    Override.set_at,
    Override.taken_back_at,
    PersonShare.created_at,
    PoolMember.added_at,
    Placement.updated_at,
    ProtectedData.updated_at,
    Responsibility.since,
    ReviewRequest.asked_at,
    ReviewRequest.answered_at,
    RightsRequest.asked_at,
    RightsRequest.answered_at,
    Shortlisted.created_at,
    Shortlisted.proposed_at,
)
_CONSENT = Consent.__table__.c
_NAME = (Person.given_name, Person.family_name)
_NO_DAY = null().label("day")


def moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _old_message(before: datetime) -> ColumnElement[bool]:
    """Sent; or given up, as nothing is tried for so long."""
    return or_(Message.sent_at < before, and_(Message.sent_at.is_(None), Message.created_at < before))


def _old_note(before: datetime) -> ColumnElement[bool]:
    """What a younger note corrects stays as long as that, and so does what stood there before."""
    kept = select(CaseNote.id, CaseNote.corrects_id).where(CaseNote.created_at >= before).cte(recursive=True)
    corrected = aliased(CaseNote)
    kept = kept.union(select(corrected.id, corrected.corrects_id).where(corrected.id == kept.c.corrects_id))
    return CaseNote.id.not_in(select(kept.c.id))


def _unconfirmed(before: datetime) -> ColumnElement[bool]:
    return and_(User.confirmed_at.is_(None), User.created_at < before)


# kind of data -> (table, condition for what is older than a moment)
_OLD: Mapping[str, tuple[type[Base], Callable[[datetime], ColumnElement[bool]]]] = {
    "idempotent_answers": (IdempotentResponse, lambda before: IdempotentResponse.created_at < before),
    "failed_attempts": (FailedAttempts, lambda before: FailedAttempts.last_at < before),
    "browsers": (SignedInBrowser, lambda before: SignedInBrowser.last_seen_at < before),
    "unconfirmed_accounts": (User, _unconfirmed),
    "invitations": (Invitation, lambda before: Invitation.expires_at < before),
    "messages": (Message, _old_message),
    "case_notes": (CaseNote, _old_note),
    "cohort_runs": (CohortRun, lambda before: CohortRun.made_at < before),
    "ranked_lists": (RankedList, ranked_list_queries.unseen),
    "requests": (RightsRequest, lambda before: RightsRequest.answered_at < before),
}


def count_old(session: Session, kind: str, before: datetime) -> int:
    table, old = _OLD[kind]
    return session.scalar(select(func.count()).select_from(table).where(old(before)))


def delete_old(session: Session, kind: str, before: datetime, limit: int) -> int:
    """At most `limit` rows, the newest first, as a case note is held by what it corrects; how many."""
    table, old = _OLD[kind]
    key = table.__table__.primary_key.columns
    some = select(*key).where(old(before)).order_by(*(column.desc() for column in key)).limit(limit)
    return session.execute(delete(table).where(tuple_(*key).in_(some))).rowcount


def delete_unconfirmed(session: Session, before: datetime, limit: int) -> int:
    """At most `limit` accounts, with the companies that were registered with them and have nothing else; how many
    accounts. Whoever confirms the address at the same moment keeps theirs."""
    some = select(User.id, User.employer_id).where(_unconfirmed(before)).order_by(User.id).limit(limit)
    accounts = session.execute(some.with_for_update(of=User)).all()
    session.execute(delete(User).where(User.id.in_([row.id for row in accounts])))
    companies = {row.employer_id for row in accounts} - {None}
    used = (exists().where(table.employer_id == Employer.id) for table in (User, Opening, Consent))
    unused = (Employer.verified_at.is_(None), *(~each for each in used))
    session.execute(delete(Employer).where(Employer.id.in_(companies), *unused))
    return len(accounts)


def _has_consent(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_CONSENT.person_id == Person.id, _CONSENT.purpose == "profiled", *conditions)


def _withdrawn(before: date) -> Select:
    """The end of the consent to a profile lies before the day, and there is none that lasts longer."""
    lasts = case(
        (_CONSENT.withdrawn_at.is_not(None), _CONSENT.withdrawn_at >= moment(before)),
        else_=or_(_CONSENT.ends_on.is_(None), _CONSENT.ends_on >= before),
    )
    withdrawn = select(func.max(_CONSENT.withdrawn_at)).where(*_of_person())
    ended = select(func.max(_CONSENT.ends_on)).where(*_of_person(), _CONSENT.withdrawn_at.is_(None))
    ends = (withdrawn.scalar_subquery().label("moment"), ended.scalar_subquery().label("day"))
    over = or_(_CONSENT.withdrawn_at < moment(before), _CONSENT.ends_on < before)
    # the few whose consent is over come first: everybody else need not be looked at
    of_these = Person.id.in_(select(_CONSENT.person_id).where(_CONSENT.purpose == "profiled", over))
    return select(Person.id, *_NAME, *ends).where(of_these, ~_has_consent(lasts))


def _of_person() -> tuple[ColumnElement[bool], ...]:
    return _CONSENT.person_id == Person.id, _CONSENT.purpose == "profiled"


def _unasked(before: date) -> Select:
    recorded = select(Person.id, *_NAME, Person.created_at.label("moment"), _NO_DAY)
    return recorded.where(Person.created_at < moment(before), ~_has_consent())


def _inactive(before: date) -> Select:
    """No visit, no change of the profile and nothing done with the person or for them since the day."""
    since = moment(before)
    done = last_done()
    latest = case((done > Person.updated_at, done), else_=Person.updated_at)
    visit = User.last_visit_on
    statement = select(Person.id, *_NAME, latest.label("moment"), visit.label("day"))
    statement = statement.outerjoin(User, User.id == Person.user_id)
    return statement.where(Person.updated_at < since, latest < since, or_(visit.is_(None), visit < before))


def last_done() -> ColumnElement[datetime | None]:
    """The latest of the person's moments in _DONE, and of the showings of lists that were made for them."""
    moments = [select(column.class_.person_id.label("person_id"), column.label("at")) for column in _DONE]
    for_them = (RankedList.direction == "openings", RankedList.subject_id.is_not(None))
    looked_for = select(RankedList.subject_id, Shown.at).join(Shown, Shown.list_id == RankedList.id).where(*for_them)
    done = union_all(*moments, looked_for).subquery()
    return select(func.max(done.c.at)).where(done.c.person_id == Person.id).scalar_subquery()


_PEOPLE = {"withdrawn_people": _withdrawn, "unasked_people": _unasked, "inactive_people": _inactive}
PEOPLE = tuple(_PEOPLE)


def people_to_erase(
    session: Session, kind: str, before: date, limit: int | None = None, reach: Reach | None = None
) -> list[Row]:
    """(id, given_name, family_name, moment, day) of people whose time ended before the day: at the later of moment and
    day, either of which may be None. By id."""
    statement = _PEOPLE[kind](before).order_by(Person.id).limit(limit)
    return session.execute(statement if reach is None else statement.where(reach.holds())).all()


def count_people_to_erase(session: Session, kind: str, before: date) -> int:
    return session.scalar(select(func.count()).select_from(_PEOPLE[kind](before).subquery()))
