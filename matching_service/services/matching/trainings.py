"""What would open most openings to a person: first what to ask, then the requalifications worth the trouble."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.matcher import eligibility
from matching_service.matcher.documents import OpeningFacts, Profile
from matching_service.matcher.eligibility import Eligibility
from matching_service.matcher.features import Features
from matching_service.matcher.gaps import SUITABLE_FIT, trainable
from matching_service.matcher.index import score_table
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Snapshot
from matching_service.services.matching import ideas
from matching_service.services.matching.ideas import Idea
from matching_service.services.matching.matches import Note, as_notes
from matching_service.services.matching.ranking_query import stored
from matching_service.services.profiles import people
from matching_service.services.profiles.profile_changes import ProfileInMemory
from models import matching_queries

MOST_SHOWN = 10
# The longest list of ideas that can be asked for.
MAX_TRAININGS = 20
# What hardly anybody asks for cannot open most openings.
MOST_TRIED = 200
# How many changes are tried in one product: enough to be quick, few enough for a small table at many openings.
TRIED_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class OpenedOpening:
    """An opening that a change makes suitable. `score`: the fit with the change; `places`: those still free; `notes`:
    hard rules about which something is unknown."""

    id: int
    name: str
    employer_name: str
    municipality: str | None
    place: str
    distance_km: float | None
    places: int
    score: float
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Prospect:
    """How many openings an idea makes suitable, with how many free places; of these the nearest, at most 10."""

    idea: Idea
    openings: int
    places: int
    nearest: tuple[OpenedOpening, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """`in_reach`: openings whose conditions the person meets; `suitable`: those of them that fit already.

    `place_known` or `mobility_known` False: distance excludes nothing yet; `schooling_known` False: only what needs no
    school is proposed. So these are the first questions. `questions` are skills nobody has asked about, `trainings`
    requalifications; most openings first, then most places.
    """

    in_reach: int
    suitable: int
    place_known: bool
    mobility_known: bool
    schooling_known: bool
    questions: tuple[Prospect, ...]
    trainings: tuple[Prospect, ...]


def outlook(session: Session, actor: Actor, engine: Engine, person_id: int, *, limit: int = 5) -> Outlook:
    """Requalifications, completed with a certificate, that would make most openings suitable.

    Suitable is a fit of at least SUITABLE_FIT. Only openings in the person's reach count: published, all hard rules
    passed. A training whose openings a better one opens as well is left out. Of very many occupations the 200 are tried
    that are asked for most. Raises NotFound, Forbidden.
    """
    permissions.require_person(session, actor, "ranking.trainings", person_id)
    reach = _Reach(session, engine.snapshot(session), person_id)
    profile = ProfileInMemory(session, reach.reader, people.get(session, actor, person_id).record)
    questions, trainings = reach.questions(), reach.trainings(profile.read())
    asked = _best_first(reach.opened_by(profile, questions))[:limit]
    trained = _without_repeats(_best_first(reach.opened_by(profile, trainings)), limit)
    return _outlook(session, reach, asked, trained)


def _outlook(session: Session, reach: "_Reach", asked: list["_Opened"], trained: list["_Opened"]) -> Outlook:
    shown = {opening_id for one in (*asked, *trained) for opening_id in one.nearest}
    lines = {line.id: line for line in matching_queries.opening_lines(session, shown)}
    return Outlook(
        len(reach.ids),
        int(np.count_nonzero(reach.fits >= SUITABLE_FIT)),
        reach.person.latitude is not None,
        reach.person.mobility_km is not None,
        reach.person.isced is not None,
        tuple(reach.prospect(one, lines) for one in asked),
        tuple(reach.prospect(one, lines) for one in trained),
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """The openings that an idea makes suitable, with their fits; free places in all of them; ids of the nearest."""

    idea: Idea
    fits: Mapping[int, float]
    places: int
    nearest: tuple[int, ...]


class _Reach:
    """The openings that a person can have by all hard rules, ascending `ids`, and their `fits` as things are."""

    def __init__(self, session: Session, snapshot: Snapshot, person_id: int):
        person, self.person, _ = stored(session, snapshot.people, person_id)
        self.reader, shelf = snapshot.reader, snapshot.openings
        self._today = date.today()
        in_reach = shelf.index.rows_of(np.sort(shelf.index.passing(shelf.sieve(self.person, self._today))))
        self._facts = shelf.facts(session, in_reach.checksums_by_id())
        self.ids = list(self._facts)
        self._rows = in_reach.take(np.flatnonzero(np.isin(in_reach.ids, self.ids)))
        self.fits = self._table([person])[:, 0]
        self._verdicts: dict[int, Eligibility] = {}

    def _table(self, people: Sequence[Features]) -> np.ndarray:
        return score_table(self._rows, people, self.reader.encoder.n_features_)

    def _verdict(self, opening_id: int) -> Eligibility:
        if opening_id not in self._verdicts:
            self._verdicts[opening_id] = eligibility.check(self.person, self._facts[opening_id], self._today)
        return self._verdicts[opening_id]

    def questions(self) -> list[Idea]:
        """Skills of which nothing is known and which could, for all one knows, make an opening suitable."""
        if self.person.skills_complete:
            return []
        recorded = dict(self.person.skills)
        openings = enumerate(zip(self._facts.values(), self.fits.tolist(), strict=True))
        decisive = {code for number, (facts, fit) in openings for code in self._decisive(number, facts, fit)}
        return [ideas.of_skill(code, ask=True) for code in sorted(decisive - recorded.keys())]

    def _decisive(self, number: int, facts: OpeningFacts, fit: float) -> Iterator[str]:
        """Skills with weight enough: what one adds to the fit is never more than it weighs in the opening."""
        if fit >= SUITABLE_FIT:
            return
        features = self._rows.row(number)
        weights = dict(zip(features.indices.tolist(), features.values.tolist(), strict=True))
        for code, _required in facts.demands:
            if fit + weights.get(self.reader.encoder.index_["skill", code], 0.0) >= SUITABLE_FIT:
                yield code

    def trainings(self, profile: Profile) -> list[Idea]:
        """Occupations that openings in reach ask for and that the person can be trained for: of very many, those whose
        ISCO unit group is asked for most."""
        taxonomy = self.reader.taxonomy
        wanted = Counter(facts.occupation for facts in self._facts.values() if facts.occupation is not None)
        groups: Counter[str] = Counter()
        for code, openings in wanted.items():
            groups[taxonomy.occupations[code].isco] += openings
        possible = trainable(taxonomy, wanted, profile.occupations, self.person.isced)
        possible.sort(key=lambda code: (-groups[taxonomy.occupations[code].isco], -wanted[code]))
        return [ideas.of_requalification(taxonomy, code) for code in possible[:MOST_TRIED]]

    def opened_by(self, profile: ProfileInMemory, tried: Sequence[Idea]) -> Iterator[_Opened]:
        """Of the ideas that open anything, what they open."""
        for start in range(0, len(tried), TRIED_AT_ONCE):
            some = tried[start : start + TRIED_AT_ONCE]
            queries = [profile.changed(idea.change)[0] for idea in some]
            table = self._table(queries)
            for idea, fits in zip(some, table.T, strict=True):
                rows = np.flatnonzero((fits >= SUITABLE_FIT) & (self.fits < SUITABLE_FIT))
                if rows.size:
                    yield self._opened(idea, rows, fits[rows])

    def _opened(self, idea: Idea, rows: np.ndarray, fits: np.ndarray) -> _Opened:
        by_id = dict(zip([self.ids[row] for row in rows], fits.tolist(), strict=True))
        nearest = sorted(by_id, key=lambda number: (self._how_far(number), -by_id[number], number))
        places = sum(self._facts[number].places_left for number in by_id)
        return _Opened(idea, by_id, places, tuple(nearest[:MOST_SHOWN]))

    def _how_far(self, opening_id: int) -> float:
        km = self._verdict(opening_id).distance_km
        return inf if km is None else km

    def prospect(self, opened: _Opened, lines: Mapping[int, Row]) -> Prospect:
        shown = (self._opening(lines[number], opened.fits[number]) for number in opened.nearest if number in lines)
        return Prospect(opened.idea, len(opened.fits), opened.places, tuple(shown))

    def _opening(self, line: Row, fit: float) -> OpenedOpening:
        verdict = self._verdict(line.id)
        km = verdict.distance_km
        return OpenedOpening(
            id=line.id,
            name=line.title,
            employer_name=line.employer_name or "",
            municipality=line.municipality,
            place=line.place,
            distance_km=None if km is None else round(km, 1),
            places=self._facts[line.id].places_left,
            score=fit,
            notes=as_notes(verdict.unknowns),
        )


def _best_first(found: Iterable[_Opened]) -> list[_Opened]:
    """Most openings, then most places, then the best fits."""
    return sorted(found, key=lambda one: (-len(one.fits), -one.places, -sum(one.fits.values()), one.idea.codes))


def _without_repeats(found: Iterable[_Opened], limit: int) -> list[_Opened]:
    """The first `limit` that open something which none before them opens."""
    kept: list[_Opened] = []
    for one in found:
        if len(kept) == limit:
            break
        if not any(one.fits.keys() <= better.fits.keys() for better in kept):
            kept.append(one)
    return kept
