from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from matching_service.services.importing import numbers
from matching_service.services.importing.numbers import Pay
from matching_service.services.importing.unreadable import Unreadable

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.214", "1214"), ("240.360,00", "240360.00"), ("1.214,50", "1214.50"), ("0,5", "0.5"), ("1214", "1214"),
        ("1,214", "1.214"), ("1 214", "1214"), ("1.214.500", "1214500"), ("-5", "-5"),
    ],
)  # fmt: skip
def test_serbian_notation_counts(text, value):
    assert numbers.decimal_number(text) == Decimal(value)


@pytest.mark.parametrize(("text", "value"), [("1214.50", "1214.50"), ("1,214.50", "1214.50"), ("2.5", "2.5")])
def test_what_cannot_be_serbian_is_read_as_english(text, value):
    assert numbers.decimal_number(text) == Decimal(value)


@given(AMOUNTS)
def test_an_amount_written_the_serbian_way_is_read_back(amount):
    assert numbers.decimal_number(format_decimal(amount, "#,##0.00", locale="sr_Latn")) == amount


@given(AMOUNTS)
def test_an_amount_written_plainly_with_two_decimals_is_read_back(amount):
    assert numbers.decimal_number(str(amount)) == amount


@pytest.mark.parametrize("text", ["mnogo", "5 ili 6", "1.2.3", "9" * 30, ""])
def test_what_is_no_number_is_told(text):
    with pytest.raises(Unreadable, match="is not"):
        numbers.decimal_number(text)


@pytest.mark.parametrize(("text", "value"), [("40 sati nedeljno", 40), ("do 50 km", 50), ("2 izvršioca", 2)])
def test_words_around_a_number_are_units(text, value):
    assert numbers.whole_number(text) == value


def test_half_a_person_is_no_whole_number():
    with pytest.raises(Unreadable, match="whole number"):
        numbers.whole_number("2,5")


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("50.000 - 60.000 RSD", Pay(Decimal(50000), Decimal(60000))),
        ("50.000-60.000", Pay(Decimal(50000), Decimal(60000))),
        ("od 70.000 din", Pay(Decimal(70000), None)),
        ("do 900 € mesečno", Pay(None, Decimal(900), "EUR", "month")),
        ("80.000,00 дин. месечно", Pay(Decimal(80000), Decimal(80000), "RSD", "month")),
        ("500 din/sat", Pay(Decimal(500), Decimal(500), "RSD", "hour")),
        ("1.200 evra", Pay(Decimal(1200), Decimal(1200), "EUR")),
    ],
)
def test_pay_is_an_amount_or_a_range_with_what_else_is_said(text, pay):
    assert numbers.pay(text) == pay


@pytest.mark.parametrize(
    ("text", "years"),
    [("5", 5), ("2,5 god.", 2.5), ("3 godine i 6 meseci", 3.5), ("8 meseci", 0.67), ("10 godina", 10), ("2.5", 2.5)],
)
def test_years_may_be_told_in_months(text, years):
    assert numbers.years(text) == years
