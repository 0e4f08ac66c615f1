"""Consents on pages: recorded by a counsellor, given and withdrawn by the person, missed where something needs them."""

import re

import pytest

from matching_service.services.consent import consents
from matching_service.services.identity.actors import OPERATOR
from tests import factories

SIGNED = {"purposes": ["profiled", "ranked"], "how": "paper", "language": "sr", "given_on": "1. 9. 2026."}


@pytest.fixture
def not_asked(world, session, engine):
    person = factories.person(session, engine, given_name="Selma", family_name="Osmani", agreed=()).id
    session.commit()
    return person


def in_force(session, person_id):
    session.expire_all()
    return {one.purpose for one in consents.of_person(session, OPERATOR, person_id) if one.in_force}


def test_the_first_screen_says_how_many_people_wait_to_be_asked(counsellor, not_asked):
    assert "1 osoba još nije pitana" in counsellor.get("/counsellor").text
    listed = counsellor.get("/people?to_ask=1").text
    assert "Osmani" in listed
    assert "Jović" not in listed
    assert f"/people/{not_asked}/consents" in listed


def test_whoever_has_said_no_is_not_asked_again(counsellor, not_asked, session, engine):
    factories.agree(session, engine, not_asked, "profiled", "ranked")
    consents.withdraw(session, OPERATOR, engine, not_asked, "ranked")
    session.commit()
    assert "još nije pitana" not in counsellor.get("/counsellor").text


def test_a_counsellor_records_what_was_signed(counsellor, not_asked, session):
    assert counsellor.get(f"/people/{not_asked}/openings").status_code == 409
    answer = counsellor.post(f"/people/{not_asked}/consents", data=SIGNED)
    assert answer.location == f"/people/{not_asked}/consents"
    assert in_force(session, not_asked) == {"profiled", "ranked"}
    assert counsellor.get(f"/people/{not_asked}/openings").status_code == 200
    page = counsellor.get(f"/people/{not_asked}/consents").text
    assert "Saglasnost od 1. 9. 2026., na papiru" in page
    assert "Nalog counsellor" in page


def test_what_cannot_be_recorded_is_told_in_the_form(counsellor, not_asked, session):
    address = f"/people/{not_asked}/consents"
    for wrong, told in (
        ({"purposes": []}, "Označite bar jedno"),
        ({"purposes": ["ranked"]}, "Prvo saglasnost za profil"),
        ({"given_on": "1. 9. 2090."}, "Dan"),
    ):
        answer = counsellor.post(address, data=SIGNED | wrong)
        assert answer.status_code == 422, wrong
        assert told in answer.text
    assert in_force(session, not_asked) == set()


def test_a_page_that_needs_a_consent_leads_to_where_it_is_recorded(counsellor, not_asked, world):
    for address in (
        f"/people/{not_asked}/openings",
        f"/people/{not_asked}/trainings",
        f"/openings/{world.published}/people/{not_asked}",
    ):
        answer = counsellor.get(address)
        assert answer.status_code == 409, address
        assert f"/people/{not_asked}/consents" in answer.text


def test_the_words_to_be_signed_come_in_the_language_asked_for(counsellor, not_asked, world):
    page = counsellor.get(f"/people/{not_asked}/consents/paper?language=sq").text
    assert "Pajtohem" in page
    assert "nema na ovom jeziku" in page
    paper = counsellor.get(f"/people/{not_asked}/consents/paper?employer={world.employer}").text
    assert "Metal Jug" in paper
    assert "{company}" not in paper


def test_a_counsellor_records_that_a_company_may_see_the_person(counsellor, world, session):
    address = f"/people/{world.person}/consents?employer={world.employer}"
    assert "Metal Jug" in counsellor.get(address).text
    counsellor.post(address, data=SIGNED | {"purposes": ["shown_to_employer"]})
    assert consents.in_force(session, world.person, "shown_to_employer", world.employer)
    counsellor.post(f"/people/{world.person}/consents/withdraw/shown_to_employer", data={"employer": world.employer})
    session.expire_all()
    assert not consents.in_force(session, world.person, "shown_to_employer", world.employer)
    assert in_force(session, world.person) == {"profiled", "ranked"}


def test_a_person_withdraws_and_gives_it_again(graduate, world, session):
    assert graduate.get("/my").status_code == 200
    assert "Moje saglasnosti" in graduate.get("/my/consents").text
    graduate.post("/my/consents/withdraw/profiled")
    assert in_force(session, world.person) == set()
    answer = graduate.get("/my")
    assert answer.status_code == 409
    assert "/my/consents" in answer.text
    assert graduate.get("/my/profile").status_code == 200
    assert graduate.post("/my/consents/ranked").status_code == 409
    graduate.post("/my/consents/profiled")
    graduate.post("/my/consents/ranked")
    assert graduate.get("/my").status_code == 200
    given = consents.of_person(session, OPERATOR, world.person)[0]
    assert (given.how, given.language, given.recorded_by) == ("online", "sr", "Nalog beneficiary")


def test_consents_are_for_the_person_and_staff(company, graduate, client, world):
    for who in (company, graduate):
        assert who.get(f"/people/{world.other_person}/consents").status_code in (403, 404)
        assert who.post(f"/people/{world.other_person}/consents/withdraw/profiled").status_code in (403, 404)
    assert company.get("/my/consents").status_code == 403
    assert client.get("/my/consents").status_code == 302


def test_a_new_person_leads_to_the_consents(counsellor, world):
    answer = counsellor.post("/people/new", data={"given_name": "Nova", "family_name": "Osoba"})
    assert re.fullmatch(r"/people/\d+/consents", answer.location)
