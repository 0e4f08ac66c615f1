"""The ranking index: feature vectors of one kind of document, searched by one exact dot product.

Scores are computed in double precision; best first, equal scores by id. Rows are added, replaced and removed one at a
time; the matrix is put together again at the next search.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from matching_service.matcher.features import Features


class RankingIndex:
    """Maps ids to features. Not thread-safe while it changes."""

    def __init__(self, n_features: int):
        self.n_features = n_features
        self._rows: dict[int, Features] = {}
        self._ids = np.empty(0, dtype=np.int64)
        self._matrix: sparse.csr_matrix | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, rows: Iterable[tuple[int, Features]]) -> None:
        self._rows.update(rows)
        self._matrix = None

    def remove(self, ids: Iterable[int]) -> None:
        for entity_id in ids:
            self._rows.pop(entity_id, None)
        self._matrix = None

    def features(self, entity_id: int) -> Features:
        return self._rows[entity_id]

    @property
    def ids(self) -> np.ndarray:
        """All ids, ascending."""
        self._assemble()
        return self._ids

    def scores(self, query: Features) -> np.ndarray:
        """Dot products with `query`, in the order of `ids`; shape (len(self),), float64."""
        self._assemble()
        return self._matrix @ self._dense(query)

    def scores_of(self, rows: Sequence[Features], query: Features) -> np.ndarray:
        """What `scores` would give for rows that are not in here, to the last bit; shape (len(rows),)."""
        return self._matrix_of(rows) @ self._dense(query)

    def score_table(self, among: Sequence[int], queries: Sequence[Features]) -> np.ndarray:
        """Dot products of some ids, in ascending order, with many queries at once; shape (len(among), len(queries))."""
        self._assemble()
        rows = self._matrix[np.searchsorted(self._ids, np.sort(among))]
        return (rows @ self._matrix_of(queries).T).toarray()

    def search(self, query: Features, among: Sequence[int] | None = None, k: int = 20) -> list[tuple[int, float]]:
        """The `k` best (id, score), among some ids or all of them."""
        scores = self.scores(query)
        keep = np.arange(len(self._ids)) if among is None else np.searchsorted(self._ids, np.sort(among))
        order = keep[np.lexsort((self._ids[keep], -scores[keep]))][:k]
        return [(int(self._ids[row]), float(scores[row])) for row in order]

    def _assemble(self) -> None:
        if self._matrix is not None:
            return
        self._ids = np.array(sorted(self._rows), dtype=np.int64)
        self._matrix = self._matrix_of([self._rows[entity_id] for entity_id in self._ids])

    def _dense(self, query: Features) -> np.ndarray:
        dense = np.zeros(self.n_features)
        dense[query.indices] = query.values
        return dense

    def _matrix_of(self, rows: Sequence[Features]) -> sparse.csr_matrix:
        starts = np.concatenate(([0], np.cumsum([len(row.indices) for row in rows]))).astype(np.int64)
        indices = np.concatenate([row.indices for row in rows]) if rows else np.empty(0, dtype=np.int32)
        values = np.concatenate([row.values for row in rows]) if rows else np.empty(0)
        shape = (len(rows), self.n_features)
        return sparse.csr_matrix((values.astype(np.float64), indices, starts), shape=shape)


def place(score: float, entity_id: int, scores: np.ndarray, ids: np.ndarray) -> int:
    """The place, from 1, that a score takes among those of others; equal scores by id, as in `search`."""
    return 1 + int(np.count_nonzero((scores > score) | ((scores == score) & (ids < entity_id))))
