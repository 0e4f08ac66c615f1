"""Consents that are kept elsewhere, such as on paper: recorded for many people at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matching_service.services.consent import consent_rows, consents
from matching_service.services.consent.consent_rows import Agreement
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.trail import audit
from models import consent_queries, queries


@dataclass(frozen=True, slots=True)
class Declared:
    """How many people's consents were recorded, and how many had nothing to record: they have agreed already, or have
    taken it back since that day. `unknown`: ids of nobody."""

    recorded: int
    unchanged: int
    unknown: tuple[int, ...]


def declare(
    session: Session,
    actor: Actor,
    engine: Engine,
    person_ids: Iterable[int],
    agreements: Sequence[Agreement],
    declared_by: str,
) -> Declared:
    """Record consents that are kept elsewhere, for many people at once; `declared_by` answers for them.

    Nobody's withdrawal is undone: a consent of an earlier day than it is left out. Raises Invalid, Forbidden.
    """
    permissions.require(actor, "consents.declare")
    queries.take_turn(session)
    for agreement in agreements:
        consent_rows.check(session, agreement)
    wanted = sorted(set(person_ids))
    known = sorted(consent_queries.known_people(session, wanted))
    recorded = consent_rows.add(session, actor, known, agreements, declared_by)
    consents.take_effect(session, engine, sorted(recorded), {agreement.purpose for agreement in agreements})
    for person_id in sorted(recorded):
        details = {"declared": True, "purposes": [agreement.purpose for agreement in agreements]}
        audit.record(session, actor, "consents.declare", ("person", person_id), details=details)
    return Declared(len(recorded), len(known) - len(recorded), tuple(sorted(set(wanted) - set(known))))


def people_of_source(session: Session, actor: Actor, source: str) -> list[int]:
    """Ids of everybody who was imported from this source."""
    permissions.require(actor, "consents.declare")
    return sorted(consent_queries.people_of_source(session, source))
