"""What measures the program is itself right: on sets of a few lines whose figures are known."""

from math import log

import numpy as np
import pytest
from click.testing import CliRunner

from matching_service.matcher.features import PART_WEIGHTS
from matching_service.matcher.label_index import PARTS
from matching_service.matcher.reading import Reader
from tests.encoders import WordMeanings
from tests.quality import ablation, held_out, report
from tests.quality.baselines import K1, B, bm25_scorer, tfidf_scorer
from tests.quality.benchmarks import GOALS, Goal, figure, present, product_scorer
from tests.quality.kept_encoder import KeptEncoder
from tests.quality.speed import Timing
from tests.unit.matcher import trades

LINK = Goal("titles/serbian", "link", "mrr", 0.52)
BY_GROUP = Goal("occupations/slovak", "link", "mrr", 0.46, by_group=True)
RANK = Goal("ads/serbian", "rank", "map", 0.56)
CORPUS = (
    ("d1", "welders", "zavarivač"),
    ("d2", "welders", "varilac, zavarivač cevi"),
    ("d3", "bakers", "pekar"),
    ("d4", "cooks", "kuvar. priprema hrane"),
)
QUERIES = (("q1", "pomoćni pekar"), ("q2", "varilac"), ("q3", "kuvar u restoranu"), ("q4", "niko"))
QRELS = (("q1", "d3"), ("q2", "d1"), ("q2", "d2"), ("q3", "d4"))


