"""A Word document as text, its tables in place: short cells side by side, long ones one after the other."""

import io

from docx import Document
from docx.document import Document as DocumentOfWord
from docx.table import Table, _Cell

from matching_service.services.intake.extraction import MOST_LETTERS, Refused

_DEEPEST = 6  # tables within tables


def read(content: bytes, names: set[str]) -> dict[str, object]:
    document = Document(io.BytesIO(content))
    lines = [*_headers(document), *_lines(document, 0)]
    text = "\n".join(lines)
    if len(text) > MOST_LETTERS:
        raise Refused("too_long_for_cv")
    return {"text": text, "europass": None, "has_picture": any(name.startswith("word/media/") for name in names)}


def _headers(document: DocumentOfWord) -> list[str]:
    """The name often stands in the head of the page."""
    return [paragraph.text for paragraph in document.sections[0].header.paragraphs if paragraph.text.strip()]


def _lines(holder: DocumentOfWord | _Cell, depth: int) -> list[str]:
    found = []
    for item in holder.iter_inner_content():
        if isinstance(item, Table):
            found += ["", *_of_table(item, depth + 1), ""] if depth < _DEEPEST else []
        else:
            bullet = "• " if (item.style is not None and item.style.name.startswith("List")) else ""
            found += [f"{bullet if line.strip() else ''}{line}" for line in item.text.split("\n")]
    return found


def _of_table(table: Table, depth: int) -> list[str]:
    found = []
    for row in table.rows:
        cells = [[line for line in _lines(cell, depth) if line.strip()] for cell in _distinct(row.cells)]
        if all(len(cell) <= 1 for cell in cells):
            found.append(" | ".join(cell[0] for cell in cells if cell))
        elif len(cells[0]) <= 1:
            # a date or a label, and what it is about
            found += ["", *cells[0], *(line for cell in cells[1:] for line in cell)]
        else:
            found += [line for cell in cells for line in (*cell, "")]
    return found


def _distinct(cells: tuple[_Cell, ...]) -> list[_Cell]:
    """Cells that are joined are given once for each of their places."""
    found = []
    for cell in cells:
        if not any(cell._tc is known._tc for known in found):  # python-docx has no other name for it
            found.append(cell)
    return found
