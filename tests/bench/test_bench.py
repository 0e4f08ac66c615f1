"""The benchmark itself, on a tiny corpus: every row runs, equal rankings are demanded, and a falsified one is found."""

import os
from importlib.util import find_spec

import numpy as np
import orjson
import pytest
from click.testing import CliRunner

from matching_service.matcher.eligibility import check
from tests.bench import __main__ as command
from tests.bench import contestants
from tests.bench.bench import Bench, Query, Sizes
from tests.bench.columns import Columns
from tests.bench.contestants import NAIVE, OURS, PEERS, ColumnSlice, Naive
from tests.bench.corpus import make_corpus
from tests.bench.equality import assert_same_ranking
from tests.bench.measure import all_cores, one_core
from tests.bench.results import AtMost, Row, ShareOf, TimesNaive
from tests.bench.rows import ROWS

TINY = Sizes(people=600, openings=150, queries=3, rounds=1, batch=40, sample=20, bandwidth_mb=4)


@pytest.fixture(scope="module")
def corpus():
    return make_corpus(TINY.people, TINY.openings)


@pytest.fixture
def ours_and_scipy(monkeypatch):
    monkeypatch.setattr(contestants, "PEERS", {"scipy CSC": PEERS["scipy CSC"]})


# ---- the corpus


def test_the_same_seed_invents_the_same_people_and_openings(corpus):
    again = make_corpus(20, 10, encoder=corpus.encoder)
    assert again.people.facts == corpus.people.facts[:20]
    assert again.openings.facts == corpus.openings.facts[:10]
    np.testing.assert_array_equal(again.people.vectors.toarray(), corpus.people.vectors[:20].toarray())
    np.testing.assert_array_equal(again.openings.vectors.toarray(), corpus.openings.vectors[:10].toarray())


def test_another_seed_invents_others(corpus):
    other = make_corpus(20, 10, seed=1, encoder=corpus.encoder)
    assert other.people.facts != corpus.people.facts[:20]


def test_vectors_are_of_length_one_and_about_as_full_as_those_of_the_demo(corpus):
    for rows, least, most in ((corpus.people, 43, 50), (corpus.openings, 45, 70)):
        np.testing.assert_allclose(np.sqrt(rows.vectors.multiply(rows.vectors).sum(axis=1)), 1, atol=1e-6)
        assert least < rows.vectors.nnz / len(rows) < most
        assert rows.vectors.has_sorted_indices
        assert rows.vectors.dtype == np.float32


def test_ids_are_distinct_have_gaps_and_stand_in_no_order(corpus):
    ids = corpus.people.ids
    assert len({*ids.tolist()}) == len(ids) < ids.max()
    assert not (np.diff(ids) > 0).all()


# ---- filters


def test_the_columns_of_the_naive_way_answer_as_the_hard_rules(corpus):
    columns = Columns(corpus.people.facts, corpus.today)
    openings = corpus.openings.facts[:60]
    for opening in openings:
        passes = [check(person, opening, corpus.today).passed for person in corpus.people.facts]
        assert columns.mask(opening).tolist() == passes
    assert 0 < np.mean([columns.mask(opening).mean() for opening in openings]) < 0.5


# ---- rows


@pytest.mark.parametrize("measure", ROWS, ids=lambda measure: measure.__name__)
def test_every_row_runs_and_demands_equal_rankings(measure, corpus, ours_and_scipy):
    row = measure(Bench(corpus, TINY))
    assert {NAIVE, OURS} <= {*row.figures}
    assert all(figure > 0 for figure in row.figures.values())


class Falsified(ColumnSlice):
    """One score in one place is a little too high."""

    def search(self, query, k, opening=None):
        ids, scores = super().search(query, k, opening)
        return ids, scores + 3e-6 * (np.arange(len(ids)) == 7)


class Exchanged(ColumnSlice):
    """Says the right scores, for the wrong people: the last shown are the next best after them."""

    def search(self, query, k, opening=None):
        ids, scores = super().search(query, 2 * k, opening)
        return np.r_[ids[: k - 1], ids[-1:]], scores[:k]


class Short(ColumnSlice):
    def search(self, query, k, opening=None):
        return super().search(query, k - 1, opening)


@pytest.mark.parametrize("wrong", [Falsified, Exchanged, Short])
def test_a_falsified_ranking_makes_the_run_fail(wrong, corpus):
    run, rows = Bench(corpus, TINY), corpus.people
    queries = [Query(corpus.openings.features(row)) for row in range(3)]
    right = {NAIVE: Naive(rows), "scipy CSC": ColumnSlice(rows)}
    assert {*run.measure(right, queries, rows).again} == {NAIVE, "scipy CSC"}
    with pytest.raises(AssertionError, match="scipy CSC, query 1"):
        run.measure(right | {"scipy CSC": wrong(rows)}, queries, rows)
    with pytest.raises(AssertionError, match="scipy CSC, query 1"):
        run.measure_many(right | {"scipy CSC": wrong(rows)}, corpus.openings.first(3), rows, 20)


