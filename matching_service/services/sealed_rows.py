"""Changing the keys: whatever is sealed with an older key is sealed again with the newest."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matching_service.services import audit, case_notes, permissions, protected, sealing
from matching_service.services.actors import Actor
from matching_service.services.rights import requests
from models import RightsRequest, queries
from models.protected import CaseNote, ProtectedData

_BATCH = 500
Table = type[ProtectedData] | type[CaseNote] | type[RightsRequest]
_PLACES = {
    ProtectedData: lambda row: protected.place_of(row.person_id),
    CaseNote: case_notes.place_of,
    RightsRequest: requests.place_of,
}


@dataclass(frozen=True, slots=True)
class Batch:
    """`last_id`: go on after it; None: there is nothing more. `unopened`: (table, id) that no key opens."""

    last_id: int | None
    resealed: int
    unopened: tuple[tuple[str, int], ...]


TABLES: tuple[Table, ...] = (ProtectedData, CaseNote, RightsRequest)


def count_old(session: Session, table: Table) -> int:
    """How many rows are not sealed with the newest key."""
    return session.scalar(select(func.count()).select_from(table).where(_is_old(session, table)))


def reseal_some(session: Session, actor: Actor, table: Table, after_id: int) -> Batch:
    """Seal some of the rows above `after_id` again; those of the newest key are passed over, so whoever was interrupted
    begins anew and loses nothing. Raises Forbidden."""
    permissions.require(actor, "protected.rotate")
    queries.take_turn(session)  # before rows are loaded: what somebody writes meanwhile must not be overwritten
    key = table.__mapper__.primary_key[0]
    rows = session.scalars(
        select(table).where(_is_old(session, table), key > after_id).order_by(key).limit(_BATCH)
    ).all()
    unopened = [row for row in rows if not _reseal(session, row)]
    session.flush()
    resealed = len(rows) - len(unopened)
    if resealed:
        details = {"table": table.__tablename__, "rows": resealed, "unopened": len(unopened)}
        audit.record(session, actor, "protected.rotate", details=details)
    ids = [_id(row) for row in rows]
    return Batch(ids[-1] if ids else None, resealed, tuple((table.__tablename__, _id(row)) for row in unopened))


def _is_old(session: Session, table: Table):
    return func.substr(table.sealed, 1, sealing.MARK_LENGTH) != sealing.keyring(session).newest_mark


def _reseal(session: Session, row: ProtectedData | CaseNote | RightsRequest) -> bool:
    """Whether a key opened it. What is known, and since when, stays."""
    keyring, place = sealing.keyring(session), _PLACES[type(row)](row)
    try:
        row.sealed = keyring.seal(keyring.open(row.sealed, place), place)
    except sealing.CannotOpen:
        return False
    if isinstance(row, ProtectedData):
        flag_modified(row, "updated_at")  # keeps it: what is known has not changed
    return True


def _id(row: ProtectedData | CaseNote | RightsRequest) -> int:
    return row.person_id if isinstance(row, ProtectedData) else row.id
