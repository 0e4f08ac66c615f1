"""One run: the corpus, its sizes, and every contestant built once and measured on the same queries."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from matching_service.matcher.documents import OpeningFacts
from matching_service.matcher.features import Features
from tests.bench.columns import Columns
from tests.bench.contestants import NAIVE, OURS, Contestant, Naive, installed_peers
from tests.bench.corpus import Corpus, Rows
from tests.bench.equality import Ranking, assert_same_ranking
from tests.bench.measure import Built, built, cpu_seconds, timings
from tests.bench.ours import Ours

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Sizes:
    """`queries`: of each row, each timed `rounds` times after a first one, the naive way once. `batch` people are
    matched with all openings, naively and by peers only `sample` of them."""

    people: int
    openings: int
    queries: int
    rounds: int
    batch: int
    sample: int
    bandwidth_mb: int


FULL = Sizes(people=400_000, openings=20_000, queries=60, rounds=3, batch=100_000, sample=1_000, bandwidth_mb=1_000)
QUICK = Sizes(people=16_000, openings=4_000, queries=15, rounds=2, batch=5_000, sample=250, bandwidth_mb=250)


@dataclass(frozen=True, slots=True)
class Query:
    """`opening` with hard rules, or None to search without filter."""

    features: Features
    opening: OpeningFacts | None = None


@dataclass(frozen=True, slots=True)
class Medians:
    """Seconds by contestant: of queries that have been asked before, and of those asked for the first time."""

    again: dict[str, float]
    first: dict[str, float]


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

    @cached_property
    def over_openings(self) -> dict[str, Built[Contestant]]:
        return self.build(self.corpus.openings)

    def build(self, rows: Rows, columns: Columns | None = None) -> dict[str, Built[Contestant]]:
        made = {}
        for name, contestant in {NAIVE: Naive, **installed_peers(), OURS: Ours}.items():
            self.say(f"building {name} over {len(rows):,} rows")
            made[name] = built(lambda contestant=contestant: contestant(rows, columns))
        return made

    def measure(self, contestants: dict[str, Contestant], queries: Sequence[Query], rows: Rows) -> "Medians":
        """Median seconds of CPU time of a query. The naive way comes first: raises AssertionError where an exact one
        differs from it."""
        expected, figures, first = [], {}, {}
        for name, contestant in contestants.items():
            self.say(f"  {name}")
            works = [partial(contestant.search, query.features, SHOWN, query.opening) for query in queries]
            found, seconds = zip(*map(cpu_seconds, works), strict=True)
            first[name] = float(np.median(seconds))
            expected = expected or found
            if contestant.exact:
                assert_right(name, found, expected, [query.features for query in queries], rows)
            figures[name] = float(np.median(timings(works, 1 if name == NAIVE else self.sizes.rounds)))
        return Medians(figures, first)

    def measure_many(self, contestants: dict[str, Contestant], queries: Rows, rows: Rows, k: int) -> dict[str, float]:
        """Seconds of CPU time for all queries, reckoned from a sample; ours does them all."""
        sample, expected, figures = queries.first(self.sizes.sample), [], {}
        for name, contestant in contestants.items():
            self.say(f"  {name}")
            found = list(contestant.search_many(sample, k))
            expected = expected or found
            if contestant.exact:
                assert_right(name, found, expected, map(sample.features, range(len(sample))), rows)
            asked = queries if name == OURS else sample
            _, seconds = cpu_seconds(lambda c=contestant, asked=asked: deque(c.search_many(asked, k), maxlen=0))
            figures[name] = seconds * len(queries) / len(asked)
        return figures


def assert_right(
    name: str, found: Iterable[Ranking], expected: Iterable[Ranking], queries: Iterable[Features], rows: Rows
) -> None:
    """Raises AssertionError that names whoever ranks otherwise than expected, and for which query."""
    for number, (ranking, right, query) in enumerate(zip(found, expected, queries, strict=True), 1):
        try:
            assert_same_ranking(ranking, right, exact_scores(rows, ranking[0], query))
        except AssertionError as error:
            raise AssertionError(f"{name}, query {number}: {error}") from None


def exact_scores(rows: Rows, ids: np.ndarray, query: Features) -> dict[int, float]:
    """Dot products in double precision, straight from the corpus."""
    places = np.flatnonzero(np.isin(rows.ids, ids))
    dense = np.zeros(rows.vectors.shape[1])
    dense[query.indices] = query.values
    scores = rows.vectors[places].astype(np.float64) @ dense
    return dict(zip(rows.ids[places].tolist(), scores.tolist(), strict=True))
