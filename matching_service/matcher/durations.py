"""How long and until when, as people write it: "4 godine", "od 2015. do 2019.", "godinu i po dana", "seit 5 Jahren".

A season or a summer counts as four months. Ages, of the writer and of others, years of birth, ordinal years ("od svoje
16. godine") and time spent elsewhere than at work ("robijao 4 godine") are no durations.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matching_service.matcher.clauses import Clause

SEASON, MONTH = 4 / 12, 1 / 12
# Nobody has worked longer; what is longer is an age.
LONGEST = 45.0
SEVERAL = 3.0

_YEAR_WORDS = frozenset("god jahr jahre jahren jahrelang year years yr yrs vit vite vjet".split())
_SEASON_WORDS = frozenset("leto leta ljeto ljeta zima zime zimu".split())
_UNITS = (
    ("godin", 1.0), ("sezon", SEASON), ("saison", SEASON), ("season", SEASON), ("mesec", MONTH), ("mjesec", MONTH),
    ("monat", MONTH), ("month", MONTH), ("muaj", MONTH), ("deceni", 10.0),
)  # fmt: skip
_NUMBERS = {
    word: float(number)
    for number, words in enumerate(
        "nula|jedan jednu jedna jedno ein eine einem one nje|dva dve dvije par zwei two dy|tri drei three tre|"
        "cetiri cetri vier four kater|pet fuenf five pese|sest sechs six gjashte|sedam sieben seven shtate|"
        "osam acht eight tete|devet neun nine nente|deset zehn ten dhjete|jedanaest elf|dvanaest zwoelf|trinaest|"
        "cetrnaest|petnaest fuenfzehn|sesnaest|sedamnaest|osamnaest|devetnaest|dvadeset zwanzig twenty njezet".split(
            "|"
        )
    )
    for word in words.split()
} | {"trideset": 30.0, "dreissig": 30.0, "cetrdeset": 40.0, "nekoliko": SEVERAL, "pola": 0.5, "halbes": 0.5}
# Between a number and its unit: "3 pune godine".
_WHOLE = frozenset("pune punih puna cele celih cela duge dugih dugi radne radnih volle ganze full".split())

_WORK = ("iskust", "staz", "rad", "praks", "erfahr", "experien", "pervoj")
_AGE_BEFORE = frozenset(
    "imam imala imao ima punim napunio napunila punih bin jam am starost starosti alter uzrast".split()
)
_AGE_AFTER = ("star", "alt", "old", "vjec")
_CHILDREN = frozenset("sin cerka kcerka kci deca".split())
_OF_OR_UNTIL = frozenset("od do".split())
_SPAN_BEFORE = ("iskust", "staz", "period", "trajanj", "vise", "duze", "manje", "praks", "vrem", "rad")
_FROM, _TO = frozenset("od seit since ab nga from von".split()), frozenset("do bis to until till deri".split())
_NOW = frozenset("danas sada sad dalje heute jetzt now today present tani".split())
_AGO = frozenset("pre prije vor".split())
_BORN = ("rodjen", "roden", "godist", "gebor", "jahrgang", "born", "lindur")
# "Sa 18 godina sam počeo": the age at which something began.
_AT = frozenset("sa s mit me with at".split())
_BEGAN = ("poceo", "poce", "krenu", "zapoc", "angefang", "begonn", "begann", "started", "began", "filloi", "fillova")
_AUXILIARY = frozenset("sam habe bin war i kam".split())
_EXPERIENCE = ("iskust", "staz", "praks", "erfahr", "experien", "pervoj", "beruf")
_JOINING = frozenset("i und and dhe edhe te".split())
# Time spent otherwise, unless a word of work stands beside it.
_ELSEWHERE = (
    "robij", "zatvor", "logor", "osudj", "kazn", "wohnt", "gewohnt", "gelebt", "lebte", "haft", "gefaengnis", "zive",
    "zivim", "zivio", "prozive", "lived", "prison", "jail", "jeto", "banova", "burgu", "burgim", "bolnic",
    "bolovanj", "nezaposl", "arbeitslos", "unemploy", "papun", "zavrsi", "skolov", "diplomira", "kurs",
)  # fmt: skip
_WORKED = ("rad", "arbeit", "gearbeit", "work", "punua", "punoj", "punov", "zaposlen", "bavi")


@dataclass(frozen=True, slots=True)
class Duration:
    """Said by the words `first` to `last` of a clause. `years` None: not said; `ended_year` None: not said, or goes
    on."""

    first: int
    last: int
    years: float | None = None
    ended_year: int | None = None


def durations(clause: Clause, this_year: int | None) -> list[Duration]:
    """All that `clause` says, in order. Without `this_year` what counts from today ("od 2018.") stays unknown."""
    found, place = [], 0
    while place < len(clause.words):
        duration = _calendar(clause, place, this_year) or _span(clause, place, this_year)
        if duration and (duration.years or duration.ended_year) and not _is_elsewhere(clause.texts, duration):
            found.append(duration)
        place = duration.last + 1 if duration else place + 1
    return found


def _is_elsewhere(words: Sequence[str], said: Duration) -> bool:
    """Whether what stands with it, as far as the next joining words, speaks of prison, of living, of school, not of
    work."""
    first, last = said.first, said.last + 1
    while first and words[first - 1] not in _JOINING:
        first -= 1
    while last < len(words) and words[last] not in _JOINING:
        last += 1
    beside = words[first:last]
    return any(word.startswith(_ELSEWHERE) for word in beside) and not any(word.startswith(_WORKED) for word in beside)


# ---- years of the calendar


def _calendar(clause: Clause, place: int, this_year: int | None) -> Duration | None:
    """ "2015-2019", "od 2015. do 2019.", "od marta 2018.", "do 2012."."""
    words = clause.texts
    year = _calendar_year(words[place])
    if year is None:
        return None
    if _is_of_birth(words, place):
        return Duration(place, place)
    before = set(words[max(place - 3, 0) : place])
    end = _range_end(clause, place)
    if end is not None:
        until = _calendar_year(words[end])
        ended = until or this_year
        years = float(max(ended - year, 0.5)) if ended and ended >= year else None
        return Duration(place, end, years, until)
    if before & _TO:
        return Duration(place, place, None, year)
    since = before & _FROM and this_year and this_year >= year
    return Duration(place, place, float(max(this_year - year, 0.5)) if since else None)


def _is_of_birth(words: Sequence[str], place: int) -> bool:
    """ "Rođen 15. maja 1985.", "od 1985. godišta"."""
    near = (*words[max(place - 4, 0) : place], *words[place + 1 : place + 2])
    return any(word.startswith(_BORN) for word in near)


def _range_end(clause: Clause, place: int) -> int | None:
    """Where the year stands that a range from `place` ends with: after a dash or "do", months and days between."""
    words, connected = clause.texts, False
    for k in range(place + 1, min(place + 6, len(words))):
        connected = connected or words[k] in _TO or any(dash in clause.gaps[k - 1] for dash in "-–—")
        if connected and (_calendar_year(words[k]) or words[k] in _NOW):
            return k
        if words[k] in _FROM:
            return None
    return None


def _calendar_year(word: str) -> int | None:
    return int(word) if len(word) == 4 and word.isascii() and word.isdigit() and 1950 <= int(word) <= 2100 else None


# ---- so many years


def _span(clause: Clause, place: int, this_year: int | None) -> Duration | None:
    """A number with its unit, as a duration; with neither years nor end when it is an age or an ordinal."""
    words = clause.texts
    number, next_place = _number(clause, place)
    if number is None:
        return _without_number(words, place)
    half, next_place = _and_a_half(words, next_place)
    next_place += next_place < len(words) and words[next_place] in _WHOLE
    unit = _unit(words[next_place]) if next_place < len(words) else None
    if unit is None:
        return None
    half_after, last = _and_a_half(words, next_place + 1)
    years = round((number + max(half, half_after)) * unit, 1)
    ago = bool(_AGO & set(words[max(place - 1, 0) : place]))
    if ago and "od" not in words[max(place - 2, 0) : place]:
        began = any(word.startswith(_BEGAN) for word in words)
        known = this_year and years <= LONGEST and not began
        return Duration(place, last - 1, None, this_year - int(years) if known else None)
    counts = years <= LONGEST and not _is_ordinal(clause, place, next_place) and not _is_age(words, place, last)
    return Duration(place, last - 1, years if counts else None)


def _number(clause: Clause, place: int) -> tuple[float | None, int]:
    """The number that begins at `place`, and the place after it: digits, decimals, words, "dvadeset i pet", "4-5"."""
    words = clause.texts
    if words[place].isascii() and words[place].isdigit() and len(words[place]) <= 2:
        return _digits(clause, place)
    number = _NUMBERS.get(words[place])
    if number is None or number < 20:
        return number, place + 1
    follows = place + 1 + (words[place + 1 : place + 2] == ("i",))
    ones = _NUMBERS.get(words[follows]) if follows < len(words) else None
    return (number + ones, follows + 1) if ones and 1 <= ones < 10 else (number, place + 1)


def _digits(clause: Clause, place: int) -> tuple[float, int]:
    words, number = clause.texts, float(clause.texts[place])
    follows = place + 1
    if follows < len(words) and words[follows].isascii() and words[follows].isdigit() and len(words[follows]) <= 2:
        gap = clause.gaps[place]
        if gap in (",", ".") and len(words[follows]) == 1:
            return number + float(words[follows]) / 10, follows + 1
        if gap.strip() in ("-", "–", "/"):
            return number, follows + 1
    return number, follows


def _without_number(words: Sequence[str], place: int) -> Duration | None:
    """ "Godinu dana", "godinu i po", "mesec dana", "deceniju"."""
    unit = _unit(words[place])
    if unit is None:
        return None
    half, last = _and_a_half(words, place + 1)
    if half or words[place].startswith("deceni") or words[place + 1 : place + 2] == ("dana",):
        return Duration(place, max(last - 1, place), round(unit * (1 + half), 1))
    return None


def _and_a_half(words: Sequence[str], place: int) -> tuple[float, int]:
    """ "I po" counts half; and the place after it."""
    if words[place : place + 2] == ("i", "po"):
        return 0.5, place + 2
    return 0.0, place


def _unit(word: str) -> float | None:
    """In years."""
    if word in _YEAR_WORDS:
        return 1.0
    if word in _SEASON_WORDS:
        return SEASON
    return next((years for beginning, years in _UNITS if word.startswith(beginning)), None)


def _is_ordinal(clause: Clause, place: int, unit: int) -> bool:
    """ "Od svoje 16. godine", "u 16 godini"."""
    if clause.texts[unit] == "godini":
        return True
    return clause.gaps[unit - 1].startswith(".") and clause.texts[unit] in ("godine", "godini", "godinu")


def _is_age(words: Sequence[str], place: int, after: int) -> bool:
    """ "Imam 45 godina", "45 godina star", "dete od 3 godine"; not "10 godina iskustva", "iskustvo od 5 godina"."""
    follows, before = words[after : after + 2], words[max(place - 3, 0) : place]
    if follows and follows[0].startswith(_AGE_AFTER):
        return True
    if _is_second_of_two(words, place) or _is_age_of_beginning(words, place, after):
        return True
    if any(word.startswith(_WORK) for word in follows) or "kao" in follows or "als" in follows:
        return False
    said_of = next((word for word in reversed(words[:place]) if word != "i" and not _is_number(word)), "")
    if said_of in _OF_OR_UNTIL:
        return not any(word.startswith(_SPAN_BEFORE) for word in before)
    return said_of in _CHILDREN or bool(_AGE_BEFORE & set(before))


def _is_second_of_two(words: Sequence[str], place: int) -> bool:
    """ "Dvoje dece, 2 i 5 godina"."""
    return place >= 2 and words[place - 1] in _JOINING and _is_number(words[place - 2])


def _is_age_of_beginning(words: Sequence[str], place: int, after: int) -> bool:
    """ "Sa 18 godina sam radio", "mit 16 Jahren angefangen"; not "sa 18 godina iskustva"."""
    follows = words[after] if after < len(words) else ""
    if words[max(place - 1, 0)] not in _AT or follows == "rada" or follows.startswith(_EXPERIENCE):
        return False
    return any(word.startswith(_BEGAN) for word in words) or (place == 1 and follows in _AUXILIARY)


def _is_number(word: str) -> bool:
    return word.isdigit() or word in _NUMBERS
