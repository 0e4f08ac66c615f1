"""Labels compared by meaning: vectors of a text encoder, made fit for telling concepts apart.

Encoders of this kind put all short texts close together. What all labels share is taken off, and the directions in
which labels of one concept differ count less than those in which concepts differ; both are fitted on the labels alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

import numpy as np

from matching_service.matcher.letters import latin

# Of so many labels it is measured where the encoder puts queries: not where it puts labels.
CENTRE_SAMPLE = 256
# Labels beyond the first of their concept that it takes, for each dimension, to tell how labels of a concept differ.
_SYNONYMS_PER_DIMENSION = 2
_REMEMBERED_QUERIES = 1024
_BATCH = 64


class TextEncoder(Protocol):
    """Texts -> vectors of length 1; float32, shape (texts, dimensions). The same text always gives the same vector.

    `name` tells the encoder and its version: vectors of different names do not compare.
    """

    name: str

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """Texts that something is looked for with."""

    def labels(self, texts: Sequence[str]) -> np.ndarray:
        """Texts that are to be found."""


class Encoding(NamedTuple):
    """A text as the encoder is given it, and as what."""

    role: Literal["label", "query"]
    text: str


def encodings_of(labels: Iterable[str]) -> list[Encoding]:
    """All that must be encoded before texts can be compared with these labels; in a fixed order, each once."""
    texts = sorted({_written(label) for label in labels})
    sample = texts[:: max(1, len(texts) // CENTRE_SAMPLE)]
    return [*(Encoding("label", text) for text in texts), *(Encoding("query", text) for text in sample)]


def encode(
    encoder: TextEncoder, encodings: Sequence[Encoding], progress: Callable[[int], None] = lambda encoded: None
) -> dict[Encoding, np.ndarray]:
    """The vectors of some encodings, as float16, which is how they are kept. `progress(n)` is told of each batch."""
    vectors: dict[Encoding, np.ndarray] = {}
    for role, of_role in (("label", encoder.labels), ("query", encoder.queries)):
        chosen = [encoding for encoding in encodings if encoding.role == role]
        for start in range(0, len(chosen), _BATCH):
            batch = chosen[start : start + _BATCH]
            vectors.update(zip(batch, of_role([text for _, text in batch]).astype(np.float16), strict=True))
            progress(len(batch))
    return vectors


def _written(text: str) -> str:
    """Encoders know diacritics and not all scripts equally well; Cyrillic and Latin Serbian must be read the same."""
    return " ".join(latin(text).split())


@dataclass(frozen=True, slots=True, eq=False)
class LabelVectors:
    """An encoder, and the vectors of `encodings_of` all labels that will be asked for."""

    encoder: TextEncoder
    vectors: Mapping[Encoding, np.ndarray]


class MeaningIndex:
    """Labels of concepts, to be compared with a text by meaning.

    Parameters: `texts`, the labels; `concept_of`, the number of the concept of each; `known`, with the vectors of all.
    """

    def __init__(self, texts: Sequence[str], concept_of: np.ndarray, known: LabelVectors):
        encodings = encodings_of(texts)
        row_of = {encoding.text: row for row, encoding in enumerate(e for e in encodings if e.role == "label")}
        self._encoder = known.encoder
        self._row_of_label = np.array([row_of[_written(text)] for text in texts])
        self._query_centre = _stack(known, "query", encodings).mean(axis=0)
        vectors = _stack(known, "label", encodings)
        vectors = _unit(vectors - vectors.mean(axis=0))
        # a text that a concept has in several languages says nothing about how its labels differ
        pairs = np.unique(np.stack([concept_of, self._row_of_label]), axis=1)
        self._projection = discriminant(vectors[pairs[1]], pairs[0])
        self._labels = _unit(vectors @ self._projection)
        self._vector = lru_cache(_REMEMBERED_QUERIES)(self._encode)

    def _encode(self, written: str) -> np.ndarray:
        vector = self._encoder.queries([written]).astype(np.float16).astype(np.float32)
        return _unit(_unit(vector - self._query_centre) @ self._projection)[0]

    def scores(self, text: str) -> np.ndarray:
        """How near each label is to `text` in meaning, in [0, 1]; shape (labels,). An empty text is near to none."""
        written = _written(text)
        if not written:
            return np.zeros(len(self._row_of_label), dtype=np.float32)
        return np.clip(self._labels @ self._vector(written), 0, 1)[self._row_of_label]


def discriminant(vectors: np.ndarray, concept_of: np.ndarray) -> np.ndarray:
    """What to multiply vectors with so that labels of one concept come close; shape (dimensions, dimensions).

    Directions are made equally wide within concepts, then weighted by how wide they are between concepts (a linear
    discriminant that keeps all directions). Nothing is changed where too few concepts have several labels to tell.
    """
    dimensions = vectors.shape[1]
    numbers, concept_of, counts = np.unique(concept_of, return_inverse=True, return_counts=True)
    freedom = len(vectors) - len(numbers)
    if freedom < _SYNONYMS_PER_DIMENSION * dimensions:
        return np.eye(dimensions, dtype=np.float32)
    means = np.zeros((len(numbers), dimensions))
    np.add.at(means, concept_of, vectors)
    means /= counts[:, None]
    deviations = vectors - means[concept_of]
    within = deviations.T @ deviations / freedom
    # means of few labels keep some of what differs within; a single label keeps all of it
    several = counts > 1
    between = np.cov(means[several].T) - within * np.mean(1 / counts[several])
    whiten = _inverse_root(within)
    spread, axes = np.linalg.eigh(whiten @ between @ whiten)
    return (whiten @ (axes * np.sqrt(np.clip(spread, 0, None)))).astype(np.float32)


def _inverse_root(covariance: np.ndarray) -> np.ndarray:
    """Inverse square root, after adding its mean to each variance, lest the narrowest directions count most."""
    variances, axes = np.linalg.eigh(covariance)
    return (axes / np.sqrt(np.clip(variances, 0, None) + variances.mean())) @ axes.T


def _stack(known: LabelVectors, role: str, encodings: Sequence[Encoding]) -> np.ndarray:
    return np.stack([known.vectors[encoding] for encoding in encodings if encoding.role == role]).astype(np.float32)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
