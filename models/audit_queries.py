"""Queries of the audit trail: adding to it, reading a page of it, reading all of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, insert, select, true, update
from sqlalchemy.orm import Session

from models.accounts import User
from models.audit import NOTHING_BEFORE, AuditEntry, AuditHead
from models.base import INSERT
from models.people import Person

# Built of tables, not of classes: entries are written with most requests.
_ENTRY, _HEAD = AuditEntry.__table__, AuditHead.__table__
_AT_ONCE = 2_000


def lock_head(session: Session, adding: int) -> tuple[int, str]:
    """How many entries there are without the `adding` ones, and the hash of the last. Others wait from now on."""
    count_up = update(_HEAD).values(entries=_HEAD.c.entries + adding).returning(_HEAD.c.entries, _HEAD.c.hash)
    head = session.execute(count_up).first()
    if head is None:  # the first entry of all, unless another transaction was quicker
        first = INSERT[session.get_bind().dialect.name](_HEAD).values(id=1, entries=0, hash=NOTHING_BEFORE)
        session.execute(first.on_conflict_do_nothing())
        head = session.execute(count_up).one()
    return head.entries - adding, head.hash


def add_entries(session: Session, entries: Sequence[Mapping[str, object]]) -> None:
    """After `lock_head`; the last of the entries becomes the head."""
    session.execute(insert(_ENTRY), entries)
    session.execute(update(_HEAD).values(hash=entries[-1]["hash"]))


def all_entries(session: Session) -> Iterator[Row]:
    """Every entry by its number, some at a time, as they were at one moment."""
    return iter(session.execute(_in_order(select(_ENTRY))))


def entries_with_head(session: Session) -> Iterator[Row]:
    """Every entry by its number beside `head_entries` and `head_hash`, some at a time, as all was at one moment.

    Without entries one row with the head and no number; without a head no row.
    """
    head = (_HEAD.c.entries.label("head_entries"), _HEAD.c.hash.label("head_hash"))
    return iter(session.execute(_in_order(select(*head, _ENTRY).select_from(_HEAD.outerjoin(_ENTRY, true())))))


def _in_order(statement: Select) -> Select:
    return statement.order_by(_ENTRY.c.number).execution_options(yield_per=_AT_ONCE)


def has_entries(session: Session) -> bool:
    return session.execute(select(_ENTRY.c.number).limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What is None is not asked for; `since` and `before` bound the moment, the second exclusively."""

    person_id: int | None = None
    actor_id: int | None = None
    action: str | None = None
    since: datetime | None = None
    before: datetime | None = None

    def select(self, *columns) -> Select:
        entry = _ENTRY.c
        asked = (
            (self.person_id, lambda value: (entry.subject_kind == "person") & (entry.subject_id == value)),
            (self.actor_id, entry.actor_id.__eq__),
            (self.action, entry.action.__eq__),
            (self.since, entry.at.__ge__),
            (self.before, entry.at.__lt__),
        )
        return select(*columns).where(*(condition(value) for value, condition in asked if value is not None))


_SUBJECT = Person.__table__.alias("subject")
_LINE = (
    *_ENTRY.c,
    User.__table__.c.name.label("actor_name"),
    _SUBJECT.c.given_name,
    _SUBJECT.c.family_name,
)
_NAMED = _ENTRY.outerjoin(User.__table__, User.__table__.c.id == _ENTRY.c.actor_id).outerjoin(
    _SUBJECT, (_ENTRY.c.subject_kind == "person") & (_SUBJECT.c.id == _ENTRY.c.subject_id)
)


def entries_page(session: Session, wanted: EntryFilter, before: int | None, limit: int) -> Sequence[Row]:
    """The newest first, with the names of actor and person where they are still known; `before`: a number."""
    statement = wanted.select(*_LINE).select_from(_NAMED).order_by(_ENTRY.c.number.desc()).limit(limit)
    return session.execute(statement if before is None else statement.where(_ENTRY.c.number < before)).all()


def count_entries(session: Session, wanted: EntryFilter) -> int:
    return session.scalar(wanted.select(func.count()).select_from(_ENTRY))


def actions(session: Session) -> Sequence[str]:
    """The actions that the trail tells of, by name."""
    return session.scalars(select(_ENTRY.c.action).distinct().order_by(_ENTRY.c.action)).all()
