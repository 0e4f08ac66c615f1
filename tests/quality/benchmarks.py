"""The benchmark sets on which reading and ranking are measured: what counts on each, and what is to be reached.

The sets are not part of the project; a folder that holds them is named where they are asked for.
"""

from pathlib import Path
from typing import NamedTuple

from matching_service.cli.evaluation import load_benchmark
from matching_service.cli.output import progress
from matching_service.matcher import pivot
from matching_service.matcher.evaluation import Benchmark, Scorer, evaluate, link_scorer, rank_scorer
from matching_service.matcher.reading import Reader
from matching_service.matcher.semantic import LabelVectors, TextEncoder, encode, encodings_of


class Goal(NamedTuple):
    """`name`: a folder of `matching-service evaluate`; `task` and `by_group` as there; `measure`: a key of MEASURES."""

    name: str
    task: str
    measure: str
    reach: float
    by_group: bool = False

    @property
    def measured(self) -> str:
        return self.measure.upper() + (" by group" if self.by_group else "")


GOALS = (
    Goal("titles/serbian", "link", "mrr", 0.52),
    Goal("titles/english", "link", "map", 0.38),
    Goal("occupations/slovenian", "link", "mrr", 0.53, by_group=True),
    Goal("occupations/slovak", "link", "mrr", 0.46, by_group=True),
    Goal("occupations/austrian", "link", "mrr", 0.56, by_group=True),
    Goal("ads/serbian", "rank", "map", 0.56),
    Goal("ads/serbian-text-only", "rank", "map", 0.53),
)


def present(folder: Path) -> dict[Goal, Benchmark]:
    """The sets that are in `folder`, in the order of GOALS. Raises BadInput for one that is not as it should be."""
    return {goal: load_benchmark(folder / goal.name) for goal in GOALS if (folder / goal.name).is_dir()}


def figure(goal: Goal, benchmark: Benchmark, score: Scorer, described: str = "") -> float:
    """What the goal measures, for one scorer of the corpus; a progress bar says what is measured."""
    with progress(" ".join(("Measuring", goal.name, described)), len(benchmark.queries)) as advance:
        return evaluate(benchmark, score, goal.by_group, lambda: advance(1))[goal.measure]


def product_scorer(goal: Goal, benchmark: Benchmark, reader: Reader, encoder: TextEncoder | None = None) -> Scorer:
    """As `matching-service evaluate` scores. With an `encoder` the corpus of a set to link is encoded; to rank, it is
    the reader that reads by meaning, or not."""
    if goal.task == "rank":
        return rank_scorer(benchmark.corpus, reader, "openings")
    encoded = _encoded(benchmark, encoder) if encoder else None
    return link_scorer(benchmark.corpus, reader, pivot_weight=pivot.PIVOT, encoded=encoded)


def _encoded(benchmark: Benchmark, encoder: TextEncoder) -> LabelVectors:
    wanted = encodings_of(text for _, _, text in benchmark.corpus)
    with progress(f"Encoding {benchmark.name}", len(wanted)) as advance:
        return LabelVectors(encoder, encode(encoder, wanted, advance))


def share(value: float) -> str:
    """A figure in [0, 1] as it is printed: .520"""
    return f"{value:.3f}".removeprefix("0")
