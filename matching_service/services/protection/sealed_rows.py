"""Changing the keys: whatever is sealed with an older key is sealed again with the newest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matching_service.services import idempotency
from matching_service.services.identity import permissions, second_factors
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import signing_keys
from matching_service.services.protection import case_notes, protected, sealing
from matching_service.services.rights import requests
from matching_service.services.trail import audit
from models import IdempotentResponse, RightsRequest, SigningKey, User, queries
from models.base import Base
from models.protected import CaseNote, ProtectedData

_BATCH = 500
Table = type[Base]
Key = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """`last`: go on after it; None: there is nothing more. `unopened`: (table, id) that no key opens."""

    last: Key | None
    resealed: int
    unopened: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Sealed:
    """`is_old`: which rows are not sealed with the newest key. `reseal` raises CannotOpen."""

    is_old: Callable[[Session], ColumnElement[bool]]
    reseal: Callable[[Session, Base], None]


def count_old(session: Session, table: Table) -> int:
    """How many rows are not sealed with the newest key."""
    return session.scalar(select(func.count()).select_from(table).where(_HOW[table].is_old(session)))


def reseal_some(session: Session, actor: Actor, table: Table, after: Key | None = None) -> Batch:
    """Seal some of the rows after `after` again; those of the newest key are passed over, so whoever was interrupted
    begins anew and loses nothing. Raises Forbidden."""
    permissions.require(actor, "protected.rotate")
    queries.take_turn(session)  # before rows are loaded: what somebody writes meanwhile must not be overwritten
    rows = session.scalars(_some(session, table, after)).all()
    unopened = [row for row in rows if not _reseal(session, row)]
    session.flush()
    resealed = len(rows) - len(unopened)
    if resealed:
        details = {"table": table.__tablename__, "rows": resealed, "unopened": len(unopened)}
        audit.record(session, actor, "protected.rotate", details=details)
    named = tuple((table.__tablename__, "/".join(map(str, _key(row)))) for row in unopened)
    return Batch(_key(rows[-1]) if rows else None, resealed, named)


def _some(session: Session, table: Table, after: Key | None):
    key = table.__mapper__.primary_key
    rows = select(table).where(_HOW[table].is_old(session)).order_by(*key).limit(_BATCH).with_for_update(of=table)
    return rows if after is None else rows.where(tuple_(*key) > tuple_(*after))


def _reseal(session: Session, row: Base) -> bool:
    """Whether a key opened it. What is known, and since when, stays."""
    try:
        _HOW[type(row)].reseal(session, row)
    except sealing.CannotOpen:
        return False
    if "updated_at" in row.__mapper__.columns:
        flag_modified(row, "updated_at")  # keeps it: what is known has not changed
    return True


def _key(row: Base) -> Key:
    return row.__mapper__.primary_key_from_instance(row)


def _by_mark(column) -> Callable[[Session], ColumnElement[bool]]:
    return lambda session: func.substr(column, 1, sealing.MARK_LENGTH) != sealing.keyring(session).newest_mark


def _in_column(column, place: Callable[[Base], str]) -> _Sealed:
    """A column that holds a seal, bound to the place of its row."""

    def reseal(session: Session, row: Base) -> None:
        keyring = sealing.keyring(session)
        setattr(row, column.key, keyring.seal(keyring.open(getattr(row, column.key), place(row)), place(row)))

    return _Sealed(_by_mark(column), reseal)


_HOW: Mapping[Table, _Sealed] = {
    ProtectedData: _in_column(ProtectedData.sealed, lambda row: protected.place_of(row.person_id)),
    CaseNote: _in_column(CaseNote.sealed, case_notes.place_of),
    RightsRequest: _in_column(RightsRequest.sealed, requests.place_of),
    IdempotentResponse: _Sealed(_by_mark(IdempotentResponse.body), idempotency.reseal),
    SigningKey: _in_column(SigningKey.sealed, signing_keys.place_of),
    User: _Sealed(second_factors.is_old, second_factors.reseal),
}
TABLES = tuple(_HOW)
