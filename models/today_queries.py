"""What a counsellor may have to do today: one statement for each source, each with a limit.

Every row has person_id, given_name, family_name, phone, the id of the item, the day it is due (or None), and what the
source tells: see each function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, exists, func, null, or_, select, true
from sqlalchemy.orm import Session, aliased

from models import consent_queries
from models.applications import Application
from models.base import now
from models.casework import FollowUp, Postponed
from models.casework_queries import works_with, works_with_nobody
from models.consents import Consent
from models.employers import Employer
from models.human_decisions import ReviewRequest
from models.invitations import Invitation
from models.openings import Opening
from models.organisation_queries import Reach
from models.people import Person
from models.rights import RightsRequest

WITH_COMPANY = ("submitted", "in_review", "shortlisted", "interview")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose list it is: people within `reach`; only those with whom the account works in the organisation, or nobody
    does, where `mine`. At most `limit` rows of each source."""

    today: date
    reach: Reach
    organisation_id: int
    user_id: int | None
    mine: bool
    limit: int

    def whose(self) -> ColumnElement[bool]:
        """Of people."""
        if not self.mine:
            return true()
        return or_(works_with(self.organisation_id, self.user_id), works_with_nobody(self.organisation_id))

    def select(self, kind: str, item_id: ColumnElement[int], due: ColumnElement, *columns: ColumnElement) -> Select:
        """People and what is to be done for them, without what the account has put off."""
        people = (Person.id.label("person_id"), Person.given_name, Person.family_name, Person.phone)
        statement = select(*people, item_id.label("item_id"), due.label("due"), *columns).select_from(Person)
        off = exists().where(
            Postponed.user_id == self.user_id,
            Postponed.kind == kind,
            Postponed.item_id == item_id,
            Postponed.until > self.today,
        )
        return statement.where(self.reach.holds(), ~off).limit(self.limit)


def follow_ups(session: Session, desk: Desk, until: date) -> Sequence[Row]:
    """With `text`. Of the account, and those that are nobody's; or of everybody."""
    statement = desk.select("follow_up", FollowUp.id, FollowUp.due_on, FollowUp.text)
    statement = statement.join(FollowUp, FollowUp.person_id == Person.id)
    statement = statement.where(FollowUp.done_at.is_(None), FollowUp.due_on <= until)
    if desk.mine:
        nobodys = FollowUp.assigned_to_id.is_(None) & desk.whose()
        statement = statement.where(or_(FollowUp.assigned_to_id == desk.user_id, nobodys))
    return session.execute(statement.order_by(FollowUp.due_on, FollowUp.id)).all()


def applications(session: Session, desk: Desk, until: date) -> Sequence[Row]:
    """Those that a company has to answer by then, with `title`, `employer`, `state`, `opening_id`."""
    due = Application.answer_by <= until
    return _applications(session, desk, "application", Application.state.in_(WITH_COMPANY) & due)


def offers(session: Session, desk: Desk) -> Sequence[Row]:
    """Those that a person has to answer; as `applications`."""
    return _applications(session, desk, "offer", Application.state == "offered")


def _applications(session: Session, desk: Desk, kind: str, which: ColumnElement[bool]) -> Sequence[Row]:
    told = (Opening.title, Employer.name.label("employer"), Application.state, Opening.id.label("opening_id"))
    statement = desk.select(kind, Application.id, Application.answer_by, *told)
    statement = statement.join(Application, Application.person_id == Person.id)
    statement = statement.join(Opening, Opening.id == Application.opening_id).outerjoin(Opening.employer)
    statement = statement.where(which, desk.whose())
    return session.execute(statement.order_by(Application.answer_by, Application.id)).all()


def consents_to_ask(session: Session, desk: Desk) -> Sequence[Row]:
    """People who were never asked, the newest profiles first."""
    statement = desk.select("consent_to_ask", Person.id, null(), Person.created_at)
    statement = statement.where(consent_queries.not_asked(desk.today), desk.whose())
    return session.execute(statement.order_by(Person.created_at.desc(), Person.id)).all()


def consents_ending(session: Session, desk: Desk, until: date) -> Sequence[Row]:
    """With `purpose` and `employer`: in force until one of the coming days, and no other lasts longer."""
    longer = aliased(Consent)
    renewed = exists().where(
        longer.person_id == Consent.person_id,
        longer.purpose == Consent.purpose,
        longer.withdrawn_at.is_(None),
        or_(longer.ends_on.is_(None), longer.ends_on > Consent.ends_on),
        or_(longer.employer_id.is_(None), longer.employer_id == Consent.employer_id),
    )
    told = (Consent.purpose, Consent.employer_name.label("employer"))
    statement = desk.select("consent_ending", Consent.id, Consent.ends_on, *told)
    statement = statement.join(Consent, Consent.person_id == Person.id)
    statement = statement.where(Consent.withdrawn_at.is_(None), Consent.ends_on.between(desk.today, until), ~renewed)
    return session.execute(statement.where(desk.whose()).order_by(Consent.ends_on, Consent.id)).all()


def requests(session: Session, desk: Desk) -> Sequence[Row]:
    """With `kind` and `asked_at`: of all people of the organisation, as the law gives a last day."""
    told = (RightsRequest.kind, RightsRequest.asked_at)
    statement = desk.select("request", RightsRequest.id, null(), *told)
    statement = statement.join(RightsRequest, RightsRequest.person_id == Person.id)
    statement = statement.where(RightsRequest.state == "open")
    return session.execute(statement.order_by(RightsRequest.asked_at, RightsRequest.id)).all()


def reviews(session: Session, desk: Desk) -> Sequence[Row]:
    """With `title`, `words`, `asked_at` and `opening_id`."""
    told = (ReviewRequest.text.label("words"), Opening.title, ReviewRequest.asked_at, Opening.id.label("opening_id"))
    statement = desk.select("review", ReviewRequest.id, null(), *told)
    statement = statement.join(ReviewRequest, ReviewRequest.person_id == Person.id)
    statement = statement.join(Opening, Opening.id == ReviewRequest.opening_id)
    statement = statement.where(ReviewRequest.answered_at.is_(None), desk.whose())
    return session.execute(statement.order_by(ReviewRequest.asked_at, ReviewRequest.id)).all()


def invitations(session: Session, desk: Desk, sent_before: datetime) -> Sequence[Row]:
    """With `expires_at`: sent some days ago, and neither accepted nor over."""
    statement = desk.select("invitation", Invitation.id, null(), Invitation.expires_at)
    statement = statement.join(Invitation, Invitation.person_id == Person.id)
    waits = (Invitation.accepted_at.is_(None), Invitation.expires_at > now(), Invitation.created_at < sent_before)
    statement = statement.where(*waits, desk.whose())
    return session.execute(statement.order_by(Invitation.expires_at, Invitation.id)).all()


def quiet(session: Session, desk: Desk, last: ColumnElement, before: datetime) -> Sequence[Row]:
    """With `last`: people with whom the account works, and with whom nothing has happened since the moment."""
    waits = exists().where(FollowUp.person_id == Person.id, FollowUp.done_at.is_(None))
    placed = exists().where(Application.person_id == Person.id, Application.state == "accepted")
    happened = func.coalesce(last, Person.created_at)
    statement = desk.select("quiet", Person.id, null(), happened.label("last"))
    statement = statement.where(works_with(desk.organisation_id, desk.user_id), ~waits, ~placed)
    statement = statement.where(Person.updated_at < before, happened < before)
    return session.execute(statement.order_by(Person.updated_at, Person.id)).all()
