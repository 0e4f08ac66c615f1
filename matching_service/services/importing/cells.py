"""One line of a file by field: reads cells, collects what is wrong with them, and keeps as text what is not read."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from matching_service.errors import Invalid
from matching_service.matcher.text import fold
from matching_service.services.importing import dates, numbers, words
from matching_service.services.importing.unreadable import Unreadable

Value = TypeVar("Value")

_NOTHING = {"", "-", "--", "—", "/", "?", "n/a", "none", "null", "nan", "nepoznato", "unknown"}
_DAYS_FROM_NOW = re.compile(r"[+-]\d{1,4}")


class Cells:
    """The cells of one line; empty ones and those that say nothing (`-`, `n/a`, `None`) are left out.

    Reading methods give None, or what stands for nothing, for a cell that is empty or wrong. `offsets` allows dates
    as days from `today`, such as `+30`.
    """

    def __init__(self, values: Mapping[str, str], today: date, *, offsets: bool = False):
        self.values = {field: text for field, text in values.items() if fold(text) not in _NOTHING}
        self.today = today
        self._offsets = offsets
        self._problems: dict[str, str] = {}
        self._kept: dict[str, list[str]] = {}

    def text(self, field: str) -> str:
        return self.values.get(field, "")

    def read(self, field: str, parse: Callable[[str], Value], default: Value | None = None) -> Value | None:
        """What `parse` makes of the cell. Its Unreadable is noted as a problem of the line."""
        return self.read_piece(field, self.text(field), parse, default)

    def read_piece(
        self, field: str, piece: str, parse: Callable[[str], Value], default: Value | None = None
    ) -> Value | None:
        """As `read`, for a piece of the cell."""
        try:
            return parse(piece) if piece else default
        except Unreadable as problem:
            self.wrong(field, str(problem))
            return default

    def read_or_keep(self, field: str, parse: Callable[[str], Value], default: Value, room: str, label: str) -> Value:
        """As `read`, but a cell that cannot be read is no problem: it is kept as text."""
        try:
            return parse(self.values[field]) if field in self.values else default
        except Unreadable:
            self.keep(room, label, self.values[field])
            return default

    def keep(self, room: str, label: str, text: str) -> None:
        """Keep `label: text` as a line of the text `room`."""
        if text:
            self._kept.setdefault(room, []).append(f"{label}: {text}")

    def kept(self, room: str) -> str:
        """The cell `room`, and below it the lines kept for it."""
        return "\n".join(filter(None, (self.text(room), *self._kept.get(room, ()))))

    def whole_number(self, field: str) -> int | None:
        return self.read(field, numbers.whole_number)

    def decimal(self, field: str) -> Decimal | None:
        return self.read(field, numbers.decimal_number)

    def yes(self, field: str) -> bool:
        return self.read(field, words.yes, default=False)

    def day(self, field: str, *, last_of_month: bool = False) -> date | None:
        return self.read(field, lambda text: self.day_of(text, last_of_month=last_of_month))

    def day_of(self, text: str, *, last_of_month: bool = False) -> date | None:
        """The date in a piece of a cell. Raises Unreadable."""
        if self._offsets and _DAYS_FROM_NOW.fullmatch(text.strip()):
            return self.today + timedelta(days=int(text))
        return dates.day(text, last_of_month=last_of_month)

    def parts(self, field: str) -> list[str]:
        """A cell of several values: one between two `|`, or in each line."""
        return [part.strip() for part in re.split(r"[|\n]", self.text(field)) if part.strip()]

    def wrong(self, field: str, problem: str) -> None:
        self._problems.setdefault(field, problem)

    def raise_if_wrong(self) -> None:
        """Raises Invalid with all problems noted so far."""
        if self._problems:
            raise Invalid(dict(self._problems))
