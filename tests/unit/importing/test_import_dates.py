from datetime import date

import cyrtranslit
import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from matching_service.services.importing import dates
from matching_service.services.importing.unreadable import Unreadable

DAYS = st.dates(min_value=date(1960, 1, 1), max_value=date(2099, 12, 31))
GENITIVES = (
    "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra".split()
)  # fmt: skip
WRITTEN = (
    lambda day: day.isoformat(),
    lambda day: f"{day.day}.{day.month}.{day.year}.",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day}. {day.month}. {day.year}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{format_date(day, 'd. MMMM y', locale='sr_Latn')}.",
    lambda day: format_date(day, "d. MMMM y", locale="sr_Cyrl"),
    lambda day: f"{day.day}. {GENITIVES[day.month - 1]} {day.year}. godine",
    lambda day: cyrtranslit.to_cyrillic(f"{day.day}. {GENITIVES[day.month - 1]} {day.year}. godine", "sr"),
    lambda day: format_date(day, "d MMM y", locale="en"),
    lambda day: str(int(to_excel(day))),
)


@given(DAYS, st.sampled_from(WRITTEN))
def test_a_day_is_read_back_however_it_is_written(day, write):
    assert dates.day(write(day)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30. april 2025.", date(2025, 4, 30)),
        ("30. IV 2025", date(2025, 4, 30)),
        ("od 1. maja 2025.", date(2025, 5, 1)),
        ("do 30.4.2025.", date(2025, 4, 30)),
        ("30.4.25.", date(2025, 4, 30)),
        ("2025-04-30 00:00:00", date(2025, 4, 30)),
    ],
)
def test_usual_ways_of_writing_a_day(text, day):
    assert dates.day(text) == day


@pytest.mark.parametrize("text", ["april 2025", "april 2025.", "04/2025", "апрел 2025"])
def test_a_month_is_its_first_day_or_where_it_ends_something_its_last(text):
    assert dates.day(text) == date(2025, 4, 1)
    assert dates.day(text, last_of_month=True) == date(2025, 4, 30)


def test_at_once_is_no_day():
    assert dates.day("Odmah") is None


@pytest.mark.parametrize("text", ["foo", "31.6.2025.", "30. cvetanj 2025", "2025", "12", "+30", "1.1.1.1"])
def test_what_is_no_date_is_told(text):
    with pytest.raises(Unreadable, match="is not a date"):
        dates.day(text)


@pytest.mark.parametrize("text", ["2019", "2019.", "jun 2019.", "30.6.2019"])
def test_a_year_is_found_in_a_date(text):
    assert dates.year(text) == 2019
