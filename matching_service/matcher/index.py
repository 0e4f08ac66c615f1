"""The ranking index: feature vectors of one kind of document, searched by one exact dot product.

An index is a value: a large segment, inverted for search, and the few rows that have changed since, which are scored
one by one. A change gives another index that shares nearly everything with the one before, so searches need no lock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching_service.matcher import kernels
from matching_service.matcher.conditions import Sieve
from matching_service.matcher.features import Features
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import LARGEST_CODE, Segment

_FAILS, _PASSES = 1, 2
_NO_RULES = Sieve(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint8))
_NOBODY = np.empty(0, np.int64)
# One rounding of a sum in float32 is off by this share of what is added up.
_ROUNDING = 2.0**-24


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

    def __init__(self, n_features: int, segment: Segment, recent: Rows, alive: np.ndarray):
        """`alive` uint8: 1 for the rows of the segment that hold, 0 for those removed, or replaced in `recent`."""
        alive.setflags(write=False)
        self.n_features, self.segment, self.recent, self._alive = n_features, segment, recent, alive
        self._size = int(np.count_nonzero(alive)) + len(recent)

    @classmethod
    def over(cls, n_features: int, segment: Segment) -> "RankingIndex":
        rows = segment.rows
        return cls(n_features, segment, rows.take(np.arange(0)), np.ones(len(rows), np.uint8))

    @classmethod
    def empty(cls, n_features: int, rules: int = 0) -> "RankingIndex":
        rows = Rows.of(n_features, [], [], np.zeros((rules, 0), np.int32))
        return cls.over(n_features, Segment.of(n_features, rows))

    @classmethod
    def of(cls, n_features: int, vectors: Iterable[tuple[int, Features]]) -> "RankingIndex":
        """Of documents that no hard rule looks at."""
        by_id = dict(vectors)
        return cls.over(n_features, Segment.of(n_features, Rows.of(n_features, list(by_id), list(by_id.values()))))

    def __len__(self) -> int:
        return self._size

    def __contains__(self, entity_id: int) -> bool:
        return bool(self._holding(np.array([entity_id]))[0] >= 0 or np.any(self.recent.ids == entity_id))

    def changed(self, rows: Rows, removed: Sequence[int] = ()) -> "RankingIndex":
        """With `rows` added, or in the place of those with the same ids, and without those `removed`."""
        gone = np.concatenate([rows.ids, np.array(removed, dtype=np.int64)])
        numbers = self.segment.numbers(gone)
        alive = self._alive.copy()
        alive[numbers[numbers >= 0]] = 0
        kept = self.recent.take(np.flatnonzero(~np.isin(self.recent.ids, gone)))
        return RankingIndex(self.n_features, self.segment, Rows.joined([kept, rows]), alive)

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
        old, new = wanted[at >= 0], wanted[at < 0]
        recent = _positions(self.recent.ids, new)
        if np.any(recent < 0):
            raise KeyError(int(new[recent < 0][0]))
        rows = Rows.joined([self.segment.rows.take(at[at >= 0]), self.recent.take(recent)])
        return rows if not len(new) or not len(old) else rows.take(_positions(rows.ids, wanted))

    def checksums(self, ids: Sequence[int]) -> np.ndarray:
        """uint32. Raises KeyError for an id that is not here."""
        return self.rows_of(ids).checksums

    def features(self, entity_id: int) -> Features:
        """Raises KeyError for an id that is not here."""
        return self.rows_of([entity_id]).row(0)

    def search(self, query: Features, k: int = 20, sieve: Sieve | None = None, failing: bool = False) -> Found:
        """The `k` best of those that pass the hard rules; or, if so wanted, of those that fail them."""
        if sieve is not None and sieve.closed:
            everybody = self.search(query, k) if failing else Found(_NOBODY, np.empty(0), len(self), 0)
            return replace(everybody, passing=0)
        asked, wanted = sieve or _NO_RULES, _FAILS if failing else _PASSES
        verdicts, counted, passing = self._judge_recent(asked)
        recent = np.flatnonzero(verdicts == wanted).astype(np.int32)
        near, old_counted, old_passing = self._nearest(query, asked, k, wanted)
        dense = _dense(query, self.n_features)
        ids = np.concatenate([self.segment.rows.ids[near], self.recent.ids[recent]])
        scores = np.concatenate([_scores(self.segment.rows, near, dense), _scores(self.recent, recent, dense)])
        best = np.lexsort((ids, -scores))[:k]
        return Found(ids[best], scores[best], counted + old_counted, passing + old_passing)

    def passing(self, sieve: Sieve | None = None) -> np.ndarray:
        """The ids of all that pass, in no particular order."""
        return np.concatenate([rows.ids[numbers] for rows, numbers in self._passing(sieve)])

    def scores(self, query: Features, sieve: Sieve | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Ids and scores (float64) of all that pass, in no particular order."""
        dense = _dense(query, self.n_features)
        found = self._passing(sieve)
        ids = np.concatenate([rows.ids[numbers] for rows, numbers in found])
        return ids, np.concatenate([_scores(rows, numbers, dense) for rows, numbers in found])

    def _holding(self, ids: np.ndarray) -> np.ndarray:
        """The number of each id's row in the segment, -1 where it does not hold any more."""
        numbers = self.segment.numbers(ids)
        return np.where((numbers >= 0) & (self._alive[numbers] == 1), numbers, -1) if len(self.segment) else numbers

    def _nearest(self, query: Features, asked: Sieve, k: int, wanted: int) -> tuple[np.ndarray, int, int]:
        """Rows of the segment that can be among the `k` best."""
        segment = self.segment
        return kernels.nearest(
            len(segment),
            segment.block_size,
            segment.inverted.arrays,
            self._alive,
            (segment.rows.codes, segment.least, segment.most),
            (asked.rules, asked.offsets, asked.tables, asked.scope),
            query.indices,
            query.values,
            _slack(segment, query),
            k,
            wanted,
        )

    def _judge_recent(self, asked: Sieve) -> tuple[np.ndarray, int, int]:
        return _judge(self.recent, np.ones(len(self.recent), np.uint8), asked)

    def _passing(self, sieve: Sieve | None) -> list[tuple[Rows, np.ndarray]]:
        """The numbers of the rows that pass, of the segment and of the recent ones."""
        if sieve is not None and sieve.closed:
            return [(self.recent, np.empty(0, np.int32))]
        asked = sieve or _NO_RULES
        of_segment, _, _ = _judge(self.segment.rows, self._alive, asked)
        of_recent, _, _ = self._judge_recent(asked)
        pairs = ((self.segment.rows, of_segment), (self.recent, of_recent))
        return [(rows, np.flatnonzero(verdicts == _PASSES).astype(np.int32)) for rows, verdicts in pairs]


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


