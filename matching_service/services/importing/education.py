"""Schooling in Serbian words -> ISCED 2011 levels.

Many words stand for more than one level: VSS is a diploma of four or five years, which counts as a master's by law,
or a new one of four years, which does not. So each word has a lowest and a highest level; who reads decides what an
unclear word may cost: a person is given the highest, an opening asks for the lowest.
"""

import re

from matching_service.matcher.text import fold
from matching_service.services.importing.unreadable import Unreadable

Levels = tuple[int, int]

_HIGHEST = 8
# degrees of professional qualification (stepen stručne spreme), written in Roman or Arabic numerals
_DEGREES: dict[str, Levels] = {
    "i": (1, 2), "ii": (2, 2), "iii": (3, 3), "iv": (3, 3), "v": (4, 4), "vi": (5, 6), "vii": (6, 7), "viii": (8, 8),
    "vi 2": (6, 6), "vii 2": (7, 7),
}  # fmt: skip
_ARABIC = dict(zip("12345678", _DEGREES, strict=False))
_DEGREE = re.compile(r"\b(viii|vii|vi|iv|v|iii|ii|i|[1-8])(?:[ /.-]([12]))?\b\.?\s*(stepen\w*)?")

# Each piece of a text is read once, by the first line that knows it; folded text.
_WORDS: tuple[tuple[str, Levels], ...] = (
    (r"bez (zavrsene )?(osnovne )?(skole|obrazovanja)|nepismen\w*|no schooling", (0, 0)),
    (r"(\d|jedan|dva|tri|cetiri|pet|sest|sedam) razred\w* osnovn\w*( skol\w*)?", (1, 1)),
    (r"(ne ?potpun|nezavrsen)\w* (osnovn\w*( skol\w*)?|os)|incomplete primary( school)?", (1, 1)),
    (r"(ne ?potpun|nezavrsen)\w* srednj\w*( skol\w*)?", (2, 2)),
    (r"nezavrsen\w* (fakultet\w*|studij\w*)|apsolvent\w*|student\w*", (3, 3)),
    (r"doktorat\w*|doktorsk\w*( akademsk\w*)?( studij\w*)?|(doktor|dr) nauka|phd|doctorate", (8, 8)),
    (r"magist(ar|ri|rat|arsk)\w*( studij\w*)?|master\w*( akademsk\w*| strukovn\w*)?( studij\w*)?|msc", (7, 7)),
    (r"(osnovn\w* )?(akademsk|strukovn)\w*( studij\w*)?|osnovn\w* studij\w*|bachelor\w*|bsc|b\.?a\.? in", (6, 6)),
    (r"diplomingenieur\w*|(master|magister)abschluss|magjist\w*", (7, 7)),
    (r"hochschul\w*|universitaet\w*|studium", (6, 7)),
    (r"universitet\w*|fakultet\w*|studime", (6, 7)),
    (
        r"(berufs(fach)?schul|realschul|handelsschul|fachschul)\w*|abitur|matura|gesellenbrief|lehrabschluss|"
        r"ausbildung zu[rm]|"
        r"shkoll\w* (e )?mesme\w*( profesionale)?|gjimnaz\w*|gymnasium|vocational( school)?",
        (3, 3),
    ),
    (r"hauptschul\w*|shkoll\w* (e )?(mesme e ulet|fillore)|elementary( school)?", (2, 2)),
    (r"visok\w*( strucn\w*| poslovn\w*)? skol\w*", (6, 6)),
    (r"vss|visok\w* strucn\w*( sprem\w*)?|visoko( obrazovanje)?|higher education", (6, 7)),
    (r"fakultet\w*|univerzitet\w*|diplomiran\w*|university( degree)?", (6, 7)),
    (r"vis[aeu]( strucn\w*)?( skol\w*| sprem\w*| obrazovanj\w*)?|college", (5, 6)),
    (r"vkv|visokokvalifikovan\w*|majstorsk\w*( ispit\w*| skol\w*)?", (4, 4)),
    (r"sss|srednj\w*( strucn\w*)?( skol\w*| sprem\w*| obrazovanj\w*)?|gimnazij\w*|matur\w*", (3, 3)),
    (r"kv|kvalifikovan\w*|(trogodisnj|cetvorogodisnj)\w*( skol\w*)?|secondary( school)?|high school", (3, 3)),
    (r"pkv?|polukvalifikovan\w*|nkv?|nekvalifikovan\w*", (2, 2)),
    (r"osnovn\w*( skol\w*| obrazovanj\w*)?|os|osmogodisnj\w*( skol\w*)?|primary( school)?", (2, 2)),
)
_PATTERNS = tuple((re.compile(rf"\b(?:{pattern})\b"), levels) for pattern, levels in _WORDS)
# folding makes VŠS (viša) and VSS (visoka) the same
_VISA = re.compile(r"\b[vв]\.?\s?[šш]\.?\s?([sс]\.?)?(?!\w)", re.IGNORECASE)
# words that say nothing more beside a level
_FILLERS = {"stepen", "skola", "strucne", "strucna", "spreme", "sprema", "nivo", "obrazovanje", "ili", "or", "zavrsena"}


def levels(text: str) -> tuple[list[Levels], bool]:
    """The levels that a text names, and whether it says more than levels (a trade, a school).

    A bare number is an ISCED level. Raises Unreadable where no level is named.
    """
    if text.strip().isdecimal():
        return [_isced(text)], False
    rest = " ".join(fold(_VISA.sub("viša ", text)).split())
    found: list[Levels] = []
    for pattern, both in _PATTERNS:
        rest, times = pattern.subn(" | ", rest)
        found += [both] * min(times, 1)
    rest, degrees = _take_degrees(rest)
    found += degrees
    if not found:
        raise Unreadable(text, "a level of education")
    more = [word for word in re.findall(r"[^\W\d_]{3,}", rest) if word not in _FILLERS]
    return found, bool(more)


def _isced(text: str) -> Levels:
    if int(text) > _HIGHEST:
        raise Unreadable(text, "an ISCED level from 0 to 8")
    return int(text), int(text)


def _take_degrees(text: str) -> tuple[str, list[Levels]]:
    """`IV stepen`, `VII-1`, `4. stepen`, and bare Roman numerals, but not the word `i`."""
    found = []

    def take(match: re.Match) -> str:
        degree, step, word = match.groups()
        alone = match.group(0).strip() == text.strip()
        if not word and not alone and degree in {"i", "v", *_ARABIC}:
            return match.group(0)
        degree = _ARABIC.get(degree, degree)
        found.append(_DEGREES.get(f"{degree} {step}", _DEGREES[degree]))
        return " | "

    return _DEGREE.sub(take, text), found
