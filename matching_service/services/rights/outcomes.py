"""What remains of somebody who is erased: they are counted, in a group of their year, without anything of theirs."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching_service.errors import ConfigurationError, Conflict
from matching_service.services.consent import consents
from matching_service.services.fairness.groups import age_band
from matching_service.services.fairness.tables import UNKNOWN
from matching_service.services.identity.actors import Actor
from matching_service.services.protection import protected
from matching_service.services.protection.protected import NOTHING_KNOWN, ProtectedRecord
from models import Application, Departed, Municipality, Person, Requalification
from models.base import INSERT

_GROUP = ("year", "sex", "age_band", "district")
_COUNTS = ("people", "placed", "applications_sent", "applications_accepted", "trainings_completed")


def count_departure(session: Session, actor: Actor, person_id: int, today: date) -> None:
    """Add the person to the counts of the year; to a group only with the person's consent to statistics."""
    counts = _counts(session, person_id)
    values = {"year": today.year, **_group(session, actor, person_id, today), **counts}
    insert = INSERT[session.get_bind().dialect.name](Departed).values(values)
    columns = Departed.__table__.c
    added = {name: columns[name] + counts[name] for name in _COUNTS}
    session.execute(insert.on_conflict_do_update(index_elements=_GROUP, set_=added))


def _group(session: Session, actor: Actor, person_id: int, today: date) -> dict[str, str]:
    if not consents.in_force(session, person_id, "statistics"):
        return {"sex": UNKNOWN, "age_band": UNKNOWN, "district": UNKNOWN}
    known = _protected(session, actor, person_id)
    district = select(Municipality.district).join(Person, Person.municipality_id == Municipality.id)
    return {
        "sex": known.sex or UNKNOWN,
        "age_band": age_band(known.birth_date, today),
        "district": session.scalar(district.where(Person.id == person_id)) or UNKNOWN,
    }


def _protected(session: Session, actor: Actor, person_id: int) -> ProtectedRecord:
    """What no key opens is not known."""
    try:
        return protected.read(session, actor, person_id, "statistics")
    except (Conflict, ConfigurationError):
        return NOTHING_KNOWN


def _counts(session: Session, person_id: int) -> dict[str, int]:
    sent = select(func.count()).where(Application.person_id == person_id)
    accepted = session.scalar(sent.where(Application.state == "accepted"))
    trained = select(func.count()).where(Requalification.person_id == person_id, Requalification.state == "completed")
    return {
        "people": 1,
        "placed": int(accepted > 0),
        "applications_sent": session.scalar(sent),
        "applications_accepted": accepted,
        "trainings_completed": session.scalar(trained),
    }
