import json

import pytest

from tests.encoders import WordMeanings

KEYS = ["set", "task", "queries", "seconds", "mrr", "map", "ndcg@10", "success@1", "success@5", "success@10"]
FILES = {
    "queries.tsv": "q1\tzavarivač\nq2\tradila kao pekarka\nq3\tniko\n",
    "corpus.tsv": "d1\twelders\tVarilac. Potreban zavarivač\nd2\twelders\tzavarivačica\nd3\tbakers\tPekar. Rad noću\n",
    "qrels.tsv": "q1\t0\td2\t1\nq2\t0\td3\t1\nq3\t0\td1\t0\n",
}


@pytest.fixture
def benchmark(folder):
    """A folder of three documents and two queries with an answer."""
    path = folder / "sets" / "trades"
    path.mkdir(parents=True)
    for name, content in FILES.items():
        (path / name).write_text(content, encoding="utf-8")
    return path


def measured(result):
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_is_one_object_a_set_with_exactly_these_keys(run, benchmark):
    rows = measured(run("evaluate", benchmark, benchmark, "--task", "link", "--json"))
    assert [list(row) for row in rows] == [KEYS, KEYS]
    assert (rows[0]["set"], rows[0]["task"], rows[0]["queries"]) == ("sets/trades", "link", 2)


def test_linking_finds_what_is_written_the_same(run, benchmark):
    (row,) = measured(run("evaluate", benchmark, "--task", "link", "--json"))
    assert row["success@5"] == 1
    assert 0.5 < row["mrr"] <= 1


def test_by_group_a_group_counts_once_by_its_best_document(run, benchmark):
    (row,) = measured(run("evaluate", benchmark, "--task", "link", "--by-group", "--json"))
    assert (row["mrr"], row["success@1"]) == (1, 1)


@pytest.mark.parametrize("corpus", ["openings", "people"])
def test_ranking_reads_the_corpus_as_openings_or_as_people(run, benchmark, small_database, corpus):
    (row,) = measured(run("evaluate", benchmark, "--task", "rank", "--corpus", corpus, "--database", "--json"))
    assert (row["task"], row["queries"]) == ("rank", 2)
    assert row["mrr"] >= 0.75


def test_ranking_needs_no_database_and_reads_with_the_shipped_taxonomy(run, benchmark):
    (row,) = measured(run("evaluate", benchmark, "--task", "rank", "--json"))
    assert row["mrr"] >= 0.75
    assert not (benchmark.parent.parent / "instance").exists()


def test_the_same_set_is_measured_the_same(run, benchmark):
    first, second = (measured(run("evaluate", benchmark, "--task", "link", "--json"))[0] for _ in range(2))
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_without_json_there_is_a_table_of_all_sets(run, benchmark):
    result = run("evaluate", benchmark, "--task", "link")
    assert result.exit_code == 0
    for words in ("sets/trades", "link", "MRR", "SUCCESS@10"):
        assert words in result.stdout


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_one_line(refused, benchmark, name):
    (benchmark / name).unlink()
    assert f"{name}: no such file" in refused("evaluate", benchmark, "--task", "link")


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_one_line(refused, benchmark, name):
    (benchmark / name).write_text("")
    assert f"{name}: empty" in refused("evaluate", benchmark, "--task", "link", "--json")


@pytest.mark.parametrize("name", FILES)
def test_a_line_with_the_wrong_number_of_columns_is_named(refused, benchmark, name):
    with (benchmark / name).open("a") as file:
        file.write("only one column\n")
    assert f"{name}, line 4: 1 columns" in refused("evaluate", benchmark, "--task", "link")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("qrels.tsv", b"q1\t0\td1\tyes\n", "not a whole number"),
        ("qrels.tsv", b"q1\t0\td1\t0\n", "answers none of the queries"),
        ("corpus.tsv", b"d1\tg\t\xff\xfe\n", "cannot be read"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_one_line(refused, benchmark, name, content, told):
    (benchmark / name).write_bytes(content)
    line = refused("evaluate", benchmark, "--task", "link")
    assert told in line
    assert name in line


@pytest.mark.parametrize("task", ["link", "rank"])
@pytest.mark.parametrize("text", ["", " ", "...", "- / -"])
@pytest.mark.parametrize(("name", "head"), [("corpus.tsv", "d1\tg\t"), ("queries.tsv", "q1\t")])
def test_texts_without_a_single_word_are_one_line(refused, benchmark, name, head, text, task):
    (benchmark / name).write_text(f"{head}{text}\n")
    assert f"{name}: no text has a word in it" in refused("evaluate", benchmark, "--task", task)


def test_one_text_with_words_is_enough(run, benchmark):
    (benchmark / "corpus.tsv").write_text("d1\tg\t...\nd2\tg\t\nd3\tg\tpekar\n")
    assert measured(run("evaluate", benchmark, "--task", "link", "--json"))


def test_a_missing_folder_is_one_line(refused, folder):
    assert "no such file" in refused("evaluate", folder / "nowhere", "--task", "link")


@pytest.mark.parametrize("args", [(), ("--task", "link"), (".",), (".", "--task", "guess")])
def test_a_mistyped_command_is_one_line(refused, args):
    assert refused("evaluate", *args)


def test_a_bad_set_among_good_ones_is_refused(run, benchmark, folder):
    result = run("evaluate", benchmark, folder / "nowhere", "--task", "link", "--json")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


# ---- by meaning


def test_a_text_that_shares_no_letters_with_its_answer_is_found_by_meaning(run, benchmark, monkeypatch):
    (benchmark / "queries.tsv").write_text("q1\tschweisser\n", encoding="utf-8")
    (benchmark / "qrels.tsv").write_text("q1\t0\td1\t1\n", encoding="utf-8")
    monkeypatch.setattr("matching_service.cli.evaluation.text_encoder", WordMeanings)
    (row,) = measured(run("evaluate", benchmark, "--task", "link", "--semantic", "--json"))
    assert row["mrr"] == 1


def test_without_the_extra_semantic_is_refused(refused, benchmark, monkeypatch):
    monkeypatch.setattr("matching_service.cli.evaluation.text_encoder", lambda: None)
    assert "install the extra `semantic`" in refused("evaluate", benchmark, "--task", "link", "--semantic")
