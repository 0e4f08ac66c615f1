"""Numbers as they are written in Serbia: 1.214 is one thousand two hundred and fourteen, 1.214,50 has two decimals.

The rule for points and commas: Serbian notation counts (point between thousands, decimal comma). Only what cannot be
Serbian is read as English: `1214.50`, `1,214.50` and `2.5` are, `1.214` and `1,5` are not.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from matching_service.matcher.text import fold
from matching_service.services.importing.unreadable import Unreadable

_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*")
_MOST_DIGITS = 20
_GAP_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3}(?!\d))")
_CURRENCIES = (
    ("EUR", r"€|\beur\b|\bevr[aoi]\w*|\beuro?s?\b"),
    ("USD", r"\$|\busd\b|\bdolar\w*"),
    ("CHF", r"\bchf\b|\bfranak\w*"),
    ("RSD", r"\brsd\b|\bdin\b|\bdinar\w*"),
)
_PERIODS = (
    ("hour", r"\b(sat|sata|sati|satu|satnica|hour|hourly|h)\b"),
    ("month", r"\b(mesec\w*|month\w*|mjesec\w*)"),
    ("total", r"\b(ukupno|jednokratno|total|jednom)\b"),
)
_UPPER_BOUND = re.compile(r"^\W*(do|up to|max\w*|najvise)\b")


@dataclass(frozen=True, slots=True)
class Pay:
    """Dinars unless something else is said."""

    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = "RSD"
    period: str | None = None


def decimal_number(text: str) -> Decimal:
    """The one number in a cell; words around it are units. Raises Unreadable."""
    found = _numbers(text)
    if len(found) != 1:
        raise Unreadable(text, "a number")
    return -found[0] if text.lstrip().startswith(("-", "−")) else found[0]


def whole_number(text: str) -> int:
    """Raises Unreadable, also for 2,5."""
    value = decimal_number(text)
    if value != value.to_integral_value() or abs(value) >= 10**9:
        raise Unreadable(text, "a whole number")
    return int(value)


def pay(text: str) -> Pay:
    """`50.000 - 60.000 RSD`, `od 70.000 din mesečno`, `do 900 €`, `500`. Raises Unreadable."""
    numbers = _numbers(text)
    if len(numbers) not in (1, 2):
        raise Unreadable(text, "an amount or a range")
    folded = fold(text)
    if len(numbers) == 2:
        low, high = sorted(numbers)
    elif _UPPER_BOUND.search(folded):
        low, high = None, numbers[0]
    else:
        low, high = numbers[0], None if re.search(r"\b(od|from|min\w*)\b", folded) else numbers[0]
    return Pay(low, high, _first(_CURRENCIES, folded) or Pay().currency, _first(_PERIODS, folded))


def currency(text: str) -> str:
    """Raises Unreadable for what is no currency known here and no code of three letters."""
    code = _first(_CURRENCIES, fold(text)) or text.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Unreadable(text, "a currency")
    return code


def pay_period(text: str) -> str:
    found = _first(_PERIODS, fold(text))
    if found is None:
        raise Unreadable(text, "hour, month or total")
    return found


def years(text: str) -> float:
    """`5`, `2,5 god.`, `3 godine i 6 meseci`, `8 meseci`. Raises Unreadable."""
    folded = fold(text)
    months = re.search(r"(\d+)\s*(m|mes\w*|mj\w*|month\w*|monat\w*)\b", folded)
    whole = folded.replace(months.group(0), "") if months else folded
    if months and not _NUMBER.search(whole):
        return round(int(months.group(1)) / 12, 2)
    return round(float(decimal_number(whole)) + (int(months.group(1)) / 12 if months else 0), 2)


def _numbers(text: str) -> list[Decimal]:
    joined = _GAP_BETWEEN_THOUSANDS.sub("", text)
    return [_number(match.group(0).rstrip(".,"), text) for match in _NUMBER.finditer(joined)]


def _number(digits: str, text: str) -> Decimal:
    if len(digits) > _MOST_DIGITS:
        raise Unreadable(text, "a number of this world")
    for locale in ("sr_Latn", "en"):
        try:
            return parse_decimal(digits, locale=locale, strict=True)
        except NumberFormatError:
            continue
    raise Unreadable(text, "a number")


def _first(words: tuple[tuple[str, str], ...], folded: str) -> str | None:
    return next((name for name, pattern in words if re.search(pattern, folded)), None)
