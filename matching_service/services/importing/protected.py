"""The columns of a file of people that the law protects: into the sealed table, never into texts or messages."""

from collections.abc import Callable
from typing import TypeVar

from matching_service.services.importing import dates, words
from matching_service.services.importing.cells import Cells
from matching_service.services.importing.unreadable import Unreadable
from matching_service.services.protection.protected import ProtectedRecord, checked

Value = TypeVar("Value")

SEXES = (
    ("female", r"^(f|z)$|zensk|^zena$|female|woman"),
    ("male", r"^m$|musk|^male$|^man$"),
    ("other", r"drug|other|nebinar"),
)
FAMILY_STATUSES = (
    ("single_parent", r"samohran|single.parent"),
    ("cohabiting", r"vanbracn|nevencan|cohabit|partner"),
    ("divorced", r"razved|razvod|divorced"),
    ("widowed", r"udov|widow"),
    ("single", r"neozenj|neudat|nije u braku|samac|samica|slobod|\bsam[ac]?\b|single|unmarried"),
    ("married", r"ozenj|udat|u braku|married"),
)


def read_protected(cells: Cells) -> ProtectedRecord:
    """Raises Invalid, whose message does not repeat the cell."""
    record = ProtectedRecord(
        sex=_read(cells, "sex", lambda text: words.one_of(text, SEXES, ""), "ž, m or drugo"),
        birth_date=_read(cells, "birth_date", dates.day, "a date"),
        ethnicity=cells.text("ethnicity") or None,
        disability=_read(cells, "disability", words.yes, "da or ne"),
        returnee=_read(cells, "returnee", words.yes, "da or ne"),
        family_status=_read(
            cells, "family_status", lambda text: words.one_of(text, FAMILY_STATUSES, ""), "a family status"
        ),
    )
    cells.raise_if_wrong()
    return checked(record)


def _read(cells: Cells, field: str, parse: Callable[[str], Value], wanted: str) -> Value | None:
    try:
        return parse(cells.text(field)) if cells.text(field) else None
    except Unreadable:
        cells.wrong(field, f"not {wanted}")
        return None
