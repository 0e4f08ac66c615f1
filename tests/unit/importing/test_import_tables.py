import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from matching_service.errors import BadInput
from matching_service.services.importing import tables
from matching_service.services.importing.tables import open_table


@pytest.fixture
def written(tmp_path):
    """`written("a.csv", b"...")` writes a file and opens it as a table."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return open_table(path)

    return write


@pytest.fixture
def workbook(tmp_path):
    """`workbook([["a", 1]])` saves rows as an XLSX and gives its path."""

    def save(rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return save


def cells(table):
    return [line.cells for line in table.lines()]


def read_or_tell(path):
    """Anything but BadInput is a failure of the test."""
    with suppress(BadInput):
        list(open_table(path).lines())


TEXT = "ime;grad\nĐorđe;Niš\n"


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"),
     TEXT.encode("windows-1250"), TEXT.replace(";", ",").encode(), TEXT.replace(";", "\t").encode(),
     TEXT.replace("\n", "\r\n").encode()],
)  # fmt: skip
def test_encoding_and_delimiter_are_found_out(written, content):
    table = written("a.csv", content)
    assert (table.headers, cells(table)) == (("ime", "grad"), [("Đorđe", "Niš")])


def test_cyrillic_as_old_excel_saves_it_is_read(written):
    table = written("a.csv", "име;град\nЂорђе;Ниш\n".encode("windows-1251"))
    assert cells(table) == [("Ђорђе", "Ниш")]


def test_one_letter_far_down_decides_the_encoding(written):
    table = written("a.csv", ("ime\n" + "Ana\n" * 400_000 + "Đorđe\n").encode("windows-1250"))
    assert (table.count, cells(table)[-1]) == (400_001, ("Đorđe",))


def test_lines_are_numbered_as_an_editor_does_and_blank_ones_left_out(written):
    table = written("a.csv", b'\nime,opis\n"Ana","dva\nreda"\n\n,\nEva,\n')
    assert [(line.number, line.cells) for line in table.lines()] == [(3, ("Ana", "dva\nreda")), (7, ("Eva",))]
    assert table.count == 2


def test_cells_of_a_workbook_come_as_somebody_here_would_type_them(workbook):
    path = workbook(
        [["a"] * 7, [1.5, 1214, 3.0, True, date(2025, 4, 30), datetime(2025, 4, 30, 0, 0), "#N/A"], [], ["x"]]
    )
    lines = list(open_table(path).lines())
    assert lines[0].cells == ("1,5", "1214", "3", "da", "2025-04-30", "2025-04-30")
    assert lines[1].number == 4


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "is empty"),
        ("a.csv", b"ime,prezime\n", "nothing below"),
        ("a.csv", b"\x00\x01\x02\x03binary\x00", "is not text"),
        ("a.csv", b"ime\n\x81\x02\x03\xff", "is not text"),
        ("a.csv", b"PK\x03\x04 and so on", "name it .xlsx"),
        ("a.csv", b"%PDF-1.7 ...", "a PDF"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "password"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "password"),
        ("a.xlsx", b"not a zip", "not a readable XLSX"),
        ("a.xlsx", b"", "is empty"),
        ("a.pdf", b"ime\nAna\n", "neither CSV nor XLSX"),
        ("a.csv", b'ime,opis\nAna,"nikad zatvoreno\nEva,da\n', "line 2: a quotation mark is opened and never closed"),
        ("a.csv", b"ime\n" + b"a" * 200_000 + b"\n", "line 2: a cell is too long"),
        ("a.csv", b",".join(b"k%d" % number for number in range(10_000)) + b"\nx\n", "more than 500 columns"),
        ("a.csv", b"ime\nAna\n" + b"," * 10_000 + b"x\n", "line 3 has more than 500 columns"),
    ],
)
def test_what_is_no_table_is_told_in_a_line(written, name, content, told):
    with pytest.raises(BadInput, match=told) as error:
        written(name, content)
    assert "\n" not in str(error.value)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        open_table(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadInput, match="is not a file"):
        open_table(tmp_path / "folder.csv")


def test_a_workbook_that_unpacks_to_a_bomb_is_not_unpacked(tmp_path, workbook, monkeypatch):
    path = workbook([["ime"], ["Ana"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/padding.bin", b"\0" * 2_000_000)
    monkeypatch.setattr("matching_service.services.importing.xlsx_limits.MOST_UNPACKED", 1_000_000)
    with pytest.raises(BadInput, match="unpacks to more than"):
        open_table(path)


def test_a_workbook_without_a_sheet_is_told(tmp_path, workbook):
    source, path = workbook([["ime"], ["Ana"]]), tmp_path / "less.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if "sheet1" not in name:
                new.writestr(name, old.read(name))
    with pytest.raises(BadInput, match="has no worksheet"):
        open_table(path)


def test_a_sheet_that_claims_a_million_columns_is_as_wide_as_its_cells(tmp_path, workbook):
    source, path = workbook([["ime"], ["Ana"]]), tmp_path / "wide.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert cells(open_table(path)) == [("Ana",)]


@given(st.binary(max_size=300), st.sampled_from(sorted(tables.READERS)))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_table_or_told(tmp_path, content, suffix):
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    read_or_tell(path)


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_workbook_is_a_table_or_told(tmp_path, workbook, damage):
    content = bytearray(workbook([["ime", "grad"], ["Ana", "Niš"]]).read_bytes())
    for share, byte in damage:
        content[int(share * len(content))] = byte
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content)
    read_or_tell(path)
