"""Broken and hostile files end in one clear line, with the database as before, or are imported as any other."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import func, select

from models import Opening, Person
from tests.integration.importing.conftest import write

HEADERS = {"people": ["ime", "prezime", "email", "iskustvo"], "openings": ["naslov", "opis", "plata", "PIB"]}
FORMULAS = ['=HYPERLINK("http://evil.test","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "'=1"]
CELLS = st.one_of(
    st.sampled_from([*FORMULAS, "Ana", "Šivač", "Љиља", "1.214,50", "<script>", "a\0b", "\ud7ff", "x" * 300, ""]),
    st.text(max_size=20),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "cp1251", "utf-7", "utf-32", "cp037")

fuzzed = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def attempt(run, folder, session):
    """Import these bytes: whatever comes of it must be a clean end, and an error must change nothing."""

    def import_bytes(kind, name, content):
        (folder / name).write_bytes(content)
        before = _stored(session)
        result = run("import", kind, name, "--source", "spisak")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        if result.exit_code:
            assert (result.exit_code, result.stderr.count("\n"), result.stdout) == (2, 1, ""), result.output
            assert _stored(session) == before
        return result

    return import_bytes


def _stored(session):
    session.rollback()
    return [session.scalar(select(func.count()).select_from(model)) for model in (Person, Opening)]


def _csv(rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A file of each kind as it should be."""
    folder = tmp_path_factory.mktemp("whole")
    rows = [{"naslov": f"Šivač {number}", "opis": "šije"} for number in range(3)]
    for name in ("file.csv", "file.xlsx"):
        write(folder / name, rows)
    return {name: (folder / name).read_bytes() for name in ("file.csv", "file.xlsx")}


@fuzzed
@given(kind=st.sampled_from(list(HEADERS)), rows=st.lists(st.lists(CELLS, max_size=5), max_size=3), data=st.data())
def test_any_cells_in_any_encoding(attempt, kind, rows, data):
    encoding = data.draw(st.sampled_from(ENCODINGS))
    attempt(kind, "file.csv", _csv([HEADERS[kind], *rows]).encode(encoding, errors="replace"))


@fuzzed
@given(kind=st.sampled_from(list(HEADERS)), rows=st.lists(st.lists(CELLS, max_size=5), max_size=3))
def test_any_cells_of_a_workbook(attempt, kind, rows):
    book = Workbook()
    for row in [HEADERS[kind], *rows]:
        book.active.append([cell for cell in row if cell.isprintable()])
    content = io.BytesIO()
    book.save(content)
    attempt(kind, "file.xlsx", content.getvalue())


@fuzzed
@given(name=st.sampled_from(["file.csv", "file.xlsx"]), part=st.floats(0, 1))
def test_a_file_that_was_cut_short(attempt, whole, name, part):
    attempt("openings", name, whole[name][: int(part * len(whole[name]))])


@fuzzed
@given(name=st.sampled_from(["file.csv", "file.xlsx"]), at=st.floats(0, 1), bytes_=st.binary(min_size=1, max_size=8))
def test_a_file_with_bytes_overwritten(attempt, whole, name, at, bytes_):
    content = bytearray(whole[name])
    start = int(at * len(content))
    content[start : start + len(bytes_)] = bytes_
    attempt("openings", name, bytes(content))


@fuzzed
@given(name=st.sampled_from(["file.csv", "file.xlsx", "file.txt", "file.tsv"]), content=st.binary(max_size=200))
def test_bytes_that_were_never_a_table(attempt, name, content):
    attempt("people", name, content)


def test_columns_10_000_change_nothing(attempt):
    result = attempt("openings", "file.csv", _csv([["naslov"] * 10_000, ["Pekar"]]).encode())
    assert "more than 500 columns" in result.stderr


def test_formulas_are_kept_as_text_and_quoted_where_a_spreadsheet_will_open_them(attempt, folder, session):
    rows = [["naslov", "rok"], *([formula, "juče"] for formula in FORMULAS), ["=2+3", "1.1.2099."]]
    assert attempt("openings", "file.csv", _csv(rows).encode()).exit_code == 0
    assert session.scalars(select(Opening.title)).all() == ["=2+3"]
    with (folder / "file.csv.rejects.csv").open(encoding="utf-8-sig") as file:
        kept = [row[0] for row in csv.reader(file)][1:]
    assert len(kept) == len(FORMULAS)
    assert all(cell.startswith("'") for cell in kept)


def test_the_mended_file_of_rejected_rows_says_what_the_first_one_said(attempt, folder, session):
    attempt("openings", "file.csv", _csv([["naslov", "opis", "rok"], ["Pekar", "+noćni rad", "juče"]]).encode())
    kept = (folder / "file.csv.rejects.csv").read_text("utf-8-sig")
    assert "'+noćni rad" in kept
    attempt("openings", "mended.csv", kept.replace("juče", "1.1.2099.").encode())
    assert session.scalar(select(Opening.description)) == "+noćni rad"
