"""A short text against all labels of all concepts.

Labels are compared by character n-grams; the labels of one concept vote together, and the best few are compared again
with rapidfuzz.
"""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from matching_service.matcher.link import Link
from matching_service.matcher.text import fold

# Share of the mean of a concept's labels in the score of each of its labels.
VOTE = 1.0
# Looked at again with rapidfuzz.
SHORTLIST = 30


class LabelIndex:
    """Character n-gram index over labels that belong to concepts.

    Parameters: `labels`, a sequence of (concept key, text); `vote`, see VOTE.
    """

    def __init__(self, labels: Sequence[tuple[str, str]], vote: float = VOTE):
        self.vote = vote
        self.keys = sorted({key for key, _ in labels})
        position = {key: row for row, key in enumerate(self.keys)}
        self.texts = [fold(text) for _, text in labels]
        self.concept_of = np.array([position[key] for key, _ in labels], dtype=np.int64)
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=False, dtype=np.float32
        )
        self._labels = self._vectorizer.fit_transform(self.texts).tocsr()
        self._labels_t = self._labels.T.tocsr()
        self._means_t = self._concept_means().T.tocsr()

    def _concept_means(self) -> sparse.csr_matrix:
        """Mean label vector of each concept, of length 1; shape (concepts, n-grams)."""
        ones = np.ones(len(self.texts), dtype=np.float32)
        shape = (len(self.keys), len(self.texts))
        member = sparse.csr_matrix((ones, (self.concept_of, np.arange(len(self.texts)))), shape=shape)
        means = member @ self._labels
        norms = np.sqrt(np.asarray(means.multiply(means).sum(axis=1)).ravel())
        return sparse.diags(1 / np.maximum(norms, 1e-12)).dot(means)

    def score_labels(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Cosine of `text` with each label, and its vote-weighted score; both of shape (labels,)."""
        query = self._vectorizer.transform([fold(text)])
        cosine = np.asarray((query @ self._labels_t).todense()).ravel()
        means = np.asarray((query @ self._means_t).todense()).ravel()
        return cosine, cosine + self.vote * means[self.concept_of]

    def link(self, text: str, limit: int = 5) -> list[Link]:
        """The concepts nearest to a short text, most confident first; ties by key."""
        folded = fold(text)
        cosine, score = self.score_labels(text)
        near = np.argsort(-score, kind="stable")[:SHORTLIST]
        best: dict[str, Link] = {}
        for label in near[cosine[near] > 0]:
            key = self.keys[self.concept_of[label]]
            confidence = _confidence(folded, self.texts[label], float(cosine[label]))
            if key not in best or confidence > best[key].confidence:
                best[key] = Link(key, confidence, text, self.texts[label])
        return sorted(best.values(), key=lambda link: (-link.confidence, link.code))[:limit]


def _confidence(text: str, label: str, cosine: float) -> float:
    """How sure a text stands for a label, in [0, 1].

    token_set_ratio calls a subset perfect, so it only fills in between the cosine and a length-aware ratio.
    """
    ordered = fuzz.token_sort_ratio(text, label) / 100
    subset = fuzz.token_set_ratio(text, label) / 100
    return round(0.45 * cosine + 0.35 * ordered + 0.2 * subset, 4)
