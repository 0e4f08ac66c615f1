import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from matching_service.cli.output import counted, print_json, print_rows, progress

ROWS = [{"id": 7, "name": "Zavarivač [MIG]", "score": 0.51234}, {"id": 12, "name": None, "score": 1.0}]
COLUMNS = {"id": "Id", "name": "Name"}


@dataclass(frozen=True, slots=True)
class Slot:
    starts_on: date
    pay: Decimal
    roles: frozenset


def test_people_get_a_table_of_the_named_columns(capsys):
    print_rows(ROWS, COLUMNS, as_json=False, title="Openings")
    table = capsys.readouterr().out
    assert "Zavarivač [MIG]" in table
    assert "0.5123" not in table


def test_one_of_something_is_singular():
    assert [counted(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert [counted(number, "person", "people") for number in (1, 21)] == ["1 person", "21 people"]


def test_programs_get_the_rows_whole(capsys):
    print_rows(ROWS, COLUMNS, as_json=True)
    assert json.loads(capsys.readouterr().out) == ROWS


def test_values_of_the_domain_become_plain_json(capsys):
    print_json(Slot(date(2026, 11, 22), Decimal("240360.00"), frozenset({"b", "a"})))
    shown = json.loads(capsys.readouterr().out)
    assert shown == {"starts_on": "2026-11-22", "pay": "240360.00", "roles": ["a", "b"]}


def test_no_progress_bar_where_nobody_watches(capsys):
    with progress("Reading", total=2) as advance:
        advance(2)
    assert capsys.readouterr().err == ""


def test_who_watches_sees_how_fast_it_goes_and_how_long_it_will_take(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # stands for a terminal
    with progress("Matching", total=9, speed=True) as advance:
        for _ in range(3):
            advance(1)
    shown = capsys.readouterr().err
    assert "Matching" in shown
    assert "/s, 0:00:0" in shown
    assert " left" in shown
