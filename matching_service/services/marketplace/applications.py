"""Applications of people for openings: sent, seen, withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import opening_states
from matching_service.services.trail import audit
from models import Application, queries

LONGEST_MESSAGE = 5000
_WITHDRAWABLE = ("submitted", "in_review")


@dataclass(frozen=True, slots=True)
class ApplicationDetail:
    id: int
    person_id: int
    opening_id: int
    opening_title: str
    employer_name: str
    state: str
    message: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RecentApplication:
    application: ApplicationDetail
    person_name: str


def apply(
    session: Session, actor: Actor, person_id: int, opening_id: int, message: str = "", language: str = "sr"
) -> ApplicationDetail:
    """Who applies agrees to be seen by the company, in the words shown in `language`; staff apply only for people who
    have agreed to that.

    Raises NotFound, Forbidden, Invalid, NotAgreed, and Conflict: already_applied, opening_not_open (not published, past
    its last day, or without free places).
    """
    queries.take_turn(session)
    permissions.require_person(session, actor, "applications.send", person_id)
    if len(message) > LONGEST_MESSAGE:
        raise Invalid({"message": "too_long"})
    opening = queries.opening(session, opening_id)
    if opening is None or not permissions.may_with_opening(actor, "openings.read", opening):
        raise NotFound("opening", opening_id)
    if not opening_states.is_open(opening, date.today()):
        raise Conflict("opening_not_open")
    if queries.has_applied(session, person_id, opening_id):
        raise Conflict("already_applied")
    if opening.employer_id is not None:
        consents.on_applying(session, actor, person_id, opening.employer_id, language)
    row = Application(person_id=person_id, opening=opening, message=message.strip())
    session.add(row)
    session.flush()
    shortlists.note(session, opening_id, person_id)
    _tell(session, actor, "applications.send", row)
    return _detail(row)


def withdraw(session: Session, actor: Actor, application_id: int) -> ApplicationDetail:
    """Raises NotFound, Forbidden, and Conflict (already_decided)."""
    permissions.require(actor, "applications.withdraw")
    row = queries.application_to_change(session, application_id)
    if row is None or not permissions.within_reach(session, actor, "applications.withdraw", [row.person_id]):
        raise NotFound("application", application_id)
    if row.state not in _WITHDRAWABLE:
        raise Conflict("already_decided")
    row.state = "withdrawn"
    session.flush()
    shortlists.no_longer_wanted(session, row.opening_id, row.person_id)
    _tell(session, actor, "applications.withdraw", row)
    return _detail(row)


def _tell(session: Session, actor: Actor, action: str, row: Application) -> None:
    details = {"opening": row.opening_id, "application": row.id}
    audit.record(session, actor, action, ("person", row.person_id), details=details)


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[ApplicationDetail, ...]:
    """Latest first. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "applications.read", person_id)
    return tuple(_detail(row) for row in queries.applications_of_person(session, person_id))


def recent(session: Session, actor: Actor, limit: int = 20) -> tuple[RecentApplication, ...]:
    """The live ones of people whom the actor may see, latest first."""
    reach = permissions.reach(actor, "applications.recent")
    return tuple(
        RecentApplication(_detail(row), f"{row.person.given_name} {row.person.family_name}")
        for row in queries.latest_live_applications(session, reach, limit)
    )


def sent_for(session: Session, actor: Actor, opening_id: int) -> dict[int, datetime]:
    """When each person with a live application for the opening has sent it: of those whom the actor may see."""
    reach = permissions.reach(actor, "applications.of_opening")
    return queries.live_applications_for(session, reach, opening_id)


def counts_for_openings(session: Session, actor: Actor, opening_ids: tuple[int, ...]) -> dict[int, int]:
    """How many live applications each opening has, 0 included. A company asks for its own openings only."""
    company = permissions.only_company_of(actor, "applications.count")
    if company is not None and not queries.all_of_employer(session, opening_ids, company):
        raise Forbidden("an employer sees applications for its own openings")
    return dict.fromkeys(opening_ids, 0) | queries.count_live_applications(session, opening_ids)


def _detail(row: Application) -> ApplicationDetail:
    employer = row.opening.employer
    return ApplicationDetail(
        id=row.id,
        person_id=row.person_id,
        opening_id=row.opening_id,
        opening_title=row.opening.title,
        employer_name=employer.name if employer else "",
        state=row.state,
        message=row.message,
        created_at=row.created_at,
    )
