"""The lines of one part as its entries: jobs, schools, courses. Where they begin is told by empty lines and by
dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matching_service.services.intake.periods import DURATION, Period, period_in, without
from matching_service.services.intake.sections import Line

# Lines longer than this tell of the work; shorter ones name it.
_LONGEST_HEAD = 110
_MOST_HEADS = 4
_LONGEST_PASSAGE = 400
_SPLIT = re.compile(
    r"\s*[|\t]\s*|\s{3,}|,\s+|;\s*|\s[-–—]\s(?!\s*[a-zčćžšđ]+\s*(?:$|,))|\s@\s|(?<=\w)\s*\((?=[^)]*\))|\)\s*"
)
_LABEL = re.compile(r"^([^\W\d][^:|]{2,45}?)\s*[:|]\s+(\S.*)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """`heads`: short lines that name things, without the period; `body`: what is told; `passage`: all as it stood."""

    heads: tuple[str, ...]
    body: str
    period: Period | None
    passage: str


def entries_of(lines: Sequence[Line]) -> list[Entry]:
    found: list[list[Line]] = []
    for block in _blocks(lines):
        parts = _by_periods(block)
        if found and _tells_more(parts[0]) and not _has_range(parts[0]):
            found[-1].extend(parts.pop(0))
        found += parts
    return [_entry(part) for part in _with_lonely_dates(found)]


def pieces(head: str) -> list[str]:
    """The parts of a head line: "Kuvar, restoran Stara kuća, Niš" -> three."""
    found = (unquoted(part.strip(" ,;:|()-–—")) for part in _SPLIT.split(head))
    return [_without_stop(piece) for piece in found if piece.strip(".")]


def unquoted(piece: str) -> str:
    """Without quotes around the whole; those of a name within it stay."""
    bare = piece.strip(" ")
    return bare[1:-1] if re.fullmatch(r'["„”“][^"„”“]*["„”“]', bare) else bare


def _without_stop(piece: str) -> str:
    """Without a full stop, unless that belongs to an abbreviation: d.o.o."""
    return piece if re.search(r"\w\.\s?\w\.?$", piece) else piece.rstrip(".")


def label_and_value(line: str) -> tuple[str, str] | None:
    """ "Poslodavac: Metal Jug" -> both sides."""
    match = _LABEL.match(line)
    return (match.group(1), match.group(2)) if match else None


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    found: list[list[Line]] = [[]]
    for line in lines:
        if line.text:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def _by_periods(block: list[Line]) -> list[list[Line]]:
    """A block with several periods is several entries; each begins as many lines before its period as the first one."""
    dated = [place for place, line in enumerate(block) if _dates_an_entry(line)]
    if len(dated) < 2:
        return [block]
    before = 0 if dated[0] > _MOST_HEADS else dated[0]
    starts = [0]
    for one, two in pairwise(dated):
        start = max(two - before, one + 1)
        while start < two and block[start].is_bullet and not block[two].is_bullet:
            start += 1
        starts.append(start)
    return [block[start:end] for start, end in zip(starts, [*starts[1:], len(block)], strict=True)]


def _dates_an_entry(line: Line) -> bool:
    period = period_in(line.text)
    if period is None:
        return len(line.text) <= _LONGEST_HEAD and bool(DURATION.search(line.text))
    if len(line.text) > _LONGEST_HEAD and not _begins_with(line, period):
        return False
    return period.is_range or _begins_with(line, period) or not line.is_bullet


def _begins_with(line: Line, period: Period) -> bool:
    return period.first <= 3


def _has_range(block: list[Line]) -> bool:
    return any((period := period_in(line.text)) and period.is_range for line in block)


def _tells_more(block: list[Line]) -> bool:
    """Bullets and long sentences after an empty line belong to what came before it."""
    return all(line.is_bullet or len(line.text) > _LONGEST_HEAD for line in block) and not any(
        _dates_an_entry(line) for line in block
    )


def _with_lonely_dates(parts: list[list[Line]]) -> list[list[Line]]:
    """A period that stands alone between empty lines belongs to what follows it."""
    found: list[list[Line]] = []
    waiting: list[Line] = []
    for part in parts:
        period = period_in(part[0].text) if len(part) == 1 else None
        if period and not without(part[0].text, period):
            if waiting:
                found.append(waiting)
            waiting = part
        else:
            found.append([*waiting, *part])
            waiting = []
    if waiting and found:
        found[-1] = [*found[-1], *waiting]
    return found


def _entry(lines: list[Line]) -> Entry:
    dated = next((line for line in lines if (p := period_in(line.text)) and p.is_range), None)
    dated = dated or next((line for line in lines if _dates_an_entry(line)), None)
    period = period_in(dated.text) if dated else None
    heads, body = [], []
    for place, line in enumerate(lines):
        text = without(line.text, period) if line is dated else line.text
        is_head = not body and len(heads) < _MOST_HEADS and len(text) <= _LONGEST_HEAD
        names = is_head and (not line.is_bullet or place == 0 or line is dated)
        if text:
            (heads if names or line is dated or (is_head and label_and_value(text)) else body).append(text)
    passage = "\n".join(line.text for line in lines)
    return Entry(tuple(heads), "\n".join(body), period, _cut(passage))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PASSAGE else f"{text[:_LONGEST_PASSAGE].rsplit(' ', 1)[0]} …"
