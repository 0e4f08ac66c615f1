"""Two columns side by side, as spaces between them show, one after the other."""

import re

from matching_service.services.intake.headings import heading
from matching_service.services.intake.periods import period_in

# So many columns of spaces are a gutter, where they run through most lines with something on both sides.
_GUTTER = 3
_SHARE_CROSSED, _SHARE_BOTH = 0.12, 0.25
_FEWEST_LINES = 8
# A left column of dates or labels belongs to what stands beside it.
_SHARE_DATES = 0.4


def unfolded(page: str) -> str:
    """The page with its left column first, where it has two; as it is otherwise. What stands above both, or
    above the first heading on the right, comes first: there is the name."""
    lines = [line.rstrip() for line in page.split("\n")]
    gutter = _gutter(lines)
    if gutter is None:
        return "\n".join(line.strip() if not line.strip() else _closed(line) for line in lines)
    first = next(place for place, line in enumerate(lines) if _sides(line, gutter)[0] and _sides(line, gutter)[1])
    left, right = [], []
    for line in lines[first:]:
        one, two = _sides(line, gutter)
        left.append(one)
        right.append(two)
    above = next((place for place, line in enumerate(right) if heading(line)), 0)
    top = [*(line.strip() for line in lines[:first]), *right[:above]]
    return "\n".join((*top, "", *left, "", *right[above:]))


def _closed(line: str) -> str:
    """Wide gaps within a line as the sign of a cell."""
    return re.sub(r"(?<=\S)\s{3,}(?=\S)", " | ", line.strip())


def _gutter(lines: list[str]) -> int | None:
    """Where the gutter ends, of all that could be one the one that the fewest lines cross."""
    written = [line for line in lines if line.strip()]
    if len(written) < _FEWEST_LINES:
        return None
    width = max(map(len, written))
    best = min(range(width // 6, width * 5 // 6), key=lambda column: (_crossed(written, column), -column), default=None)
    if best is None or _crossed(written, best) > _SHARE_CROSSED * len(written):
        return None
    sides = [_sides(line, best) for line in written]
    both = [(one, two) for one, two in sides if one and two]
    is_two = len(both) >= _SHARE_BOTH * len(written) and not _belongs_together(sides)
    return best if is_two else None


def _crossed(lines: list[str], column: int) -> int:
    return sum(bool(line[max(column - _GUTTER + 1, 0) : column + 1].strip()) for line in lines)


def _sides(line: str, gutter: int) -> tuple[str, str]:
    """A line that runs across the gutter belongs to the side where it begins."""
    if line[max(gutter - _GUTTER + 1, 0) : gutter + 1].strip():
        begins = len(line) - len(line.lstrip())
        return ("", _closed(line)) if begins > gutter // 2 else (_closed(line), "")
    return _closed(line[: gutter + 1]) if line[: gutter + 1].strip() else "", _closed(line[gutter + 1 :])


def _belongs_together(sides: list[tuple[str, str]]) -> bool:
    """Dates and labels on the left of what they are about: no columns of their own. Nor is a side without a heading."""
    left = [one for one, two in sides if one]
    dates = sum(bool((period := period_in(one)) and period.is_range) or one.endswith(":") for one in left)
    headed = any(heading(two) for _one, two in sides if two)
    return dates >= _SHARE_DATES * len(left) or not headed
