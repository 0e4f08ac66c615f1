"""The file of rejected lines: as they were, with the reason; mended, it can be imported itself."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from matching_service.errors import BadInput
from matching_service.services.importing.columns import REASON
from matching_service.services.importing.job import Outcome
from matching_service.services.spreadsheet_cells import harmless

SUFFIX = ".rejects.csv"


class Rejects(AbstractContextManager):
    """Made with the first rejected line, in UTF-8 with a mark, as Excel needs it. Raises BadInput."""

    def __init__(self, path: Path, headers: Sequence[str]):
        if path.is_dir() or not path.parent.is_dir():
            raise BadInput(f"rejected rows cannot be written to {path}: choose a file in a folder with --rejects")
        self.path = path
        self._headers = headers
        self._file = None

    def write(self, outcomes: Iterable[Outcome]) -> None:
        rejected = [outcome for outcome in outcomes if outcome.status == "rejected"]
        try:
            if rejected and self._file is None:
                self._open()
            for outcome in rejected:
                gap = [""] * (len(self._headers) - len(outcome.line.cells))
                self._csv.writerow([harmless(cell) for cell in (*outcome.line.cells, *gap, outcome.reason)])
        except OSError as error:
            raise BadInput(f"rejected rows cannot be written to {self.path}: {error.strerror}") from error

    def __exit__(self, *_error) -> None:
        if self._file is not None:
            self._file.close()

    def _open(self) -> None:
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow([harmless(header) for header in (*self._headers, REASON)])
