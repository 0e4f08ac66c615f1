"""How entries of the audit trail are chained by hashes.

The canonical form of an entry is a JSON array in UTF-8 without spaces, keys sorted, letters as they are:
`[number, at, actor_id, roles, action, subject_kind, subject_id, purpose, details, previous_hash]`, `at` in UTC as
`2026-11-22T09:30:00.000000+00:00`, what is not known as `null`. Its SHA-256 in hexadecimal is the entry's hash, and
the `previous_hash` of the next; the first follows 64 zeros. Whoever changes, takes out, puts in or moves an entry
would have to write all later ones again, and the head.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Row
from sqlalchemy.orm import Session

from models import audit_queries
from models.audit import NOTHING_BEFORE

_AFTER_MOMENT = ("actor_id", "roles", "action", "subject_kind", "subject_id", "purpose", "details", "previous_hash")
CANONICAL = ("number", "at", *_AFTER_MOMENT)


def canonical_json(value: object) -> str:
    """Dates become their ISO form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)


def entry_hash(entry: Row) -> str:
    """`entry`: anything with the attributes of models.audit.AuditEntry."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = canonical_json([entry.number, at, *(getattr(entry, name) for name in _AFTER_MOMENT)])
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problem` None: the chain is whole. `since`: how many entries came after the hash that was asked for."""

    entries: int
    newest_hash: str
    problem: str | None = None
    since: int | None = None


def verify(session: Session, since_hash: str | None = None) -> Verdict:
    """Read the whole trail, some entries at a time, and stop at the first that is not as it was written.

    `since_hash`: a hash that was written down elsewhere; it must still be that of an entry (or the 64 zeros before the
    first): so a trail that somebody has written anew from the beginning, head and all, is found as well.
    """
    rows = audit_queries.entries_with_head(session)
    first = next(rows, None)
    if first is not None:
        return _follow(_with_first(first, rows), (first.head_entries, first.head_hash), since_hash)
    if audit_queries.has_entries(session):
        return Verdict(0, NOTHING_BEFORE, "the head is missing")
    return _follow((), (0, NOTHING_BEFORE), since_hash)


def _with_first(first: Row, rest: Iterable[Row]) -> Iterable[Row]:
    if first.number is not None:
        yield first
        yield from rest


def _follow(rows: Iterable[Row], head: tuple[int, str], since_hash: str | None) -> Verdict:
    count, newest, found_at = 0, NOTHING_BEFORE, 0 if since_hash == NOTHING_BEFORE else None
    for row in rows:
        problem = _problem(row, count + 1, newest)
        if problem:
            return Verdict(count, newest, problem)
        count, newest = row.number, row.hash
        found_at = count if newest == since_hash else found_at
    if (count, newest) != head:
        return Verdict(count, newest, f"the end was cut off or replaced: entry {count} is not what the head says")
    if since_hash is not None and found_at is None:
        return Verdict(count, newest, f"no entry has the hash {since_hash}: the trail was cut off or written anew")
    return Verdict(count, newest, since=None if found_at is None else count - found_at)


def _problem(row: Row, expected: int, previous_hash: str) -> str | None:
    if row.number != expected:
        return f"entry {expected} is missing" if row.number > expected else f"entry {row.number} was put in"
    if row.previous_hash != previous_hash:
        return f"entry {expected} does not follow the one before it"
    return None if entry_hash(row) == row.hash else f"entry {expected} was changed"
