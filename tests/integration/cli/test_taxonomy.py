import json

import pytest
from sqlalchemy import select

from matching_service.cli.environment import database
from matching_service.services.index.engine import Engine
from models import Occupation, OccupationLabel
from tests import factories
from tests.encoders import WordMeanings
from tests.integration import esco_download


@pytest.fixture
def english_welder(small_database):
    """An occupation of the taxonomy has an English name, so that ESCO can be merged with it."""
    with database() as session:
        welder = session.scalars(select(Occupation).where(Occupation.code == "welder")).one()
        welder.labels += [OccupationLabel(language="en", kind="preferred", text="welder")]


@pytest.fixture
def answer(run, english_welder):
    def ask(*args):
        result = run("taxonomy", *args)
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        return result.stdout

    return ask


@pytest.fixture
def download(tmp_path):
    return esco_download.write(tmp_path / "esco.zip")


# ---- import-esco


def test_esco_is_merged_and_the_command_says_what_that_did(answer, download):
    said = answer("import-esco", download)
    assert "3 occupations and 3 skills added" in said
    assert "1 occupation and 0 skills found in the taxonomy" in said


def test_merging_as_json_is_one_object_of_counts(answer, download):
    done = json.loads(answer("import-esco", download, "--json"))
    assert list(done) == ["occupations", "occupations_merged", "skills", "skills_merged", "labels", "relations"]
    assert (done["occupations"], done["occupations_merged"]) == (3, 1)


def test_the_same_download_twice_changes_nothing(answer, download):
    answer("import-esco", download)
    before = answer("stats", "--json")
    assert answer("import-esco", download) == "ESCO was merged before; nothing changed.\n"
    assert answer("stats", "--json") == before


def test_profiles_and_openings_are_read_again_with_what_came_in(answer, download):
    engine = Engine()
    with database() as session:
        factories.person(session, engine, municipality=None)
        factories.opening(session, engine, title="Sand moulder")
    answer("import-esco", download)
    with database() as session:
        assert not Engine().is_stale(session)
    assert "esco:o-moulder" in answer("link", "sand moulder", "--json")


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "no such file"), (b"", "not a readable zip archive"), (b"PK", "not a readable zip archive")],
)
def test_a_file_that_is_no_download_is_one_line(refused, small_database, content, told):
    path = small_database / "esco.zip"
    if content is not None:
        path.write_bytes(content)
    assert told in refused("taxonomy", "import-esco", path)


def test_a_table_that_is_missing_is_one_line_and_nothing_changes(refused, answer, small_database):
    before = answer("stats", "--json")
    tables = {name: rows for name, rows in esco_download.TABLES.items() if name != "skills_en.csv"}
    path = esco_download.write(small_database / "esco.zip", tables)
    assert "no skills in it" in refused("taxonomy", "import-esco", path)
    assert answer("stats", "--json") == before


# ---- stats


def test_stats_count_what_the_taxonomy_holds(answer, download):
    assert json.loads(answer("stats", "--json")) == {
        "occupations": 3, "skills": 4, "relations": 3, "with_esco": 0, "labels": {"en": 1, "sr": 12},
    }  # fmt: skip
    answer("import-esco", download)
    assert json.loads(answer("stats", "--json"))["with_esco"] == 7
    assert "6 occupations and 7 skills (7 of them with an ESCO URI)" in answer("stats")


# ---- link


def test_a_text_is_linked_to_the_surest_first(answer):
    found = json.loads(answer("link", "пекарка", "--json"))
    assert list(found[0]) == ["kind", "code", "label", "isco_code", "field", "confidence", "matched_label", "parts"]
    assert found[0]["code"] == "baker"
    assert found[0]["confidence"] > 0.95


def test_the_table_names_what_was_found_and_by_which_label(answer):
    table = answer("link", "krojacica", "--kind", "occupation", "--top", 1)
    for words in ("šivač", "seamstress", "7533", "krojacica", "0.99"):
        assert words in table


def test_kind_language_and_number_may_be_chosen(answer):
    assert {item["kind"] for item in json.loads(answer("link", "šivenje", "--kind", "skill", "--json"))} == {"skill"}
    assert len(json.loads(answer("link", "pekar zavarivač", "--top", 1, "--json"))) == 1
    assert json.loads(answer("link", "zavarivač", "--language", "en", "--json"))[0]["label"] == "welder"


@pytest.mark.parametrize("text", ["", "...", "😀"])
def test_a_text_that_says_nothing_is_linked_to_nothing(answer, text):
    assert json.loads(answer("link", text, "--json")) == []
    assert answer("link", text)


@pytest.mark.parametrize(
    "args", [("link",), ("link", "pekar", "--top", 0), ("link", "pekar", "--kind", "job"), ("stat",)]
)
def test_a_mistyped_command_is_one_line_and_exit_status_2(refused, small_database, args):
    assert refused("taxonomy", *args)


def test_without_a_prepared_database_the_command_tells_how_to_prepare_it(refused):
    assert "`matching-service db upgrade` prepares it" in refused(
        "taxonomy", "stats", env={"DATABASE_URL": "sqlite:///empty.sqlite"}
    )


# ---- encode


def test_labels_are_encoded_and_profiles_read_again(answer, english_welder, monkeypatch):
    with database() as session:
        factories.person(session, Engine())
    monkeypatch.setattr("matching_service.cli.environment.text_encoder", lambda wanted: WordMeanings())
    done = json.loads(answer("encode", "--json"))
    assert done["encoder"] == "words 1"
    assert done["encoded"] > 10
    assert done["read_again"] == 1
    assert json.loads(answer("encode", "--json")) == {"encoder": "words 1", "encoded": 0, "read_again": 0}


def test_without_the_extra_it_is_said_what_to_install(refused, small_database):
    assert "install the extra `semantic`" in refused("taxonomy", "encode")
