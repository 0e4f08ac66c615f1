"""The ranking index: feature vectors of one kind of document, searched by one exact dot product.

An index is a value: a large segment, inverted for search, and the few rows that have changed since, which are scored
one by one. A change gives another index that shares nearly everything with the one before, so searches need no lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import local

import numpy as np

from matching_service.matcher import kernels
from matching_service.matcher.conditions import Sieve
from matching_service.matcher.features import Features
from matching_service.matcher.rows import Rows, fingerprint
from matching_service.matcher.segment import Segment

_NO_RULES = Sieve(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint8))
_of_thread = local()
_NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """`ids` int64 and `scores` float64, best first, equal scores by id. Of all rows, `counted` are in the scope of
    the search, and `passing` of these pass its hard rules."""

    ids: np.ndarray
    scores: np.ndarray
    counted: int
    passing: int


class RankingIndex:
    """Maps ids to features. Never changes: see `changed`."""

    def __init__(self, n_features: int, segment: Segment, recent: Rows, alive: np.ndarray, fingerprint: int):
        """`alive` uint8: 1 for the rows of the segment that hold, 0 for those removed, or replaced in `recent`.
        `fingerprint`: that of all rows which hold (see rows.py)."""
        alive.setflags(write=False)
        self.n_features, self.segment, self.recent, self._alive = n_features, segment, recent, alive
        self.fingerprint = fingerprint % 2**64
        self._size = int(np.count_nonzero(alive)) + len(recent)

    @classmethod
    def over(cls, n_features: int, segment: Segment) -> "RankingIndex":
        rows = segment.rows
        return cls(n_features, segment, rows.take(np.arange(0)), np.ones(len(rows), np.uint8), rows.fingerprint())

    @classmethod
    def empty(cls, n_features: int, rules: int = 0) -> "RankingIndex":
        rows = Rows.of(n_features, [], [], np.zeros((rules, 0), np.int32))
        return cls.over(n_features, Segment.of(n_features, rows))

    def __len__(self) -> int:
        return self._size

    def changed(self, rows: Rows, removed: Sequence[int] = ()) -> "RankingIndex":
        """With `rows` added, or in the place of those with the same ids, and without those `removed`."""
        gone = np.concatenate([rows.ids, np.array(removed, dtype=np.int64)])
        held = np.unique(self._holding(gone))
        held = held[held >= 0]
        alive = self._alive.copy()
        alive[held] = 0
        kept = self.recent.take(np.flatnonzero(~np.isin(self.recent.ids, gone)))
        old, recent = self.segment.rows, Rows.joined([kept, rows])
        changed = recent.fingerprint() - self.recent.fingerprint() - fingerprint(old.ids[held], old.checksums[held])
        return RankingIndex(self.n_features, self.segment, recent, alive, self.fingerprint + changed)

    def all_rows(self) -> Rows:
        return Rows.joined([self.segment.rows.take(np.flatnonzero(self._alive)), self.recent])

    def fingerprints(self) -> tuple[np.ndarray, np.ndarray]:
        """Ids (int64) and checksums (uint32) of all rows, in no particular order."""
        alive, rows = np.flatnonzero(self._alive), self.segment.rows
        pairs = ((rows.ids[alive], self.recent.ids), (rows.checksums[alive], self.recent.checksums))
        return np.concatenate(pairs[0]), np.concatenate(pairs[1])

    def rows_of(self, ids: Sequence[int]) -> Rows:
        """The rows of ids, in their order. Raises KeyError for one that is not here."""
        wanted = np.array(ids, dtype=np.int64)
        at = self._holding(wanted)
        old = self.segment.rows.take(at[at >= 0])
        if len(old) == len(wanted):
            return old
        new = wanted[at < 0]
        recent = _positions(self.recent.ids, new)
        if np.any(recent < 0):
            raise KeyError(int(new[recent < 0][0]))
        rows = Rows.joined([old, self.recent.take(recent)])
        return rows.take(_positions(rows.ids, wanted))

    def checksums(self, ids: Sequence[int]) -> np.ndarray:
        """uint32. Raises KeyError for an id that is not here."""
        wanted = np.array(ids, dtype=np.int64)
        at = self._holding(wanted)
        if len(at) == 0 or at.min() >= 0:
            return self.segment.rows.checksums[at]
        return self.rows_of(ids).checksums

    def has(self, entity_id: int) -> bool:
        wanted = np.array([entity_id])
        return bool(self._holding(wanted)[0] >= 0 or np.any(self.recent.ids == entity_id))

    def row(self, entity_id: int) -> tuple[Features, int]:
        """Features and checksum. Raises KeyError for an id that is not here."""
        wanted, rows = np.array([entity_id]), self.segment.rows
        number = self._holding(wanted)[0]
        if number < 0:
            rows, number = self.recent, _positions(self.recent.ids, wanted)[0]
        if number < 0:
            raise KeyError(entity_id)
        return rows.row(number), int(rows.checksums[number])

    def search(self, query: Features, k: int = 20, sieve: Sieve | None = None, failing: bool = False) -> Found:
        """The `k` (at least 1) best of those that pass the hard rules; or, if so wanted, of those that fail them."""
        if k < 1:
            raise ValueError("a list of less than one")
        if sieve is not None and sieve.closed:
            everybody = self.search(query, k if failing else 1, sieve.only_scope())
            return replace(everybody, passing=0) if failing else Found(_NOBODY, np.empty(0), everybody.counted, 0)
        asked = sieve or _NO_RULES
        ids, scores, counted, passing = self._search_segment(query, k, asked, failing)
        if len(self.recent):
            recent, recent_counted, recent_passing = self._search_recent(asked, failing)
            counted, passing = counted + recent_counted, passing + recent_passing
            ids = np.concatenate([ids, self.recent.ids[recent]])
            scores = np.concatenate([scores, _scores(self.recent, recent, _dense(query, self.n_features))])
            best = np.lexsort((ids, -scores))[:k]
            ids, scores = ids[best], scores[best]
        return Found(ids, scores, counted, passing)

    def passing(self, sieve: Sieve | None = None) -> np.ndarray:
        """The ids of all that pass, in no particular order."""
        return np.concatenate([rows.ids[numbers] for rows, numbers in self._passing_rows(sieve)])

    def scores(self, query: Features, sieve: Sieve | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Ids and scores (float64) of all that pass, in no particular order."""
        dense = _dense(query, self.n_features)
        found = self._passing_rows(sieve)
        ids = np.concatenate([rows.ids[numbers] for rows, numbers in found])
        return ids, np.concatenate([_scores(rows, numbers, dense) for rows, numbers in found])

    def _holding(self, ids: np.ndarray) -> np.ndarray:
        """The number of each id's row in the segment, -1 where it does not hold any more."""
        numbers = self.segment.numbers(ids)
        return np.where((numbers >= 0) & (self._alive[numbers] == 1), numbers, -1) if len(self.segment) else numbers

    def _search_segment(self, query: Features, k: int, asked: Sieve, failing: bool):
        """Ids, scores, how many count, how many pass."""
        segment = self.segment
        try:
            return kernels.search(
                segment.forward,
                segment.inverted.arrays,
                segment.block_size,
                self._alive,
                segment.columns,
                (asked.rules, asked.offsets, asked.tables, asked.scope),
                # copies of one type each, however the query was made: kernels are compiled for types
                query.indices.astype(np.int32),
                query.values.astype(np.float32),
                _zeros(self.n_features),
                k,
                failing,
            )
        except BaseException:
            _of_thread.zeros = None  # out of memory half way, they may be no zeros any more
            raise

    def _search_recent(self, asked: Sieve, failing: bool) -> tuple[np.ndarray, int, int]:
        """The numbers of those wanted, how many count, how many pass."""
        everyone = np.ones(len(self.recent), np.uint8)
        counted, passing = (_passing(self.recent, everyone, rules) for rules in (asked.only_scope(), asked))
        return np.setdiff1d(counted, passing) if failing else passing, len(counted), len(passing)

    def _passing_rows(self, sieve: Sieve | None) -> list[tuple[Rows, np.ndarray]]:
        """The numbers of the rows that pass, of the segment and of the recent ones."""
        if sieve is not None and sieve.closed:
            return [(self.recent, np.empty(0, np.int32))]
        pairs = ((self.segment.rows, self._alive), (self.recent, np.ones(len(self.recent), np.uint8)))
        return [(rows, _passing(rows, alive, sieve or _NO_RULES)) for rows, alive in pairs]


