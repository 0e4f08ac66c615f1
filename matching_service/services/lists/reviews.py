"""Somebody asks that a person looks again at why they were or were not proposed; a counsellor answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotFound
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import ReviewRequest, base, human_decision_queries, queries, ranked_list_queries

LONGEST_TEXT = 2000
WAITING = 50


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """`answered_at` None: nobody has answered yet; `answered_by`: a name, empty where the account is gone."""

    id: int
    person_id: int
    opening_id: int
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class WaitingReview:
    review: ReviewDetail
    person_name: str
    opening_title: str


def ask(session: Session, actor: Actor, person_id: int, opening_id: int, text: str = "") -> int:
    """The person alone; the id. Raises NotFound (also for an opening that is not published and for which the person was
    in no list), Forbidden, Invalid (text too_long), Conflict (review_waits: a request for this opening waits for an
    answer)."""
    queries.take_turn(session)  # of two at the same moment the second finds the first waiting
    permissions.require_person(session, actor, "reviews.ask", person_id)
    if not ranked_list_queries.is_told(session, person_id, opening_id):
        raise NotFound("opening", opening_id)
    text = _checked(text)
    if human_decision_queries.count_waiting(session, person_id, opening_id):
        raise Conflict("review_waits")
    row = ReviewRequest(person_id=person_id, opening_id=opening_id, text=text)
    session.add(row)
    session.flush()
    audit.record(session, actor, "reviews.ask", ("person", person_id), details={"opening": opening_id})
    return row.id


def answer(session: Session, actor: Actor, review_id: int, text: str) -> None:
    """Staff who may see the person. Raises NotFound, Forbidden, Invalid (answer: required, too_long), Conflict
    (already_answered)."""
    permissions.require(actor, "reviews.answer")
    row = human_decision_queries.review_to_answer(session, review_id)
    if row is None:
        raise NotFound("review", review_id)
    permissions.require_person(session, actor, "reviews.answer", row.person_id)
    text = _checked(text, "answer", required=True)
    if row.answered_at is not None:
        raise Conflict("already_answered")
    row.answer, row.answered_at, row.answered_by_id = text, base.now(), actor.user_id
    session.flush()
    audit.record(session, actor, "reviews.answer", ("person", row.person_id), details={"opening": row.opening_id})


def get(session: Session, actor: Actor, review_id: int) -> WaitingReview:
    """Raises NotFound, Forbidden."""
    permissions.require(actor, "reviews.answer")
    row = human_decision_queries.review(session, review_id)
    if row is None:
        raise NotFound("review", review_id)
    permissions.require_person(session, actor, "reviews.answer", row.person_id)
    return _waiting(row)


def waiting(session: Session, actor: Actor) -> tuple[WaitingReview, ...]:
    """Requests of people within reach that nobody has answered, the oldest first, at most 50. Raises Forbidden."""
    reach = permissions.reach(actor, "reviews.answer")
    return tuple(_waiting(row) for row in human_decision_queries.waiting_reviews(session, reach, WAITING))


def of_pair(session: Session, actor: Actor, person_id: int, opening_id: int) -> tuple[ReviewDetail, ...]:
    """The latest first. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "why.read", person_id)
    return tuple(_detail(row) for row in human_decision_queries.reviews_of(session, person_id, opening_id))


def _checked(text: str, path: str = "text", required: bool = False) -> str:
    text, problems = text.replace("\x00", " ").strip(), Problems()
    if required:
        problems.required(path, text)
    problems.check(path, len(text) <= LONGEST_TEXT, "too_long")
    problems.raise_if_any()
    return text


def _waiting(row: ReviewRequest) -> WaitingReview:
    name = f"{row.person.given_name} {row.person.family_name}"
    return WaitingReview(_detail(row), name, row.opening.title)


def _detail(row: ReviewRequest) -> ReviewDetail:
    by = row.answered_by.name if row.answered_by else ""
    plain = (row.id, row.person_id, row.opening_id, row.text, row.asked_at, row.answer, row.answered_at)
    return ReviewDetail(*plain, by)