def _dense(query: Features, n_features: int) -> np.ndarray:
    dense = np.zeros(n_features, np.float32)
    dense[query.indices] = query.values
    return dense


def _scores(rows: Rows, numbers: np.ndarray, dense: np.ndarray) -> np.ndarray:
    return kernels.exact_scores(rows.starts, rows.features, rows.values, numbers, dense)


def _judge(rows: Rows, alive: np.ndarray, asked: Sieve) -> tuple[np.ndarray, int, int]:
    verdicts = np.empty(len(rows), np.uint8)
    counted, passing = kernels.sieve(
        alive, rows.codes, 0, len(rows), asked.rules, asked.offsets, asked.tables, asked.scope, verdicts
    )
    return verdicts, counted, passing


def _slack(segment: Segment, query: Features) -> float:
    """How far an approximate score of the segment can be from the exact one: by the codes, and by rounding sums."""
    weights = np.abs(query.values.astype(np.float64))
    coding = weights @ segment.error[query.indices]
    largest = weights @ (LARGEST_CODE * segment.inverted.step[query.indices].astype(np.float64))
    return float(coding + (2 * len(weights) + 4) * _ROUNDING * largest)


def _positions(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each of `wanted` is in `ids`, -1 where it is not."""
    if not len(ids):
        return np.full(len(wanted), -1)
    order = np.argsort(ids)
    at = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)]
    return np.where(ids[at] == wanted, at, -1)
