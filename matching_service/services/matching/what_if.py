"""What is missing between a person and an opening, and what a change of the profile would change in the list."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from matching_service.matcher import eligibility
from matching_service.matcher.documents import PersonFacts
from matching_service.matcher.features import Features
from matching_service.matcher.gaps import SkillGap, skill_gaps, trainable
from matching_service.matcher.index import place, score
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Snapshot
from matching_service.services.matching import ideas
from matching_service.services.matching.ideas import Idea
from matching_service.services.matching.matches import Note, as_notes
from matching_service.services.matching.ranking_query import in_list_of, stored
from matching_service.services.matching.reasons import of_pair
from matching_service.services.profiles import people
from matching_service.services.profiles.profile_changes import ProfileChange, ProfileInMemory


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the list of an opening. `rank` None: not listed, for `reasons`; `of`: how many are listed.

    `score` and `parts` are those of the ranked list; who is not listed has them as well, as the fit it would be.
    """

    rank: int | None
    of: int
    score: float
    parts: dict[str, float]
    reasons: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """Where a change moves somebody."""

    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Move:
    """One idea, and where it would move the person."""

    idea: Idea
    after: Standing


@dataclass(frozen=True, slots=True)
class Gaps:
    """`skills`, `failed` and `unknown` (hard rules) say what is missing or not known; `moves` what a single
    change would do in the list: questions first, and of each kind the best place first."""

    standing: Standing
    skills: tuple[SkillGap, ...]
    failed: tuple[Note, ...]
    unknown: tuple[Note, ...]
    moves: tuple[Move, ...]


def what_if(
    session: Session, actor: Actor, engine: Engine, person_id: int, opening_id: int, change: ProfileChange
) -> Effect:
    """Score and place before and after a change of the profile, which is not stored.

    Exactly what saving the change would give. Raises NotFound, Forbidden, and Invalid for a change that cannot be
    taken.
    """
    permissions.require_person(session, actor, "ranking.gaps", person_id)
    listed = _InList(session, actor, engine.snapshot(session), person_id, opening_id)
    profile = _profile(session, actor, listed.snapshot, person_id)
    profile.check(change)
    return Effect(listed.standing, listed.standing_of(*profile.changed(change)))


def gaps(session: Session, actor: Actor, engine: Engine, person_id: int, opening_id: int) -> Gaps:
    """What the person lacks for the opening, and what single changes would do in its list.

    Raises NotFound, Forbidden.
    """
    permissions.require_person(session, actor, "ranking.gaps", person_id)
    listed = _InList(session, actor, engine.snapshot(session), person_id, opening_id)
    return _gaps(listed, _profile(session, actor, listed.snapshot, person_id))


def _profile(session: Session, actor: Actor, snapshot: Snapshot, person_id: int) -> ProfileInMemory:
    return ProfileInMemory(session, snapshot.reader, people.get(session, actor, person_id).record)


class _InList:
    """A person, an opening, and the fits of all others on its list: one product, however many changes are tried."""

    def __init__(self, session: Session, actor: Actor, snapshot: Snapshot, person_id: int, opening_id: int):
        self.snapshot, self.person_id = snapshot, person_id
        self.today = date.today()
        self.opening = in_list_of(actor, stored(session, snapshot.openings, opening_id))
        self.person, self.person_facts, _ = stored(session, snapshot.people, person_id)
        self._ids, self._scores = self._others()
        self.standing = self.standing_of(self.person, self.person_facts)

    def _others(self) -> tuple[np.ndarray, np.ndarray]:
        people = self.snapshot.people
        ids, scores = people.index.scores(self.opening.features, people.sieve(self.opening.facts, self.today))
        others = ids != self.person_id
        return ids[others], scores[others]

    def standing_of(self, person: Features, facts: PersonFacts) -> Standing:
        """Where the person would stand with these features and facts."""
        # who may see the person is no matter of the profile
        seen_by = {"keepers": self.person_facts.keepers, "ranked_until": self.person_facts.ranked_until}
        encoder = self.snapshot.reader.encoder
        verdict, why = of_pair(encoder, self.opening, person, replace(facts, **seen_by), self.today)
        if not verdict.passed:
            return Standing(None, len(self._ids), why.score, why.parts, as_notes(verdict.reasons))
        fit = score(person, self.opening.features, encoder.n_features_)
        rank = place(fit, self.person_id, self._scores, self._ids)
        return Standing(rank, len(self._ids) + 1, why.score, why.parts)

    def skill_gaps(self) -> tuple[SkillGap, ...]:
        encoder = self.snapshot.reader.encoder
        return skill_gaps(encoder, self.person, self.person_facts, self.opening.features, self.opening.facts)


def _gaps(listed: _InList, profile: ProfileInMemory) -> Gaps:
    missing = listed.skill_gaps()
    verdict = eligibility.check(listed.person_facts, listed.opening.facts, listed.today)
    taxonomy, wanted = listed.snapshot.reader.taxonomy, {listed.opening.facts.occupation} - {None}
    found = [*ideas.of_gaps(missing), *ideas.of_conditions(verdict.reasons)]
    new = trainable(taxonomy, wanted, profile.read().occupations, listed.person_facts.isced)
    found += [ideas.of_requalification(taxonomy, code) for code in new]
    moves = (Move(idea, listed.standing_of(*profile.changed(idea.change))) for idea in found)
    ordered = sorted(moves, key=_questions_first_then_by_place)
    return Gaps(listed.standing, missing, as_notes(verdict.reasons), as_notes(verdict.unknowns), tuple(ordered))


def _questions_first_then_by_place(move: Move) -> tuple:
    idea, after = move.idea, move.after
    return not idea.ask, after.rank is None, after.rank or 0, -after.score, idea.kind, idea.codes
