"""One run: the corpus, its sizes, and every contestant built once and measured on the same queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching_service.matcher.documents import OpeningFacts
from matching_service.matcher.features import Features
from tests.bench.columns import Columns
from tests.bench.contestants import NAIVE, OURS, Contestant, Naive, installed_peers
from tests.bench.corpus import Corpus, Rows
from tests.bench.equality import Ranking, assert_same_ranking
from tests.bench.measure import Built, built, timings
from tests.bench.ours import Ours

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Sizes:
    """`queries`: of each row, each timed `rounds` times. `batch` people are matched with all openings, naively and by
    slow peers only `sample` of them."""

    people: int
    openings: int
    queries: int
    rounds: int
    batch: int
    sample: int
    bandwidth_mb: int


FULL = Sizes(people=400_000, openings=20_000, queries=25, rounds=3, batch=100_000, sample=1_000, bandwidth_mb=1_000)
QUICK = Sizes(people=40_000, openings=4_000, queries=10, rounds=3, batch=10_000, sample=300, bandwidth_mb=500)


@dataclass(frozen=True, slots=True)
class Query:
    """`opening` with hard rules, or None to search without filter."""

    features: Features
    opening: OpeningFacts | None = None


class Bench:
    """`say` is told what is being done. Contestants over the people are built at the first row that needs them."""

    def __init__(self, corpus: Corpus, sizes: Sizes, say: Callable[[str], None] = lambda sentence: None):
        self.corpus, self.sizes, self.say = corpus, sizes, say
        self.random = np.random.default_rng(1)

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.corpus.people.facts, self.corpus.today)

    @cached_property
    def over_people(self) -> dict[str, Built[Contestant]]:
        return self.build(self.corpus.people, self.columns)

    def build(self, rows: Rows, columns: Columns | None = None) -> dict[str, Built[Contestant]]:
        made = {}
        for name, contestant in {NAIVE: Naive, **installed_peers(), OURS: Ours}.items():
            self.say(f"building {name} over {len(rows):,} rows")
            made[name] = built(lambda contestant=contestant: contestant(rows, columns))
        return made

    def measure(self, contestants: dict[str, Contestant], queries: Sequence[Query], rows: Rows) -> dict[str, float]:
        """Median seconds of CPU time of a query. Raises AssertionError where an exact one differs from the naive."""
        expected = [contestants[NAIVE].search(query.features, SHOWN, query.opening) for query in queries]
        figures = {}
        for name, contestant in contestants.items():
            self.say(f"  {name}")
            if contestant.exact:
                assert_right(name, contestant, queries, expected, rows)
            works = [lambda q=query, c=contestant: c.search(q.features, SHOWN, q.opening) for query in queries]
            figures[name] = float(np.median(timings(works, self.sizes.rounds)))
        return figures


def assert_right(
    name: str, contestant: Contestant, queries: Sequence[Query], expected: Sequence[Ranking], rows: Rows
) -> None:
    for number, (query, right) in enumerate(zip(queries, expected, strict=True)):
        found = contestant.search(query.features, len(right[0]), query.opening)
        try:
            assert_same_ranking(found, right, exact_scores(rows, found[0], query.features))
        except AssertionError as error:
            raise AssertionError(f"{name}, query {number + 1}: {error}") from None


def exact_scores(rows: Rows, ids: np.ndarray, query: Features) -> dict[int, float]:
    """Dot products in double precision, straight from the corpus."""
    places = np.flatnonzero(np.isin(rows.ids, ids))
    dense = np.zeros(rows.vectors.shape[1])
    dense[query.indices] = query.values
    scores = rows.vectors[places].astype(np.float64) @ dense
    return dict(zip(rows.ids[places].tolist(), scores.tolist(), strict=True))
