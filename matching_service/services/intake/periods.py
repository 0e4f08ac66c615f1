"""From when until when, as a CV writes it: 03/2019 - danas, mart 2019. - jun 2021., 2015-2018, od 2010. do 2014.
godine."""

import re
from dataclasses import dataclass
from datetime import date

from matching_service.matcher.clauses import clauses_of
from matching_service.matcher.durations import durations
from matching_service.matcher.text import fold
from matching_service.services.importing import dates

_YEAR = r"(?:19[4-9]\d|20\d\d)"
_END_OF_YEAR = r"\.?(?:\s*(?:godine|god|год|године)\b\.?|\s*[gг]\.)?"
_POINT = (
    rf"(?:(?P<iso{{n}}>{_YEAR}-\d{{{{2}}}}(?:-\d{{{{2}}}})?)(?!\d)"
    rf"|(?:\d{{{{1,2}}}}\s?[./]\s?)?(?P<month{{n}}>\d{{{{1,2}}}})\s?[./-]\s?(?P<year{{n}}>{_YEAR}){_END_OF_YEAR}(?!\d)"
    rf"|(?P<name{{n}}>[^\W\d_]{{{{3,10}}}})\.?,?\s+(?P<named{{n}}>{_YEAR}){_END_OF_YEAR}(?!\d)"
    rf"|(?<!\d)(?P<only{{n}}>{_YEAR}){_END_OF_YEAR}(?!\d))"
)
_NOW = (
    r"(?P<now>(?:danas|sada|sad|trenutno|u toku|present|now|today|current(?:ly)?|ongoing|heute|jetzt|laufend|aktuell|"
    r"tani|sot|vazhdon|aktualisht|данас|сада|сад|тренутно|у току)\b)"
)
_TO = r"\s*(?:[-–—−]+|\b(?:do|to|until|till|bis|deri(?: n[eë])?|до)\b)\s*"
_FROM = r"(?P<since>\b(?:od|from|since|seit|ab|von|nga|prej|од)\b\s*)?"
_PERIOD = re.compile(_FROM + _POINT.format(n=1) + rf"(?P<range>{_TO}(?:{_NOW}|{_POINT.format(n=2)}))?", re.IGNORECASE)
_MONTHS_OF_YEAR = re.compile(
    rf"(?P<first>[^\W\d_]{{3,10}})\.?{_TO}(?P<last>[^\W\d_]{{3,10}})\.?,?\s+(?P<year>{_YEAR}){_END_OF_YEAR}(?!\d)",
    re.IGNORECASE,
)
_LONGEST = 60 * 12
# "5 godina", "8 meseci iskustva", "2 sezone"
DURATION = re.compile(
    r"(?:(?:oko|preko|vi[sš]e od|skoro|ukupno|about|over|mehr als|mbi)\s+)?\b\d+(?:[.,]\d)?\+?\s*"
    r"(?:godin\w*|god\b\.?|mesec\w*|sezon\w*|years?|months?|seasons?|jahren?|jahre?|monate?n?|vjet|vite|muaj)"
    r"(?:\s*(?:dana|iskustva|rada|staža))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """`start` None: only the end is said. `end` None: it goes on. `is_range` False: one moment alone, as after a
    school.

    `first` and `last` are where it stands in its line.
    """

    start: Moment | None
    end: Moment | None
    is_range: bool
    first: int = 0
    last: int = 0

    def months(self, today: date) -> int | None:
        """Both months count where they are said; years alone count from the middle of one to the middle of the other,
        half a year where they are the same. None where nobody can say."""
        if self.start is None or not self.is_range:
            return None
        end = self.end or Moment(today.year, today.month if self.start.month else None)
        months = (end.year - self.start.year) * 12
        months = months + end.month - self.start.month + 1 if end.month and self.start.month else max(months, 6)
        return months if 0 < months <= _LONGEST else None


def period_in(line: str) -> Period | None:
    """The first one of a line; a range before a moment alone."""
    found = [_months_of_year(match) for match in _MONTHS_OF_YEAR.finditer(line)]
    found += [_period(match) for match in _PERIOD.finditer(line)]
    found = [period for period in found if period]
    return next((period for period in found if period.is_range), found[0] if found else None)


def without(line: str, period: Period | None) -> str:
    """The line without the period, and without the brackets and dashes around it."""
    if period is None:
        return line.strip()
    rest = f"{line[: period.first]} | {line[period.last :]}"
    return re.sub(r"\(\s*\|\s*\)|\[\s*\|\s*\]", "|", rest).strip(" \t|,;:()-–—")


def years_said(line: str, today: date) -> float | None:
    """How long, where a line says it in words: "5 godina", "8 meseci"."""
    said = (one.years for clause in clauses_of(line) for one in durations(clause, today.year))
    return next((years for years in said if years), None)


def month_of(name: str) -> int | None:
    try:
        return dates.month(fold(name))
    except ValueError:
        return None


def _period(match: re.Match) -> Period | None:
    start = _moment(match, 1)
    if start is None:
        return None
    first, last = _cut_word(match), match.end()
    if match.group("now"):
        return Period(start, None, True, first, last)
    if match.group("range"):
        end = _moment(match, 2)
        if end and (end.year, end.month or 12) >= (start.year, start.month or 1):
            return Period(start, end, True, first, last)
    if match.group("since"):
        return Period(start, None, True, first, last)
    return Period(None, start, False, first, last)


def _cut_word(match: re.Match) -> int:
    """A word before a year that is no month is no part of the period."""
    if match.group("name1") and month_of(match.group("name1")) is None and not match.group("since"):
        return match.start("named1")
    return match.start()


def _moment(match: re.Match, n: int) -> Moment | None:
    if iso := match.group(f"iso{n}"):
        return _checked(int(iso[:4]), int(iso[5:7]))
    if match.group(f"year{n}"):
        return _checked(int(match.group(f"year{n}")), int(match.group(f"month{n}")))
    if match.group(f"named{n}"):
        return _checked(int(match.group(f"named{n}")), month_of(match.group(f"name{n}")))
    only = match.group(f"only{n}")
    return Moment(int(only)) if only else None


def _checked(year: int, month: int | None) -> Moment:
    return Moment(year, month if month and 1 <= month <= 12 else None)


def _months_of_year(match: re.Match) -> Period | None:
    """ "Mart - septembar 2019."."""
    first, last, year = month_of(match.group("first")), month_of(match.group("last")), int(match.group("year"))
    if first is None or last is None or last < first:
        return None
    return Period(Moment(year, first), Moment(year, last), True, match.start(), match.end())
