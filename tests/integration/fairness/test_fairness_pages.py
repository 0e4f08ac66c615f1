"""The report as coordinators and auditors see it."""

import csv
import re
from datetime import date
from io import StringIO
from xml.etree import ElementTree

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.matching import ranking
from models import Municipality

ADDRESS = "/coordinator/fairness"


@pytest.fixture
def shown(session, engine, opening):
    ranking.rank_people(session, OPERATOR, engine, opening, limit=10)
    session.commit()


@pytest.mark.parametrize("role", ["coordinator", "auditor"])
def test_the_page_tells_who_is_counted_and_compares_groups(role, client_of, shown):
    page = client_of(role).get(ADDRESS).text
    assert "Oko 25 osoba" in page
    assert "oko 80% pristaje na statistiku" in page
    for heading in ("Pol", "Starost", "Nacionalnost", "Povratak iz inostranstva", "Invaliditet", "Okrug"):
        assert re.search(rf"<h3[^>]*>{heading}</h3>", page)
    for name in ("Povratnici", "Nije poznato", "Šta odskače"):
        assert name in page


def test_other_outcomes_are_a_link_away(client_of, shown):
    page = client_of("coordinator").get(f"{ADDRESS}?outcome=put_forward").text
    assert '<h2 id="outcome">Prijava ili predlog</h2>' in page
    assert "0 od 8: 0%" in page


def test_without_lists_the_page_says_so(client_of, reference_data):
    page = client_of("auditor").get(ADDRESS)
    assert page.status_code == 200
    assert "Za ove mesece nema šta da se prikaže." in page.text


def test_months_in_the_wrong_order_are_said_in_words(client_of, reference_data):
    page = client_of("auditor").get(f"{ADDRESS}?from=2026-03&to=2026-01")
    assert page.status_code == 422
    assert "Poslednji mesec je pre prvog." in page.text


@pytest.mark.parametrize(
    "asked", ["from=nonsense", "to=2026-99", "outcome=shoe-size", "from=", "from=0000-01", "from=0001-01"]
)
def test_what_cannot_be_read_in_the_address_counts_as_not_said(asked, client_of, reference_data):
    assert client_of("auditor").get(f"{ADDRESS}?{asked}").status_code == 200


@pytest.mark.parametrize("ending", ["csv", "svg"])
def test_files_of_wrong_questions_are_refused(ending, client_of, reference_data):
    assert client_of("auditor").get(f"{ADDRESS}.{ending}?first=3").status_code in (400, 422)


@pytest.mark.parametrize("ending", ["", ".csv", ".svg"])
def test_nobody_else_sees_it(ending, client_of, client, reference_data):
    assert client_of("counsellor").get(ADDRESS + ending).status_code == 403
    assert client.get(ADDRESS + ending).status_code == 302


def test_the_csv_has_a_row_for_each_group_and_outcome_and_runs_nothing(client_of, shown, session):
    session.query(Municipality).update({Municipality.district_name: "=1+1"})
    session.commit()
    answer = client_of("auditor").get(ADDRESS + ".csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))
    women = [row for row in rows if row["group"] == "Žene" and not row["group_2"]]
    assert [row["people"] for row in women] == ["8"] * 4
    assert all(row["people"] == "<5" or int(row["people"]) >= 5 for row in rows)
    assert [row["people"] for row in rows if row["group"] == "Bugari"] == ["<5"]
    assert {row["group"] for row in rows if row["trait"] == "Okrug"} == {"'=1+1", "Nije poznato"}


def test_the_chart_is_a_drawing_with_its_numbers_as_text(client_of, shown):
    answer = client_of("auditor").get(ADDRESS + ".svg")
    assert answer.mimetype == "image/svg+xml"
    drawing = ElementTree.fromstring(answer.text)
    told = drawing.find("{http://www.w3.org/2000/svg}desc").text
    assert "Žene" in told
    assert f"{date.today().year}" in drawing.find("{http://www.w3.org/2000/svg}title").text
    lines = [line.text for line in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert max(map(len, lines)) < 100, "wider than the drawing"
