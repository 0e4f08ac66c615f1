"""Our index, as the benchmark asks for it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property

import numpy as np

from matching_service.matcher.condition_pairs import PairTables
from matching_service.matcher.conditions import PEOPLE, Values, sieve_for_opening
from matching_service.matcher.documents import OpeningFacts
from matching_service.matcher.features import Features
from matching_service.matcher.index import RankingIndex
from matching_service.matcher.match_all import Matcher, Openings
from matching_service.matcher.rows import Rows as IndexRows
from matching_service.matcher.segment import Segment
from matching_service.services.matching.match_all import MOST_PEOPLE
from tests.bench.columns import Columns
from tests.bench.contestants import OneByOne
from tests.bench.corpus import TODAY, Rows
from tests.bench.equality import Ranking


class Ours(OneByOne):
    """A segment with the codes of the hard rules where people are sifted. A search includes making the sieve."""

    exact, filters = True, True

    def __init__(self, rows: Rows, columns: Columns | None = None):
        self._values, codes = Values.of(PEOPLE), None
        if columns is not None:
            self._values, codes = self._values.reordered(self._values.encode(rows.facts))
        n_features = rows.vectors.shape[1]
        self._index = RankingIndex.over(n_features, Segment.of(n_features, _index_rows(rows, codes)))

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        sieve = None if opening is None else sieve_for_opening(self._values, opening, TODAY)
        found = self._index.search(query, k, sieve)
        return found.ids, found.scores

    def search_many(self, queries: Rows, k: int) -> Iterator[Ranking]:
        """As `match-all` does it, which adds the parts of each score."""
        nobody_sifted = np.zeros((0, len(queries)), np.int32)
        people = _index_rows(queries, nobody_sifted)
        for begin in range(0, len(people), MOST_PEOPLE):
            some = people.take(np.arange(begin, min(begin + MOST_PEOPLE, len(people))))
            matches = self._matcher.best_openings(some, k)
            ends = np.cumsum(matches.counts)
            for first, last in zip(ends - matches.counts, ends, strict=True):
                yield matches.opening_ids[first:last], matches.scores[first:last]

    @cached_property
    def _matcher(self) -> Matcher:
        """Without hard rules, and with all features in one part."""
        n_features, rows = self._index.n_features, self._index.segment.rows
        one_part, nothing_required = np.zeros(n_features, np.int8), np.empty((0, 2), np.int64)
        return Matcher(Openings(n_features, rows, one_part, nothing_required, PairTables.none()))

    @property
    def size(self) -> int:
        """Of all arrays of the segment, which workers share."""
        return sum(array.nbytes for array in _arrays(self._index.segment))


def _index_rows(rows: Rows, codes: np.ndarray | None) -> IndexRows:
    vectors = rows.vectors
    return IndexRows(
        rows.ids.copy(),
        np.zeros(len(rows), np.uint32),
        vectors.indptr.astype(np.int64),
        vectors.indices.astype(np.uint16 if vectors.shape[1] <= 1 << 16 else np.uint32),
        vectors.data.copy(),
        np.zeros((0, len(rows)), np.int32) if codes is None else codes,
    )


def _arrays(value: object) -> Iterator[np.ndarray]:
    """All arrays in a dataclass and in the dataclasses that it holds."""
    for field in fields(value):
        part = getattr(value, field.name)
        if isinstance(part, np.ndarray):
            yield part
        elif is_dataclass(part):
            yield from _arrays(part)
