"""What a workbook may unpack to, looked at before anything is built of it: small files can hold very large ones."""

import zipfile
from pathlib import Path
from xml.parsers import expat

from matching_service.errors import BadInput
from matching_service.services.importing.lines import LONGEST_CELL

_MB = 1024 * 1024
# a workbook of 100,000 rows has some 10 MB and unpacks to 60
MOST_PACKED = 50 * _MB
MOST_UNPACKED = 300 * _MB
# XML shrinks to a tenth or a thirtieth, files made to hurt to a thousandth
MOST_SHRUNK = 200
# parts below it can do no harm, whatever is in them
HARMLESS = _MB
MOST_ELEMENTS = 500_000  # of one row or one text: Excel has 16,384 columns
_IS_ENCRYPTED = 0x1
_BEGINS_ANEW = ("row", "si")
_CHUNK = 1 << 16


def check_workbook(path: Path) -> None:
    """Raises BadInput for a zip that is encrypted or unpacks to too much, and BadZipFile for what is no zip."""
    if path.stat().st_size > MOST_PACKED:
        raise BadInput(f"{path} has more than {MOST_PACKED // _MB} MB; split it, or save it as CSV")
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        _check_sizes(path, parts)
        for part in parts:
            if part.file_size > HARMLESS:
                with archive.open(part) as content:
                    _Measure(path).read(content)


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise BadInput(f"{path} is password-protected; save it without a password")
    # zipfile unpacks no more of a part than is declared here
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadInput(f"{path} unpacks to more than {MOST_UNPACKED // _MB} MB; split it")
    if any(part.file_size > max(HARMLESS, MOST_SHRUNK * part.compress_size) for part in parts):
        raise BadInput(f"{path} unpacks to more than {MOST_SHRUNK} times its size; it is no ordinary workbook")


class _Measure:
    """Reads XML without building anything, and gives up at a text or a row that nobody could have typed."""

    def __init__(self, path: Path):
        self._path = path
        self._elements = self._letters = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._begin
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity

    def read(self, content) -> None:
        """Anything but XML passes: no table will be read out of it."""
        try:
            while chunk := content.read(_CHUNK):
                self._parser.Parse(chunk)
        except expat.ExpatError:
            return

    def _begin(self, name: str, _attributes: dict) -> None:
        self._letters = 0
        self._elements = 1 if name.rpartition("}")[2] in _BEGINS_ANEW else self._elements + 1
        if self._elements > MOST_ELEMENTS:
            raise BadInput(f"{self._path} has too many cells in one row")

    def _text(self, text: str) -> None:
        self._letters += len(text)
        if self._letters > 10 * LONGEST_CELL:
            raise BadInput(f"{self._path}: a cell is too long")

    def _entity(self, *_declared) -> None:
        raise BadInput(f"{self._path} is not a readable XLSX file")