@pytest.fixture
def folder(tmp_path):
    """Three of the sets, a few lines each."""
    for goal in (LINK, BY_GROUP, RANK):
        path = tmp_path / goal.name
        path.mkdir(parents=True)
        for name, rows in (("queries", QUERIES), ("corpus", CORPUS), ("qrels", [(q, "0", d, "1") for q, d in QRELS])):
            (path / f"{name}.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def reader():
    return Reader(trades.TAXONOMY, trades.FREQUENCIES)


@pytest.fixture
def small_taxonomy(reader, monkeypatch):
    for module in (report, ablation, held_out):
        monkeypatch.setattr(module, "starter_reader", lambda encoder=None: reader)


def perfect(goal, benchmark):
    """Puts exactly the answers first."""
    answers = {
        text: {document for query_, document, _ in benchmark.qrels if query_ == query} for query, text in QUERIES
    }
    return lambda text: np.array([float(document in answers[text]) for document, _, _ in benchmark.corpus])


def hopeless(goal, benchmark):
    """Puts exactly the answers last."""
    best = perfect(goal, benchmark)
    return lambda text: -best(text)


# ---- the table of sets


def test_sets_that_are_there_are_measured_in_their_order(folder):
    assert list(present(folder)) == [goal for goal in GOALS if goal in (LINK, BY_GROUP, RANK)]


def test_a_perfect_scorer_gets_one_and_one_that_puts_the_answers_last_does_not(folder):
    rows = list(report.set_rows(present(folder), {"perfect": perfect, "hopeless": hopeless}))
    assert [row[:3] + row[4:] for row in rows] == [
        ["titles/serbian", "MRR", "1.000", "-", ".520"],
        ["occupations/slovak", "MRR by group", "1.000", "-", ".460"],
        ["ads/serbian", "MAP", "1.000", "-", ".560"],
    ]
    # of four documents one answer is the fourth, twice; two are the third and fourth
    assert rows[0][3] == f"{np.mean([1 / 4, 1 / 3, 1 / 4]):.3f}".lstrip("0")
    assert rows[1][3] == f"{np.mean([1 / 3, 1 / 3, 1 / 3]):.3f}".lstrip("0")


def test_the_table_has_baselines_the_program_and_what_is_to_be_reached(folder, small_taxonomy, capsys):
    report.print_sets(present(folder), report.columns(None))
    printed = capsys.readouterr().out
    for heading in ("BM25", "TF-IDF", "ours", "with meaning", "to reach", "occupations/slovak"):
        assert heading in printed


def test_with_an_encoder_it_is_measured_too(folder, small_taxonomy):
    rows = list(report.set_rows(present(folder), report.columns(WordMeanings())))
    assert [len(row) for row in rows] == [7, 7, 7]
    assert all(row[-2] != "-" for row in rows)


def test_without_the_folder_only_the_suite_is_measured(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(report, "print_suite", lambda: done.append("suite"))
    monkeypatch.setattr(report, "print_timings", lambda: done.append("timings"))
    result = CliRunner().invoke(report.main, [str(tmp_path / "nowhere")])
    assert (result.exit_code, done) == (0, ["suite", "timings"])
    assert "only the suite" in result.stderr


def test_times_stand_beside_those_of_a_peer(monkeypatch, capsys):
    monkeypatch.setattr(report, "timings", lambda: [Timing("one profile", 0.0125, "a peer", 0.05)])
    report.print_timings()
    printed = capsys.readouterr().out
    assert "12.5" in printed
    assert "0.25" in printed


# ---- the baselines


def test_bm25_is_okapis_formula():
    scores = bm25_scorer([("d1", "g", "Kuvar kuvar"), ("d2", "g", "кувар и помоћник"), ("d3", "g", "pekar")])("kuvar")
    idf, mean_length = log(1 + 1.5 / 2.5), 2

    def of(times, length):
        return idf * times * (K1 + 1) / (times + K1 * (1 - B + B * length / mean_length))

    np.testing.assert_allclose(scores, [of(2, 2), of(1, 3), 0])


def test_tf_idf_is_one_for_the_same_text_and_nothing_without_a_common_letter_pair():
    np.testing.assert_allclose(tfidf_scorer([("d1", "g", "Kuvar"), ("d2", "g", "bife")])("kuvar"), [1, 0])


# ---- weights chosen on other sets


@pytest.mark.parametrize("goal", [LINK, LINK._replace(measure="map"), BY_GROUP])
def test_at_the_shipped_weights_the_grid_gives_the_figure_of_the_program(folder, reader, goal):
    benchmark = held_out.sample(present(folder)[LINK])
    shipped = held_out.grid_figures(goal, benchmark, reader)[held_out.GRID.index(held_out.SHIPPED)]
    assert shipped == pytest.approx(figure(goal, benchmark, product_scorer(goal, benchmark, reader)))


def test_ranks_are_places_and_equal_scores_keep_their_order():
    scores = np.array([[3.0, 1.0, 3.0, 2.0], [0.0, 1.0, 2.0, 3.0]])
    assert held_out.ranks(scores, np.array([2, 3])).tolist() == [[2, 3], [1, 2]]


def test_each_set_to_link_is_held_out(folder, small_taxonomy):
    rows = list(held_out.rows({goal: held_out.sample(found) for goal, found in present(folder).items()}))
    assert [row[0] for row in rows] == ["set", "titles/serbian", "occupations/slovak"]
    assert {len(row) for row in rows} == {7}


# ---- the ablation


def test_each_lever_has_a_row_and_ranking_says_nothing_about_linking(folder, small_taxonomy):
    headings, everything, *rows = ablation.ablation(present(folder), with_suite=False)
    assert headings[1:] == ["titles/serbian MRR", "occupations/slovak MRR by group", "ads/serbian MAP"]
    assert [row[0] for row in rows] == [*ablation.LINKING, *ablation.RANKING, "plain TF-IDF instead"]
    assert all(everything)
    assert {tuple(row[1:3]) for row in rows if row[0] in ablation.RANKING} == {("", "")}


def test_a_lever_takes_away_only_while_it_is_entered(reader):
    denied = "Nisam kuvar."
    with ablation.RANKING["denials"]():
        assert [told.link.code for told in reader.work_in(denied)] == ["cook"]
    assert reader.work_in(denied) == ()


@pytest.mark.parametrize("name", [*ablation.LINKING, *ablation.RANKING])
def test_every_lever_moves_something_that_is_there(name):
    """A constant that is gone cannot be patched; a part that is gone would be added."""
    parts, kinds = set(PARTS), {kind: set(weights) for kind, weights in PART_WEIGHTS.items()}
    with {**ablation.LINKING, **ablation.RANKING}[name]():
        assert (set(PARTS), {kind: set(weights) for kind, weights in PART_WEIGHTS.items()}) == (parts, kinds)


# ---- the encoder that remembers


def test_a_text_is_encoded_once_for_each_role_and_remembered_in_the_file(tmp_path):
    file, first, second = tmp_path / "new" / "vectors.sqlite", WordMeanings(), WordMeanings()
    labels = KeptEncoder(first, file).labels(["kuvar", "zidar", "kuvar"])
    assert first.encoded == ["kuvar", "zidar"]
    again = KeptEncoder(second, file)
    np.testing.assert_array_equal(again.labels(["kuvar", "zidar", "kuvar"]), labels)
    assert second.encoded == []
    again.queries(["kuvar"])
    assert second.encoded == ["kuvar"]
