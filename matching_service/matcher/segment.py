"""A segment: many rows, sorted and inverted once for fast search, never changed afterwards. Layout: see kernels.py."""

from dataclasses import dataclass, fields

import numpy as np

from matching_service.matcher import kernels
from matching_service.matcher.rows import Rows

# Rows of a block: their sums (4 bytes each) fit the first cache, their numbers 16 bits.
BLOCK = 8192
# A feature that more than this share of rows has is kept as a byte for each row: quicker to add than a run, and from a
# third on smaller as well.
DENSE_FROM = 1 / 8


@dataclass(frozen=True, slots=True, eq=False)
class Inverted:
    """The inverted part; dimensions as in kernels.py."""

    step: np.ndarray  # float32 (features,)
    error: np.ndarray  # float64 (features,): how far a code is off at most
    block_starts: np.ndarray  # int64 (blocks + 1,): where the runs of a block begin
    run_starts: np.ndarray  # uint32 (features + 1, blocks), from the beginning of the block
    run_rows: np.ndarray  # uint16
    run_codes: np.ndarray  # int8
    dense_number: np.ndarray  # int32 (features,), -1 for a feature kept in runs
    dense_codes: np.ndarray  # int8 (blocks, dense features, block size)

    def __post_init__(self):
        for array in self.arrays:
            array.setflags(write=False)

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        """As the kernels take them."""
        return tuple(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """`rows` by their code of rule 0, then by id.

    `first_rows` int32: where each code of rule 0 begins, and the number of rows; `by_id` int32 (n,): the numbers of
    rows in the order of their ids.
    """

    rows: Rows
    first_rows: np.ndarray
    by_id: np.ndarray
    inverted: Inverted
    block_size: int

    def __post_init__(self):
        for array in (self.first_rows, self.by_id):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(cls, n_features: int, rows: Rows, block_size: int = BLOCK) -> "Segment":
        """`block_size`: at most 65,536."""
        rows = rows.take(_order(rows))
        largest, frequency = kernels.largest_values(rows.features, rows.values, n_features)
        step = np.maximum(largest / kernels.LARGEST_CODE, np.finfo(np.float32).tiny, dtype=np.float32)
        is_dense = frequency > DENSE_FROM * len(rows)
        dense_number = np.where(is_dense, np.cumsum(is_dense) - 1, -1).astype(np.int32)
        block_starts, run_starts, run_rows, run_codes, dense_codes, error = kernels.invert(
            block_size,
            rows.starts,
            rows.features,
            rows.values,
            step,
            dense_number,
            int(np.count_nonzero(is_dense)),
            int(frequency[~is_dense].sum()),
        )
        inverted = Inverted(step, error, block_starts, run_starts, run_rows, run_codes, dense_number, dense_codes)
        by_id = np.argsort(rows.ids).astype(np.int32)
        return cls(rows, _first_rows(rows), by_id, inverted, block_size)

    @property
    def forward(self) -> tuple[np.ndarray, ...]:
        """As the kernels take it."""
        return self.rows.ids, self.rows.starts, self.rows.features, self.rows.values

    @property
    def columns(self) -> tuple[np.ndarray, np.ndarray]:
        """As the kernels take them."""
        return self.rows.codes, self.first_rows

    def numbers(self, ids: np.ndarray) -> np.ndarray:
        """Where ids are; -1 for those that are not here."""
        if not len(self):
            return np.full(len(ids), -1)
        at = np.minimum(np.searchsorted(self.rows.ids, ids, sorter=self.by_id), len(self) - 1)
        found = self.by_id[at]
        return np.where(self.rows.ids[found] == ids, found, -1)


def _order(rows: Rows) -> np.ndarray:
    return np.lexsort((rows.ids, rows.codes[0])) if len(rows.codes) else np.argsort(rows.ids)


def _first_rows(rows: Rows) -> np.ndarray:
    if not len(rows.codes) or not len(rows):
        return np.zeros(1, np.int32)
    codes = rows.codes[0]
    return np.searchsorted(codes, np.arange(codes[-1] + 2)).astype(np.int32)
