"""A text as the parts that its headings make of it, each line with where it came from."""

import re
import unicodedata
from dataclasses import dataclass, field

from matching_service.services.intake.headings import heading
from matching_service.services.intake.left_out import asks_for_next_line, left_out_of

# Before the first heading stand the name and how to reach the person.
HEAD = "head"
_BULLET = re.compile(r"^\s*(?:[•▪■□●◦‣⁃*·►▶✓➢➤]|[-–—]\s(?!\s*\d{4}))\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """`text` without bullet; empty for an empty line."""

    text: str
    is_bullet: bool = False


@dataclass(slots=True)
class Sections:
    """Part -> its lines in order. `left_out`: what was there and is not taken over, as keys."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    has_headings: bool = False

    def of(self, part: str) -> list[Line]:
        return self.lines.get(part, [])


def sections_of(text: str) -> Sections:
    found, part, answer_follows = Sections(), HEAD, False
    for raw in _lines(text):
        if answer_follows and raw.strip() and heading(raw) is None:
            answer_follows = False
            continue
        answer_follows = asks_for_next_line(raw) or (answer_follows and not raw.strip())
        begun = heading(raw)
        if begun is not None:
            part = HEAD if begun.part in ("title", "personal") and part == HEAD else begun.part
            found.has_headings = found.has_headings or begun.part != "title"
            raw = begun.rest
            found.lines.setdefault(part, []).append(Line(""))
            if part == "references":
                _note(found, "references")
        kept, keys = left_out_of(raw)
        for key in keys:
            _note(found, key)
        bullet = _BULLET.match(kept)
        line = Line(kept[bullet.end() :].strip() if bullet else kept.strip(), bool(bullet))
        found.lines.setdefault(part, []).append(line)
    return found


def _note(found: Sections, key: str) -> None:
    if key not in found.left_out:
        found.left_out.append(key)


def _lines(text: str) -> list[str]:
    """Without signs that no one sees; single empty lines after every line, as some PDFs have them, mean nothing."""
    plain = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    plain = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf"))
    lines = [line.rstrip() for line in plain.split("\n")]
    written = [place for place, line in enumerate(lines) if line.strip()]
    alone = sum(1 for place in written if place + 1 < len(lines) and not lines[place + 1].strip())
    if len(written) > 8 and alone > 0.85 * len(written):
        lines = [line for line in lines if line.strip()]
    return lines
