"""Words of a text against words of labels, where a word also stands for those that look like it."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

from matching_service.matcher.ngrams import NgramVectorizer, unit_rows
from matching_service.matcher.postings import Postings
from matching_service.matcher.text import STOP_WORDS, stems, tokens

# A word stands for at most so many words of labels, and for none that is less like it than this (cosine of n-grams).
NEIGHBOURS, ALIKE_FROM = 8, 0.35


class SoftWords:
    """Fit on the texts of labels; then score a text against each.

    A word of the text becomes the label words most like it in characters, each weighing the square of the likeness
    times its idf. Endings, typing errors and words of neighbouring languages so find what they mean.
    """

    def __init__(self, texts: Sequence[str]):
        said = [stems(text) for text in texts]
        self._words = sorted({word for words in said for word in words})
        place = {word: column for column, word in enumerate(self._words)}
        rows = np.repeat(np.arange(len(said)), [len(words) for words in said])
        columns = np.fromiter((place[word] for words in said for word in words), dtype=np.int32, count=len(rows))
        shape = (len(said), len(self._words))
        counts = sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
        self._idf = np.log((1 + len(said)) / (1 + np.bincount(counts.indices, minlength=len(self._words)))) + 1
        counts.data = (1 + np.log(counts.data)) * self._idf[counts.indices]
        self._labels = Postings(unit_rows(counts))
        self._ngrams = NgramVectorizer()
        self._spelling = Postings(self._ngrams.fit_transform(self._words))
        self.neighbours = lru_cache(maxsize=50_000)(self._neighbours)

    def _neighbours(self, word: str) -> tuple[np.ndarray, np.ndarray]:
        """Places of the label words that a folded word stands for, nearest first, and their weights."""
        query = self._ngrams.transform([word])
        alike = self._spelling.scores(query.indices, query.data)
        nearest = np.flatnonzero(alike >= ALIKE_FROM)
        nearest = nearest[np.argsort(-alike[nearest], kind="stable")][:NEIGHBOURS]
        return nearest, alike[nearest] ** 2 * self._idf[nearest]

    def scores(self, text: str) -> np.ndarray:
        """Cosine of the softened words of `text` with the words of each label; shape (labels,)."""
        query = np.zeros(len(self._words), dtype=np.float32)
        for word in tokens(text):
            if word not in STOP_WORDS:
                places, weights = self.neighbours(word)
                query[places] += weights
        known = np.flatnonzero(query)
        return self._labels.scores(known, query[known] / max(np.linalg.norm(query), 1e-12))
