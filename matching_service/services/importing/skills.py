"""Cells that list skills."""

import re
from collections.abc import Callable
from typing import TypeVar

from matching_service.services.importing.cells import Cells
from matching_service.services.importing.known import Known

Number = TypeVar("Number")
_NUMBER = re.compile(r"[\d.,]+")


def named_skills(
    cells: Cells, known: Known, field: str, number: Callable[[str], Number]
) -> list[tuple[str, Number | None]]:
    """(name, number or None) for each skill in a cell: `MIG zavarivanje; 3|bravarija` or `MIG zavarivanje, bravarija`.

    A comma separates skills where the whole is not the name of one.
    """
    items = []
    for part in cells.parts(field):
        for piece in _pieces(part, known):
            if items and items[-1][1] is None and _NUMBER.fullmatch(piece):
                items[-1] = (items[-1][0], cells.read_piece(field, piece, number))
            else:
                items.append((piece, None))
    return items


def _pieces(part: str, known: Known) -> list[str]:
    between_semicolons = [piece.strip() for piece in part.split(";") if piece.strip()]
    pieces = []
    for piece in between_semicolons:
        is_one = known.skills.code(piece) is not None or _NUMBER.fullmatch(piece)
        pieces += [piece] if is_one else [each.strip() for each in piece.split(",") if each.strip()]
    return pieces
