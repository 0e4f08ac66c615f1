"""A file as lines of text cells, whatever it was: CSV or XLSX, told apart by its name and checked by its content."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matching_service.errors import BadInput
from matching_service.services.importing.csv_file import read_csv
from matching_service.services.importing.lines import LONGEST_CELL, Line
from matching_service.services.importing.xlsx_file import read_xlsx

MOST_COLUMNS = 500
READERS: dict[str, Callable[[Path], Iterator[Line]]] = {
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".xlsx": read_xlsx, ".xlsm": read_xlsx,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A file that has been read to its end once, so that it is known to be whole; `count` is without the header."""

    path: Path
    headers: tuple[str, ...]
    count: int

    def lines(self) -> Iterator[Line]:
        """The lines after the header, blank ones left out."""
        lines = _filled_lines(self.path)
        next(lines)
        return lines


def open_table(path: Path) -> Table:
    """Raises BadInput, in one line, for whatever is not a whole and readable table."""
    lines = _filled_lines(path)
    header = next(lines, None)
    if header is None:
        raise BadInput(f"{path} is empty")
    count = sum(1 for _line in lines)
    if not count:
        raise BadInput(f"{path} has a header and nothing below it")
    return Table(path, header.cells, count)


def _filled_lines(path: Path) -> Iterator[Line]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInput(f"{path} is neither CSV nor XLSX by its name; save it as one of them")
    try:
        if not path.is_file():
            raise BadInput(f"{path} is not a file" if path.exists() else f"{path} does not exist")
        if path.stat().st_size == 0:
            raise BadInput(f"{path} is empty")
        for line in reader(path):
            if len(line.cells) > MOST_COLUMNS:
                raise BadInput(f"{path} line {line.number} has more than {MOST_COLUMNS} columns")
            if any(len(cell) > LONGEST_CELL for cell in line.cells):
                raise BadInput(f"{path} line {line.number}: a cell has more than {LONGEST_CELL:,} characters")
            if line.cells:
                yield line
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}") from error
