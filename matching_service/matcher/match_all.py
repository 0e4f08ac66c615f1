"""Everybody against everything: for many people, the lists of openings that a search gives each of them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching_service.matcher.condition_pairs import PairTables
from matching_service.matcher.features import PARTS
from matching_service.matcher.kernels import best_of_each
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Segment

# Larger than for searching one at a time: fewer runs to look up, and sums still fit the second cache.
BLOCK = 32768
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
        self._openings, self._segment = openings, Segment.of(openings.n_features, openings.rows, BLOCK)
        self._part_of = _part_of(openings, self._segment)
        rows, pairs = self._segment.rows, openings.pairs
        places = np.empty(len(rows), np.int64)
        places[self._segment.by_id] = np.arange(len(rows))
        places.setflags(write=False)
        self._arrays = (
            (places, rows.starts, rows.features, rows.values),
            self._segment.inverted.arrays,
            BLOCK,
            np.ones(len(rows), np.uint8),
            (rows.codes, self._segment.first_rows),
            self._segment.by_id,
        )
        self._ids = rows.ids[self._segment.by_id]
        # copies: from another process arrays may come read-only, and kernels are compiled for one kind of them
        self._rules, self._tables = pairs.rules.copy(), pairs.tables.copy()

    def __reduce__(self):
        return Matcher, (self._openings,)

    def best_openings(self, people: Rows, top: int) -> Matches:
        """The `top` (at least 1) best of those that pass the hard rules, for each of `people`."""
        counts, places, scores, parts = best_of_each(
            # copies of one type, as a search of the index has them
            (people.starts, people.features.astype(np.int32), people.values.astype(np.float32)),
            (self._rules, self._openings.pairs.of_people(people.codes), self._tables),
            self._arrays,
            self._part_of,
            top,
            self._openings.n_features,
            len(PARTS),
        )
        taken = np.arange(top) < counts[:, np.newaxis]
        return Matches(counts, self._ids[places[taken]], scores[taken], parts[taken])


def _part_of(openings: Openings, segment: Segment) -> np.ndarray:
    """int8, for each value of the rows of the segment: the position in PARTS of what it adds to."""
    rows = segment.rows
    part_of = openings.part_of_feature[rows.features]
    row = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    keys = row * openings.n_features + rows.features
    required = segment.numbers(openings.required[:, 0]) * openings.n_features + openings.required[:, 1]
    part_of[np.isin(keys, required)] = _REQUIRED
    return part_of
