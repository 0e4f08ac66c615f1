"""Closed lists in the words people use for them: yes and no, working time, licences and the like."""

import re
from collections.abc import Iterable

from matching_service.matcher.text import fold
from matching_service.services.importing.unreadable import Unreadable
from models.vocabulary import LICENCE_CATEGORIES

_YES = set("da d yes y true x 1 ima jeste tacno + v ✓ ✔ ja po".split())
_NO = set("ne n no false 0 nema nije netacno - nein jo".split())
_NO_LICENCE = {"nema", "ne", "nema dozvolu", "bez dozvole", "nema vozacku dozvolu", "no", "none", "ne poseduje"}

WORKING_TIMES = (
    ("any", r"\bany\b|svejedno|bilo koj|puno i(li)? nepuno"),
    ("part_time", r"part.?time|pola|nepun|skracen|polovin|\b4 ?(h|sata?)\b|\b20 ?(h|sati)\b"),
    ("full_time", r"full.?time|pun|\b8 ?(h|sati)\b|\b40 ?(h|sati)\b"),
)
OPENING_KINDS = (
    ("internship", r"intern|praks|praktikant|pripravni"),
    ("vacancy", r"vacancy|job|posao|radno mesto|zaposlenj|oglas"),
)
REQUALIFICATION_STATES = (
    ("dropped", r"dropped|prekinut|odusta|nezavrsen|nije zavrsen"),
    ("planned", r"planned|planira|prijavljen"),
    ("ongoing", r"ongoing|u toku|traje|pohadja"),
    ("completed", r"completed|zavrsen|polozen"),
)
REMOTE = r"remote|od kuce|daljin|online|onlajn|home.?office|work.{1,6}home"
_PARTLY = r"hibrid|hybrid|\bdeo\b|delimic|povremen|part(ly|ial)|occasional"

_LICENCE_FILLERS = set(
    "kategorija kategorije kategoriju kat vozacka vozacku vozacke dozvola dozvolu dozvole klasa i and und licence "
    "license driving category klasse klassen kategoria kategorite e patente poseduje ima aktivan "
    "vozac driver s sa za".split()
)


def yes(text: str) -> bool:
    """Raises Unreadable."""
    folded = fold(text).strip(" .!")
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise Unreadable(text, "da or ne")


def is_remote(text: str) -> bool:
    """Raises Unreadable."""
    return bool(re.search(REMOTE, fold(text))) or yes(text)


def is_remote_place(text: str) -> bool:
    """Whether a place of work is said to be at home, and not for a part of the work only."""
    folded = fold(text)
    return bool(re.search(REMOTE, folded)) and not re.search(_PARTLY, folded)


def one_of(text: str, words: Iterable[tuple[str, str]], wanted: str) -> str:
    """The value whose pattern is found in the text, the first that is. Raises Unreadable."""
    folded = fold(text)
    for value, pattern in words:
        if re.search(pattern, folded):
            return value
    raise Unreadable(text, wanted)


def has_no_licence(text: str) -> bool:
    """Whether the cell says that there is none, which is more than saying nothing."""
    return fold(text).strip(" .") in _NO_LICENCE


def licences(text: str) -> tuple[str, ...]:
    """`B`, `B|C|CE`, `B, C i E`, `C+E`, `B kategorija`: each category once; an E of its own belongs to the one before.

    Raises Unreadable when the text holds anything else.
    """
    found: list[str] = []
    for word in re.findall(r"[a-z]{1,2}\d?\s?\+\s?e\b|[^\W_]+", fold(text)):
        category = re.sub(r"[\s+]", "", word).upper()
        if category == "E" and found:
            category = f"{found[-1]}E"
        if category in LICENCE_CATEGORIES:
            found.append(category)
        elif word not in _LICENCE_FILLERS:
            raise Unreadable(text, "a list of licence categories")
    return tuple(dict.fromkeys(found))
