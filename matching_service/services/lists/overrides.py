"""A counsellor puts somebody on another place of an opening's list, or aside, and says why.

What was decided is shown to all who see the list, beside the place by fit, and kept when it is taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.matcher.letters import nfkc
from matching_service.matcher.protected import is_protected
from matching_service.matcher.text import located_tokens
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import Opening, Override, base, human_decision_queries, queries
from models.vocabulary import OVERRIDE_REASONS

LONGEST_TEXT = 1000
LAST_PLACE = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision about a line. `place` None: set aside. `by`: a name, empty for a command and for somebody
    whose account is gone. `text` None: not for this reader."""

    id: int
    opening_id: int
    person_id: int
    place: int | None
    reason: str
    text: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PastDecision:
    """`taken_back_at` None: in force."""

    decision: Decision
    taken_back_at: datetime | None
    taken_back_by: str


def decide(
    session: Session,
    actor: Actor,
    opening_id: int,
    person_id: int,
    *,
    place: int | None,
    reason: str,
    text: str = "",
    not_the_reason: bool = False,
) -> int:
    """Put the person on this place of the list (from 1), or aside (None), instead of what was decided before; the id.

    Raises NotFound, Forbidden, and Invalid: place (out_of_range), reason (not_allowed), text (too_long, required where
    the reason is another one, names_protected: it tells what may be no reason, unless the actor says
    `not_the_reason`).
    """
    permissions.require_person(session, actor, "overrides.decide", person_id)
    if not queries.exists(session, Opening, opening_id):
        raise NotFound("opening", opening_id)
    text = text.replace("\x00", " ").strip()
    _check(place, reason, text, not_the_reason)
    _end(session, actor, opening_id, person_id)
    row = Override(opening_id=opening_id, person_id=person_id, place=place, reason=reason, text=text)
    row.set_by_id = actor.user_id
    session.add(row)
    session.flush()
    details = {"opening": opening_id, "override": row.id, "place": place, "reason": reason}
    if protected_words(text):
        details["named_protected"] = True
    audit.record(session, actor, "overrides.decide", ("person", person_id), details=details)
    return row.id


def take_back(session: Session, actor: Actor, opening_id: int, person_id: int) -> None:
    """From now on the person stands where the fit puts them. Raises Forbidden, and NotFound where nothing is in
    force."""
    permissions.require_person(session, actor, "overrides.decide", person_id)
    row = _end(session, actor, opening_id, person_id)
    if row is None:
        raise NotFound("override", person_id)
    details = {"opening": opening_id, "override": row.id}
    audit.record(session, actor, "overrides.take_back", ("person", person_id), details=details)


def in_force(
    session: Session, actor: Actor, *, opening_id: int | None = None, person_id: int | None = None
) -> tuple[Decision, ...]:
    """For an opening or a person, in the order in which they were decided. For services, which have asked whether the
    actor may see the list; texts are only for those who may read them."""
    if opening_id is not None:
        rows = human_decision_queries.overrides_for_opening(session, opening_id)
    else:
        rows = human_decision_queries.overrides_for_person(session, person_id)
    return _decisions(session, actor, rows)


def history(session: Session, actor: Actor, opening_id: int, person_id: int) -> tuple[PastDecision, ...]:
    """What was ever decided about this pair, the latest first. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "overrides.read", person_id)
    return tuple(
        PastDecision(_decision(row, by or "", row.text), row.taken_back_at, taken_back_by or "")
        for row, by, taken_back_by in human_decision_queries.override_history(session, opening_id, person_id)
    )


def protected_words(text: str) -> tuple[str, ...]:
    """Words of a text that tell what may be no reason, in their order, as written."""
    normal = nfkc(text)
    return tuple(normal[token.start : token.end] for token in located_tokens(text) if is_protected(token.text))


def _check(place: int | None, reason: str, text: str, not_the_reason: bool) -> None:
    problems = Problems()
    problems.check("place", place is None or 1 <= place <= LAST_PLACE, "out_of_range")
    problems.check("reason", reason in OVERRIDE_REASONS, "not_allowed")
    problems.check("text", len(text) <= LONGEST_TEXT, "too_long")
    problems.check("text", bool(text) or reason != "other", "required")
    problems.check("text", not_the_reason or not protected_words(text), "names_protected")
    problems.raise_if_any()


def _end(session: Session, actor: Actor, opening_id: int, person_id: int) -> Override | None:
    row = human_decision_queries.override_in_force(session, opening_id, person_id)
    if row is not None:
        row.taken_back_at, row.taken_back_by_id = base.now(), actor.user_id
        session.flush()
    return row


def _decisions(session: Session, actor: Actor, rows: Sequence[Row]) -> tuple[Decision, ...]:
    if not rows:
        return ()
    readable: set[int] = set()
    if permissions.scope(actor, "overrides.read") is not None:
        readable = permissions.within_reach(session, actor, "overrides.read", {row.person_id for row in rows})
    return tuple(_decision(row, row.by or "", row.text if row.person_id in readable else None) for row in rows)


def _decision(row: Row | Override, by: str, text: str | None) -> Decision:
    return Decision(row.id, row.opening_id, row.person_id, row.place, row.reason, text, by, row.set_at)
