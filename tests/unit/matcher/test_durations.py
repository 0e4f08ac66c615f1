"""How long, as people write it; what is no work must give no years of work."""

import pytest

from matching_service.matcher.clauses import clauses_of
from matching_service.matcher.durations import durations

THIS_YEAR = 2026


def said(text):
    return [
        (duration.years, duration.ended_year)
        for clause in clauses_of(text)
        for duration in durations(clause, THIS_YEAR)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sa 18 godina sam počeo da radim kao zidar",
        "Počela sam sa 17 godina kao konobarica",
        "U 18 godini sam počeo da radim",
        "Mit 16 Jahren angefangen als Koch",
        "Zidar od 1985. godišta",
        "Zidar, 1985. godište",
        "rođen 1985.",
        "rodjen 12. maja 1985. u Nišu",
        "Koch, geboren 1985",
        "Robijao 4 godine, radio kao bravar",
        "U zatvoru 4 godine, posle bravar",
        "Tri godine u logoru",
        "Čuvala sam dvoje dece, 2 i 5 godina",
        "Čuvala sam dvoje dece (2 i 5 godina)",
        "Wohnte 20 Jahre in Deutschland, arbeitete als Koch",
        "Živeo 20 godina u Nemačkoj",
        "Kao kuvar sam radio pre 99 godina.",
        "Pre 20 godina počela kao kuvarica",
    ],
)
def test_ages_births_and_time_elsewhere_are_no_work(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pre 20 godina završila za kuvaricu, radila 3 godine", [(3, None)]),
        ("Sa 18 godina iskustva kao zidar", [(18, None)]),
        ("Zidar sa 20 godina rada", [(20, None)]),
        ("Zidar sa 20 godina u struci", [(20, None)]),
        ("Mit 10 Jahren Erfahrung als Koch", [(10, None)]),
        ("Radio 4 godine kao kuvar u zatvoru", [(4, None)]),
        ("Živeo u Nemačkoj 20 godina i radio 5 godina kao kuvar", [(5, None)]),
        ("Radio kao kuvar pre 45 godina", [(None, 1981)]),
        ("dvadeset i pet godina zidar", [(25, None)]),
        ("učiteljica 5 godina", [(5, None)]),
        ("Lagerhelfer 5 Jahre", [(5, None)]),
        ("prodavala burgere 2 godine", [(2, None)]),
        ("dve i po godine pekar", [(2.5, None)]),
        ("Zidar od 1985. godine", [(41, None)]),
    ],
)
def test_work_keeps_its_years(text, expected):
    assert said(text) == expected
