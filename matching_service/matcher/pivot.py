"""Texts compared by what they mean in the taxonomy, whatever their words and languages.

A title is read as the occupations nearest to it, and these as themselves and their ISCO groups. Two titles without a
letter in common ("Housekeeper", "sobarica") then meet where the taxonomy knows both.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from matching_service.matcher.label_index import LabelIndex
from matching_service.matcher.ngrams import unit_rows
from matching_service.matcher.postings import Postings
from matching_service.matcher.taxonomy import Taxonomy

# What two readings share, by how near their occupations are; as in matcher/features.py.
SAME_OCCUPATION, SAME_GROUP = 0.50, {4: 0.20, 3: 0.18, 2: 0.12}
# A text is read as so many occupations; the power of their scores makes the nearest ones count.
NEAREST, SHARPNESS = 20, 4.0
# What this likeness adds at most to the score of a label, beside the parts of matcher/label_index.py.
PIVOT = 1.6


class Pivot:
    """Compares texts with `labels` through the occupations of a taxonomy that has neither of them."""

    def __init__(self, taxonomy: Taxonomy, known: LabelIndex, labels: Sequence[str]):
        self._known = known
        groups = sorted({concept.isco[:n] for concept in taxonomy.occupations.values() for n in SAME_GROUP})
        column = {group: len(known.keys) + place for place, group in enumerate(groups)}
        cells = [(row, row, SAME_OCCUPATION) for row in range(len(known.keys))]
        for row, key in enumerate(known.keys):
            isco = taxonomy.occupations[key].isco
            cells += [(row, column[isco[:n]], share) for n, share in SAME_GROUP.items()]
        rows, columns, shares = (np.array(values) for values in zip(*cells, strict=True))
        shape = (len(known.keys), len(known.keys) + len(groups))
        self._space = sparse.csr_matrix((np.sqrt(shares, dtype=np.float32), (rows, columns)), shape=shape)
        self._labels = Postings(self._read(labels)[0])

    def scores(self, text: str) -> np.ndarray:
        """Likeness of what `text` and each label mean, times the square of how well the taxonomy knows the text.

        In [0, 1]; shape (labels,).
        """
        meaning, sure = self._read([text])
        return self._labels.scores(meaning.indices, meaning.data) * sure[0] ** 2

    def _read(self, texts: Sequence[str]) -> tuple[sparse.csr_matrix, list[float]]:
        """Vectors of length 1, of shape (texts, places), and the score of the occupation nearest to each text."""
        nearest, weights, sure = zip(*map(self._nearest, texts), strict=True)
        starts = np.cumsum([0, *map(len, nearest)])
        shape = (len(texts), len(self._known.keys))
        read = sparse.csr_matrix((np.concatenate(weights), np.concatenate(nearest), starts), shape=shape)
        return unit_rows(read @ self._space), sure

    def _nearest(self, text: str) -> tuple[np.ndarray, np.ndarray, float]:
        """The occupations nearest to a text, their weights, and the best score."""
        scores = self._known.concept_scores(text)
        nearest = np.argpartition(-scores, min(NEAREST, len(scores)) - 1)[:NEAREST]
        return nearest, scores[nearest].astype(np.float32) ** SHARPNESS, float(scores.max())
