"""Applications of people for openings: prepared, sent, and read; what becomes of them is in application_steps."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.marketplace import application_inbox, application_states, application_steps
from matching_service.services.marketplace.application_record import ApplicationDetail, application_detail
from matching_service.services.marketplace.application_states import ANSWERS, COMPANY, PERSON, WITH_COMPANY
from models import Application, Opening, application_queries, base, queries

LONGEST_MESSAGE = 5000
# With fewer applications a share would say more of single people than of the company.
FEWEST_ANSWERS = 5
ANSWERS_OF_DAYS = 365


@dataclass(frozen=True, slots=True)
class RecentApplication:
    application: ApplicationDetail
    person_name: str


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """How many of the applications sent to a company in a year it has answered."""

    answered: int
    asked: int


def prepare(session: Session, actor: Actor, person_id: int, opening_id: int, message: str = "") -> ApplicationDetail:
    """Write an application that the company does not see before it is sent (application_steps.act with submit).

    Raises NotFound, Forbidden, Invalid, and Conflict: already_applied, opening_not_open.
    """
    queries.take_turn(session)
    opening = _opening_for(session, actor, person_id, opening_id, message)
    row = _draft(session, actor, person_id, opening, message)
    return application_detail(actor, row, _sides_of_person(actor))


def apply(
    session: Session, actor: Actor, person_id: int, opening_id: int, message: str = "", language: str = "sr"
) -> ApplicationDetail:
    """Who applies agrees to be seen by the company, in the words shown in `language`; staff apply only for people who
    have agreed to that. What was prepared before is sent with this message.

    Raises NotFound, Forbidden, Invalid, NotAgreed, and Conflict: already_applied, opening_not_open (not published, past
    its last day, or without free places).
    """
    queries.take_turn(session)
    opening = _opening_for(session, actor, person_id, opening_id, message)
    application_steps.let_be_seen(session, actor, person_id, opening, language)
    row = _draft(session, actor, person_id, opening, message)
    application_steps.submit(session, actor, row, language)
    return application_detail(actor, row, _sides_of_person(actor))


def edit(session: Session, actor: Actor, application_id: int, message: str) -> ApplicationDetail:
    """Another message in what is not sent yet. Raises NotFound, Forbidden, Invalid, and Conflict: wrong_state."""
    queries.take_turn(session)
    permissions.require(actor, "applications.send")
    row = application_queries.with_id(session, application_id)
    if row is None:
        raise NotFound("application", application_id)
    permissions.require_person(session, actor, "applications.send", row.person_id)
    _check_length(message)
    sides = _sides_of_person(actor)
    if row.state != "draft":
        raise Conflict("wrong_state", application_states.allowed(actor, row.state, sides))
    row.message = message.strip()
    session.flush()
    return application_detail(actor, row, sides)


def _opening_for(session: Session, actor: Actor, person_id: int, opening_id: int, message: str) -> Opening:
    permissions.require_person(session, actor, "applications.send", person_id)
    _check_length(message)
    opening = queries.opening(session, opening_id)
    if opening is None or not permissions.may_with_opening(actor, "openings.read", opening):
        raise NotFound("opening", opening_id)
    application_steps.require_open(opening)
    return opening


def _check_length(message: str) -> None:
    if len(message) > LONGEST_MESSAGE:
        raise Invalid({"message": "too_long"})


def _draft(session: Session, actor: Actor, person_id: int, opening: Opening, message: str) -> Application:
    """What was prepared before, also if it was thrown away since; or a new one. Raises Conflict: already_applied."""
    row = application_queries.of_pair(session, person_id, opening.id)
    if row is not None and row.state != "draft" and not application_steps.begin_again(actor, row):
        raise Conflict("already_applied")
    if row is None:
        row = Application(person_id=person_id, opening=opening, state="draft")
        session.add(row)
    row.message = message.strip()
    session.flush()
    return row


def get(session: Session, actor: Actor, application_id: int) -> ApplicationDetail:
    """Raises NotFound, Forbidden."""
    permissions.require(actor, "applications.follow")
    row = application_queries.with_id(session, application_id)
    sides = frozenset() if row is None else application_steps.sides_of(session, actor, row)
    if not sides:
        raise NotFound("application", application_id)
    return application_steps.detail_for(session, actor, row, sides)


def mine(session: Session, actor: Actor) -> tuple[ApplicationDetail, ...]:
    """A person's own, latest first; those that have come to a company, the last day for an answer first; of staff's
    people the latest hundred. Raises Forbidden."""
    permissions.require(actor, "applications.follow")
    if actor.is_staff:
        return tuple(one.application for one in recent(session, actor, limit=100))
    if actor.is_a("employer"):
        return tuple(one.application for one in application_inbox.read(session, actor).received)
    return () if actor.person_id is None else of_person(session, actor, actor.person_id)


def own_for(session: Session, actor: Actor, opening_id: int) -> ApplicationDetail | None:
    """The actor's own for an opening; None: there is none. Raises Forbidden."""
    permissions.require(actor, "applications.follow")
    if actor.person_id is None:
        return None
    row = application_queries.of_pair(session, actor.person_id, opening_id)
    return None if row is None else application_detail(actor, row, {PERSON})


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[ApplicationDetail, ...]:
    """Latest first. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "applications.read", person_id)
    return tuple(
        application_detail(actor, row, _sides_of_person(actor))
        for row in application_queries.of_person(session, person_id)
    )


def recent(session: Session, actor: Actor, limit: int = 20) -> tuple[RecentApplication, ...]:
    """The live ones of people whom the actor may see, latest first."""
    reach = permissions.reach(actor, "applications.recent")
    rows, sides = application_queries.latest_live(session, reach, limit), _sides_of_person(actor)
    return tuple(
        RecentApplication(application_detail(actor, row, sides), f"{row.person.given_name} {row.person.family_name}")
        for row in rows
    )


def of_opening(session: Session, actor: Actor, opening_id: int) -> dict[str, ApplicationDetail]:
    """What was sent for an opening of the actor's company, by the code under which it knows the person: of those who
    agree to be seen by it. Raises NotFound, Forbidden."""
    opening = permissions.require_opening(session, actor, "shortlist.read", opening_id)
    if opening.employer is None or opening.employer.verified_at is None:
        return {}
    rows = application_queries.with_codes(session, opening_id)
    seen = consents.people_with(session, "shown_to_employer", {row.person_id for row in rows}, opening.employer_id)
    return {
        code: application_detail(actor, row, {COMPANY}, code) for row, code in rows.items() if row.person_id in seen
    }


def sent_for(session: Session, actor: Actor, opening_id: int) -> dict[int, datetime]:
    """When each person with a live application for the opening has begun it: of those whom the actor may see."""
    reach = permissions.reach(actor, "applications.of_opening")
    return application_queries.sent_for(session, reach, opening_id)


def counts_for_openings(session: Session, actor: Actor, opening_ids: tuple[int, ...]) -> dict[int, int]:
    """How many live applications each opening has, 0 included. A company asks for its own openings only, and is told of
    people who agree to be seen by it: nothing tells that somebody has taken that back."""
    company = permissions.only_company_of(actor, "applications.count")
    if company is not None and not application_queries.are_all_of_employer(session, opening_ids, company):
        raise Forbidden("an employer sees applications for its own openings")
    seen_on = None if company is None else date.today()
    return dict.fromkeys(opening_ids, 0) | application_queries.count_live(session, opening_ids, seen_on)


def responsiveness(session: Session, employer_id: int) -> Responsiveness | None:
    """Of the last ANSWERS_OF_DAYS; for anybody. None: with fewer than FEWEST_ANSWERS nothing is said."""
    since = base.now() - timedelta(ANSWERS_OF_DAYS)
    answered, asked = application_queries.answered(session, employer_id, since, ANSWERS, WITH_COMPANY)
    return Responsiveness(answered, asked) if asked >= FEWEST_ANSWERS else None


def _sides_of_person(actor: Actor) -> frozenset[str]:
    """For whom whoever may see all applications of a person acts."""
    return frozenset({COMPANY, PERSON}) if actor.is_staff else frozenset({PERSON})
