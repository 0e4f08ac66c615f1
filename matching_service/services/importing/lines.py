"""One line of a table."""

from dataclasses import dataclass

LONGEST_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is where it begins in the file, from 1; cells are stripped text, none empty at the end."""

    number: int
    cells: tuple[str, ...]

    @classmethod
    def of(cls, number: int, cells: list[str]) -> "Line":
        stripped = [cell.strip() for cell in cells]
        while stripped and not stripped[-1]:
            stripped.pop()
        return cls(number, tuple(stripped))
