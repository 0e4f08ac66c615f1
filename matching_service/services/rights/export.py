"""A copy of all that is held on a person: every row of every table of the register, with names beside ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import numpy as np
from sqlalchemy import Column, Row, Select, Table, select
from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.rights import subject as subjects
from matching_service.services.rights.opened import OPENED
from matching_service.services.rights.register import PERSONAL, Holding
from matching_service.services.rights.subject import Subject, table_of
from matching_service.services.trail import audit
from models import base

# What rows of other tables are called, where rows of a person refer to them.
_NAMED_BY = {
    "municipality": "code",
    "occupation": "code",
    "skill": "code",
    "employer": "name",
    "opening": "title",
    "organisation": "name",
    "pool": "name",
    "role": "name",
    "user_account": "name",
}
# Columns that refer to an opening where another column says so, and then without a foreign key.
_OPENINGS = {"ranked_line": ("entity_id", "kind", "opening"), "ranked_list": ("subject_id", "direction", "people")}
# Arrays of numbers that are stored as bytes.
_ARRAYS = {"indices": "<i4", "values": "<f4"}


@dataclass(frozen=True, slots=True)
class Referred:
    """A row of another table: a code of the reference data, or the name of a company, an opening, an account."""

    kind: str
    id: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """What one table holds of the person. Values are those of JSON, dates, moments, decimals and Referred."""

    table: str
    holding: Holding
    rows: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Export:
    """`sections`: those tables that hold something, in the order of the register."""

    person_id: int
    name: str
    made_at: datetime
    sections: tuple[Section, ...]


def export(session: Session, actor: Actor, person_id: int) -> Export:
    """All that is held on a person; for the person, and staff. Raises NotFound, Forbidden.

    The audit entry of this very export is not in it.
    """
    permissions.require_person(session, actor, "rights.export", person_id)
    found = _held(session, actor, subjects.find(session, person_id))
    audit.record(session, actor, "rights.export", ("person", person_id), purpose="access")
    (profile,) = next(section.rows for section in found if section.table == "person")
    return Export(person_id, f"{profile['given_name']} {profile['family_name']}", base.now(), found)


def _held(session: Session, actor: Actor, subject: Subject) -> tuple[Section, ...]:
    stored = [(name, session.execute(_these(name, subject)).all()) for name in PERSONAL]
    stored = [(name, rows) for name, rows in stored if rows]
    names = _names_of(session, stored)
    sections = []
    for name, rows in stored:
        if name in OPENED:
            shown = OPENED[name](session, actor, subject.person_id)
        else:
            shown = tuple(_shown(table_of(name), row, names) for row in rows)
        sections.append(Section(name, PERSONAL[name], shown))
    return tuple(sections)


def _these(name: str, subject: Subject) -> Select:
    table, holding = table_of(name), PERSONAL[name]
    columns = [column for column in table.columns if column.name not in holding.withheld]
    return select(*columns).where(holding.rows(table, subject)).order_by(*table.primary_key)


def _referred(column: Column) -> str | None:
    """The table whose rows have a name, where the column refers to one."""
    tables = (key.column.table.name for key in column.foreign_keys)
    return next((name for name in tables if name in _NAMED_BY), None)


def _names_of(session: Session, stored: Iterable[tuple[str, Sequence[Row]]]) -> dict[str, dict[int, str]]:
    """One statement for each table that is referred to."""
    wanted: dict[str, set[int]] = {}
    for name, rows in stored:
        for column in table_of(name).columns:
            kind = _referred(column)
            if kind is not None and column.name in rows[0]._mapping:
                wanted.setdefault(kind, set()).update(row._mapping[column.name] for row in rows)
        if name in _OPENINGS:
            wanted.setdefault("opening", set()).update(_opening_id(name, row) for row in rows)
    return {kind: _names(session, table_of(kind), ids - {None}) for kind, ids in wanted.items()}


def _names(session: Session, table: Table, ids: set[int]) -> dict[int, str]:
    statement = select(table.c.id, table.c[_NAMED_BY[table.name]]).where(table.c.id.in_(ids))
    return dict(session.execute(statement).all())


def _opening_id(table: str, row: Row) -> int | None:
    column, of, says = _OPENINGS[table]
    return row._mapping[column] if row._mapping[of] == says else None


def _shown(table: Table, row: Row, names: Mapping[str, Mapping[int, str]]) -> dict[str, object]:
    shown = {str(name): _value(table.c[name], value, names) for name, value in row._mapping.items()}
    if table.name in _OPENINGS and (opening_id := _opening_id(table.name, row)) is not None:
        shown[_OPENINGS[table.name][0]] = Referred("opening", opening_id, names["opening"].get(opening_id))
    return shown


def _value(column: Column, value: object, names: Mapping[str, Mapping[int, str]]) -> object:
    kind = _referred(column)
    if kind is not None and value is not None:
        return Referred(kind, value, names[kind].get(value))
    if isinstance(value, bytes):
        return np.frombuffer(value, _ARRAYS[column.name]).tolist()
    return value


def as_json(copy: Export) -> dict[str, object]:
    """For a file: the sections by table, each with why it is kept, where it comes from and what becomes of it."""
    return {
        "person": copy.person_id,
        "name": copy.name,
        "made_at": copy.made_at.isoformat(),
        "held": {section.table: _section_json(section) for section in copy.sections},
    }


def _section_json(section: Section) -> dict[str, object]:
    holding = section.holding
    return {
        "purpose": holding.purpose,
        "origin": holding.origin,
        "kept": holding.kept,
        "when_erased": holding.erasure,
        "not_in_this_copy": dict(holding.withheld),
        "rows": [{name: _plain(value) for name, value in row.items()} for row in section.rows],
    }


def _plain(value: object) -> object:
    if isinstance(value, Referred):
        return {"id": value.id, "name": value.name}
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
