"""Match quality on a benchmark folder: queries, a corpus and graded answers.

Format: `queries.tsv` (id, text), `corpus.tsv` (id, group, text), `qrels.tsv` (TREC: query, 0, document, relevance),
tab-separated, UTF-8, no header, no quoting. Runs are cut at 100 documents; metrics come from ir-measures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import AP, RR, Qrel, ScoredDoc, Success, nDCG

from matching_service.matcher.features import Features
from matching_service.matcher.index import score_table
from matching_service.matcher.label_index import PARTS, LabelIndex
from matching_service.matcher.pivot import PIVOT, Pivot
from matching_service.matcher.reading import Reader
from matching_service.matcher.rows import Rows
from matching_service.matcher.semantic import LabelVectors

DEPTH = 100
MEASURES = {
    "mrr": RR @ DEPTH,
    "map": AP @ DEPTH,
    "ndcg@10": nDCG @ 10,
    "success@1": Success @ 1,
    "success@5": Success @ 5,
    "success@10": Success @ 10,
}

# scores of all documents of the corpus for one query text; shape (documents,)
Scorer = Callable[[str], np.ndarray]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`queries`: (id, text); `corpus`: (id, group, text); `qrels`: (query, document, relevance)."""

    name: str
    queries: tuple[tuple[str, str], ...]
    corpus: tuple[tuple[str, str, str], ...]
    qrels: tuple[tuple[str, str, int], ...]


def link_scorer(
    corpus: Sequence[tuple[str, str, str]],
    reader: Reader,
    parts: Mapping[str, float] = PARTS,
    pivot_weight: float = PIVOT,
    encoded: LabelVectors | None = None,
) -> Scorer:
    """Reads a query into the corpus as a list of concepts of others: each group is a concept, each document one of its
    labels. What the reader's own taxonomy makes of both counts as well, by `pivot_weight`; and what they mean, where
    the texts of the corpus are `encoded`."""
    labels = LabelIndex([(group, text) for _, group, text in corpus], parts, encoded)
    if not pivot_weight:
        return labels.scores
    pivot = Pivot(reader.taxonomy, reader.occupations.index, [text for _, _, text in corpus])
    return lambda text: labels.scores(text) + pivot_weight * pivot.scores(text)


def rank_scorer(
    corpus: Sequence[tuple[str, str, str]], reader: Reader, kind: str, on_document: Callable[[], None] = lambda: None
) -> Scorer:
    """Ranks the corpus with the engine: documents of `kind` "openings" for a query read as a person, or "people" for
    a query read as an opening. Every document passes the hard rules, as nothing is known that they ask about."""
    encoder = reader.encoder

    def as_opening(text: str) -> Features:
        return encoder.transform_posting(reader.posting_of_text(text))

    def as_person(text: str) -> Features:
        return encoder.transform_profile(reader.profile_of_text(text))

    of_document, of_query = (as_opening, as_person) if kind == "openings" else (as_person, as_opening)
    documents = []
    for _, _, text in corpus:
        documents.append(of_document(text))
        on_document()
    rows = Rows.of(encoder.n_features_, range(len(documents)), documents)
    return lambda text: score_table(rows, [of_query(text)], encoder.n_features_)[:, 0]


def evaluate(benchmark: Benchmark, score: Scorer, by_group: bool = False, on_query=lambda: None) -> dict:
    """Measures of `score` over all queries with an answer; `by_group` counts each group once, by its best document.

    Equal scores are ordered by document id. Returns the keys of MEASURES and `queries`.
    """
    answered = {query for query, _, relevance in benchmark.qrels if relevance > 0}
    documents = np.array([document for document, _, _ in benchmark.corpus])
    groups = [group for _, group, _ in benchmark.corpus]
    by_id = np.argsort(documents, kind="stable")
    run = []
    for query, text in benchmark.queries:
        if query in answered:
            order = by_id[np.argsort(-score(text)[by_id], kind="stable")]
            names = _best_of_groups(order, groups) if by_group else documents[order[:DEPTH]]
            run += [ScoredDoc(query, str(name), float(DEPTH - rank)) for rank, name in enumerate(names)]
            on_query()
    qrels = [qrel for qrel in _qrels(benchmark, by_group) if qrel.query_id in answered]
    values = ir_measures.calc_aggregate(list(MEASURES.values()), qrels, run)
    return {"queries": len(answered)} | {name: values[measure] for name, measure in MEASURES.items()}


def _best_of_groups(order: np.ndarray, groups: list[str]) -> list[str]:
    seen: dict[str, None] = {}
    for document in order:
        seen.setdefault(groups[document])
        if len(seen) == DEPTH:
            break
    return list(seen)


def _qrels(benchmark: Benchmark, by_group: bool) -> list[Qrel]:
    if not by_group:
        return [Qrel(*answer) for answer in benchmark.qrels]
    group_of = {document: group for document, group, _ in benchmark.corpus}
    best: dict[tuple[str, str], int] = {}
    for query, document, relevance in benchmark.qrels:
        key = (query, group_of.get(document, document))
        best[key] = max(relevance, best.get(key, 0))
    return [Qrel(query, group, relevance) for (query, group), relevance in best.items()]
