"""Dates, numbers, names and bars as readers see them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_portal import bars, i18n, presentation, reasons
from employer_portal.presentation import day, in_serbian_order, money, number, pay, years
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching.matches import Match, Note

PARTS = ("occupation", "required_skills", "desired_skills", "experience", "text")


@pytest.fixture(params=["sr"])
def speaking(request, monkeypatch):
    """The language of the visitor, without a visitor."""
    chosen = {"code": request.param}
    monkeypatch.setattr(i18n, "current", lambda: i18n.languages()[chosen["code"]])
    return lambda code: chosen.update(code=code)


def test_dates_and_numbers_are_written_as_the_language_writes_them(speaking):
    assert day(date(2026, 11, 22)) == "22. 11. 2026."
    assert number(1214.5, 2) == "1.214,50"
    assert money(Decimal(35000)) == "35.000"
    speaking("en")
    assert day(date(2026, 11, 22)) == "22 November 2026"
    assert number(1214.5, 2) == "1,214.50"


def test_a_moment_is_shown_as_the_day_it_is_in_serbia(speaking):
    assert day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1. 7. 2026."


@pytest.mark.parametrize(
    ("value", "said"), [(1, "1 godina"), (3, "3 godine"), (12, "12 godina"), (21, "21 godina"), (2.5, "2,5 godine")]
)
def test_years_are_counted_in_serbian(speaking, value, said):
    assert years(value) == said


def test_pay_is_said_in_one_phrase(speaking):
    pays = {"pay_currency": "RSD", "pay_period": "month"}
    assert (
        pay(OpeningRecord("x", pay_from=Decimal(60000), pay_to=Decimal(80000), **pays)) == "60.000–80.000 RSD mesečno"
    )
    assert pay(OpeningRecord("x", pay_from=Decimal(60000), pay_to=Decimal(60000), **pays)) == "60.000 RSD mesečno"
    assert pay(OpeningRecord("x", pay_to=Decimal(80000), **pays)) == "do 80.000 RSD mesečno"
    assert pay(OpeningRecord("x")) == ""


def test_names_are_sorted_by_the_serbian_alphabet():
    names = ["Žabalj", "Zrenjanin", "Čačak", "Ćuprija", "Crna Trava", "Šabac", "Surčin", "Đurđevo", "Dimitrovgrad"]
    assert sorted(names, key=in_serbian_order) == [
        "Crna Trava", "Čačak", "Ćuprija", "Dimitrovgrad", "Đurđevo", "Surčin", "Šabac", "Zrenjanin", "Žabalj",
    ]  # fmt: skip


def test_reasons_are_whole_sentences(speaking):
    assert reasons.sentence(Note("too_far", {"km": 86, "mobility_km": 10})) == (
        "Predaleko: 86 km, a može da putuje do 10 km."
    )
    assert reasons.sentence(Note("language_below", {"language": "de", "needed": "B1", "has": "A2"})) == (
        "Traži se jezik: nemački (B1). U profilu: A2."
    )
    assert reasons.sentence(Note("education_below", {"needed": 3, "has": 2})) == (
        "Traži se škola: Srednja škola. U profilu: Osnovna škola."
    )
    later = {"available_from": date(2027, 2, 1), "starts_on": None}
    assert reasons.sentence(Note("available_later", later)) == "Može da počne tek 1. 2. 2027."


def test_a_person_is_addressed_in_reasons_about_themselves(speaking):
    unknown = Note("language_unknown", {"language": "en", "needed": "B1"})
    assert reasons.sentence(unknown, to_the_person=True) == (
        "Traži se jezik: engleski (B1). U vašem profilu ne piše koliko dobro ga govorite."
    )
    assert reasons.sentence(Note("no_places_left", {}), to_the_person=True) == reasons.sentence(
        Note("no_places_left", {})
    )
    assert set(reasons.SENTENCES_TO_THE_PERSON) <= set(reasons.SENTENCES)


def match(shares):
    parts = dict(zip(PARTS, shares, strict=True))
    return Match(1, 1, 1, "Ana", "", None, "", None, sum(shares), parts, (), (), (), (), (), None, weak=False, notes=())


@given(st.lists(st.floats(0, 0.2, allow_subnormal=False), min_size=5, max_size=5))
def test_the_points_shown_sum_to_the_score_shown(shares):
    one = match(shares)
    shown = bars.points(one)
    assert round(sum(shown.values()), 1) == round(round(1000 * one.score) / 10, 1)
    assert all(abs(shown[part] - 100 * one.parts[part]) < 0.1 + 1e-9 for part in PARTS)


@given(st.lists(st.floats(0, 0.2, allow_subnormal=False), min_size=5, max_size=5))
def test_the_segments_of_a_bar_follow_one_another_and_end_at_the_score(shares):
    drawn = bars.segments(match(shares))
    ends = [segment.start + segment.length for segment in drawn]
    assert all(abs(end - after.start) < 0.01 for end, after in zip(ends, drawn[1:], strict=False))
    assert abs((ends or [0])[-1] - 100 * sum(shares)) < 0.01


def test_kilometres_under_one_are_the_same_place(speaking):
    assert presentation.kilometres(0.4) == "u istom mestu"
    assert presentation.kilometres(15.2) == "udaljenost 15 km"
