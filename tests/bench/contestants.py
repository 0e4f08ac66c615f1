"""The ways of ranking that are measured beside each other, each over the same rows.

Those that are `exact` must give the naive ranking; the others score in their own way, and only their speed counts.
Filters: whoever cannot sift by itself gets the numpy columns ready, and its time includes comparing them.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Protocol

import numpy as np
from scipy import sparse
from sklearn.metrics.pairwise import cosine_similarity

from matching_service.matcher.documents import OpeningFacts
from matching_service.matcher.features import Features
from tests.bench.columns import Columns
from tests.bench.corpus import Rows
from tests.bench.equality import Ranking

NAIVE, OURS = "naive", "ours"
# Queries whose scores the naive way holds in memory together.
AT_A_TIME = 250


class Contestant(Protocol):
    """Made of rows, and of their columns where it is to sift them."""

    exact: bool
    filters: bool

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        """The k best, among all or among those whom the rules of the opening let pass. Inexact ones give places of
        rows instead of ids."""

    def search_many(self, queries: Rows, k: int) -> Iterator[Ranking]:
        """The k best for each of many queries, as fast as it can."""

    @property
    def size(self) -> int:
        """Bytes that searching needs in memory; 0 where it is not known."""


class OneByOne:
    """Whoever has no quicker way of searching for many than for one after the other."""

    def search_many(self, queries: Rows, k: int) -> Iterator[Ranking]:
        return (self.search(queries.features(row), k) for row in range(len(queries)))


class Naive:
    """scikit-learn's cosine and a full sort. Double precision, which is what its own vectorizers give."""

    exact, filters = True, True

    def __init__(self, rows: Rows, columns: Columns | None = None):
        self._ids, self._columns = rows.ids, columns
        self._matrix = rows.vectors.astype(np.float64)

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        scores = cosine_similarity(as_row(query, self._matrix.shape[1]), self._matrix)[0]
        if opening is not None:
            scores[~self._columns.mask(opening)] = -np.inf
        best = np.argsort(-scores)[:k]
        return self._ids[best], scores[best]

    def search_many(self, queries: Rows, k: int) -> Iterator[Ranking]:
        """A dense table of scores for so many queries at a time as fit into memory, and a full sort of each line."""
        for begin in range(0, len(queries), AT_A_TIME):
            scores = cosine_similarity(queries.vectors[begin : begin + AT_A_TIME].astype(np.float64), self._matrix)
            for line, best in zip(scores, np.argsort(-scores, axis=1)[:, :k], strict=True):
                yield self._ids[best], line[best]

    @property
    def size(self) -> int:
        return _bytes(self._matrix)


class SiftedFirst(Naive):
    """The same over the rows that pass only, which are copied for each query."""

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        passing = np.flatnonzero(self._columns.mask(opening))
        scores = cosine_similarity(as_row(query, self._matrix.shape[1]), self._matrix[passing])[0]
        best = np.argsort(-scores)[:k]
        return self._ids[passing[best]], scores[best]


class ColumnSlice(OneByOne):
    """scipy: the query's columns of a CSC matrix, times the query; then a partial sort."""

    exact, filters = True, True

    def __init__(self, rows: Rows, columns: Columns | None = None):
        self._ids, self._columns = rows.ids, columns
        self._matrix = rows.vectors.tocsc()

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        scores = self._matrix[:, query.indices] @ query.values
        if opening is None:
            best = top(scores, k)
        else:
            passing = np.flatnonzero(self._columns.mask(opening))
            best = passing[top(scores[passing], k)]
        return self._ids[best], scores[best]

    @property
    def size(self) -> int:
        return _bytes(self._matrix)


