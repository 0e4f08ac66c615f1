"""`make quality`: how well texts are read and people ranked, beside baselines run in the same go, and how fast.

    python -m tests.quality.report FOLDER

Nothing is asserted. FOLDER holds the benchmark sets (see benchmarks.py); what is not there is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from rich.table import Table

from matching_service.cli.evaluation import starter_reader
from matching_service.cli.output import stdout_console
from matching_service.matcher.evaluation import Benchmark, Scorer
from matching_service.matcher.semantic import TextEncoder
from matching_service.services.index.text_encoder import text_encoder
from tests.quality.baselines import bm25_scorer, tfidf_scorer
from tests.quality.benchmarks import Goal, figure, present, product_scorer, share
from tests.quality.figures import measure
from tests.quality.kept_encoder import KeptEncoder
from tests.quality.scores import plain_scores, product_scores
from tests.quality.speed import timings

NO_EXTRA = "-"
# how each column of the table scores a set
Columns = dict[str, Callable[[Goal, Benchmark], Scorer]]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def main(folder: Path) -> None:
    """Print the quality of reading and ranking, on the benchmark sets of FOLDER and on the suite of tests/quality."""
    sets = present(folder)
    if sets:
        encoder = text_encoder()
        print_sets(sets, columns(KeptEncoder(encoder) if encoder else None))
        if encoder is None:
            click.echo("with meaning: not measured, as the extra `semantic` is not installed.\n")
    else:
        click.echo(f"No benchmark sets in {folder}: only the suite of the project is measured.\n", err=True)
    print_suite()
    print_timings()


def columns(encoder: TextEncoder | None) -> Columns:
    """The baselines, the program as it is installed, and with an encoder the program that reads by meaning."""
    reader = starter_reader()
    scorers = {
        "BM25": lambda goal, benchmark: bm25_scorer(benchmark.corpus),
        "TF-IDF": lambda goal, benchmark: tfidf_scorer(benchmark.corpus),
        "ours": lambda goal, benchmark: product_scorer(goal, benchmark, reader),
    }
    if encoder:
        with_meaning = starter_reader(encoder)

        def by_meaning(goal: Goal, benchmark: Benchmark) -> Scorer:
            return product_scorer(goal, benchmark, with_meaning if goal.task == "rank" else reader, encoder)

        scorers["with meaning"] = by_meaning
    return scorers


def print_sets(sets: dict[Goal, Benchmark], scorers: Columns) -> None:
    names = [*scorers, *(["with meaning"] if "with meaning" not in scorers else [])]
    _print("Benchmark sets", ["set", "measure", *names, "to reach"], set_rows(sets, scorers))


def set_rows(sets: dict[Goal, Benchmark], scorers: Columns) -> Iterator[list[str]]:
    """A row for each set: its name, what is measured, the figure of each column, and the figure to reach."""
    for goal, benchmark in sets.items():
        values = [figure(goal, benchmark, scorer_of(goal, benchmark), name) for name, scorer_of in scorers.items()]
        shown = [share(value) for value in values] + [NO_EXTRA] * ("with meaning" not in scorers)
        yield [goal.name, goal.measured, *shown, share(goal.reach)]


def print_suite() -> None:
    product, plain = measure(product_scores()), measure(plain_scores())
    rows = (
        [kind, str(now.pairs)]
        + [share(value) for pair in (plain[kind], now) for value in (pair.ndcg, pair.pairs_right)]
        for kind, now in product.items()
    )
    headings = ["trap", "pairs", "TF-IDF nDCG@10", "pairs right", "ours nDCG@10", "pairs right"]
    _print("The suite of tests/quality", headings, rows)


def print_timings() -> None:
    rows = (
        [ours.what, _milliseconds(ours.seconds), ours.peer, _milliseconds(ours.peer_seconds), f"{ours.ratio:.2f}"]
        for ours in timings()
    )
    _print("CPU time, in milliseconds", ["what", "ours", "peer", "peer's", "ratio"], rows)


def _print(title: str, headings: Sequence[str], rows: Iterator[list[str]]) -> None:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, justify="left" if heading in ("set", "measure", "trap", "what", "peer") else "right")
    for row in rows:
        table.add_row(*row)
    stdout_console().print(table)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}"


if __name__ == "__main__":
    main()
