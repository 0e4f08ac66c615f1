from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from models import Opening
from tests import factories


@pytest.fixture
def imported(import_rows, session):
    """Import one row, which begins with its title, beside an unrelated one; gives the opening that came of it."""

    def import_one(row, *options, **extra):
        done = import_rows(
            "openings", [{"id": "other", next(iter(row)): "Pekar"}, {"id": "1", **row}], *options, **extra
        )
        assert done["rejected"] == 0
        session.expire_all()
        opening_id = session.scalar(select(Opening.id).where(Opening.external_id == "1"))
        return openings.get(session, OPERATOR, opening_id)

    return import_one


def test_a_row_becomes_a_published_opening(imported):
    detail = imported(
        {
            "Naslov": "Zavarivač", "Opis posla": "Radimo ograde.", "Opština": "Niš", "Broj izvršilaca": "2",
            "Stepen stručne spreme": "III stepen", "Vozačka dozvola": "B", "Strani jezici": "nemački A2",
            "Plata": "80.000 - 95.000 RSD mesečno", "Potrebne veštine": "MIG/MAG zavarivanje; 0,5",
            "Poželjne veštine": "rad na viljuškaru", "Rok za prijavu": "30. april 2099.", "Radno vreme": "puno",
        }
    )  # fmt: skip
    record = detail.record
    assert (detail.state, record.title, record.description) == ("published", "Zavarivač", "Radimo ograde.")
    assert (record.municipality, record.places, record.education_min, record.licences) == ("nis", 2, 3, ("B",))
    assert (record.pay_from, record.pay_to, record.pay_period) == (Decimal(80_000), Decimal(95_000), "month")
    asked = {item.code: (item.required, item.weight) for item in record.skills if item.source == "employer"}
    assert asked == {"mig-mag-welding": (True, 0.5), "forklift-operation": (False, 1.0)}
    assert (record.apply_by, record.working_time, record.occupation.code) == (date(2099, 4, 30), "full_time", "welder")
    assert [(item.language, item.level) for item in record.languages] == [("de", "A2")]


def test_a_place_gives_the_municipality_it_names_and_stays_as_it_was_told(imported):
    record = imported({"naslov": "Pekar", "location": "centar Vranja ili Vranje"}).record
    assert (record.municipality, record.place) == ("vranje", "centar Vranja ili Vranje")


def test_a_place_abroad_stays_text(imported):
    record = imported({"naslov": "Pekar", "location": "Herceg Novi (Crna Gora)"}).record
    assert (record.municipality, record.place) == (None, "Herceg Novi (Crna Gora)")


@pytest.mark.parametrize(
    ("place", "municipality"),
    [
        ("Work from Home", None), ("Remote", None), ("rad od kuće", None), ("Рад на даљину", None),
        ("Remote, Zagreb", None), ("Niš ili od kuće", "nis"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["location", "Opština"])
def test_a_place_can_say_that_the_work_is_done_at_home(imported, column, place, municipality):
    record = imported({"naslov": "Pekar", column: place}).record
    assert (record.remote, record.municipality) == (True, municipality)
    if municipality is None:
        assert record.place == place


@pytest.mark.parametrize(
    "place", ["Niš", "Herceg Novi", "Austrija (deo posla moguće obavljati od kuće)", "hibridno, remote"]
)
def test_another_place_does_not_say_so(imported, place):
    assert not imported({"naslov": "Pekar", "location": place}).record.remote


def test_what_is_stated_about_work_at_home_goes_before_the_place(imported):
    assert not imported({"naslov": "Pekar", "location": "Remote", "rad od kuće": "ne"}).record.remote


def test_a_start_in_the_past_means_at_once_and_the_day_is_kept(imported):
    record = imported({"naslov": "Pekar", "start_date": "2020-08-07"}).record
    assert (record.starts_on, record.offers) == (None, "Datum u oglasu: 7. 8. 2020.")


def test_a_start_to_come_is_the_start(imported):
    soon = date.today() + timedelta(days=9)
    assert imported({"naslov": "Pekar", "start_date": f"{soon:%d.%m.%Y.}"}).record.starts_on == soon


def test_what_has_no_field_is_kept_as_text(imported):
    record = imported(
        {
            "naslov": "Pekar", "tekst": "Noćni rad.", "kategorija": "priprema hrane", "industry": "None",
            "obrazovanje": "srednja ugostiteljska škola", "firma": "Pekara Zora", "plata": "po dogovoru",
            "job_type": "sezonski posao", "veštine": "ručno mešanje testa",
        }
    ).record  # fmt: skip
    assert record.description.splitlines() == [
        "Noćni rad.", "Potrebne veštine: ručno mešanje testa", "Obrazovanje: srednja ugostiteljska škola",
        "Poslodavac: Pekara Zora", "Oblast: priprema hrane",
    ]  # fmt: skip
    assert record.offers.splitlines() == ["Plata: po dogovoru", "Vrsta ugovora: sezonski posao"]
    assert record.education_min == 3


def test_a_contract_called_practice_makes_an_internship(imported):
    assert imported({"naslov": "Pekar", "job_type": "praksa (plaćena)"}).record.kind == "internship"


def test_a_position_names_the_occupation_where_the_title_is_not_clear(imported):
    record = imported({"naslov": "Majstor od zanata", "pozicija": "varilac"}).record
    assert (record.occupation.code, record.occupation.source) == ("welder", "employer")


def test_a_clear_title_goes_before_the_position(imported):
    record = imported({"naslov": "Zavarivač", "pozicija": "pekar"}).record
    assert (record.occupation.code, record.occupation.source) == ("welder", "text")


def test_an_opening_belongs_to_the_company_with_its_pib(imported, session, reference_data):
    company = factories.employer(session)
    session.commit()
    detail = imported({"naslov": "Pekar", "PIB": company.record.pib, "Poslodavac": "kako piše"})
    assert (detail.employer_id, detail.state, detail.record.description) == (company.id, "published", "")


def test_an_opening_of_a_company_not_verified_waits_for_approval(imported, session, reference_data):
    company = factories.employer(session, verified=False)
    session.commit()
    detail = imported({"naslov": "Pekar", "PIB": company.record.pib})
    assert (detail.state, detail.published_at) == ("pending_approval", None)


def test_a_company_not_known_here_is_kept_as_text(imported):
    pib = factories.pib()
    record = imported({"naslov": "Pekar", "PIB": pib, "Poslodavac": "Pekara Zora"}).record
    assert record.description == f"Poslodavac: Pekara Zora, PIB {pib}"


def test_other_headers_can_be_mapped(imported):
    record = imported(
        {"Kako se zove": "Pekar", "Gde je": "Bor"}, "--map", "kako se zove=title", "--map", "Gde je=location"
    )
    assert (record.record.title, record.record.municipality) == ("Pekar", "bor")
