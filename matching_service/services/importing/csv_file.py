"""Reading CSV as Excel, LibreOffice and databases write it here: encoding and delimiter are found out."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from matching_service.errors import BadInput
from matching_service.services.importing.lines import LONGEST_CELL, Line
from matching_service.services.spreadsheet_cells import as_meant

DELIMITERS = ",;\t"
# of all cells of a row: twenty as long as they may be
LONGEST_RECORD = 20 * LONGEST_CELL
_CHUNK = 1 << 20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"PK\x03\x04", "an XLSX or other zip file; name it .xlsx if that is what it is"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Excel file; save it as XLSX or CSV without a password"),
    (b"%PDF", "a PDF; save the table as XLSX or CSV"),
)


def read_csv(path: Path) -> Iterator[Line]:
    """Lines of a CSV in UTF-8, UTF-16, windows-1250 or windows-1251, separated by comma, semicolon or tab.

    Quoted cells may hold line breaks. Raises BadInput.
    """
    encoding = _encoding(path)
    try:
        delimiter = _delimiter(path, encoding)
        with path.open(encoding=encoding, newline="") as file:
            yield from _records(path, _Remembering(path, file), delimiter)
    except UnicodeError as error:
        raise _not_text(path) from error


def _records(path: Path, file: "_Remembering", delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(file, delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            record = file.take_record()
            if len(record) > 1 or record[-1].count('"') % 2:
                _check_closed(path, begins, record, delimiter)
            yield Line.of(begins, [as_meant(cell) for cell in cells])
            begins = reader.line_num + 1
    except csv.Error as error:
        told = "a cell is too long, or a quotation mark was opened and never closed"
        raise BadInput(f"{path} line {begins}: {told if 'limit' in str(error) else error}") from error


class _Remembering:
    """The lines of a file, and those of the record being read, which may not grow without end."""

    def __init__(self, path: Path, file: TextIO):
        self._path, self._file = path, file
        self._record: list[str] = []
        self._left = LONGEST_RECORD

    def __iter__(self) -> "_Remembering":
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._left)
        self._left -= len(line)
        if not self._left:
            raise BadInput(f"{self._path}: a row is too long, or a quotation mark was opened and never closed")
        if not line:
            raise StopIteration
        self._record.append(line)
        return line

    def take_record(self) -> list[str]:
        record, self._record, self._left = self._record, [], LONGEST_RECORD
        return record


def _check_closed(path: Path, begins: int, record: list[str], delimiter: str) -> None:
    """At the end of a file an open quotation mark is no error to the csv module: it has swallowed the rest."""
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise BadInput(f"{path} line {begins}: a quotation mark is opened and never closed") from error


def _delimiter(path: Path, encoding: str) -> str:
    """The one that makes most columns of the header; a comma where there is one column."""
    with path.open(encoding=encoding, newline="") as file:
        lines = iter(lambda: file.readline(LONGEST_CELL), "")
        header = next((line for line in lines if line.strip(DELIMITERS + "\r\n \ufeff")), "")
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([header], delimiter=delimiter), [])))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_CHUNK)
        for mark, told in _FOREIGN:
            if start.startswith(mark):
                raise BadInput(f"{path} is no CSV but {told}")
        for mark, encoding in _BYTE_ORDER_MARKS:
            if start.startswith(mark):
                return encoding
        if b"\0" in start:
            return _utf16_without_mark(path, start)
        return "utf-8" if _is_utf8(start, file) else _windows(path, start)


def _utf16_without_mark(path: Path, start: bytes) -> str:
    """In Latin text every other byte is zero; anything else with zeros in it is no text."""
    odd, even = start[1::2].count(0), start[::2].count(0)
    if max(odd, even) < len(start) // 4 or min(odd, even) > len(start) // 100:
        raise _not_text(path)
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(start: bytes, rest) -> bool:
    """Looks at the whole file: one letter far down may be the only one with a diacritic."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        chunk = start
        while chunk:
            decoder.decode(chunk)
            chunk = rest.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _windows(path: Path, start: bytes) -> str:
    """windows-1250 (Latin) has few letters above 127, windows-1251 (Cyrillic) hardly any below."""
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in start[:10_000]):
        raise _not_text(path)
    high = sum(byte >= 0x80 for byte in start)
    low = sum(chr(byte).isalpha() for byte in start if byte < 0x80)
    return "windows-1251" if high > low else "windows-1250"


def _not_text(path: Path) -> BadInput:
    return BadInput(f"{path} is not text in UTF-8, UTF-16 or windows-1250")
