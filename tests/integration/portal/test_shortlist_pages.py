"""What a company sees of people on its pages and over the API, and how a counsellor proposes them."""

import pytest

from matching_service.services.consent import consents
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.lists import shortlists
from tests import factories
from tests.integration.test_shortlists import SECRETS, SELMA


@pytest.fixture
def selma(world, session, engine):
    person = factories.person(session, engine, **SELMA).id
    session.commit()
    return person


def test_a_counsellor_proposes_and_the_company_learns_no_name(counsellor, company, world, selma, session):
    listed = counsellor.get(f"/openings/{world.published}/people").text
    assert f"/openings/{world.published}/people/{selma}/propose" in listed
    assert counsellor.post(f"/openings/{world.published}/people/{selma}/propose").status_code == 302
    code = shortlists.proposed(session, OPERATOR, world.published)[selma]
    assert code in counsellor.get(f"/openings/{world.published}/people").text
    page = company.get(f"/company/openings/{world.published}/people")
    assert page.status_code == 200
    assert code in page.text
    assert "preko 50 km" in page.text
    assert not [secret for secret in SECRETS if secret in page.text]


def test_the_company_sees_the_name_of_who_has_agreed(counsellor, company, world, selma, session, engine):
    counsellor.post(f"/openings/{world.published}/people/{selma}/propose")
    factories.agree_to_be_seen(session, engine, selma, world.published)
    session.commit()
    page = company.get(f"/company/openings/{world.published}/people").text
    assert "Selma Osmanović" in page
    assert "selma.o@primer.rs" in page
    assert not [secret for secret in ("majkom", "smenu", "Vranje") if secret in page]
    counsellor.post(f"/openings/{world.published}/people/{selma}/take-back")
    assert "Selma" not in company.get(f"/company/openings/{world.published}/people").text


def test_companies_look_at_their_own_openings_only(company, counsellor, world):
    assert company.get(f"/company/openings/{world.draft}/people").status_code in (403, 404)
    assert counsellor.get(f"/company/openings/{world.published}/people").status_code == 403
    assert company.post(f"/openings/{world.published}/people/{world.person}/propose").status_code == 403


def test_a_person_who_applies_reads_what_the_company_will_see(graduate, company, world, session):
    page = graduate.get(f"/my/applications/to/{world.published}").text
    assert "Metal Jug" in page
    assert "vidi moje ime" in page
    graduate.post(f"/my/applications/to/{world.published}")
    assert consents.in_force(session, world.person, "shown_to_employer", world.employer)
    assert "Ana Jović" in company.get(f"/company/openings/{world.published}/people").text


def test_whom_a_counsellor_ticks_is_proposed_at_once_and_taken_back_at_once(counsellor, world, selma, session):
    listed = f"/openings/{world.published}/people"
    ticked = {"what": "propose", "person": [selma, world.person]}
    page = counsellor.post(f"{listed}/chosen", data=ticked, follow_redirects=True).text
    assert "Firmi su predložene 2 osobe." in page
    assert set(shortlists.proposed(session, OPERATOR, world.published)) == {selma, world.person}
    again = counsellor.post(f"{listed}/chosen", data=ticked, follow_redirects=True).text
    assert "Firmi je predloženo 0 osoba." in again
    assert counsellor.post(f"{listed}/take-back", data={"people": f"{selma},{world.person}"}).status_code == 302
    session.expire_all()
    assert shortlists.proposed(session, OPERATOR, world.published) == {}


def test_a_counsellor_prepares_and_the_person_sends(counsellor, graduate, company, world):
    counsellor.post(f"/people/{world.person}/applications/{world.published}/draft")
    assert "Prijava je pripremljena" in counsellor.get(f"/people/{world.person}/openings").text
    assert 'id="drafts"' in graduate.get("/my/applications").text
    graduate.post(f"/my/applications/to/{world.published}", data={"message": "Hvala.", "then": "send"})
    assert "Prijava je poslata" in counsellor.get(f"/people/{world.person}/openings").text
    assert "Hvala." in company.get("/company/applications").text


def test_a_counsellor_who_applies_for_somebody_is_led_to_the_consent(counsellor, world):
    answer = counsellor.post(f"/people/{world.person}/applications/{world.published}")
    assert answer.status_code == 409
    assert f"/people/{world.person}/consents?employer={world.employer}" in answer.text
