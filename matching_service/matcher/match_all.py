"""Everybody against everything: for many people, the lists of openings that a search gives each of them."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from matching_service.matcher.batch_kernels import add_parts
from matching_service.matcher.condition_pairs import PairTables
from matching_service.matcher.features import PARTS
from matching_service.matcher.index import RankingIndex
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Segment

_REQUIRED = PARTS.index("required_skills")


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """All openings that count, and nobody else's: `rows` with codes that `pairs` has tables for.

    `part_of_feature` int8 (features,): position in PARTS of what a feature adds to. `required` int64 (n, 2): pairs of
    an opening's id and the feature of a skill that it requires.
    """

    n_features: int
    rows: Rows
    part_of_feature: np.ndarray
    required: np.ndarray
    pairs: PairTables


class Matches(NamedTuple):
    """The lists of some people, one after the other, each best first, equal scores by id.

    `counts` int64 (people,): how long each list is; of all their lines: `opening_ids` int64, `scores` float64, `parts`
    float32 (lines, PARTS). A score is the sum of its parts before they are rounded.
    """

    counts: np.ndarray
    opening_ids: np.ndarray
    scores: np.ndarray
    parts: np.ndarray


class Matcher:
    """Finds openings for people. Threads may share it; to other processes it goes as its openings."""

    def __init__(self, openings: Openings):
        # from another process, arrays may come read-only; kernels are compiled for arrays as a search has them
        self._pairs = replace(openings.pairs, tables=openings.pairs.tables.copy())
        self._openings = openings
        segment = Segment.of(openings.n_features, openings.rows)
        self._index, self._part_of = RankingIndex.over(openings.n_features, segment), _part_of(openings, segment)

    def __reduce__(self):
        return Matcher, (self._openings,)

    def best_openings(self, people: Rows, top: int) -> Matches:
        """The `top` (at least 1) best of those that pass the hard rules, for each of `people`."""
        sieves = enumerate(self._pairs.sieves(people.codes))
        found = [self._index.search(people.row(number), top, sieve).ids for number, sieve in sieves]
        counts = np.array([len(ids) for ids in found], np.int64)
        opening_ids = np.concatenate([np.empty(0, np.int64), *found])
        return Matches(counts, opening_ids, *self._with_parts(people, counts, opening_ids))

    def _with_parts(self, people: Rows, counts: np.ndarray, opening_ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rows = self._index.segment.rows
        return add_parts(
            (people.starts, people.features, people.values),
            counts,
            (rows.starts, rows.features, rows.values),
            self._index.segment.numbers(opening_ids),
            self._part_of,
            self._index.n_features,
            len(PARTS),
        )


def _part_of(openings: Openings, segment: Segment) -> np.ndarray:
    """int8, for each value of the rows of the segment: the position in PARTS of what it adds to."""
    rows = segment.rows
    part_of = openings.part_of_feature[rows.features]
    row = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    keys = row * openings.n_features + rows.features
    required = segment.numbers(openings.required[:, 0]) * openings.n_features + openings.required[:, 1]
    part_of[np.isin(keys, required)] = _REQUIRED
    return part_of
