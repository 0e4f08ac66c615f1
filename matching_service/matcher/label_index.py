"""A short text against all labels of all concepts.

A label's score is a weighted sum of named parts (PARTS): so it can be shown why a text was read as it was, and measured
what each part is worth.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz
from scipy import sparse

from matching_service.matcher.classifications import without_exclusions
from matching_service.matcher.letters import latin
from matching_service.matcher.ngrams import NgramVectorizer, unit_rows
from matching_service.matcher.postings import Postings
from matching_service.matcher.semantic import LabelVectors, MeaningIndex
from matching_service.matcher.soft_words import SoftWords
from matching_service.matcher.text import fold

# What each part adds at most to the score of a label:
PARTS = {
    "label": 0.5,  # cosine of character n-grams with the label
    "concept": 0.5,  # and with the mean of all labels of its concept: the labels vote
    "covered": 0.25,  # share of the label's n-grams, by idf, that the text has
    "words": 0.4,  # cosine of soft words with the label
}
# Added where there is a text encoder: nearness in meaning.
MEANING = 1.5
# Looked at again with rapidfuzz.
SHORTLIST = 30


class LabelIndex:
    """Index over labels that belong to concepts.

    Parameters: `labels`, a sequence of (concept key, text); `parts`, the weights, see PARTS; what has no weight is not
    computed; `encoded`, all labels as vectors, for the part "meaning".
    """

    def __init__(
        self,
        labels: Sequence[tuple[str, str]],
        parts: Mapping[str, float] = PARTS,
        encoded: LabelVectors | None = None,
    ):
        self.parts = {**parts, "meaning": MEANING} if encoded else parts
        self.keys = sorted({key for key, _ in labels})
        position = {key: row for row, key in enumerate(self.keys)}
        self.texts = [_spelled(text) for _, text in labels]
        self._written = [_as_written(text) for _, text in labels]
        self.concept_of = np.array([position[key] for key, _ in labels], dtype=np.int64)
        self._ngrams = NgramVectorizer()
        vectors = self._ngrams.fit_transform(self.texts)
        self._means = Postings(self._concept_means(vectors))
        self._labels = Postings(vectors)
        self._shares = Postings(self._shares_of(vectors))
        self._words = SoftWords(self.texts)
        self._meanings = MeaningIndex([text for _, text in labels], self.concept_of, encoded) if encoded else None

    def _concept_means(self, vectors: sparse.csr_matrix) -> sparse.csr_matrix:
        """Mean label vector of each concept, of length 1; shape (concepts, n-grams)."""
        ones = np.ones(len(self.texts), dtype=np.float32)
        shape = (len(self.keys), len(self.texts))
        members = sparse.csr_matrix((ones, (self.concept_of, np.arange(len(self.texts)))), shape=shape)
        return unit_rows(members @ vectors)

    def _shares_of(self, vectors: sparse.csr_matrix) -> sparse.csr_matrix:
        """What each n-gram is of its label, by idf; rows sum to 1."""
        weights = self._ngrams.idf_[vectors.indices]
        row_of = np.repeat(np.arange(len(self.texts)), np.diff(vectors.indptr))
        totals = np.bincount(row_of, weights=weights, minlength=len(self.texts))
        shares = (weights / totals[row_of]).astype(np.float32)
        return sparse.csr_matrix((shares, vectors.indices, vectors.indptr), shape=vectors.shape)

    def score_parts(self, text: str) -> dict[str, np.ndarray]:
        """Each part of the score of each label, unweighted, in [0, 1]; shape (labels,)."""
        spelled = _spelled(text)
        query = self._ngrams.transform([spelled])
        grams, weights = query.indices, query.data
        compute = {
            "label": lambda: self._labels.scores(grams, weights),
            "concept": lambda: self._means.scores(grams, weights)[self.concept_of],
            "covered": lambda: self._shares.scores(grams, np.ones_like(weights)),
            "words": lambda: self._words.scores(spelled),
            "meaning": lambda: self._meanings.scores(text),
        }
        return {part: compute[part]() for part in self.parts}

    def scores(self, text: str) -> np.ndarray:
        """Weighted sum of the parts for each label; shape (labels,)."""
        return sum(self._weighted(text).values())

    def _weighted(self, text: str) -> dict[str, np.ndarray]:
        return {part: self.parts[part] * values for part, values in self.score_parts(text).items()}

    def concept_scores(self, text: str) -> np.ndarray:
        """The best score among the labels of each concept, as a share of the most there is; shape (concepts,)."""
        best = np.zeros(len(self.keys))
        np.maximum.at(best, self.concept_of, self.scores(text))
        return best / sum(self.parts.values())

    def nearest(self, text: str, also: Iterable[str] = ()) -> list["Candidate"]:
        """The concepts nearest to a short text and those of the keys `also`, best first.

        Of equal scores the label that is written alike comes first ("kožar" before "kozar"), then by key.
        """
        spelled, written = _spelled(text), _as_written(text)
        most, parts = sum(self.parts.values()), self._weighted(text)
        scores = sum(parts.values()) / most
        near = np.argsort(-scores, kind="stable")[:SHORTLIST]
        asked = np.flatnonzero(np.isin(self.concept_of, [self.keys.index(key) for key in also])) if also else []
        best: dict[str, Candidate] = {}
        for label in [*near[scores[near] > 0], *asked]:
            key, alike = self.keys[self.concept_of[label]], self._written[label] == written
            shares = tuple((part, float(values[label] / most)) for part, values in parts.items())
            ratios = _ratios(spelled, self.texts[label])
            found = Candidate(key, self.texts[label], float(scores[label]), shares, alike, *ratios)
            if key not in best or (found.score, alike) > (best[key].score, best[key].alike):
                best[key] = found
        return sorted(best.values(), key=lambda found: (-found.score, not found.alike, found.code))


class Candidate(NamedTuple):
    """A concept and its label nearest to a text.

    `score` is a share of the most there is, and the sum of `parts`; `alike`: written the same, diacritics and all; the
    rest as in Evidence.
    """

    code: str
    label: str
    score: float
    parts: tuple[tuple[str, float], ...]
    alike: bool
    ratio: float
    subset: float


def _spelled(text: str) -> str:
    return fold(without_exclusions(text))


def _as_written(text: str) -> str:
    return latin(text).casefold()


def _ratios(text: str, label: str) -> tuple[float, float]:
    return fuzz.token_sort_ratio(text, label) / 100, fuzz.token_set_ratio(text, label) / 100
