"""What a cell says a person has agreed to: `profil, rangiranje; 12.5.2026.`"""

import re
from collections.abc import Callable
from datetime import date

from matching_service.matcher.text import fold
from matching_service.services.consent.consents import Agreement
from matching_service.services.importing.unreadable import Unreadable

# A company is named nowhere in a file of people: to be shown to one is recorded person by person.
_PURPOSES = (
    ("profiled", r"profil"),
    ("ranked", r"rang|poredj|ranked|ranking|compar"),
    ("statistics", r"statist"),
)
_NONE = {"ne", "nema", "no", "none", "odbija", "odbio", "odbila", "refused"}


def agreements(text: str, day_of: Callable[[str], date | None]) -> tuple[Agreement, ...]:
    """Of a paper signed on that day (which `day_of` reads), in the words that are current now. Raises Unreadable."""
    if fold(text).strip(" .") in _NONE:
        return ()
    listed, semicolon, day = text.partition(";")
    if not semicolon:
        raise Unreadable(text, "what was agreed to, and after a semicolon the day")
    given_on = day_of(day)
    if given_on is None or given_on > date.today():
        raise Unreadable(text, "a day on which it was agreed")
    return tuple(Agreement(purpose, given_on=given_on) for purpose in _purposes(listed))


def _purposes(listed: str) -> list[str]:
    found = {_purpose(word) for word in re.split(r"[,|+]|\bi\b|\band\b", listed) if word.strip()}
    if "ranked" in found and "profiled" not in found:
        raise Unreadable(listed, "a list with profil, without which nobody is ranked")
    return [purpose for purpose, _words in _PURPOSES if purpose in found]


def _purpose(word: str) -> str:
    for purpose, pattern in _PURPOSES:
        if re.search(pattern, fold(word)):
            return purpose
    raise Unreadable(word, "profil, rangiranje or statistika")
