"""Character n-grams inside words, counted for all texts at once.

As scikit-learn's `TfidfVectorizer(analyzer="char_wb", sublinear_tf=True)` counts them, several times as fast: labels
share most of their words, so each different word is taken apart once. A process reads as soon as it has started, and a
short text costs a tenth of a millisecond.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

SHORTEST, LONGEST = 2, 4
# Power of the idf: rare n-grams tell more than their logarithm says.
RARITY = 1.2
_SPACE = ord(" ")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class NgramVectorizer:
    """TF-IDF over character n-grams of folded texts: log counts, smooth idf to the power of RARITY,
    rows of length 1, float32.

    Every word stands between two spaces and no n-gram leaves its word. After `fit_transform`: `idf_`, float32 of shape
    (n-grams,). N-grams that were not fitted are left out.
    """

    def fit_transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Learn the n-grams of `texts`; their vectors, of shape (texts, n-grams)."""
        words = sorted({word for text in texts for word in text.split()})
        rows, grams = _ngrams(words)
        self._vocabulary, columns = np.unique(grams, return_inverse=True)
        per_word = self._counts(rows, columns, len(words))
        place = {word: row for row, word in enumerate(words)}
        said = [[place[word] for word in text.split()] for text in texts]
        starts = np.cumsum([0, *map(len, said)])
        of_text = np.fromiter((word for words in said for word in words), dtype=np.int32, count=starts[-1])
        shape = (len(texts), len(words))
        counts = sparse.csr_matrix((np.ones(len(of_text), dtype=np.float32), of_text, starts), shape=shape) @ per_word
        in_texts = np.bincount(counts.indices, minlength=len(self._vocabulary))
        self.idf_ = ((np.log((1 + len(texts)) / (1 + in_texts)) + 1) ** RARITY).astype(np.float32)
        return self._weigh(counts)

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Vectors of texts, of shape (texts, n-grams); rows of zeros where nothing is known."""
        rows, grams = _ngrams(texts)
        columns = np.searchsorted(self._vocabulary, grams)
        known = columns < len(self._vocabulary)
        known[known] = self._vocabulary[columns[known]] == grams[known]
        return self._weigh(self._counts(rows[known], columns[known], len(texts)))

    def _counts(self, rows: np.ndarray, columns: np.ndarray, n_texts: int) -> sparse.csr_matrix:
        ones = np.ones(len(rows), dtype=np.float32)
        return sparse.csr_matrix((ones, (rows, columns)), shape=(n_texts, len(self._vocabulary)))

    def _weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Weights in place of counts."""
        counts.data = (1 + np.log(counts.data)) * self.idf_[counts.indices]
        return unit_rows(counts)


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The same rows, each divided by its length in place; rows of zeros stay."""
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    squares = np.bincount(row_of, weights=matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0])
    matrix.data = (matrix.data / np.maximum(np.sqrt(squares), 1e-12)[row_of]).astype(np.float32)
    return matrix


def _ngrams(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The text of each n-gram, int32, and the n-gram as a 64-bit hash."""
    padded = ["".join(f" {word} " for word in text.split()) for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le", "replace"), dtype="<u4")
    text_of = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in padded])
    # Where one word ends and the next begins two spaces meet: nothing is read across them.
    inside = ~((letters[:-1] == _SPACE) & (letters[1:] == _SPACE))
    hashes = letters.astype(np.uint64)
    whole = np.ones(len(letters), dtype=bool)
    rows, grams = [], []
    for length in range(2, LONGEST + 1):
        hashes = hashes[:-1] * _MULTIPLIER + letters[length - 1 :]
        whole = whole[:-1] & inside[length - 2 :]
        if length >= SHORTEST:
            rows.append(text_of[: len(hashes)][whole])
            grams.append(hashes[whole])
    return np.concatenate(rows), np.concatenate(grams)
