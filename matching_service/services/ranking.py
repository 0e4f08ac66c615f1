"""Ranked lists in both directions, with reasons."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matching_service.services.actors import Actor
from matching_service.services.engine import Engine
from matching_service.services.openings import OpeningRecord
from matching_service.services.people import PersonRecord


@dataclass(frozen=True, slots=True)
class Note:
    """A reason as a key and values; the sentence belongs to the catalogues.

    Keys: licence_missing, education_below, language_below, language_missing, too_far, available_later,
    working_time_differs, no_places_left, not_open (hard rules); and *_unknown for what is not known, such as
    licence_unknown, education_unknown, language_unknown, distance_unknown, availability_unknown, mobility_unknown.
    """

    key: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Match:
    """One line of a ranked list. `parts` sum to `score` (to 1e-9); both are of 1.

    Parts, always in this order: occupation, required_skills, desired_skills, experience, text.
    `matched`, `missing`, `unknown` are skill codes the opening asks for; `missing_required` those of `missing`
    that are required. `notes` tell what is unknown about the hard rules. `occupation`: the code of the occupation
    of this person (or opening) that counts most here, None when no occupation is shared.
    """

    rank: int
    id: int
    name: str  # the person's name, or the opening's title
    employer_name: str  # of an opening; "" for a person
    municipality: str | None
    distance_km: float | None
    score: float
    parts: dict[str, float]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    missing_required: tuple[str, ...]
    occupation: str | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Ineligible:
    """Left out of the ranking by hard rules, with every reason."""

    id: int
    name: str
    municipality: str | None
    reasons: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """`eligible` counts all who passed the hard rules; `matches` are the first `limit` of them."""

    matches: tuple[Match, ...]
    eligible: int
    excluded: int
    ineligible: tuple[Ineligible, ...] = ()


def rank_people(
    session: Session,
    actor: Actor,
    engine: Engine,
    opening_id: int,
    *,
    limit: int = 20,
    with_ineligible: bool = False,
) -> Ranking:
    """People for an opening, best first; equal scores by id. Staff only. `ineligible` by id, at most 500."""
    raise NotImplementedError


def rank_openings(
    session: Session,
    actor: Actor,
    engine: Engine,
    person_id: int,
    *,
    limit: int = 20,
    with_ineligible: bool = False,
) -> Ranking:
    """Published openings for a person, best first; equal scores by id. Staff, or the person."""
    raise NotImplementedError


def rank_people_for_record(
    session: Session, actor: Actor, engine: Engine, record: OpeningRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_people`, for an opening that is not stored. Staff only."""
    raise NotImplementedError


def rank_openings_for_record(
    session: Session, actor: Actor, engine: Engine, record: PersonRecord, *, limit: int = 20
) -> Ranking:
    """As `rank_openings`, for a profile that is not stored. Staff only."""
    raise NotImplementedError