class SparseDotTopN:
    """sparse_dot_topn: a product of sparse matrices that keeps the k best of each row. Knows no filters."""

    exact, filters = True, False

    def __init__(self, rows: Rows, columns: Columns | None = None):
        self._multiply = import_module("sparse_dot_topn").sp_matmul_topn
        self._ids = rows.ids
        self._inverted = rows.vectors.T.tocsr()

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        return next(self._rankings(as_row(query, self._inverted.shape[0]), k))

    def search_many(self, queries: Rows, k: int) -> Iterator[Ranking]:
        return self._rankings(queries.vectors, k)

    def _rankings(self, queries: sparse.csr_matrix, k: int) -> Iterator[Ranking]:
        """Shorter where fewer rows have anything in common with the query."""
        found = self._multiply(queries, self._inverted, top_n=k, sort=True)
        for begin, end in pairwise(found.indptr):
            yield self._ids[found.indices[begin:end]], found.data[begin:end]

    @property
    def size(self) -> int:
        return _bytes(self._inverted)


class BM25S(OneByOne):
    """bm25s with its numba kernel, which adds up weights made in advance; features are words of a document."""

    exact, filters = False, True

    def __init__(self, rows: Rows, columns: Columns | None = None):
        self._columns = columns
        self._index = import_module("bm25s").BM25(backend="numba")
        starts = rows.vectors.indptr
        documents = [rows.vectors.indices[a:b].tolist() for a, b in pairwise(starts)]
        vocabulary = {str(feature): feature for feature in range(rows.vectors.shape[1])}
        self._index.index((documents, vocabulary), create_empty_token=False, show_progress=False)

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        mask = None if opening is None else self._columns.mask(opening).astype(np.float32)
        found, scores = self._index.retrieve(
            [query.indices.tolist()], k=k, show_progress=False, backend_selection="numba", weight_mask=mask
        )
        return found[0], scores[0]

    @property
    def size(self) -> int:
        return sum(part.nbytes for part in self._index.scores.values() if isinstance(part, np.ndarray))


class Tantivy(OneByOne):
    """tantivy: features are words of a document, weighted in the query. A filter by each person's own reach would need
    a collector written in Rust."""

    exact, filters = False, False
    size = 0

    def __init__(self, rows: Rows, columns: Columns | None = None):
        self._tantivy = import_module("tantivy")
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("features", tokenizer_name="whitespace", index_option="basic")
        self._schema = builder.build()
        index = self._tantivy.Index(self._schema)
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for row in range(len(rows)):
            words = " ".join(map(str, rows.features(row).indices.tolist()))
            writer.add_document(self._tantivy.Document(features=words))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, query: Features, k: int, opening: OpeningFacts | None = None) -> Ranking:
        pairs = zip(query.indices.tolist(), query.values.tolist(), strict=True)
        terms = [(self._tantivy.Occur.Should, self._term(feature, weight)) for feature, weight in pairs]
        hits = self._searcher.search(self._tantivy.Query.boolean_query(terms), limit=k, count=False).hits
        return np.array([hit.doc for _, hit in hits]), np.array([score for score, _ in hits])

    def _term(self, feature: int, weight: float):
        term = self._tantivy.Query.term_query(self._schema, "features", str(feature), index_option="basic")
        return self._tantivy.Query.boost_query(term, weight)


# by the name of the column; the second is the package of the extra `bench` that it needs
PEERS: dict[str, tuple[type, str]] = {
    "scipy CSC": (ColumnSlice, "scipy"),
    "sparse_dot_topn": (SparseDotTopN, "sparse_dot_topn"),
    "bm25s": (BM25S, "bm25s"),
    "tantivy": (Tantivy, "tantivy"),
}


def installed_peers() -> dict[str, type]:
    return {name: peer for name, (peer, package) in PEERS.items() if find_spec(package)}


def as_row(query: Features, n_features: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((query.values, query.indices, [0, len(query.indices)]), shape=(1, n_features))


def top(scores: np.ndarray, k: int) -> np.ndarray:
    """Places of the k highest, best first."""
    k = min(k, len(scores))
    best = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    return best[np.argsort(-scores[best])]


def _bytes(matrix: sparse.spmatrix) -> int:
    return matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes
