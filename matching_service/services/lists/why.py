"""Why somebody was or was not proposed for an opening: for the person, so nothing of others is told, not even places.

What counts is worked out anew, as read now, from the person and the opening alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.errors import NotAgreed, NotFound
from matching_service.matcher.documents import PersonFacts
from matching_service.matcher.eligibility import Eligibility
from matching_service.matcher.explanation import WEAK_FIT
from matching_service.matcher.features import Features
from matching_service.matcher.gaps import skill_gaps
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Snapshot
from matching_service.services.lists import overrides, reviews
from matching_service.services.lists.overrides import Decision
from matching_service.services.lists.reviews import ReviewDetail
from matching_service.services.matching import ideas
from matching_service.services.matching.ideas import Idea
from matching_service.services.matching.matches import Note, as_notes
from matching_service.services.matching.ranking_query import Query, stored
from matching_service.services.matching.reasons import Reasons, of_pair
from matching_service.services.profiles import people
from matching_service.services.profiles.profile_changes import ProfileInMemory
from models import matching_queries, queries, ranked_list_queries

# A change of the fit, of 1, that is worth telling.
NOTICEABLE = 0.01


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody was shown a list with the person in it: `section` ranked, set_aside, left_out, or proposed (to the
    company). `by`: a name, empty for a command and where the account is gone.
    """

    section: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class WhyLine:
    """An opening for which the person was in a list, or about which somebody has decided; the latest showing of each
    section first."""

    opening_id: int
    title: str
    employer_name: str
    seen: tuple[Seen, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Change:
    """What would change it: the fit afterwards, and whether the conditions would be met then."""

    idea: Idea
    score: float
    passes: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The person and the opening as read now. `failed`: conditions not met; `to_ask`: not known. The skills are codes,
    as in a ranked list."""

    passes: bool
    failed: tuple[Note, ...]
    to_ask: tuple[Note, ...]
    score: float
    parts: dict[str, float]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    missing_required: tuple[str, ...]
    unknown: tuple[str, ...]
    implied: tuple[str, ...]
    occupation: str | None
    distance_km: float | None
    changes: tuple[Change, ...]

    @property
    def weak(self) -> bool:
        return self.score < WEAK_FIT


@dataclass(frozen=True, slots=True)
class Why:
    """`comparison` None: the person has not agreed to be ranked, so nobody can be shown them in a list."""

    line: WhyLine
    is_open: bool
    comparison: Comparison | None
    reviews: tuple[ReviewDetail, ...]


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[WhyLine, ...]:
    """By the latest showing, the newest first. The person, or staff. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "why.read", person_id)
    seen = _seen(ranked_list_queries.showings_with(session, person_id))
    decisions = {each.opening_id: each for each in overrides.in_force(session, actor, person_id=person_id)}
    return _lines(session, seen, decisions)


def of_opening(session: Session, actor: Actor, engine: Engine, person_id: int, opening_id: int) -> Why:
    """The person, or staff. Raises Forbidden, and NotFound: also for an opening that is not published and for which the
    person was in no list."""
    permissions.require_person(session, actor, "why.read", person_id)
    if not ranked_list_queries.is_told(session, person_id, opening_id):
        raise NotFound("opening", opening_id)
    row = queries.opening(session, opening_id)
    seen = _seen(ranked_list_queries.showings_with(session, person_id, opening_id))
    decisions = {each.opening_id: each for each in overrides.in_force(session, actor, person_id=person_id)}
    (line,) = _lines(session, {opening_id: seen.get(opening_id, ())}, {opening_id: decisions.get(opening_id)})
    try:
        comparison = _comparison(session, actor, engine.snapshot(session), person_id, opening_id)
    except NotAgreed:
        comparison = None
    asked = reviews.of_pair(session, actor, person_id, opening_id)
    return Why(line, row.state == "published", comparison, asked)


def _seen(rows: Iterable[Row]) -> dict[int, tuple[Seen, ...]]:
    found = defaultdict(list)
    for row in rows:
        found[row.opening_id].append(Seen(row.section, row.at, row.name or ""))
    return {opening_id: tuple(seen) for opening_id, seen in found.items()}


def _lines(
    session: Session, seen: dict[int, tuple[Seen, ...]], decisions: dict[int, Decision | None]
) -> tuple[WhyLine, ...]:
    """Openings that have been deleted meanwhile are left out."""
    ids = [*seen, *(one for one in decisions if one not in seen)]
    told = {row.id: row for row in matching_queries.opening_lines(session, ids)}
    return tuple(
        WhyLine(one, told[one].title, told[one].employer_name or "", seen.get(one, ()), decisions.get(one))
        for one in ids
        if one in told
    )


def _comparison(session: Session, actor: Actor, snapshot: Snapshot, person_id: int, opening_id: int) -> Comparison:
    pair = _Pair(snapshot, stored(session, snapshot.openings, opening_id))
    person = stored(session, snapshot.people, person_id)
    verdict, why = pair.of(person.features, person.facts)
    profile = ProfileInMemory(session, snapshot.reader, people.get(session, actor, person_id).record)
    return Comparison(
        passes=verdict.passed,
        failed=as_notes(verdict.reasons),
        to_ask=as_notes(verdict.unknowns),
        score=why.score,
        parts=why.parts,
        matched=why.matched,
        missing=why.missing,
        missing_required=why.missing_required,
        unknown=why.unknown,
        implied=why.implied,
        occupation=why.occupation,
        distance_km=verdict.distance_km,
        changes=pair.changes(profile, person, verdict, why.score),
    )


class _Pair:
    """An opening, and somebody with these or other features and facts; nobody else."""

    def __init__(self, snapshot: Snapshot, opening: Query):
        self._encoder, self._opening, self._today = snapshot.reader.encoder, opening, date.today()

    def of(self, features: Features, facts: PersonFacts) -> Reasons:
        return of_pair(self._encoder, self._opening, features, facts, self._today)

    def changes(
        self, profile: ProfileInMemory, person: Query, verdict: Eligibility, score: float
    ) -> tuple[Change, ...]:
        """Those that would open the list first, then by what they add to the fit."""
        gaps = skill_gaps(self._encoder, person.features, person.facts, self._opening.features, self._opening.facts)
        found = [*ideas.of_gaps(gaps), *ideas.of_conditions(verdict.reasons)]
        tried = [self._change(idea, profile) for idea in found]
        telling = [each for each in tried if each.passes != verdict.passed or each.score - score >= NOTICEABLE]
        return tuple(sorted(telling, key=lambda each: (not each.passes, -each.score)))

    def _change(self, idea: Idea, profile: ProfileInMemory) -> Change:
        verdict, why = self.of(*profile.changed(idea.change))
        return Change(idea, why.score, verdict.passed)
