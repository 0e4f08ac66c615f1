"""Which municipality of Serbia a place in somebody's own words is in."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel import Locale

from matching_service.matcher.text import fold
from models import Municipality

# Names that are ordinary words too, or places elsewhere: they count only where they stand alone.
_ORDINARY = {
    "ada", "adi", "bac", "bacu", "blace", "bor", "boru", "brus", "coka", "gora", "istok", "istoku", "klina", "klini",
    "kula", "kuli", "opovo", "pec", "peci", "raca", "raci", "ruma", "rumi", "senta", "sopot", "srbica", "stari grad",
    "titel", "topola", "topoli", "ub", "ubu", "vitina", "vrbas", "vrbasu", "medijana", "rakovica",
}  # fmt: skip
_COUNTRIES_NAMED_IN = ("sr_Latn", "hr", "en", "de")
_OTHER_COUNTRIES = {
    "bih", "bosna", "hercegovina", "republika srpska", "inostranstvo", "republika hrvatska", "ruska federacija",
    "ceska republika", "czech republic", "crna gora", "makedonija", "uae", "uk", "rf", "abroad",
}  # fmt: skip
_OWN = {"RS", "XK"}
_ITEM_ENDS = re.compile(r"[,;/()|\n]|\s[-–]\s|\s(?:i|ili|and|und)\s")
_BEFORE_A_NAME = re.compile(r"^(?:u|iz|kod|opstina|opstini|grad|gradu|mesto|in|city of|so|go|\d{5})\s+")


class Places:
    """Names of municipalities, in all their spellings."""

    def __init__(self, municipalities: Iterable[Municipality]):
        codes: dict[str, set[str]] = defaultdict(set)
        self._codes = set()
        for row in municipalities:
            self._codes.add(row.code)
            for name in (row.name, *row.synonyms.split("|")):
                codes[_plain(name)].add(row.code)
        self._names = {name: min(found) for name, found in codes.items() if name and len(found) == 1}
        self._longest = max((len(name.split()) for name in self._names), default=0)

    def municipality(self, text: str) -> str | None:
        """Its code, where the text is a code or names one municipality.

        None where it names several, because nobody can say which is meant, or a country that is not Serbia.
        A part of a city goes before the city: `Beograd, Zemun` is Zemun.
        """
        if text in self._codes:
            return text
        items = [_plain(item) for item in _ITEM_ENDS.split(fold(text))]
        if any(item in _foreign_countries() for item in items):
            return None
        found = {self._names[item] for item in items if item in self._names} | self._inside(items)
        whole_cities = {code for code in found if any(other.startswith(f"{code}-") for other in found)}
        most_exact = found - whole_cities
        return most_exact.pop() if len(most_exact) == 1 else _common_city(most_exact, self._codes)

    def is_abroad(self, text: str) -> bool:
        """Whether the text is the name of another country."""
        return _plain(text) in _foreign_countries()

    def _inside(self, items: list[str]) -> set[str]:
        """Named as whole words within an item, the longest name first."""
        found = set()
        for item in items:
            words = item.split()
            while words:
                length = self._longest_name_at_start(words)
                if length:
                    found.add(self._names[" ".join(words[:length])])
                words = words[max(length, 1) :]
        return found

    def _longest_name_at_start(self, words: list[str]) -> int:
        for length in range(min(self._longest, len(words)), 0, -1):
            name = " ".join(words[:length])
            if name in self._names and name not in _ORDINARY:
                return length
        return 0


def _common_city(codes: set[str], all_codes: set[str]) -> str | None:
    """The city that all of these are parts of."""
    cities = {code.split("-")[0] for code in codes}
    city = cities.pop() if len(cities) == 1 else None
    return city if city in all_codes else None


def _plain(name: str) -> str:
    words = " ".join(re.findall(r"[^\W_]+", fold(name)))
    return _BEFORE_A_NAME.sub("", words)


@cache
def _foreign_countries() -> frozenset[str]:
    names = set(_OTHER_COUNTRIES)
    for language in _COUNTRIES_NAMED_IN:
        territories = Locale.parse(language).territories
        names |= {_plain(name) for code, name in territories.items() if len(code) == 2 and code not in _OWN}
    return frozenset(names)
