"""Our index, as the benchmark asks for it."""

import numpy as np

from matching_service.matcher.documents import OpeningFacts
from matching_service.matcher.features import Features
from matching_service.matcher.index import RankingIndex
from tests.bench.columns import Columns
from tests.bench.corpus import Rows
from tests.bench.equality import Ranking


class Ours:
    exact, filters = True, True
    size = 0

    def __init__(self, rows: Rows, columns: Columns | None = None):
        self._ids, self._columns = rows.ids, columns
        self._index = RankingIndex(rows.vectors.shape[1])
        self._index.put((int(id_), rows.features(row)) for row, id_ in enumerate(rows.ids))

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        among = None if opening is None else self._ids[self._columns.mask(opening)]
        found = self._index.search(query, among, k)
        return np.array([id_ for id_, _ in found]), np.array([score for _, score in found])