def place(score: float, entity_id: int, scores: np.ndarray, ids: np.ndarray) -> int:
    """The place, from 1, that a score takes among those of others; equal scores by id, as in `search`."""
    return 1 + int(np.count_nonzero((scores > score) | ((scores == score) & (ids < entity_id))))


def score_table(rows: Rows, queries: Sequence[Features], n_features: int) -> np.ndarray:
    """Scores of all rows with many queries, as an index of them would give; shape (len(rows), len(queries))."""
    everyone = np.arange(len(rows), dtype=np.int32)
    columns = [_scores(rows, everyone, _dense(query, n_features)) for query in queries]
    return np.column_stack(columns) if columns else np.zeros((len(rows), 0))


def score(row: Features, query: Features, n_features: int) -> float:
    """What an index would give for a row that is not in it, to the last bit."""
    return float(score_table(Rows.of(n_features, [0], [row]), [query], n_features)[0, 0])


def _zeros(n_features: int) -> np.ndarray:
    """An array of this thread's own for a kernel, which leaves it as it was: cheaper than a new one each time."""
    kept = getattr(_of_thread, "zeros", None)
    if kept is None or len(kept) != n_features:
        kept = _of_thread.zeros = np.zeros(n_features, np.float32)
    return kept


def _dense(query: Features, n_features: int) -> np.ndarray:
    dense = np.zeros(n_features, np.float32)
    dense[query.indices] = query.values
    return dense


def _scores(rows: Rows, numbers: np.ndarray, dense: np.ndarray) -> np.ndarray:
    return kernels.exact_scores(rows.starts, rows.features, rows.values, numbers, dense)


def _passing(rows: Rows, alive: np.ndarray, asked: Sieve) -> np.ndarray:
    return kernels.passing_rows(alive, rows.codes, asked.rules, asked.offsets, asked.tables)


def _positions(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each of `wanted` is in `ids`, -1 where it is not."""
    if not len(ids):
        return np.full(len(wanted), -1)
    order = np.argsort(ids)
    at = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)]
    return np.where(ids[at] == wanted, at, -1)
