"""`matching-service evaluate`: match quality on benchmark folders."""

import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import click
import orjson

from matching_service.cli.environment import database
from matching_service.cli.output import json_option, print_rows, progress
from matching_service.cli.taxonomy import wanted_encoder
from matching_service.errors import BadInput
from matching_service.matcher import evaluation
from matching_service.matcher.evaluation import MEASURES, Benchmark, Scorer
from matching_service.matcher.reading import Reader
from matching_service.matcher.semantic import LabelVectors, TextEncoder, encode, encodings_of
from matching_service.matcher.text import tokens
from matching_service.services.index import label_vectors
from matching_service.services.index.engine import Engine
from matching_service.services.index.text_encoder import text_encoder
from matching_service.services.reference_data import reference
from models import Base
from models.session import make_engine, transaction

FILES = {"queries": 2, "corpus": 3, "qrels": 4}


@click.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--task", type=click.Choice(["link", "rank"]), required=True, help="What is measured, see above.")
@click.option("--by-group", is_flag=True, help="Count each group of the corpus once, by its best document.")
@click.option(
    "--corpus",
    "corpus_kind",
    type=click.Choice(["openings", "people"]),
    default="openings",
    show_default=True,
    help="What the corpus holds, for --task rank; the queries are the other kind.",
)
@click.option(
    "--database",
    "from_database",
    is_flag=True,
    help="Read with the taxonomy of the database (merged with ESCO, say) instead of the one that is shipped.",
)
@click.option("--semantic", is_flag=True, help="Read by meaning too, with the text encoder of the extra `semantic`.")
@json_option
def evaluate(
    folders: tuple[Path, ...],
    task: str,
    by_group: bool,
    corpus_kind: str,
    from_database: bool,
    semantic: bool,
    as_json: bool,
) -> None:
    """Measure match quality on benchmark folders (queries.tsv, corpus.tsv, qrels.tsv).

    link: the corpus is a taxonomy whose groups are concepts, and each query is read into it.
    rank: the corpus is read as openings (or people), each query as a person (or an opening), and the engine ranks.
    With --json, one object a line for each folder.
    """
    encoder = wanted_encoder(text_encoder()) if semantic else None
    # to link, the corpus is encoded instead of the taxonomy
    reader = cache(partial(database_reader if from_database else starter_reader, encoder if task == "rank" else None))
    rows = []
    for folder in folders:
        benchmark = load_benchmark(folder)
        row = _evaluate(benchmark, task, by_group, corpus_kind, reader, encoder)
        rows.append(row)
        if as_json:
            click.echo(orjson.dumps(row))
    if not as_json:
        headings = {"set": "set", "task": "task", "queries": "queries", "seconds": "seconds"}
        print_rows(rows, headings | {name: name.upper() for name in MEASURES}, as_json=False)


def _evaluate(
    benchmark: Benchmark,
    task: str,
    by_group: bool,
    corpus_kind: str,
    reader: Callable[[], Reader],
    encoder: TextEncoder | None,
) -> dict[str, object]:
    began = time.perf_counter()
    encoded = _encoded(benchmark, encoder) if encoder and task == "link" else None
    with progress(f"Reading {benchmark.name}", len(benchmark.corpus)) as advance:
        score = _scorer(benchmark, task, corpus_kind, reader, encoded, lambda: advance(1))
    with progress(f"Ranking {benchmark.name}", len(benchmark.queries)) as advance:
        values = evaluation.evaluate(benchmark, score, by_group, lambda: advance(1))
    seconds = round(time.perf_counter() - began, 2)
    head = {"set": benchmark.name, "task": task, "queries": values.pop("queries"), "seconds": seconds}
    return head | {name: round(value, 4) for name, value in values.items()}


def _scorer(
    benchmark: Benchmark,
    task: str,
    corpus_kind: str,
    reader: Callable[[], Reader],
    encoded: LabelVectors | None,
    on_document: Callable[[], None],
) -> Scorer:
    if task == "link":
        return evaluation.link_scorer(benchmark.corpus, reader(), encoded=encoded)
    return evaluation.rank_scorer(benchmark.corpus, reader(), corpus_kind, on_document)


def _encoded(benchmark: Benchmark, encoder: TextEncoder) -> LabelVectors:
    wanted = encodings_of(text for _, _, text in benchmark.corpus)
    with progress(f"Encoding {benchmark.name}", len(wanted)) as advance:
        return LabelVectors(encoder, encode(encoder, wanted, advance))


def starter_reader(encoder: TextEncoder | None = None) -> Reader:
    """The reader of a new installation: figures do not depend on what is in somebody's database.

    With an `encoder`, its labels are encoded, which takes minutes.
    """
    engine = make_engine("sqlite://")
    Base.metadata.create_all(engine)
    with transaction(engine) as session:
        reference.load_reference_data(session)
        if encoder:
            wanted = label_vectors.missing(session, encoder)
            with progress("Encoding the taxonomy", len(wanted)) as advance:
                label_vectors.add(session, encoder, wanted, advance)
        return Engine(encoder).reader(session)


def database_reader(encoder: TextEncoder | None = None) -> Reader:
    """The reader of the database of the environment. Raises BadInput where its labels are not encoded by `encoder`."""
    with database() as session:
        if encoder and label_vectors.missing(session, encoder):
            raise BadInput("the labels of the database are not encoded; `matching-service taxonomy encode` does that")
        return Engine(encoder).reader(session)


def load_benchmark(folder: Path) -> Benchmark:
    """Read the three files of a benchmark. Raises BadInput for a missing file, a line that is not as it should be, and
    where no query has an answer or nothing has words."""
    tables = {name: _lines(folder / f"{name}.tsv", columns) for name, columns in FILES.items()}
    try:
        qrels = tuple((query, document, int(relevance)) for query, _, document, relevance in tables["qrels"])
    except ValueError:
        raise BadInput(f"{folder / 'qrels.tsv'}: a relevance that is not a whole number") from None
    if not {query for query, _ in tables["queries"]} & {query for query, _, relevance in qrels if relevance > 0}:
        raise BadInput(f"{folder / 'qrels.tsv'}: answers none of the queries")
    for table in ("corpus", "queries"):
        if not any(tokens(row[-1]) for row in tables[table]):
            raise BadInput(f"{folder / table}.tsv: no text has a word in it")
    name = "/".join(folder.resolve().parts[-2:])
    return Benchmark(name, tuple(map(tuple, tables["queries"])), tuple(map(tuple, tables["corpus"])), qrels)


def _lines(path: Path, columns: int) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error})") from None
    rows = [line.split("\t") for line in text.split("\n") if line]
    for number, row in enumerate(rows, start=1):
        if len(row) != columns:
            raise BadInput(f"{path}, line {number}: {len(row)} columns where there should be {columns}")
    if not rows:
        raise BadInput(f"{path}: empty")
    return rows
