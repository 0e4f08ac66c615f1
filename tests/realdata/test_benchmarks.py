"""The real benchmarks run. How well they are matched is pinned elsewhere, on figures that are read and explained."""

from dataclasses import replace

import pytest

from matching_service.cli.evaluation import load_benchmark, starter_reader
from matching_service.matcher.evaluation import MEASURES, evaluate, link_scorer, rank_scorer

pytestmark = pytest.mark.realdata

LINKED = ("titles/serbian", "titles/english", "occupations/slovenian", "occupations/slovak", "occupations/austrian")
RANKED = ("ads/serbian", "ads/serbian-text-only")
FEW = 10


@pytest.fixture(scope="module")
def reader():
    return starter_reader()


@pytest.mark.parametrize("name", ["titles/serbian", "titles/english"])
def test_the_smallest_sets_are_linked_well_above_chance(real, reader, name):
    benchmark = load_benchmark(real / name)
    values = evaluate(benchmark, link_scorer(benchmark.corpus, reader))
    assert values["queries"] == len(benchmark.queries)
    assert values["mrr"] > 0.3


@pytest.mark.parametrize("name", LINKED)
def test_a_few_queries_of_every_set_of_titles_are_linked(real, reader, name):
    benchmark = load_benchmark(real / name)
    # without the pivot, which would first read the whole corpus
    assert_measured(few(benchmark), link_scorer(benchmark.corpus, reader, pivot_weight=0))


@pytest.mark.parametrize("name", RANKED)
def test_a_few_people_are_ranked_against_all_ads(real, reader, name):
    benchmark = load_benchmark(real / name)
    assert_measured(few(benchmark), rank_scorer(benchmark.corpus, reader, "openings"))


def few(benchmark):
    queries = benchmark.queries[:FEW]
    names = {query for query, _ in queries}
    return replace(benchmark, queries=queries, qrels=tuple(qrel for qrel in benchmark.qrels if qrel[0] in names))


def assert_measured(benchmark, scorer):
    for by_group in (False, True):
        values = evaluate(benchmark, scorer, by_group)
        assert list(values) == ["queries", *MEASURES]
        assert 0 < values["queries"] <= FEW
        assert 0 < values["mrr"] <= 1
