"""Everybody against everything: for many people at once, the openings that a search would give each of them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching_service.matcher.batch_kernels import best_of_each
from matching_service.matcher.condition_pairs import PairTables
from matching_service.matcher.features import PARTS
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Segment


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """All openings that count. `part_of`: int8, the position in PARTS of what each value of `segment.rows` adds to.

    Made of arrays alone, so that it can be sent to other processes.
    """

    n_features: int
    segment: Segment
    part_of: np.ndarray
    pairs: PairTables

    def __post_init__(self):
        self.part_of.setflags(write=False)

    def __len__(self) -> int:
        return len(self.segment)


class Matches(NamedTuple):
    """The lists of some people, one after the other, each best first, equal scores by id.

    `counts` int32 (people,): how long each list is; of all their lines: `opening_ids` int64, `scores` float64, `parts`
    float32 (lines, PARTS). A score is the sum of its parts before they are rounded.
    """

    counts: np.ndarray
    opening_ids: np.ndarray
    scores: np.ndarray
    parts: np.ndarray


def best_openings(openings: Openings, people: Rows, top: int) -> Matches:
    """The `top` best of those that pass the hard rules, for each of `people`."""
    k = min(top, len(openings))
    if k == 0:
        counts, nothing = np.zeros(len(people), np.int32), np.empty(0, np.int64)
        return Matches(counts, nothing, nothing.astype(np.float64), np.empty((0, len(PARTS)), np.float32))
    segment, rows = openings.segment, openings.segment.rows
    counts, ids, scores, parts = best_of_each(
        (people.starts, people.features, people.values, people.codes),
        openings.pairs.arrays,
        (
            (rows.ids, rows.starts, rows.features, rows.values),
            segment.inverted.arrays,
            segment.block_size,
            np.ones(len(segment), np.uint8),
            (rows.codes, segment.first_rows),
            segment.by_id,
        ),
        openings.part_of,
        k,
        openings.n_features,
        len(PARTS),
    )
    taken = np.arange(k) < counts[:, np.newaxis]
    return Matches(counts, ids[taken], scores[taken], parts[taken])
