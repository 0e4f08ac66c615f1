"""Files made to hurt: each is refused in one line, and little memory is needed to find out."""

import io
import tracemalloc
import zipfile
from random import Random

import pytest
from openpyxl import Workbook

from matching_service.errors import BadInput
from matching_service.services.importing import open_table

MB = 1024 * 1024
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"
ROW = '<row r="1"><c t="inlineStr"><is><t>naslov</t></is></c></row>'


def workbook(path, sheet, compression=zipfile.ZIP_DEFLATED, **parts):
    """A workbook with this XML, given in pieces, in place of its first sheet."""
    plain = io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", compression) as made:
        for part in source.infolist():
            if part.filename != "xl/worksheets/sheet1.xml":
                made.writestr(part, parts.get(part.filename) or source.read(part))
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            for piece in sheet:
                file.write(piece.encode())


def noise(megabytes):
    """Text that shrinks no better than ordinary sheets do: what shrinks too well is refused before it is read."""
    letters = Random(5)
    for _ in range(megabytes):
        yield letters.randbytes(15_000).hex() + "x" * (MB - 30_000)


def text_of_100_mb(path):
    path.write_bytes(b"naslov\n")
    with path.open("ab") as file:
        for _ in range(100):
            file.write(b"x" * MB)


def lines_of_100_mb_in_quotes(path):
    with path.open("wb") as file:
        file.write(b'naslov\n"')
        for _ in range(100):
            file.write(b'x\n","' * (MB // 5))


def header_of_100_mb(path):
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x," * (MB // 2))


def cell_of_100_mb(path):
    cell = ['<row r="2"><c t="inlineStr"><is><t>', *noise(100), "</t></is></c></row>"]
    workbook(path, [SHEET, ROW, *cell, END])


def a_million_cells_in_a_row(path):
    cells = (f"<c><v>{number}</v></c>" for number in range(1_000_000))
    workbook(path, [SHEET, ROW, '<row r="2">', *cells, "</row>", END])


def zip_bomb(path):
    workbook(path, [SHEET, ROW, *(" " * MB for _ in range(200)), END])


def more_than_a_zip_may_unpack_to(path):
    workbook(path, [SHEET, ROW, *noise(301), END])


def lies_about_its_size(path):
    zip_bomb(path)
    raw = path.read_bytes()
    size = (200 * MB + len(SHEET) + len(ROW) + len(END)).to_bytes(4, "little")
    assert size in raw
    path.write_bytes(raw.replace(size, (1000).to_bytes(4, "little")))


def columns_10_000(path):
    if path.suffix == ".csv":
        path.write_text(",".join(["naslov"] * 10_000) + "\nx\n")
    else:
        header = "".join('<c t="inlineStr"><is><t>naslov</t></is></c>' for _ in range(10_000))
        workbook(path, [SHEET, f"<row>{header}</row>", END])


def entities(path):
    """A billion laughs."""
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    document = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{levels}]>'
    workbook(path, [document, SHEET, '<row><c t="inlineStr"><is><t>&a9;</t></is></c></row>', END])


def a_file_of_this_machine(path):
    document = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    workbook(path, [document, SHEET, '<row><c t="inlineStr"><is><t>&f;</t></is></c></row>', END])


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("a.csv", text_of_100_mb, "a row is too long|a cell is too long"),
        ("a.csv", lines_of_100_mb_in_quotes, "a row is too long|a cell is too long"),
        ("a.csv", header_of_100_mb, "a row is too long"),
        ("a.csv", columns_10_000, "more than 500 columns"),
        ("a.xlsx", columns_10_000, "more than 500 columns"),
        ("a.xlsx", cell_of_100_mb, "a cell is too long"),
        ("a.xlsx", a_million_cells_in_a_row, "too many cells in one row"),
        ("a.xlsx", zip_bomb, "200 times its size"),
        ("a.xlsx", more_than_a_zip_may_unpack_to, "unpacks to more than 300 MB"),
        ("a.xlsx", lies_about_its_size, "not a readable XLSX"),
        ("a.xlsx", entities, "not a readable XLSX"),
        ("a.xlsx", a_file_of_this_machine, "not a readable XLSX"),
    ],
)
def test_a_file_made_to_hurt_is_refused_with_little_memory(tmp_path, name, make, told):
    path = tmp_path / name
    make(path)
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match=told) as refused:
            open_table(path)
        used = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "\n" not in str(refused.value)
    assert used < 100 * MB


def test_a_workbook_too_large_to_look_into_is_refused_unopened(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(51 * MB)
    with pytest.raises(BadInput, match="more than 50 MB"):
        open_table(path)


def test_an_ordinary_large_workbook_is_read(tmp_path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(5000):
        sheet.append([f"Zavarivač {number}", "MIG/MAG zavarivanje u radionici " * 5, number])
    book.save(tmp_path / "a.xlsx")
    assert open_table(tmp_path / "a.xlsx").count == 4999
