"""The audit trail as it is read: page by page, or taken out whole. Each reading is an entry itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.local_days import end_of, start_of
from matching_service.services.paging import Page, cut, decode_cursor
from matching_service.services.trail import audit
from matching_service.services.trail.audit_chain import CANONICAL
from models import audit_queries
from models.audit_queries import EntryFilter

COLUMNS = (*CANONICAL, "hash")
# Whoever acts as one of these is named. An account of somebody who is supported stays a number: with its name, all
# that was ever done with that person could be looked up by everybody who reads the trail.
_NAMED_AT_WORK = {"counsellor", "coordinator", "auditor", "employer", "service"}


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """Entries about a person, of an account, of an action, of the days from `first_day` to `last_day`, as whoever reads
    the trail counts days."""

    person_id: int | None = None
    actor_id: int | None = None
    action: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def filter(self) -> EntryFilter:
        since = start_of(self.first_day) if self.first_day else None
        before = end_of(self.last_day) if self.last_day else None
        return EntryFilter(self.person_id, self.actor_id, self.action, since, before)

    def asked(self) -> dict[str, object]:
        """What was asked for, for the entry about this reading."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`actor_name` is None where the account is gone (or a command was run), and for people whom the programme
    supports; `subject_name` where the subject is no person, is gone, or is out of the reader's reach."""

    number: int
    at: datetime
    actor_id: int | None
    actor_name: str | None
    roles: tuple[str, ...]
    action: str
    subject_kind: str | None
    subject_id: int | None
    subject_name: str | None
    purpose: str | None
    details: dict[str, object]


def search(
    session: Session, actor: Actor, question: AuditQuestion, *, limit: int = 50, cursor: str | None = None
) -> Page[AuditLine]:
    """The newest first. Raises Forbidden, Invalid."""
    permissions.require(actor, "audit.read")
    before = decode_cursor(cursor, _number)
    wanted = question.filter()
    rows = audit_queries.entries_page(session, wanted, before[0] if before else None, limit + 1)
    shown, next_cursor = cut(rows, limit, lambda row: (row.number,))
    named = _whom_the_reader_may_see(session, actor, shown)
    audit.record(session, actor, "audit.read", details=question.asked())
    return Page(tuple(_line(row, named) for row in shown), audit_queries.count_entries(session, wanted), next_cursor)


def actions(session: Session, actor: Actor) -> Sequence[str]:
    """What the trail tells of, for whoever may read it."""
    permissions.require(actor, "audit.read")
    return audit_queries.actions(session)


def export(session: Session, actor: Actor) -> Iterator[dict[str, object]]:
    """All entries in the order they were written, with the values of COLUMNS. Raises Forbidden."""
    permissions.require(actor, "audit.read")
    audit.record(session, actor, "audit.export")
    return (_exported(row) for row in audit_queries.all_entries(session))


def _exported(row: Row) -> dict[str, object]:
    values = {name: getattr(row, name) for name in COLUMNS}
    return values | {"at": row.at.astimezone(UTC).isoformat(timespec="microseconds")}


def _whom_the_reader_may_see(session: Session, actor: Actor, rows: Sequence[Row]) -> set[int]:
    """An auditor reads numbers instead of names, and so does a coordinator of another organisation."""
    if permissions.scope(actor, "people.read") is None:
        return set()
    people = {row.subject_id for row in rows if row.subject_kind == "person"}
    return permissions.within_reach(session, actor, "people.read", people)


def _line(row: Row, named: set[int]) -> AuditLine:
    is_named = row.subject_kind == "person" and row.subject_id in named
    at_work = not _NAMED_AT_WORK.isdisjoint(row.roles.split(","))
    return AuditLine(
        row.number,
        row.at,
        row.actor_id,
        row.actor_name if at_work else None,
        tuple(row.roles.split(",")) if row.roles else (),
        row.action,
        row.subject_kind,
        row.subject_id,
        f"{row.given_name} {row.family_name}" if is_named else None,
        row.purpose,
        row.details,
    )


def _number(value: int) -> int:
    if not (type(value) is int and 0 < value < 2**63):
        raise ValueError("not a number of an entry")
    return value
