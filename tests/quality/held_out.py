"""Weights of linking chosen without the set that they are measured on.

The weights in matcher/label_index.py, pivot.py and ngrams.py were set by hand while looking at these very sets. Here
each set to link is held out in turn: the weights are those of a coarse grid that gain most over plain TF-IDF on the
other sets, in the mean, and are then measured on the set held out.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from matching_service.cli.evaluation import starter_reader
from matching_service.cli.output import progress
from matching_service.matcher import ngrams, pivot
from matching_service.matcher.evaluation import DEPTH, Benchmark
from matching_service.matcher.label_index import PARTS, LabelIndex
from matching_service.matcher.pivot import Pivot
from matching_service.matcher.reading import Reader
from tests.quality.baselines import tfidf_scorer
from tests.quality.benchmarks import Goal, figure, share

# At most so many queries of each set, by a fixed seed.
QUERIES, SEED = 1000, 20261122
# Of each query's labels so many are weighed, the nearest by the plain sum of all parts.
NEAR = 1000
SURE = 2  # power of how well the taxonomy knows a text, in Pivot.scores


class Point(NamedTuple):
    """Weights beside that of the label's n-grams, which stays; `power`: of how well the taxonomy knows a text."""

    rarity: float
    longest: int
    concept: float
    covered: float
    words: float
    pivot: float
    power: int


SHIPPED = Point(
    ngrams.RARITY, ngrams.LONGEST, PARTS["concept"], PARTS["covered"], PARTS["words"], pivot.PIVOT, power=SURE
)


def _around(weight: float) -> tuple[float, ...]:
    return tuple(round(weight * factor, 2) for factor in (0.5, 1, 1.5))


NGRAMS = tuple(product(sorted({1.0, SHIPPED.rarity, 1.4}), sorted({SHIPPED.longest, 4, 5})))
WEIGHTS = tuple(product(*map(_around, SHIPPED[2:6]), (1, 2, 3)))
GRID = tuple(Point(*grams, *weights) for grams in NGRAMS for weights in WEIGHTS)


def rows(sets: Mapping[Goal, Benchmark]) -> Iterator[list[str]]:
    """Headings, then a row for each set to link."""
    reader = starter_reader()
    linked = {goal: benchmark for goal, benchmark in sets.items() if goal.task == "link"}
    plain = {goal: figure(goal, found, tfidf_scorer(found.corpus)) for goal, found in linked.items()}
    found = {goal: grid_figures(goal, benchmark, reader) for goal, benchmark in linked.items()}
    yield ["set", "measure", "plain", "as shipped", "chosen on the others", "best on itself", "chosen " + _names()]
    for goal, own in found.items():
        gains = [found[other] / plain[other] for other in found if other != goal]
        chosen = int(np.mean(gains, axis=0).argmax())
        figures = (plain[goal], own[GRID.index(SHIPPED)], own[chosen], own.max())
        yield [goal.name, goal.measured, *map(share, figures), " ".join(f"{value:g}" for value in GRID[chosen])]


def _names() -> str:
    return " ".join(Point._fields)


def sample(benchmark: Benchmark) -> Benchmark:
    """At most QUERIES of the queries that have an answer."""
    answered = {query for query, _, relevance in benchmark.qrels if relevance > 0}
    queries = sorted(query for query in benchmark.queries if query[0] in answered)
    chosen = random.Random(SEED).sample(queries, min(QUERIES, len(queries)))
    names = {query for query, _ in chosen}
    qrels = tuple(qrel for qrel in benchmark.qrels if qrel[0] in names)
    return replace(benchmark, queries=tuple(chosen), qrels=qrels)


def grid_figures(goal: Goal, benchmark: Benchmark, reader: Reader) -> np.ndarray:
    """What the goal measures at each point of GRID; shape (points,). The pivot reads with n-grams as shipped."""
    benchmark = replace(benchmark, corpus=tuple(sorted(benchmark.corpus)))
    meanings = _meanings(goal, benchmark, reader)
    found = []
    for rarity, longest in NGRAMS:
        with patch.multiple(ngrams, RARITY=rarity, LONGEST=longest):
            found.append(_weighed(goal, benchmark, meanings))
    return np.concatenate(found)


