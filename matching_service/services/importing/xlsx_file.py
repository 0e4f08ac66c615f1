"""Reading the first sheet of an XLSX, without trusting what the zip or its XML claim."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from matching_service.errors import BadInput
from matching_service.services.importing.lines import Line
from matching_service.services.importing.xlsx_limits import check_workbook

# openpyxl warns of styles and validations that it does not know; nothing here needs them
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")

MOST_ROWS = 1_048_576
_ENCRYPTED_OR_OLD = b"\xd0\xcf\x11\xe0"
_EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
# what a malformed part makes zipfile, the XML parser and openpyxl's own code raise; entities are refused by defusedxml
_MALFORMED = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, KeyError, IndexError, ValueError, TypeError,
    AttributeError, EOFError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_xlsx(path: Path) -> Iterator[Line]:
    """Lines of the first worksheet; dates come as 2025-04-30, numbers with a decimal comma. Raises BadInput."""
    try:
        _check_zip(path)
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _lines(path, _first_sheet(path, workbook))
        finally:
            workbook.close()
    except _MALFORMED as error:
        raise BadInput(f"{path} is not a readable XLSX file") from error


def _check_zip(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) == _ENCRYPTED_OR_OLD:
            raise BadInput(f"{path} is an old or password-protected Excel file; save it as XLSX without a password")
    check_workbook(path)


def _first_sheet(path: Path, workbook) -> ReadOnlyWorksheet:
    if not workbook.worksheets:
        raise BadInput(f"{path} has no worksheet")
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()  # a sheet that claims 16,384 columns would be read with as many cells a row
    return sheet


def _lines(path: Path, sheet: ReadOnlyWorksheet) -> Iterator[Line]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MOST_ROWS:
            raise BadInput(f"{path} claims more rows than Excel has")
        yield Line.of(number, [_text(cell) for cell in cells])


def _text(value: object) -> str:
    """As a person here would have typed it: the same parsers read both kinds of files."""
    if value is None or value in _EXCEL_ERRORS:
        return ""
    if isinstance(value, bool):
        return "da" if value else "ne"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _decimal(value: float) -> str:
    return str(int(value)) if value.is_integer() else format(value, ".15g").replace(".", ",")