def test_tied_rows_may_change_places():
    ids, scores = np.array([4, 9, 2]), np.array([0.5, 0.25, 0.25])
    exact = dict(zip(ids.tolist(), scores.tolist(), strict=True))
    assert_same_ranking((np.array([4, 2, 9]), scores + 5e-7), (ids, scores), exact)
    with pytest.raises(AssertionError, match="place 1"):
        assert_same_ranking((np.array([9, 4, 2]), scores), (ids, scores), exact)
    with pytest.raises(AssertionError, match="twice"):
        assert_same_ranking((np.array([4, 2, 2]), scores), (ids, scores), exact)


# ---- the table


def test_a_goal_is_a_ratio_a_limit_or_a_share():
    figures = {NAIVE: 0.2, "tantivy": 0.01, OURS: 0.002}
    fast = Row("A", "s", figures, TimesNaive(90))
    assert [fast.cell(name) for name in (NAIVE, "tantivy", OURS, "bm25s")] == ["200 ms", "20.0x", "100.0x", "-"]
    assert fast.reached
    assert not fast.faster
    assert not Row("A", "s", figures, TimesNaive(101)).reached
    saved = Row("D", "s", {NAIVE: 11.6, OURS: 0.02}, AtMost(0.05, "s"))
    assert (saved.cell(NAIVE), saved.cell(OURS), str(saved.reach), saved.reached) == (
        "11.6 s",
        "20 ms",
        "< 50 ms",
        True,
    )
    served = Row("E", "requests/s", {NAIVE: 15, "bare Flask": 900, OURS: 200}, ShareOf("bare Flask", 0.3))
    assert (served.cell(OURS), str(served.reach), served.reached) == ("0.22", "0.3 of bare Flask", False)


def test_a_peer_that_is_faster_than_ours_is_named(corpus):
    row = Row("A", "s", {NAIVE: 0.2, "bm25s": 0.002, OURS: 0.003}, TimesNaive(60))
    assert row.reached
    said = command.notes([row], command.conditions(corpus, TINY, 0.0))
    assert "A: bm25s is 1.50 times as fast as ours." in said


def test_a_row_that_ours_cannot_do_yet_is_neither_reached_nor_not():
    assert Row("A", "s", {NAIVE: 0.2}, TimesNaive(90)).reached is None


def test_the_command_prints_the_table_and_writes_every_number(corpus, monkeypatch, tmp_path):
    row = Row("A one opening", "s", {NAIVE: 0.2, OURS: 0.002}, TimesNaive(90), {"queries": 3}, ("A note.",))
    monkeypatch.setattr(command, "ROWS", (lambda bench: row,))
    monkeypatch.setattr(command, "make_corpus", lambda people, openings, advance: corpus)
    result = CliRunner().invoke(command.main, ["--json", str(tmp_path / "figures.json")])
    assert result.exit_code == 0, result.output
    for part in ("A one opening", "200 ms", "100.0x", "90x", "yes", "A note.", "numpy"):
        assert part in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= command.WIDTH
    written = orjson.loads((tmp_path / "figures.json").read_bytes())
    assert written["rows"][0]["figures"] == {NAIVE: 0.2, OURS: 0.002}
    assert written["rows"][0]["reached"] is True
    assert written["conditions"]["people"] == TINY.people


def test_a_quick_run_judges_nothing(corpus, monkeypatch):
    row = Row("A one opening", "s", {NAIVE: 0.2, OURS: 0.1}, TimesNaive(90))
    monkeypatch.setattr(command, "ROWS", (lambda bench: row,))
    monkeypatch.setattr(command, "make_corpus", lambda people, openings, advance: corpus)
    printed = CliRunner().invoke(command.main, ["--quick"]).stdout
    assert "nothing is judged" in printed
    assert not {"yes", "no"} & {word.strip("│") for word in printed.split()}


def test_peers_that_are_not_installed_are_left_out_and_named(corpus, monkeypatch):
    monkeypatch.setattr(contestants, "find_spec", lambda name: name == "scipy" or None)
    monkeypatch.setattr(command, "find_spec", lambda name: name == "scipy" or None)
    assert [*contestants.installed_peers()] == ["scipy CSC"]
    said = command.notes([], command.conditions(corpus, TINY, 0.0))
    assert said[-1] == "Not installed (extra `bench`): sparse_dot_topn, bm25s, tantivy."


@pytest.mark.extra
@pytest.mark.skipif(not all(find_spec(package) for _, package in PEERS.values()), reason="the extra `bench`")
def test_every_peer_ranks(corpus):
    rows = corpus.people
    columns = Columns(rows.facts, corpus.today)
    made = {name: peer(rows, columns) for name, peer in {NAIVE: Naive, **contestants.installed_peers()}.items()}
    queries = [Query(corpus.openings.features(row)) for row in range(3)]
    assert {*Bench(corpus, TINY).measure(made, queries, rows).again} == {NAIVE, *PEERS}


def test_what_is_started_for_a_row_may_use_all_cores_again():
    cores = os.sched_getaffinity(0)
    with one_core():
        assert len(os.sched_getaffinity(0)) == 1
        with all_cores():
            assert os.sched_getaffinity(0) == cores
        assert len(os.sched_getaffinity(0)) == 1
    assert os.sched_getaffinity(0) == cores
