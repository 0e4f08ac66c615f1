"""Queries for the ranking index: readings as they changed, and whether copies of them still hold."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from models.matching import Reading, ReadingRevision

# Readings of this many neighbouring ids are compared by one sum.
BUCKET = 4096
_AT_ONCE = 5000
_READING = Reading.__table__.c


# Asked before each ranking: built once and of the table, it costs a third.
_NEWEST_REVISION = select(ReadingRevision.__table__.c.revision)


def newest_revision(session: Session) -> int:
    return session.scalar(_NEWEST_REVISION) or 0


def changed_since(session: Session, edition: str, revision: int) -> Iterator[list[Row]]:
    """Readings of both kinds, those of the deleted too, in batches that fit into memory."""
    # the edition is compared here: SQLite would look for it first, among all readings
    changed = select(Reading.__table__).where(_READING.revision > revision)
    for batch in session.execute(changed, execution_options={"yield_per": _AT_ONCE}).partitions():
        yield [row for row in batch if row.edition == edition]


def bucket_sums(session: Session, kind: str, edition: str) -> dict[int, tuple[int, int]]:
    """Of the readings that are not deleted, how many each bucket of ids has, and a sum over ids and checksums."""
    bucket = (_READING.entity_id // BUCKET).label("bucket")
    weighted = func.sum(_READING.checksum * (_READING.entity_id % BUCKET + 1))
    sums = _living(select(bucket, func.count(), weighted), kind, edition).group_by(bucket)
    return {int(number): (count, int(total)) for number, count, total in session.execute(sums)}


def checksums_in(session: Session, kind: str, edition: str, bucket: int) -> dict[int, int]:
    """Of the readings of a bucket that are not deleted, by id."""
    ids = _READING.entity_id.between(bucket * BUCKET, (bucket + 1) * BUCKET - 1)
    found = _living(select(_READING.entity_id, _READING.checksum), kind, edition).where(ids)
    return {row.entity_id: row.checksum for row in session.execute(found)}


def readings_of(session: Session, kind: str, edition: str, ids: Sequence[int]) -> Sequence[Row]:
    """Those that are not deleted, of at most a bucket of ids."""
    return session.execute(_living(select(Reading.__table__), kind, edition).where(_READING.entity_id.in_(ids))).all()


def facts_of(session: Session, kind: str, ids: Collection[int]) -> Iterator[Row]:
    """(entity_id, checksum, facts) of the readings that are not deleted."""
    columns = (_READING.entity_id, _READING.checksum, _READING.facts)
    ordered = list(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        some = _READING.entity_id.in_(ordered[start : start + _AT_ONCE])
        yield from session.execute(select(*columns).where(_READING.kind == kind, ~_READING.deleted, some))


def _living(statement: Select, kind: str, edition: str) -> Select:
    return statement.where(_READING.kind == kind, _READING.edition == edition, ~_READING.deleted)
