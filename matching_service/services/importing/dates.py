"""Dates as they are written in Serbia: 30.4.2025., 30. april 2025., april 2025; ISO dates; Excel's numbers of days."""

import calendar
import re
from datetime import date

from babel import Locale
from openpyxl.utils.datetime import from_excel

from matching_service.matcher.text import fold
from matching_service.services.importing.unreadable import Unreadable

_AROUND = re.compile(r"^(od|do|from|until|by|najkasnije)\s+|[\s.]*(godine|god|g)?[\s.]*$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([t ]\d{1,2}:\d{2}.*)?")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2}|[ivx]+)(?:\s*[./-]\s*|\s+)(\d{4}|\d{2})")
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})\.?\s*([a-z]{3,})\.?,?\s*(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})")
_NAME_YEAR = re.compile(r"([a-z]{3,})\.?,?\s*(\d{4})")
_EXCEL_DAYS = re.compile(r"[2-7]\d{4}")  # 1954 to 2119
_AT_ONCE = {"odmah", "at once", "immediately", "asap", "hitno", "sofort", "sto pre"}
_ROMAN = {name: number for number, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
# the first three letters are enough in each of these languages, whatever the ending
_MONTHS = {
    fold(name)[:3]: number
    for language in ("sr_Latn", "en", "de", "sq")
    for number, name in Locale.parse(language).months["format"]["wide"].items()
}


def day(text: str, *, last_of_month: bool = False) -> date | None:
    """The date in a cell, None for `odmah`. A month without a day is its first, or its last. Raises Unreadable."""
    folded = " ".join(fold(text).split())
    if folded in _AT_ONCE:
        return None
    bare = _AROUND.sub("", folded)
    try:
        found = _with_day(bare) or _only_month(bare, last_of_month)
    except ValueError as error:  # the 31st of June
        raise Unreadable(text, "a date") from error
    if found is None:
        raise Unreadable(text, "a date")
    return found


def year(text: str) -> int:
    """`2019`, `2019.`, `jun 2019`, `30.6.2019.`. Raises Unreadable."""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    if len(set(years)) != 1:
        raise Unreadable(text, "a year")
    return int(years[0])


def _with_day(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        return date(*(int(part) for part in match.groups()[:3]))
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        number = _ROMAN.get(match.group(2)) or int(match.group(2))
        return date(_full_year(match.group(3)), number, int(match.group(1)))
    if match := _DAY_NAME_YEAR.fullmatch(text):
        return date(int(match.group(3)), month(match.group(2)), int(match.group(1)))
    if _EXCEL_DAYS.fullmatch(text):
        return from_excel(int(text)).date()
    return None


def _only_month(text: str, last: bool) -> date | None:
    if match := _MONTH_YEAR.fullmatch(text):
        of_year, number = int(match.group(1)), int(match.group(2))
    elif match := _NAME_YEAR.fullmatch(text):
        of_year, number = month(match.group(1)), int(match.group(2))
    else:
        return None
    first = date(number, of_year, 1)
    return first.replace(day=calendar.monthrange(number, of_year)[1]) if last else first


def month(name: str) -> int:
    """The number of a month by its folded name or the beginning of it. Raises ValueError."""
    if name[:3] not in _MONTHS:
        raise ValueError(name)
    return _MONTHS[name[:3]]


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