def _meanings(goal: Goal, benchmark: Benchmark, reader: Reader) -> list[tuple[np.ndarray, float]]:
    """For each query its likeness to each label through the taxonomy, and how well the taxonomy knows it."""
    known = reader.occupations.index
    likeness = Pivot(reader.taxonomy, known, [text for _, _, text in benchmark.corpus])
    found = []
    with progress(f"Reading {goal.name}", len(benchmark.queries)) as advance:
        for _, text in benchmark.queries:
            sure = max(float(known.concept_scores(text).max()), 1e-9)
            found.append(((likeness.scores(text) / sure**SURE).astype(np.float32), sure))
            advance(1)
    return found


def _weighed(goal: Goal, benchmark: Benchmark, meanings: list[tuple[np.ndarray, float]]) -> np.ndarray:
    """What the goal measures for each of WEIGHTS; shape (weights,)."""
    labels = LabelIndex([(group, text) for _, group, text in benchmark.corpus])
    item_of, relevant = _items(goal, benchmark)
    order = np.argsort(item_of, kind="stable")
    values = []
    with progress(f"Weighing {goal.name}", len(benchmark.queries)) as advance:
        for (query, text), (likeness, sure) in zip(benchmark.queries, meanings, strict=True):
            parts = labels.score_parts(text)
            scored = np.stack([*(parts[part] for part in ("label", "concept", "covered", "words")), likeness])
            near = _near(scored, np.isin(item_of, relevant[query]), order)
            items, firsts = np.unique(item_of[near], return_index=True)
            best = np.maximum.reduceat(_weights(sure) @ scored[:, near].astype(np.float32), firsts, axis=1)
            values.append(MEASURES[goal.measure](ranks(best, np.flatnonzero(np.isin(items, relevant[query])))))
            advance(1)
    return np.mean(values, axis=0)


def _near(scored: np.ndarray, asked: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Labels that any weights may bring among the first, and those asked for; in the order of items."""
    total = scored.sum(axis=0)
    kept = asked | (total >= np.sort(total)[-min(NEAR, len(total))])
    return order[kept[order]]


def _weights(sure: float) -> np.ndarray:
    """Shape (weights, parts)."""
    rows = [(PARTS["label"], *parts, meaning * sure**power) for *parts, meaning, power in WEIGHTS]
    return np.array(rows, dtype=np.float32)


def _items(goal: Goal, benchmark: Benchmark) -> tuple[np.ndarray, dict[str, list[int]]]:
    """What is ranked, groups or documents, as numbers: that of each label, and those that answer each query."""
    names = [group if goal.by_group else document for document, group, _ in benchmark.corpus]
    number = {name: place for place, name in enumerate(sorted(set(names)))}
    of_document = {row[0]: number[name] for row, name in zip(benchmark.corpus, names, strict=True)}
    relevant: dict[str, list[int]] = {}
    for query, document, relevance in benchmark.qrels:
        if relevance > 0:
            relevant.setdefault(query, []).append(of_document[document])
    return np.array([number[name] for name in names]), relevant


def ranks(scores: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Places, from 1 and ascending, of the items `asked` in each row of scores; equal scores in the order of items.

    Shape (rows, asked).
    """
    places = [
        1 + np.sum(scores > scores[:, [item]], axis=1) + np.sum(scores[:, :item] == scores[:, [item]], axis=1)
        for item in asked
    ]
    return np.sort(np.stack(places, axis=1), axis=1)


def reciprocal_rank(ranks: np.ndarray) -> np.ndarray:
    return np.where(ranks[:, 0] <= DEPTH, 1 / ranks[:, 0], 0.0)


def average_precision(ranks: np.ndarray) -> np.ndarray:
    precision = np.arange(1, ranks.shape[1] + 1) / ranks
    return np.where(ranks <= DEPTH, precision, 0.0).mean(axis=1)


MEASURES = {"mrr": reciprocal_rank, "map": average_precision}
