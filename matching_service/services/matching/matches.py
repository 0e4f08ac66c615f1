"""Ranked lists as services, pages and API show them: lines with reasons, and who was left out."""

from dataclasses import dataclass
from typing import NamedTuple

from matching_service.matcher import eligibility
from matching_service.matcher.eligibility import Eligibility
from matching_service.matcher.explanation import WEAK_FIT, Explanation
from matching_service.services.lists.overrides import Decision


# Notes and matches are neither frozen nor slotted: they are made by the hundred for each list, which is three times as
# fast so, and written as JSON four times as fast.
@dataclass
class Note:
    """A reason as a key and values; the sentence belongs to the catalogues.

    Keys: licence_missing, education_below, language_below, language_missing, too_far, available_later,
    working_time_differs, no_places_left, not_open, not_ranked (hard rules); and for what is not known: licence_unknown,
    education_unknown, language_unknown, distance_unknown, mobility_unknown, availability_unknown, start_not_said,
    working_time_unknown.
    """

    key: str
    values: dict[str, object]


@dataclass
class Match:
    """One line of a ranked list. `parts` sum to `score` (to 1e-9); both are of 1.

    Parts, always in this order: occupation, required_skills, desired_skills, experience, text.
    `matched`, `missing`, `unknown` are codes of skills the opening asks for; `missing_required` those of `missing`
    that are required; `implied` those of `matched` that nobody recorded but the person's occupation lets expect.
    `notes` tell what is unknown about the hard rules. `occupation`: the code of that occupation of the person which
    comes nearest to the opening's, None when none comes near. `weak`: meets the conditions and shares hardly more.
    `name` is a person's name, or an opening's title; `place` the
    opening's place in the advertiser's words. `computed_rank` is the rank by fit alone, which differs from `rank` where
    somebody has decided otherwise; `override`: what was decided about this person and this opening.
    """

    rank: int
    computed_rank: int
    id: int
    name: str
    employer_name: str
    municipality: str | None
    place: str
    distance_km: float | None
    score: float
    parts: dict[str, float]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    missing_required: tuple[str, ...]
    implied: tuple[str, ...]
    occupation: str | None
    weak: bool
    notes: tuple[Note, ...]
    override: Decision | None = None


@dataclass(frozen=True, slots=True)
class Ineligible:
    """Left out of the ranking by hard rules, with every reason."""

    id: int
    name: str
    municipality: str | None
    reasons: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """`eligible` counts all who passed the hard rules; `matches` are the first `limit` of them. `set_aside` are people
    who passed them and whom somebody has put aside for this opening; their `rank` is that by fit."""

    matches: tuple[Match, ...]
    eligible: int
    excluded: int
    ineligible: tuple[Ineligible, ...] = ()
    set_aside: tuple[Match, ...] = ()

    @property
    def not_shown(self) -> int:
        """How many more meet the conditions, with a lower fit than those in the list."""
        return self.eligible - len(self.matches) - len(self.set_aside)


class Named(NamedTuple):
    """How a line is called, beside why it stands where it does."""

    name: str
    employer_name: str
    municipality: str | None
    place: str = ""


def match(
    rank: int,
    computed_rank: int,
    entity_id: int,
    line: Named,
    verdict: Eligibility,
    reasons: Explanation,
    override: Decision | None,
) -> Match:
    """`computed_rank`: by fit alone; `override`: what somebody has decided about the line."""
    return Match(
        rank=rank,
        computed_rank=computed_rank,
        id=entity_id,
        name=line.name,
        employer_name=line.employer_name,
        municipality=line.municipality,
        place=line.place,
        distance_km=None if verdict.distance_km is None else round(verdict.distance_km, 1),
        score=reasons.score,
        parts=reasons.parts,
        matched=reasons.matched,
        missing=reasons.missing,
        unknown=reasons.unknown,
        missing_required=reasons.missing_required,
        implied=reasons.implied,
        occupation=reasons.occupation,
        weak=reasons.score < WEAK_FIT,
        notes=as_notes(verdict.unknowns),
        override=override,
    )


def ineligible(entity_id: int, line: Named, verdict: Eligibility) -> Ineligible:
    return Ineligible(entity_id, line.name, line.municipality, as_notes(verdict.reasons))


def as_notes(notes: tuple[eligibility.Note, ...]) -> tuple[Note, ...]:
    return tuple([Note(note.key, dict(note.values)) for note in notes])
