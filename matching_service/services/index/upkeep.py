"""Shelves as the database has them: opened from files, put right by checksums, written again when too much has changed.

A file may be damaged, lost, from before a backup was restored, or of another database altogether: the sums of the
checksums that the database has tell which rows of it still hold, and only the others are read.
"""

import logging
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from sqlalchemy.orm import Session

from matching_service.services.index.index_files import IndexFiles
from matching_service.services.index.snapshots import VALUES, Shelf
from models import reading_queries
from models.reading_queries import BUCKET

_log = logging.getLogger("index")


@dataclass(frozen=True, slots=True)
class Limits:
    """When a segment is made again: with more than `recent` rows changed since (so many are scored one by one in a
    fraction of a millisecond), and at the first ranking `deleted_for` seconds after somebody in it was deleted."""

    recent: int = 4096
    deleted_for: float = 60


LIMITS = Limits()


def is_due(shelf: Shelf, limits: Limits) -> bool:
    """Whether so many rows have changed that they should be put into the segment."""
    return len(shelf.index.recent) > limits.recent


def keeps_deleted(shelf: Shelf) -> bool:
    """Whether the segment still has rows of those who have been deleted."""
    index = shelf.index
    outdated = len(index.segment) + len(index.recent) - len(index)
    return outdated > np.count_nonzero(index.segment.numbers(index.recent.ids) >= 0)


def opened(
    session: Session,
    files: IndexFiles | None,
    kind: str,
    edition: str,
    n_features: int,
    limits: Limits = LIMITS,
    committed: bool = True,
) -> Shelf:
    """As the session sees the database: from the segment on the disk, which is made again where that is due.

    `committed`: whether others see the same; what they may never see is not written. Files that cannot be used are
    done without.
    """
    if files is not None:
        try:
            # one process after the other: the second finds what the first has written
            with files.lock():
                return _from_files(session, files, kind, edition, n_features, limits if committed else None)
        except OSError as error:
            _log.warning("the index is kept in the memory of this process only: %s", error)
    shelf = reconciled(Shelf.empty(kind, n_features), session, edition)
    return shelf.compacted() if is_due(shelf, limits) else shelf


def _from_files(
    session: Session, files: IndexFiles, kind: str, edition: str, n_features: int, limits: Limits | None
) -> Shelf:
    """Without `limits` nothing is written."""
    found = files.newest(kind, edition, VALUES[kind], n_features)
    shelf = Shelf.over(kind, n_features, *found) if found else Shelf.empty(kind, n_features)
    shelf = reconciled(shelf, session, edition)
    if limits is None or not (is_due(shelf, limits) or keeps_deleted(shelf)):
        return shelf
    return _shared(shelf.compacted(), files, edition)


def _shared(shelf: Shelf, files: IndexFiles, edition: str) -> Shelf:
    """Written and mapped, so that this process shares it as well; the same in memory where that fails."""
    try:
        files.write(shelf.kind, edition, shelf.index.segment, shelf.values)
    except OSError as error:
        _log.warning("the index of %s rows cannot be written: %s", shelf.kind, error)
        return shelf
    found = files.newest(shelf.kind, edition, VALUES[shelf.kind], shelf.index.n_features)
    return Shelf.over(shelf.kind, shelf.index.n_features, *found) if found else shelf


def reconciled(shelf: Shelf, session: Session, edition: str) -> Shelf:
    """Made the same as the readings in the database, wherever it comes from; only what differs is read."""
    told = reading_queries.bucket_sums(session, shelf.kind, edition)
    known = _buckets(*shelf.index.fingerprints())
    fresh, gone = [], []
    for number in sorted(told.keys() | known.keys()):
        bucket = known.get(number, _NOTHING)
        if told.get(number) == bucket.sum:
            continue
        before, now = bucket.checksums, reading_queries.checksums_in(session, shelf.kind, edition, number)
        changed = [entity_id for entity_id, checksum in now.items() if before.get(entity_id) != checksum]
        fresh.append(shelf.rows(reading_queries.readings_of(session, shelf.kind, edition, changed)))
        gone.extend(before.keys() - now.keys())
    return shelf.changed(fresh, gone)


@dataclass(frozen=True, slots=True, eq=False)
class _Bucket:
    """Neighbouring ids, and what was in the readings they were made of; both int64."""

    ids: np.ndarray
    crcs: np.ndarray

    @property
    def sum(self) -> tuple[int, int]:
        """As the database sums them."""
        return len(self.ids), int(self.crcs @ (self.ids % BUCKET + 1))

    @property
    def checksums(self) -> dict[int, int]:
        return dict(zip(self.ids.tolist(), self.crcs.tolist(), strict=True))


_NOTHING = _Bucket(np.empty(0, np.int64), np.empty(0, np.int64))


def _buckets(ids: np.ndarray, checksums: np.ndarray) -> dict[int, _Bucket]:
    order = np.argsort(ids)
    ids, checksums = ids[order], checksums[order].astype(np.int64)
    numbers, begins = np.unique(ids // BUCKET, return_index=True)
    bounds = pairwise([*begins.tolist(), len(ids)])
    return {
        number: _Bucket(ids[begin:end], checksums[begin:end])
        for number, (begin, end) in zip(numbers.tolist(), bounds, strict=True)
    }
