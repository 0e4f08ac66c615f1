"""What each part of reading and ranking is worth: each taken away alone, on every benchmark set and on the suite.

    python -m tests.quality.ablation FOLDER                         all columns; half an hour
    python -m tests.quality.ablation FOLDER titles/serbian suite    some columns
    python -m tests.quality.ablation FOLDER --held-out              see held_out.py

Prints a table in Markdown, row by row. Of each set to link at most held_out.QUERIES queries are measured, and there
levers are pulled on the labels of the set alone: the pivot goes on reading with all that the program has.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import click
import numpy as np

from matching_service.cli.evaluation import starter_reader
from matching_service.matcher import (
    advertisements,
    features,
    label_index,
    linking,
    negation,
    ngrams,
    own_words,
    phrasebook,
    pivot,
    trade_words,
)
from matching_service.matcher.advertisements import PLAIN, Passage
from matching_service.matcher.evaluation import Benchmark
from matching_service.matcher.label_index import LabelIndex
from matching_service.matcher.pivot import Pivot
from matching_service.matcher.reading import Reader
from tests.quality import held_out
from tests.quality.baselines import tfidf_scorer
from tests.quality.benchmarks import Goal, figure, present, product_scorer, share
from tests.quality.figures import ALL, measure
from tests.quality.scores import plain_scores, product_scores

SUITE = "suite"
# Takes something away for as long as it is entered.
Lever = Callable[[], AbstractContextManager]


def _constants(module: object, **values: object) -> Lever:
    return lambda: patch.multiple(module, **values)


def _no_part(part: str) -> Lever:
    """A part of a label's score, in the set's labels and in those of the taxonomy."""
    return lambda: patch.dict(label_index.PARTS, {part: 0.0})


def _no_share(*parts: str) -> Lever:
    """Parts of a person's score for an opening; the others share its weight."""
    left = {kind: weights | dict.fromkeys(parts, 0.0) for kind, weights in features.PART_WEIGHTS.items()}
    return lambda: patch.dict(features.PART_WEIGHTS, left)


@contextmanager
def _no_denials() -> Iterator[None]:
    with ExitStack() as stack:
        for module in (negation, phrasebook, own_words):
            stack.enter_context(patch.object(module, "denials", lambda text: ()))
        yield


LINKING: Mapping[str, Lever] = {
    "n-grams with the label": _no_part("label"),
    "votes of a concept's labels": _no_part("concept"),
    "covered share of the label": _no_part("covered"),
    "soft words": _no_part("words"),
    "pivot through the taxonomy": _constants(pivot, PIVOT=0.0),
    "rare n-grams count more (idf to the power of 1)": _constants(ngrams, RARITY=1.0),
    "n-grams of 2 to 4 letters (2 to 5)": _constants(ngrams, LONGEST=5),
}
RANKING: Mapping[str, Lever] = {
    "marks of both sexes": _constants(linking, without_gender_marks=str),
    "denials": _no_denials,
    "work told in own words": _constants(Reader, work_in=lambda *_: ()),
    "passages of advertisements": _constants(
        advertisements, passages=lambda text: [Passage(PLAIN, text)] if text else []
    ),
    "occupation part": _no_share("occupation"),
    "- neighbours by ISCO group": _constants(features, SAME_OCCUPATION=1.0, SAME_GROUP={4: 0.0, 3: 0.0, 2: 0.0}),
    "- related by skills": _constants(features, RELATED_OCCUPATION=0.0),
    "skill parts": _no_share("required_skills", "desired_skills"),
    "- skills that an occupation lets expect": _constants(features, IMPLIED_ESSENTIAL=0.0, IMPLIED_OPTIONAL=0.0),
    "- unknown is not zero": _constants(features, UNKNOWN_SKILL=0.0, UNKNOWN_EXPERIENCE=0.0),
    "experience part": _no_share("experience"),
    "- work long past counts less": _constants(features, RECENCY_FLOOR=1.0),
    "occupations left behind count less": _constants(features, LEFT_BEHIND=1.0),
    "text part": _no_share("text"),
    "- families of words": _constants(trade_words, FAMILY=0),
}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("columns", metavar="[SET]...", nargs=-1)
@click.option("--held-out", "holding_out", is_flag=True, help="Choose weights without the set they are measured on.")
def main(folder: Path, columns: tuple[str, ...], holding_out: bool) -> None:
    """Print what each part of reading and ranking is worth on the sets of FOLDER, and on the suite."""
    sets = {goal: benchmark for goal, benchmark in present(folder).items() if not columns or goal.name in columns}
    wanted = {goal: held_out.sample(benchmark) for goal, benchmark in sets.items()}
    rows = held_out.rows(wanted) if holding_out else ablation(wanted, SUITE in columns or not columns)
    for number, row in enumerate(rows):
        click.echo(f"| {' | '.join(row)} |")
        if number == 0:
            click.echo("|---" * len(row) + "|")


