"""Who works with whom: one counsellor for a person within an organisation, handed over when somebody else takes on."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matching_service.errors import Invalid
from matching_service.services.identity import organisations, permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from models import casework_queries


@dataclass(frozen=True, slots=True)
class Responsible:
    user_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Load:
    """Of one counsellor: people, follow-ups to be done, and those whose day is over."""

    user_id: int
    name: str
    people: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Loads:
    """`without`: people with whom nobody works."""

    counsellors: tuple[Load, ...]
    without: int


def of_person(session: Session, actor: Actor, person_id: int) -> Responsible | None:
    """Within the actor's organisation; None: nobody. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "responsibility.read", person_id)
    row = casework_queries.responsible(session, person_id, organisations.home_of(session, actor))
    return Responsible(*row) if row else None


def colleagues(session: Session, actor: Actor) -> tuple[Colleague, ...]:
    """Counsellors and coordinators of the actor's organisation, by name. Raises Forbidden."""
    permissions.require(actor, "responsibility.read")
    rows = casework_queries.staff_of(session, organisations.home_of(session, actor))
    return tuple(Colleague(*row) for row in rows)


def assign(session: Session, actor: Actor, person_id: int, user_id: int | None) -> None:
    """Hand the person over to somebody of the actor's organisation, with what the one before had to do for them; None:
    to nobody. Raises NotFound, Forbidden, Invalid (user_id: unknown)."""
    permissions.require_person(session, actor, "responsibility.assign", person_id)
    home = organisations.home_of(session, actor)
    if user_id is not None and user_id not in {row.id for row in casework_queries.staff_of(session, home)}:
        raise Invalid({"user_id": "unknown"})
    before = casework_queries.responsible(session, person_id, home)
    if user_id is None:
        casework_queries.end_responsibility(session, person_id, home)
    else:
        casework_queries.set_responsible(session, person_id, home, user_id, actor.user_id)
        if before is not None and before.user_id != user_id:
            casework_queries.hand_over_follow_ups(session, person_id, before.user_id, user_id)
    details = {"handed_to": user_id, "taken_from": before.user_id if before else None}
    audit.record(session, actor, "responsibility.assign", ("person", person_id), details=details)


def of_maker(session: Session, actor: Actor, person_id: int) -> None:
    """Whoever makes a profile works with the person, until somebody says otherwise. A program works with nobody."""
    if actor.is_staff and actor.user_id is not None and actor.organisation_id is not None:
        casework_queries.set_responsible(session, person_id, actor.organisation_id, actor.user_id, actor.user_id)


def loads(session: Session, actor: Actor) -> Loads:
    """How much each counsellor of the actor's organisation has to do. Coordinators only. Raises Forbidden."""
    permissions.require(actor, "caseload.loads")
    home, reach = organisations.home_of(session, actor), permissions.reach(actor, "caseload.read")
    rows = casework_queries.loads(session, home, reach, date.today())
    without = casework_queries.count_without(session, home, reach)
    return Loads(tuple(Load(*row) for row in rows), without)
