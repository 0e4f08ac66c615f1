"""A whole run over a file: what it changes, and what it leaves alone."""

import csv
import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Opening, Person
from tests.integration.importing.conftest import counts, write

REAL_ADS = Path(__file__).parents[4] / "shared/real/ads/serbian/ads.csv"
ROWS = [{"id": str(number), "naslov": title, "opis": "x"} for number, title in enumerate(["Pekar", "Šivač", "Zidar"])]


@pytest.fixture
def refused(run):
    """Run an import that must end in one line on stderr and exit status 2; give the line."""

    def invoke(*args):
        result = run("import", *args)
        assert (result.exit_code, result.stderr.count("\n"), result.stdout) == (2, 1, ""), result.output
        return result.stderr

    return invoke


def stored(session, model=Opening):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def rejected(folder, name="file.csv.rejects.csv"):
    return list(csv.DictReader((folder / name).open(encoding="utf-8-sig")))


def test_the_same_file_twice_changes_nothing(import_rows, session):
    assert counts(import_rows("openings", ROWS)) == {"created": 3}
    session.rollback()
    before = session.execute(select(Opening.id, Opening.updated_at)).all()
    assert counts(import_rows("openings", ROWS)) == {"unchanged": 3}
    session.rollback()
    assert session.execute(select(Opening.id, Opening.updated_at)).all() == before


def test_it_is_said_that_nothing_changed(run, import_rows):
    import_rows("openings", ROWS)
    assert run("import", "openings", "file.csv").stdout.splitlines() == [
        "3 openings read from file.csv: 0 created, 0 updated, 3 unchanged, 0 rejected",
        "Nothing changed.",
    ]


def test_only_what_the_file_changes_is_updated(import_rows, session):
    import_rows("openings", ROWS)
    changed = [ROWS[0], {**ROWS[1], "opis": "Novi opis"}, ROWS[2]]
    assert counts(import_rows("openings", changed)) == {"updated": 1, "unchanged": 2}


def test_a_workbook_says_the_same_as_a_csv(import_rows):
    import_rows("openings", ROWS, "--source", "oglasi")
    assert counts(import_rows("openings", ROWS, "--source", "oglasi", name="file.xlsx")) == {"unchanged": 3}


def test_rows_of_another_source_are_others(import_rows, session):
    import_rows("openings", ROWS)
    assert counts(import_rows("openings", ROWS, "--source", "drugi")) == {"created": 3}


def test_rows_without_an_id_are_known_by_what_they_say(import_rows, session):
    rows = [{"ime": "Ana", "prezime": "Jović"}, {"ime": "Eva", "prezime": "Ilić"}, {"ime": "Ana", "prezime": "Jović"}]
    assert counts(import_rows("people", rows)) == {"created": 2, "unchanged": 1}
    assert counts(import_rows("people", [{**row, "boja kose": "smeđa"} for row in reversed(rows)])) == {"unchanged": 3}
    assert stored(session, Person) == 2


def test_bad_rows_are_told_and_kept_and_the_others_go_in(run, folder, session):
    write(folder / "file.csv", [*ROWS, {"id": "7", "naslov": "Pekar", "rok": "juče"}, {"id": "8", "naslov": ""}])
    result = run("import", "openings", "file.csv")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == ['Line 5: apply_by: "juče" is not a date', "Line 6: title is empty"]
    assert "Rejected rows are in file.csv.rejects.csv" in result.stdout
    assert [(row["id"], row["rok"], row["reason"]) for row in rejected(folder)] == [
        ("7", "juče", 'apply_by: "juče" is not a date'),
        ("8", "", "title is empty"),
    ]
    assert stored(session) == 3


def test_the_mended_file_of_rejected_rows_can_be_imported(import_rows, folder, session):
    import_rows("openings", [*ROWS, {"id": "7", "naslov": "Pekar", "rok": "juče"}])
    mended = [{**row, "rok": "1.1.2099."} for row in rejected(folder)]
    done = import_rows("openings", mended, name="file.csv.rejects.csv")
    assert (done["source"], counts(done), done["ignored"]) == ("file.csv", {"created": 1}, [])
    assert stored(session) == 4


def test_a_refused_change_leaves_what_was_there_and_is_tried_again(import_rows, session):
    import_rows("openings", ROWS)
    wrong = [{**ROWS[0], "opis": "Novo", "broj mesta": "0"}, *ROWS[1:]]
    for _ in range(2):
        assert counts(import_rows("openings", wrong)) == {"unchanged": 2, "rejected": 1}
    session.rollback()
    assert session.scalar(select(Opening.description).where(Opening.external_id == "0")) == "x"


def test_an_id_that_is_there_twice_is_taken_once(import_rows, folder):
    assert counts(import_rows("openings", [*ROWS, {**ROWS[0], "opis": "drugo"}])) == {"created": 3, "rejected": 1}
    assert rejected(folder)[0]["reason"] == 'external_id: "0" is in line 2 already'


def test_a_row_with_more_cells_than_the_header_is_rejected(run, folder):
    (folder / "file.csv").write_text("naslov,opis\nPekar,radi,se,nocu\nPekar,radi se\n")
    result = run("import", "openings", "file.csv", "--rejects", "bad.csv")
    assert result.stderr.splitlines() == ["Line 2: line: has 4 cells, the header has 2"]
    assert (folder / "bad.csv").read_text("utf-8-sig").splitlines()[1].startswith("Pekar,radi,se,nocu,")


def test_no_file_of_rejected_rows_is_made_where_none_is(import_rows, folder):
    assert import_rows("openings", ROWS)["rejects_file"] is None
    assert sorted(os.listdir(folder)) == ["file.csv"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("file.csv", 'naslov,opis\nPekar,x\nZidar,"otvoreno\n', "line 3: a quotation mark is opened"),
        ("file.csv", "ime,prezime\nAna,Jović\n", "no column for title"),
        ("file.csv", "naslov,opis,tekst\nPekar,x,y\n", "both mean description"),
        ("file.xlsx", "naslov\nPekar\n", "not a readable XLSX"),
        ("file.csv", "", "is empty"),
    ],
)
def test_a_file_that_is_no_table_changes_nothing(refused, folder, session, name, content, told):
    (folder / name).write_text(content)
    assert told in refused("openings", name)
    assert stored(session) == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--map", "naslov"], '"naslov" is not COLUMN=FIELD'),
        (["--map", "naslov=name"], 'there is no field "name"'),
        (["--map", "nema=title"], 'the file has no column "nema"'),
        (["--source", "x" * 200], "choose one with --source"),
        (["--rejects", "file.csv"], "would overwrite file.csv"),
        (["--rejects", "none/rejects.csv"], "cannot be written to none/rejects.csv"),
    ],
)
def test_a_wrong_option_changes_nothing(refused, folder, session, options, told):
    write(folder / "file.csv", ROWS)
    assert told in refused("openings", "file.csv", *options)
    assert stored(session) == 0


@pytest.mark.realdata
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.skipif(not REAL_ADS.exists(), reason="real data is not beside the checkout")
def test_all_real_ads_go_in_and_stay(run, session):
    for told in ("779 created, 0 updated, 0 unchanged, 0 rejected", "0 created, 0 updated, 779 unchanged, 0 rejected"):
        result = run("import", "openings", REAL_ADS)
        assert (result.stderr, told in result.stdout) == ("", True), result.output
    assert stored(session) == 779