def ablation(sets: Mapping[Goal, Benchmark], with_suite: bool) -> Iterator[list[str]]:
    """Headings; all; a row without each lever, empty where it has no say; plain TF-IDF."""
    suite = [f"{SUITE} {name}" for name in ("nDCG@10", "pairs right")] if with_suite else []
    yield ["without", *(f"{goal.name} {goal.measured}" for goal in sets), *suite]
    columns = _columns(sets, with_suite)
    yield ["(everything on)", *_cells(columns, nullcontext)]
    for name, lever in LINKING.items():
        yield [name, *_cells(columns, lever)]
    for name, lever in RANKING.items():
        if any(column.of_ranking for column in columns):
            yield [name, *_cells(columns, lever, of_ranking=True)]
    plain = (figure(goal, benchmark, tfidf_scorer(benchmark.corpus)) for goal, benchmark in sets.items())
    yield ["plain TF-IDF instead", *map(share, plain), *(_suite(plain_scores()) if with_suite else [])]


class Column(NamedTuple):
    """What is measured: `figures` gives it as the program is at that moment, as `width` cells."""

    figures: Callable[[], list[str]]
    of_ranking: bool = True
    width: int = 1


def _columns(sets: Mapping[Goal, Benchmark], with_suite: bool) -> list[Column]:
    columns = [_ranked(goal, found) if goal.task == "rank" else _linked(goal, found) for goal, found in sets.items()]
    return columns + [Column(lambda: _suite(product_scores.__wrapped__()), width=2)] * with_suite


def _cells(columns: Iterable[Column], lever: Lever, of_ranking: bool = False) -> Iterator[str]:
    """Empty where only ranking is asked for and the column is not of ranking."""
    with lever():
        for column in columns:
            yield from column.figures() if column.of_ranking or not of_ranking else [""] * column.width


def _ranked(goal: Goal, benchmark: Benchmark) -> Column:
    return Column(lambda: [share(figure(goal, benchmark, product_scorer(goal, benchmark, starter_reader())))])


def _linked(goal: Goal, benchmark: Benchmark) -> Column:
    corpus, texts = benchmark.corpus, [text for _, text in benchmark.queries]
    reader = starter_reader()
    through_taxonomy = Pivot(reader.taxonomy, reader.occupations.index, [text for _, _, text in corpus])
    meaning = {text: through_taxonomy.scores(text).astype(np.float32) for text in texts}

    def figures() -> list[str]:
        labels = LabelIndex([(group, text) for _, group, text in corpus])
        return [share(figure(goal, benchmark, lambda text: labels.scores(text) + pivot.PIVOT * meaning[text]))]

    return Column(figures, of_ranking=False)


def _suite(scores) -> list[str]:
    figures = measure(scores)[ALL]
    return [share(figures.ndcg), share(figures.pairs_right)]


if __name__ == "__main__":
    main()
