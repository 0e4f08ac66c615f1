"""What people ask of those who keep their data: a correction of what they cannot change themselves, or erasure.

The words of both sides are sealed: a correction of protected data tells what they are.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotFound
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.protection import sealing
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import RightsRequest, base, queries, rights_queries
from models.vocabulary import REQUEST_SUBJECTS

LONGEST_WORDS = 5000
# The law gives this long: Article 21 of the ZZPL, Article 12 of the GDPR.
ANSWERED_WITHIN = timedelta(days=30)
WAITING_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """`asked_by` and `answered_by` are names, empty where the account is gone. `answer_by`: the last day to answer."""

    id: int
    person_id: int
    person_name: str
    kind: str
    about: str | None
    words: str
    state: str
    asked_at: datetime
    asked_by: str
    answer_by: date
    answer: str
    answered_at: datetime | None
    answered_by: str

    @property
    def overdue(self) -> bool:
        return self.state == "open" and date.today() > self.answer_by


@dataclass(frozen=True, slots=True)
class Waiting:
    """The oldest of what waits for an answer, and how many wait altogether."""

    items: tuple[RequestDetail, ...]
    total: int


def ask_correction(session: Session, actor: Actor, person_id: int, about: str, words: str) -> RequestDetail:
    """The person, or staff for them. Raises NotFound, Forbidden, Invalid (about, words)."""
    permissions.require_person(session, actor, "rights.ask", person_id)
    problems = Problems()
    problems.one_of("about", about, REQUEST_SUBJECTS)
    problems.required("words", words)
    _check_words(problems, "words", words)
    return _ask(session, actor, RightsRequest(person_id=person_id, kind="correction", about=about), words)


def ask_erasure(session: Session, actor: Actor, person_id: int, words: str = "") -> RequestDetail:
    """The person, or staff for them. Raises NotFound, Forbidden, Invalid (words), and Conflict (already_asked)."""
    queries.take_turn(session)
    permissions.require_person(session, actor, "rights.ask", person_id)
    problems = Problems()
    _check_words(problems, "words", words)
    if rights_queries.open_erasure(session, person_id):
        raise Conflict("already_asked")
    return _ask(session, actor, RightsRequest(person_id=person_id, kind="erasure"), words)


def withdraw(session: Session, actor: Actor, request_id: int) -> RequestDetail:
    """Whoever may ask may think again. Raises NotFound, Forbidden, and Conflict (already_answered)."""
    row = _open(session, actor, "rights.ask", request_id)
    return _close(session, actor, row, "withdrawn", "", "rights.withdraw")


def answer(session: Session, actor: Actor, request_id: int, done: bool, reason: str) -> RequestDetail:
    """Staff. `reason` is read by the person. A correction is made before it is said to be done; an erasure is done by
    `erasure.erase`, here it can only be refused.

    Raises NotFound, Forbidden, Invalid (answer), and Conflict: already_answered, erase_instead.
    """
    row = _open(session, actor, "rights.answer", request_id)
    problems = Problems()
    problems.required("answer", reason)
    _check_words(problems, "answer", reason)
    if done and row.kind == "erasure":
        raise Conflict("erase_instead")
    return _close(session, actor, row, "done" if done else "refused", reason.strip(), "rights.answer")


def waiting(session: Session, actor: Actor, limit: int = WAITING_SHOWN) -> Waiting:
    """What waits for an answer about people within reach, the oldest first. Staff only."""
    reach = permissions.reach(actor, "rights.answer")
    rows = rights_queries.open_requests(session, reach, limit)
    total = len(rows) if len(rows) < limit else rights_queries.count_open_requests(session, reach)
    return Waiting(tuple(_detail(session, row) for row in rows), total)


def get(session: Session, actor: Actor, request_id: int) -> RequestDetail:
    """Raises NotFound, Forbidden."""
    permissions.require(actor, "rights.requests")
    row = rights_queries.request(session, request_id)
    return _detail(session, _within_reach(session, actor, "rights.requests", row, request_id))


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[RequestDetail, ...]:
    """Latest first. The person, or staff. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "rights.requests", person_id)
    return tuple(_detail(session, row) for row in rights_queries.requests_of(session, person_id))


def open_erasure(session: Session, actor: Actor, person_id: int) -> RequestDetail | None:
    """The erasure that waits for an answer. The person, or staff. Raises NotFound, Forbidden."""
    asked = of_person(session, actor, person_id)
    return next((one for one in asked if (one.kind, one.state) == ("erasure", "open")), None)


def _check_words(problems: Problems, path: str, words: str) -> None:
    problems.check(path, len(words) <= LONGEST_WORDS, "too_long")
    problems.check(path, "\x00" not in words, "not_allowed")
    problems.raise_if_any()


def _ask(session: Session, actor: Actor, row: RightsRequest, words: str) -> RequestDetail:
    row.asked_by_id, row.asked_at = actor.user_id, base.now()
    _seal(session, row, {"words": words.strip(), "answer": ""})
    session.add(row)
    session.flush()
    details = {"kind": row.kind, "request": row.id} | ({"about": row.about} if row.about else {})
    audit.record(session, actor, "rights.ask", ("person", row.person_id), details=details)
    return _detail(session, rights_queries.request(session, row.id))


def _open(session: Session, actor: Actor, action: str, request_id: int) -> RightsRequest:
    permissions.require(actor, action)
    row = rights_queries.request_to_answer(session, request_id)
    row = _within_reach(session, actor, action, row, request_id)
    if row.state != "open":
        raise Conflict("already_answered")
    return row


def _within_reach(
    session: Session, actor: Actor, action: str, row: RightsRequest | None, request_id: int
) -> RightsRequest:
    if row is None or not permissions.within_reach(session, actor, action, [row.person_id]):
        raise NotFound("request", request_id)
    return row


def _close(session: Session, actor: Actor, row: RightsRequest, state: str, reason: str, action: str) -> RequestDetail:
    _seal(session, row, _opened(session, row) | {"answer": reason})
    row.state, row.answered_at, row.answered_by_id = state, base.now(), actor.user_id
    session.flush()
    details = {"kind": row.kind, "request": row.id, "state": state}
    audit.record(session, actor, action, ("person", row.person_id), details=details)
    return _detail(session, rights_queries.request(session, row.id))


def place_of(row: RightsRequest) -> str:
    return f"rights_request/{row.person_id}/{row.asked_at.isoformat(timespec='microseconds')}"


def _seal(session: Session, row: RightsRequest, content: dict[str, str]) -> None:
    sealed = json.dumps(content, ensure_ascii=False).encode()
    row.sealed = sealing.keyring(session).seal(sealed, place_of(row))


def _opened(session: Session, row: RightsRequest) -> dict[str, str]:
    """Without words where no key opens them: that something was asked for is told all the same."""
    try:
        return json.loads(sealing.keyring(session).open(row.sealed, place_of(row)))
    except sealing.CannotOpen:
        return {"words": "", "answer": ""}


def _detail(session: Session, row: RightsRequest) -> RequestDetail:
    copied = ("id", "person_id", "kind", "about", "state", "asked_at", "answered_at")
    return RequestDetail(
        **{name: getattr(row, name) for name in copied},
        **_opened(session, row),
        person_name=f"{row.person.given_name} {row.person.family_name}",
        asked_by=row.asked_by.name if row.asked_by else "",
        answer_by=(row.asked_at + ANSWERED_WITHIN).date(),
        answered_by=row.answered_by.name if row.answered_by else "",
    )
