"""How a search grows with people, openings and features: the curves of docs/scaling.md.

    python -m tests.bench.scaling [--most-people N] [--json FILE] [--figure FILE]

100,000 people and 20,000 openings are encoded for real; larger corpora repeat their rows with values moved by up to a
thousandth, so that they are no ties. Times are medians of CPU time on one core, after a first search of each query.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click
import matplotlib.pyplot as plt
import numpy as np
import orjson
from matplotlib.ticker import EngFormatter
from rich.console import Console
from rich.table import Table
from scipy import sparse

from matching_service.cli.output import progress
from tests.bench.columns import Columns
from tests.bench.corpus import TODAY, Corpus, Rows, make_corpus
from tests.bench.measure import MB, built, one_core, timings
from tests.bench.ours import Ours

BASE_PEOPLE, BASE_OPENINGS = 100_000, 20_000
PEOPLE = (10_000, 30_000, 100_000, 300_000, 1_000_000, 2_000_000, 4_000_000)
OPENINGS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
# Shares of a person's features that are kept; 2: those of two people together.
FEATURES = (0.25, 0.5, 1, 2)
QUERIES, ROUNDS, SHOWN = 40, 3, 50


class Point(NamedTuple):
    """`what` grew to `size`: milliseconds of a search, without hard rules and with them (None where there are none),
    MB of the index, and seconds that building it took."""

    what: str
    size: float
    ms: float
    ms_filtered: float | None
    mb: float
    build_s: float


@click.command()
@click.option("--most-people", default=2_000_000, show_default=True, type=click.IntRange(10_000))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--figure", type=click.Path(path_type=Path, dir_okay=False))
def main(most_people: int, file: Path | None, figure: Path | None) -> None:
    """Measure how a search grows."""
    with one_core():
        with progress("Encoding", BASE_PEOPLE + BASE_OPENINGS) as advance:
            corpus = make_corpus(BASE_PEOPLE, BASE_OPENINGS, advance=advance)
        points = list(curves(corpus, [size for size in PEOPLE if size <= most_people]))
    print_points(points)
    if file:
        file.write_bytes(orjson.dumps([point._asdict() for point in points], option=orjson.OPT_INDENT_2))
    if figure:
        draw([point for point in points if point.what == "people"], figure)


def curves(corpus: Corpus, people: Sequence[int]) -> Iterable[Point]:
    for size in people:
        yield _point("people", size, _repeated(corpus.people, size), corpus.openings, filtered=True)
    for size in OPENINGS:
        yield _point("openings", size, _repeated(corpus.openings, size), corpus.people, filtered=False)
    for share in FEATURES:
        rows = _with_features(corpus.people, share)
        yield _point("features", rows.vectors.nnz / len(rows), rows, corpus.openings, filtered=True)


def _point(what: str, size: float, rows: Rows, queries: Rows, filtered: bool) -> Point:
    columns = Columns(rows.facts, TODAY) if filtered else None
    made = built(lambda: Ours(rows, columns))
    asked = range(min(QUERIES, len(queries)))
    plain = [partial(made.value.search, queries.features(row), SHOWN) for row in asked]
    sifted = [partial(made.value.search, queries.features(row), SHOWN, queries.facts[row]) for row in asked]
    ms = _milliseconds(plain)
    return Point(what, size, ms, _milliseconds(sifted) if filtered else None, made.value.size / MB, made.seconds)


def _milliseconds(works: list) -> float:
    timings(works, 1)
    return float(np.median(timings(works, ROUNDS))) * 1000


def _repeated(rows: Rows, size: int) -> Rows:
    """As many rows as asked for: the first ones, or all again and again."""
    if size <= len(rows):
        return rows.first(size)
    random, chosen = np.random.default_rng(size), np.arange(size) % len(rows)
    vectors = rows.vectors[chosen]
    vectors.data *= 1 + random.uniform(-1e-3, 1e-3, len(vectors.data)).astype(np.float32)
    return Rows(random.permutation(size).astype(np.int64) + 1, vectors, tuple(rows.facts[row] for row in chosen))


def _with_features(rows: Rows, share: float) -> Rows:
    """Rows with a random part of their features, or with those of the next row as well."""
    if share > 1:
        turned = rows.vectors[np.roll(np.arange(len(rows)), 1)]
        return Rows(rows.ids, rows.vectors.maximum(turned).tocsr().astype(np.float32), rows.facts)
    kept = np.random.default_rng(1).random(rows.vectors.nnz) < share
    found = rows.vectors.tocoo()
    vectors = sparse.csr_matrix((found.data[kept], (found.row[kept], found.col[kept])), shape=rows.vectors.shape)
    vectors.sort_indices()
    return Rows(rows.ids, vectors, rows.facts)


def print_points(points: Iterable[Point]) -> None:
    table = Table(title="One search for the best 50, median CPU time on one core")
    for heading in ("what grows", "to", "ms", "ms with hard rules", "MB of the index", "s to build"):
        table.add_column(heading, justify="left" if heading == "what grows" else "right")
    for point in points:
        filtered = "-" if point.ms_filtered is None else f"{point.ms_filtered:.2f}"
        size = f"{point.size:,.0f}"
        table.add_row(point.what, size, f"{point.ms:.2f}", filtered, f"{point.mb:,.0f}", f"{point.build_s:.1f}")
    Console(highlight=False).print(table)


def draw(points: Sequence[Point], figure: Path) -> None:
    """Milliseconds and memory by people, on logarithmic axes."""
    people = [point.size for point in points]
    canvas, (times, memory) = plt.subplots(1, 2, figsize=(9, 3.6), dpi=120)
    times.loglog(people, [point.ms for point in points], marker="o", label="no filter")
    times.loglog(people, [point.ms_filtered for point in points], marker="s", label="hard rules of an opening")
    times.set(xlabel="people", ylabel="ms on one core", title="One opening, the best 50")
    times.legend(frameon=False)
    memory.loglog(people, [point.mb for point in points], marker="o", color="tab:green")
    memory.set(xlabel="people", ylabel="MB", title="The index, shared by all workers")
    for axes in (times, memory):
        axes.xaxis.set_major_formatter(EngFormatter(sep=""))
        axes.yaxis.set_major_formatter("{x:g}")
        axes.grid(True, which="major", color="0.9")
        axes.spines[["top", "right"]].set_visible(False)
    canvas.tight_layout()
    canvas.savefig(figure)


if __name__ == "__main__":
    main()
