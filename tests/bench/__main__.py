"""`make bench`: how fast ranking is, beside the naive way and the best peers, in one run on one core.

    python -m tests.bench [--quick] [--json FILE]

Fails where a ranking that must be equal is not; whether a row is reached is printed, and fails nothing.
"""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.table import Table

from matching_service.cli.output import progress
from tests.bench import rows as on_one_core
from tests.bench.bench import FULL, QUICK, Bench, Sizes
from tests.bench.contestants import NAIVE, OURS, PEERS
from tests.bench.corpus import SEED, Corpus, make_corpus
from tests.bench.http import ranking_over_http
from tests.bench.measure import one_core
from tests.bench.results import Row

# the last one starts servers, so it is not run by the tests
ROWS = (*on_one_core.ROWS, ranking_over_http)
WIDTH = 120
PACKAGES = ("numpy", "scipy", "scikit-learn", "numba", "sparse_dot_topn", "bm25s", "tantivy")


@click.command()
@click.option("--quick", is_flag=True, help="A tenth of the people and a fifth of the openings, in under a minute.")
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write every number there.")
def main(quick: bool, file: Path | None) -> None:
    """Measure ranking beside its peers."""
    load = os.getloadavg()[0]
    with one_core():
        bench = Bench(_corpus(QUICK if quick else FULL), QUICK if quick else FULL, _say)
        rows = [measure(bench) for measure in ROWS]
    found = conditions(bench.corpus, bench.sizes, load)
    print_rows(rows, found)
    if file:
        found_rows = [row.as_json() for row in rows]
        file.write_bytes(orjson.dumps({"conditions": found, "rows": found_rows}, option=_JSON))


_JSON = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY


def _corpus(sizes: Sizes) -> Corpus:
    _say(f"inventing and encoding {sizes.people:,} people and {sizes.openings:,} openings")
    with progress("Encoding", sizes.people + sizes.openings) as advance:
        return make_corpus(sizes.people, sizes.openings, advance=advance)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def conditions(corpus: Corpus, sizes: Sizes, load: float) -> dict[str, object]:
    """What the figures were measured on and with."""
    people, openings = corpus.people, corpus.openings
    return {
        "full_size": sizes == FULL,
        "people": len(people),
        "openings": len(openings),
        "features_a_person": people.vectors.nnz / len(people),
        "features_an_opening": openings.vectors.nnz / len(openings),
        "seed": SEED,
        "sizes": {name: getattr(sizes, name) for name in sizes.__slots__},
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "load_at_start": load,
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES},
    }


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def print_rows(rows: list[Row], found: dict) -> None:
    table = Table(title="Ranking: median CPU time on one core; ratios are to the naive way")
    peers = [name for name in PEERS if any(name in row.figures for row in rows)]
    table.add_column("work")
    for heading in (NAIVE, *peers, OURS, "to reach", "reached"):
        table.add_column(heading, justify="right")
    for row in rows:
        cells = [row.cell(name) for name in (NAIVE, *peers, OURS)]
        table.add_row(row.name, *cells, str(row.reach), _verdict(row, found))
    console = Console(highlight=False, width=WIDTH)
    console.print(table)
    for note in notes(rows, found):
        console.print(note)


def _verdict(row: Row, found: dict) -> str:
    """Ratios are smaller over fewer people: only the full size is judged."""
    return "-" if row.reached is None or not found["full_size"] else "yes" if row.reached else "no"


def notes(rows: list[Row], found: dict) -> list[str]:
    missing = [name for name, (_, package) in PEERS.items() if not find_spec(package)]
    said = [
        "Rankings of naive, scipy CSC, sparse_dot_topn and ours were compared: the same to 1e-6. bm25s and tantivy "
        "score in their own way: only their speed counts.",
        *(note for row in rows for note in row.notes),
        *(
            f"{row.name}: {name} is {times:.2f} times as fast as ours."
            for row in rows
            for name, times in row.faster.items()
        ),
        f"{found['people']:,} people with {found['features_a_person']:.1f} features, {found['openings']:,} openings "
        f"with {found['features_an_opening']:.1f}, of length 1. {found['sizes']['queries']} queries, each timed "
        f"{found['sizes']['rounds']} times, naively once.",
        f"{found['cpu']}, {found['cores']} cores, load {found['load_at_start']:.1f} at the start; "
        + ", ".join(f"{name} {number}" for name, number in found["versions"].items() if number),
    ]
    said += [] if found["full_size"] else ["Over so few people nothing is judged: ratios grow with size."]
    return said + ([f"Not installed (extra `bench`): {', '.join(missing)}."] if missing else [])


if __name__ == "__main__":
    main()
