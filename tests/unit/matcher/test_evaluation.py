from math import log2

import numpy as np
import pytest

from matching_service.matcher.evaluation import DEPTH, MEASURES, Benchmark, evaluate, link_scorer, rank_scorer
from matching_service.matcher.reading import Reader
from tests.unit.matcher import trades

# The scores of three documents for each of three queries; the last query has no answer.
CORPUS = (("d1", "welders", "zavarivač"), ("d2", "welders", "varilac"), ("d3", "bakers", "pekar"))
SCORES = {"one": [0.9, 0.8, 0.7], "two": [0.1, 0.9, 0.5], "three": [1.0, 1.0, 1.0]}
QRELS = (("q1", "d1", 1), ("q1", "d3", 1), ("q2", "d3", 1), ("q3", "d1", 0))
BENCHMARK = Benchmark("a/b", (("q1", "one"), ("q2", "two"), ("q3", "three")), CORPUS, QRELS)


def scores_of(text):
    return np.array(SCORES[text])


def test_measures_are_those_computed_by_hand():
    values = evaluate(BENCHMARK, scores_of)
    # q1 finds d1 first and d3 third, q2 finds d3 second
    assert values["mrr"] == pytest.approx((1 + 1 / 2) / 2)
    assert values["map"] == pytest.approx(((1 + 2 / 3) / 2 + 1 / 2) / 2)
    ideal = 1 + 1 / log2(3)
    assert values["ndcg@10"] == pytest.approx(((1 + 1 / log2(4)) / ideal + 1 / log2(3)) / 2)
    assert values["success@1"] == pytest.approx(1 / 2)
    assert values["success@5"] == values["success@10"] == 1


def test_only_queries_with_an_answer_count():
    assert evaluate(BENCHMARK, scores_of)["queries"] == 2


def test_an_answer_outside_the_corpus_is_not_found():
    benchmark = Benchmark("a/b", (("q", "one"),), CORPUS, (("q", "d1", 1), ("q", "elsewhere", 1)))
    for by_group in (False, True):
        assert evaluate(benchmark, scores_of, by_group)["map"] == pytest.approx(1 / 2)


def test_measures_come_in_one_order():
    assert list(evaluate(BENCHMARK, scores_of)) == ["queries", *MEASURES]
    assert list(MEASURES) == ["mrr", "map", "ndcg@10", "success@1", "success@5", "success@10"]


def test_by_group_each_group_counts_once_by_its_best_document():
    values = evaluate(BENCHMARK, scores_of, by_group=True)
    # q1: welders, bakers - both right; q2: welders (by d2), bakers
    assert values["mrr"] == pytest.approx((1 + 1 / 2) / 2)
    assert values["map"] == pytest.approx((1 + 1 / 2) / 2)


def test_by_group_several_right_documents_are_one_right_answer():
    answers = (("q1", "d1", 1), ("q1", "d2", 2))
    benchmark = Benchmark("a/b", (("q1", "two"),), CORPUS, answers)
    assert evaluate(benchmark, scores_of, by_group=True)["map"] == 1
    assert evaluate(benchmark, scores_of)["map"] == pytest.approx((1 + 2 / 3) / 2)


def test_equal_scores_are_ordered_by_document_id_wherever_the_documents_stand():
    for corpus in (CORPUS, CORPUS[::-1]):
        for answer, rank in (("d1", 1), ("d2", 2), ("d3", 3)):
            benchmark = Benchmark("a/b", (("q", "three"),), corpus, (("q", answer, 1),))
            assert evaluate(benchmark, scores_of)["mrr"] == pytest.approx(1 / rank)


def test_what_comes_after_the_depth_is_not_found():
    corpus = tuple((f"d{n:03}", f"g{n:03}", "x") for n in range(DEPTH + 1))

    def mrr(answer, by_group=False):
        benchmark = Benchmark("a/b", (("q", "x"),), corpus, (("q", answer, 1),))
        return evaluate(benchmark, lambda text: np.zeros(len(corpus)), by_group)["mrr"]

    for by_group in (False, True):
        assert mrr(f"d{DEPTH - 1:03}", by_group) == pytest.approx(1 / DEPTH)
        assert mrr(f"d{DEPTH:03}", by_group) == 0


def test_progress_is_told_of_each_query_that_counts():
    done = []
    evaluate(BENCHMARK, scores_of, on_query=lambda: done.append(1))
    assert len(done) == 2


def test_linking_scores_every_document_of_the_corpus():
    scores = link_scorer(CORPUS, Reader(trades.TAXONOMY, trades.FREQUENCIES))("заваривач")
    assert scores.shape == (3,)
    assert scores.argmax() == 0
    # the labels of one group vote for each other
    assert scores[1] > scores[2]


@pytest.mark.parametrize("kind", ["openings", "people"])
def test_ranking_scores_every_document_of_the_corpus_in_both_directions(kind):
    done = []
    reader = Reader(trades.TAXONOMY, trades.FREQUENCIES)
    score = rank_scorer(CORPUS, reader, kind, lambda: done.append(1))
    scores = score("Zavarivačica sa iskustvom")
    assert np.argsort(-scores).tolist()[-1] == 2
    assert len(done) == len(CORPUS)
