"""What a cohort is, as pages and API show it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.matcher.assignment_worth import Weights
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from models import Cohort, CohortRun, cohort_queries


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """`run_id`: the latest proposal, None before the first."""

    id: int
    name: str
    people: int
    openings: int
    run_id: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """`priority` from 0 (like everybody) to 3, with its reason."""

    person_id: int
    name: str
    municipality: str | None
    priority: int
    priority_reason: str | None


@dataclass(frozen=True, slots=True)
class Slot:
    """An opening of the cohort; `free`: its places that nobody has taken."""

    opening_id: int
    title: str
    employer_name: str
    municipality: str | None
    place: str
    state: str
    free: int


@dataclass(frozen=True, slots=True)
class PairSaid:
    """What was said of a person and an opening: `rule` (must, never), `wish` (1 to 3)."""

    person_id: int
    opening_id: int
    rule: str | None
    wish: int | None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A proposal: how many people took part, how many have a place in it, how many lines were confirmed."""

    id: int
    made_at: datetime
    by: str
    people: int
    placed: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class CohortDetail:
    """`hidden`: people who are in it and out of reach of the reader. `runs`: the latest first."""

    id: int
    name: str
    note: str
    weights: Weights
    members: tuple[Member, ...]
    hidden: int
    slots: tuple[Slot, ...]
    pairs: tuple[PairSaid, ...]
    runs: tuple[RunSummary, ...]


def found(session: Session, actor: Actor, action: str, cohort_id: int) -> Cohort:
    """Raises Forbidden where no role may, NotFound for a cohort that is not there or another organisation's."""
    granted = permissions.require(actor, action)
    row = cohort_queries.cohort(session, cohort_id)
    if row is None or not (granted == permissions.ANY or row.organisation_id == actor.organisation_id):
        raise NotFound("cohort", cohort_id)
    return row


def found_run(session: Session, actor: Actor, action: str, cohort_id: int, run_id: int) -> CohortRun:
    """Raises as `found`."""
    found(session, actor, action, cohort_id)
    row = cohort_queries.run(session, cohort_id, run_id)
    if row is None:
        raise NotFound("proposal", run_id)
    return row


def weights_of(row: Cohort) -> Weights:
    return Weights(row.wish, row.interest, row.near, row.lowest_fit)


def slot(row: Row) -> Slot:
    """Of a row of cohort_queries.openings_of."""
    free = row.places - row.places_taken
    return Slot(row.id, row.title, row.employer_name or "", row.municipality, row.place, row.state, free)


def names_within_reach(session: Session, actor: Actor, person_ids: list[int]) -> dict[int, Row]:
    """(id, given_name, family_name, municipality) of those whom the actor may see, by id."""
    seen = permissions.within_reach(session, actor, "people.read", person_ids)
    return {row.id: row for row in cohort_queries.people_named(session, seen)}


def full_name(row: Row) -> str:
    return f"{row.given_name} {row.family_name}"
