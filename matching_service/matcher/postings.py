"""An inverted list: for each feature the rows that have it, so that a short query touches little."""

import numpy as np
from scipy import sparse


class Postings:
    """The rows of a sparse matrix of shape (rows, features), by feature."""

    def __init__(self, matrix: sparse.csr_matrix):
        columns = matrix.tocsc()
        self._n_rows = matrix.shape[0]
        self._starts = columns.indptr
        self._rows = columns.indices
        self._values = columns.data

    def scores(self, features: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Dot product of each row with the query that has `weights` at `features`; shape (rows,), float64."""
        starts = self._starts[features]
        lengths = self._starts[features + 1] - starts
        # places of all postings of the query's features, one list after the other
        places = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(lengths.sum())
        products = self._values[places] * np.repeat(weights, lengths)
        return np.bincount(self._rows[places], weights=products, minlength=self._n_rows)
