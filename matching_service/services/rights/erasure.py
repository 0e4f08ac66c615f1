"""Erasure: a person and all that is theirs go, their account with them; statistics and the audit trail stay.

What is done with each table stands in the register. In two steps for staff: the person or a counsellor asks, a
coordinator does it. Whoever administers the machine does it at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matching_service.errors import Conflict
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.lists import ranked_lists
from matching_service.services.rights import outcomes
from matching_service.services.rights import subject as subjects
from matching_service.services.rights.register import DELETED, KEPT, PERSONAL, SEVERED
from matching_service.services.rights.subject import Subject, table_of
from matching_service.services.trail import audit
from models import Base, Consent, RightsRequest, queries, rights_queries


@dataclass(frozen=True, slots=True)
class Erasure:
    """How many rows of each table go, and how many stay; tables without any are left out.

    `account_stays`: the person signs in for other work as well.
    """

    person_id: int
    gone: Mapping[str, int]
    kept: Mapping[str, int]
    account_stays: bool


def preview(session: Session, actor: Actor, person_id: int) -> Erasure:
    """What `erase` would do now. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "rights.erase", person_id)
    return _counted(session, subjects.find(session, person_id))


def erase(session: Session, actor: Actor, engine: Engine, person_id: int) -> Erasure:
    """Do it. From the commit on nothing of the person is ranked, shown or stored here.

    Raises NotFound, Forbidden, and Conflict, unless the actor administers the machine: nobody has asked for it
    (not_asked_for), or the actor did so, as nobody erases alone (own_request). What index
    files still hold goes when they are made again: see Engine.compact.
    """
    queries.take_turn(session)
    permissions.require_person(session, actor, "rights.erase", person_id)
    if not actor.is_operator:
        _require_two(actor, rights_queries.open_erasure(session, person_id))
    return erase_at_once(session, actor, engine, person_id, reason="request")


def _require_two(actor: Actor, asked: RightsRequest | None) -> None:
    if asked is None:
        raise Conflict("not_asked_for")
    if asked.asked_by_id is not None and asked.asked_by_id == actor.user_id:
        raise Conflict("own_request")


def erase_at_once(session: Session, actor: Actor, engine: Engine, person_id: int, reason: str) -> Erasure:
    """Without asking whether the actor may: for those who have asked. Raises NotFound."""
    subject = subjects.find(session, person_id)
    done = _counted(session, subject)
    # not how many rows of which table: beside the counts of outcomes it would tell who is who
    details = {"reason": reason, "consents": _consents(session, person_id)}
    outcomes.count_departure(session, actor, person_id, date.today())
    ranked_lists.forget_person(session, person_id)
    for name in _tables_to_empty():
        table = table_of(name)
        session.execute(delete(table).where(PERSONAL[name].rows(table, subject)))
    session.expire_all()
    engine.forget(session, "person", person_id)
    audit.record(session, actor, "rights.erase", ("person", person_id), purpose=reason, details=details)
    return done


def _tables_to_empty() -> Iterator[str]:
    """Those whose rows refer to others come before these."""
    ordered = (table.name for table in reversed(Base.metadata.sorted_tables))
    return (name for name in ordered if name in PERSONAL and PERSONAL[name].erasure == DELETED)


def _counted(session: Session, subject: Subject) -> Erasure:
    counts = {name: _count(session, subject, name) for name in PERSONAL}
    found = {name: count for name, count in counts.items() if count}
    stays = {name: count for name, count in found.items() if PERSONAL[name].erasure in (KEPT, SEVERED)}
    gone = {name: count for name, count in found.items() if name not in stays}
    return Erasure(subject.person_id, gone, stays, subjects.has_account(session, subject) and subject.user_id is None)


def _count(session: Session, subject: Subject, name: str) -> int:
    table = table_of(name)
    return session.scalar(select(func.count()).select_from(table).where(PERSONAL[name].rows(table, subject)))


def _consents(session: Session, person_id: int) -> list[dict[str, object]]:
    """That there were consents is proven without saying whose: the number leads to nobody any more."""
    rows = session.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.id))
    return [
        {
            "purpose": row.purpose,
            "version": row.text_version,
            "language": row.language,
            "how": row.how,
            "given": row.given_at.date(),
            "withdrawn": row.withdrawn_at and row.withdrawn_at.date(),
        }
        for row in rows
    ]
