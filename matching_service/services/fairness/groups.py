"""Into which group of each trait a person is counted."""

import re
from collections.abc import Mapping
from datetime import date

from matching_service.matcher.text import fold
from matching_service.services.fairness.tables import UNKNOWN
from matching_service.services.protection.protected import ProtectedRecord
from models.vocabulary import SEXES

# the first age that is older than the band
_BANDS = ((25, "under_25"), (35, "25_to_34"), (45, "35_to_44"), (55, "45_to_54"), (200, "55_and_over"))
# What people call themselves, in Serbian, Albanian, English, German and Romani, folded.
_ETHNICITIES = {
    "serbian": r"srb(i|k|e)\w*|srp\w*|serb\w*",
    "roma": r"rom(a|i|e|ni|nja)?|romkinj\w*|romsk\w*|romany",
    "egyptian_ashkali": r"egip\w*|egyp\w*|askal\w*|ashkal\w*",
    "albanian": r"alban\w*|shqiptar\w*",
    "bulgarian": r"bugar\w*|bulgar\w*",
    "vlach": r"vla(h|s|jn|ch)\w*",
    "bosniak": r"bosnja\w*|bosniak\w*",
    "other": r"",
}
_UNSAID = re.compile(r"(ne|nije|neizjasnj\w*|neopredelj\w*|nepoznat\w*|unknown|undeclared)\b")
OTHER = "other"
YES, NO = "yes", "no"

TRAITS: Mapping[str, tuple[str, ...]] = {
    "sex": (*SEXES, UNKNOWN),
    "age": (*(name for _, name in _BANDS), UNKNOWN),
    "ethnicity": (*_ETHNICITIES, UNKNOWN),
    "returnee": (YES, NO, UNKNOWN),
    "disability": (YES, NO, UNKNOWN),
}
PLACE = "district"


def groups_of(record: ProtectedRecord, district: str | None, day: date) -> dict[str, str]:
    """As old as on `day`."""
    return {
        "sex": record.sex or UNKNOWN,
        "age": age_band(record.birth_date, day),
        "ethnicity": ethnicity(record.ethnicity),
        "returnee": _yes_or_no(record.returnee),
        "disability": _yes_or_no(record.disability),
        PLACE: district or UNKNOWN,
    }


def age_band(birth_date: date | None, day: date) -> str:
    if birth_date is None:
        return UNKNOWN
    age = day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    return next(name for end, name in _BANDS if age < end)


def ethnicity(own_words: str | None) -> str:
    """A group of the list, where the person's own words name just one; who names several, or none of the list, is in
    OTHER; who says that they do not want to say is unknown."""
    words = fold(own_words or "").split()
    if not words or _UNSAID.match(" ".join(words)):
        return UNKNOWN
    named = {group for word in words for group, names in _ETHNICITIES.items() if re.fullmatch(names, word)}
    return named.pop() if len(named) == 1 else OTHER


def _yes_or_no(value: bool | None) -> str:
    return {True: YES, False: NO, None: UNKNOWN}[value]
