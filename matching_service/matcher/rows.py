"""Feature vectors of many documents, one after the other, with what hard rules look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from matching_service.matcher import kernels
from matching_service.matcher.features import Features


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Never changed: all arrays are read-only.

    `ids` int64 (n,), each once; `checksums` uint32 (n,): of what a row was made of; row i has `features` and `values`
    (float32) from `starts[i]` to `starts[i + 1]` (int64), features ascending; `codes` int32 (rules, n): see
    conditions.py. Features are kept in 16 bits where they fit, else in 32.
    """

    ids: np.ndarray
    checksums: np.ndarray
    starts: np.ndarray
    features: np.ndarray
    values: np.ndarray
    codes: np.ndarray

    def __post_init__(self):
        for each in fields(self):
            getattr(self, each.name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(
        cls,
        n_features: int,
        ids: Sequence[int],
        vectors: Sequence[Features],
        codes: np.ndarray | None = None,
        checksums: Sequence[int] | None = None,
    ) -> "Rows":
        """Without `codes`, no hard rule looks at these rows; without `checksums`, all are 0.

        Raises ValueError for features out of range: kernels would read beyond their arrays.
        """
        indices = np.concatenate([np.empty(0, np.int32), *(vector.indices for vector in vectors)])
        if len(indices) and not 0 <= indices.min() <= indices.max() < n_features:
            raise ValueError(f"features beyond the {n_features} that there are")
        return cls(
            np.array(ids, dtype=np.int64),
            np.zeros(len(ids), np.uint32) if checksums is None else np.array(checksums, dtype=np.uint32),
            _ends([len(vector.indices) for vector in vectors]),
            indices.astype(np.uint16 if n_features <= 1 << 16 else np.uint32),
            np.concatenate([np.empty(0, np.float32), *(vector.values for vector in vectors)]),
            np.zeros((0, len(ids)), np.int32) if codes is None else codes,
        )

    def row(self, number: int) -> Features:
        part = slice(self.starts[number], self.starts[number + 1])
        return Features(self.features[part].astype(np.int32), self.values[part])

    def checksums_by_id(self) -> dict[int, int]:
        return dict(zip(self.ids.tolist(), self.checksums.tolist(), strict=True))

    def fingerprint(self) -> int:
        """See `fingerprint`."""
        return fingerprint(self.ids, self.checksums)

    def take(self, numbers: np.ndarray) -> "Rows":
        """Some rows, in the order of `numbers`."""
        begins = self.starts[numbers]
        lengths = self.starts[numbers + 1] - begins
        starts = _ends(lengths)
        features, values = np.empty(starts[-1], self.features.dtype), np.empty(starts[-1], self.values.dtype)
        kernels.copy_rows(begins, self.features, self.values, starts, features, values)
        return Rows(
            self.ids[numbers],
            self.checksums[numbers],
            starts,
            features,
            values,
            np.ascontiguousarray(self.codes[:, numbers]),
        )

    @classmethod
    def joined(cls, parts: Iterable["Rows"]) -> "Rows":
        parts = list(parts)
        lengths = np.concatenate([np.diff(part.starts) for part in parts])
        plain = ("ids", "checksums", "features", "values")
        ids, checksums, features, values = (np.concatenate([getattr(part, name) for part in parts]) for name in plain)
        codes = np.concatenate([part.codes for part in parts], axis=1)
        return cls(ids, checksums, _ends(lengths), features, values, codes)


def fingerprint(ids: np.ndarray, checksums: np.ndarray) -> int:
    """Which rows with which content, in any order: a sum modulo 2^64 of one hash for each row, so that a row can be
    added or taken away without looking at the others. Ids below 2^32, each once."""
    word = (ids.astype(np.uint64) << np.uint64(32)) | checksums.astype(np.uint64)
    # the finaliser of splitmix64: each word has a hash of its own
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        word = (word ^ (word >> np.uint64(shift))) * np.uint64(factor)
    return int((word ^ (word >> np.uint64(31))).sum(dtype=np.uint64))


def _ends(lengths: Sequence[int]) -> np.ndarray:
    """Where each of rows of these lengths begins, and the end of the last."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts
