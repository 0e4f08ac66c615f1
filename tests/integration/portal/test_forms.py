"""Forms: what is wrong is said, what was typed stays, what was not touched is kept."""

import re

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from matching_service.services.profiles import people
from tests import factories

COMPANY = {
    "name": "Firma Čačak",
    "municipality": "vranje",
    "contact_name": "Ivana",
    "email": "ivana@firma.rs",
    "password": "tri nasumične reči",
}
OPENING = {"title": "Varilac", "description": "MIG/MAG zavarivanje", "municipality": "nis", "places": "2"}


@pytest.fixture
def stored_person(session, world):
    def read(person_id=None):
        session.expire_all()
        session.rollback()
        return people.get(session, OPERATOR, person_id or world.person).record

    return read


def test_a_pib_with_a_wrong_check_digit_is_explained_and_the_rest_stays(client, reference_data):
    answer = client.post("/register", data={**COMPANY, "pib": "123456789"})
    assert answer.status_code == 422
    assert '<a href="#pib">PIB: Ovaj PIB nije ispravan' in answer.text
    assert 'value="Firma Čačak"' in answer.text
    assert '<option selected value="vranje">' in answer.text


def _in_order(page):
    """What the summary names, and the fields of the page, both as they stand."""
    told = re.findall(r'<li><a href="#([^"]+)">', page)
    return told, [field for field in re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page) if field in told]


def test_a_registration_is_told_its_mistakes_in_the_order_of_its_questions(client, reference_data):
    told, fields = _in_order(client.post("/register", data={"contact_phone": "abc"}).text)
    assert told == fields == ["pib", "name", "municipality", "contact_name", "contact_phone", "email", "password"]


def test_an_opening_is_told_its_mistakes_in_the_order_of_its_questions(company):
    names = ("title", "places", "education_min", "languages-0-language", "municipality", "hours_per_week", "pay_from")
    wrong = dict.fromkeys((*names, "starts_on", "apply_by"), "?")
    told, fields = _in_order(company.post("/company/openings/new/internship", data={**wrong, "title": ""}).text)
    assert told == fields
    assert len(told) == len(wrong) + 1  # the description is missing


@pytest.mark.parametrize("kind", ["internship", "vacancy"])
def test_a_mistake_in_an_amount_says_which_amount(company, kind):
    answer = company.post(f"/company/openings/new/{kind}", data={**OPENING, "pay_from": "mnogo"})
    named = {"internship": "Naknada", "vacancy": "Plata"}[kind]
    assert f'<a href="#pay_from">{named} od: Napišite broj' in answer.text


@pytest.mark.parametrize(("phone", "is_one"), [("abc", False), ("12345", False), ("064/123-4567 posle 18h", True)])
def test_a_phone_has_digits_enough_to_be_called(company, phone, is_one):
    answer = company.post("/company/profile", data={"name": "Metal Jug", "municipality": "nis", "contact_phone": phone})
    assert ("Napišite broj telefona" not in answer.text) is is_one


def test_an_address_for_contact_is_an_e_mail_address(company):
    answer = company.post("/company/profile", data={"name": "Metal", "municipality": "nis", "contact_email": "ana@"})
    assert '<a href="#contact_email">' in answer.text


def test_a_company_registers_once(client, reference_data):
    pib = factories.pib()
    assert "Pogledajte poštu" in client.post("/register", data={**COMPANY, "pib": pib}, follow_redirects=True).text
    answer = client.post("/register", data={**COMPANY, "pib": pib})
    assert "već registrovana" in answer.text


def test_dates_and_amounts_are_taken_as_people_here_write_them(company, session):
    answer = company.post(
        "/company/openings/new/vacancy",
        data={
            **OPENING,
            "starts_on": "1. 2. 2027.",
            "apply_by": "20.1.2027",
            "pay_from": "65.000",
            "pay_to": "80.000,50",
        },
    )
    record = openings.get(session, OPERATOR, int(answer.location.split("/")[3])).record
    assert (str(record.starts_on), str(record.apply_by)) == ("2027-02-01", "2027-01-20")
    assert (float(record.pay_from), float(record.pay_to)) == (65000, 80000.5)


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("starts_on", "sutra", "Napišite datum"),
        ("starts_on", "31. 2. 2027.", "Napišite datum"),
        ("pay_from", "mnogo", "Napišite broj"),
        ("places", "0", "Napišite broj od 1 do 1.000"),
        ("places", "1001", "Napišite broj od 1 do 1.000"),
        ("places", "dva", "Napišite ceo broj"),
        ("title", "", "Napišite naslov"),
        ("municipality", "atlantida", "Izaberite nešto od ponuđenog"),
    ],
)
def test_an_answer_that_cannot_be_read_is_linked_from_the_summary(company, field, typed, complaint):
    answer = company.post("/company/openings/new/internship", data={**OPENING, field: typed})
    assert answer.status_code == 422
    assert re.search(f'<a href="#{field}">[^<]+: {complaint}', answer.text)
    assert "MIG/MAG zavarivanje</textarea>" in answer.text


@pytest.mark.parametrize(
    ("days", "complaint"),
    [
        ({"apply_by": "1. 2. 2020."}, "Taj dan je prošao."),
        ({"ends_on": "1. 3. 2099.", "apply_by": "2. 3. 2099."}, "Poslednji dan za prijavu ne sme"),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused(company, days, complaint):
    answer = company.post("/company/openings/new/internship", data={**OPENING, **days})
    assert answer.status_code == 422
    assert f'<a href="#apply_by">Prijave do: {complaint}' in answer.text


@pytest.mark.parametrize("typed", ["12345678", "10195637X", "1019 56"])
def test_a_pib_of_another_form_is_told_apart_from_a_wrong_one(client, reference_data, typed):
    answer = client.post("/register", data={**COMPANY, "pib": typed, "email": "", "password": "kratko"})
    assert '<a href="#pib">PIB: PIB ima 9 cifara' in answer.text
    assert '<a href="#email">' in answer.text
    assert '<a href="#password">' in answer.text


def test_a_pib_is_taken_with_its_country_and_spaces(client, reference_data):
    pib = factories.pib()
    written = f"RS {pib[:3]} {pib[3:6]} {pib[6:]}"
    answer = client.post("/register", data={**COMPANY, "pib": written}, follow_redirects=True)
    assert "Pogledajte poštu" in answer.text


def test_what_the_services_refuse_stands_at_its_field(company):
    answer = company.post("/company/openings/new/vacancy", data={**OPENING, "pay_from": "80.000", "pay_to": "60.000"})
    assert '<a href="#pay_to">Plata do: Gornji iznos ne sme da bude manji od donjeg.' in answer.text


def test_a_company_sees_what_was_read_and_says_what_is_wrong(company, session, world):
    address = company.post("/company/openings/new/vacancy", data=OPENING).location
    opening_id = int(address.split("/")[3])
    assert "pročitano iz teksta" in company.get(address).text
    read = {
        "occupation": "zavarivač",
        "skills-0-code": "mig-mag-welding",
        "skills-0-wanted": "no",
        "more": "viljuškaru",
    }
    answer = company.post(address, data=read)
    assert answer.status_code == 422
    assert "rad na viljuškaru" in answer.text
    picked = {"more-asked": "viljuškaru", "more-pick": "forklift-operation"}
    assert company.post(address, data=read | picked).status_code == 302
    record = openings.get(session, OPERATOR, opening_id).record
    assert {item.code: item.rejected for item in record.skills} == {
        "mig-mag-welding": True,
        "forklift-operation": False,
    }
    assert (record.occupation.code, record.occupation.source) == ("welder", "employer")


def test_a_rejected_skill_stays_rejected_when_the_text_is_changed(company, session, world):
    address = company.post("/company/openings/new/vacancy", data=OPENING).location
    opening_id = int(address.split("/")[3])
    company.post(address, data={"occupation": "zavarivač", "skills-0-code": "mig-mag-welding", "skills-0-wanted": "no"})
    changed = {**OPENING, "description": "MIG/MAG zavarivanje, rad u smenama"}
    assert company.post(f"/company/openings/{opening_id}/edit", data=changed).status_code == 302
    page = company.get(f"/placements/{opening_id}").text
    assert "rad u smenama" in page
    assert "MIG/MAG zavarivanje</li>" not in page


def test_changing_one_section_leaves_the_others_alone(counsellor, world, stored_person):
    before = stored_person()
    answer = counsellor.post(
        f"/people/{world.person}/edit/basics",
        data={"given_name": "Ana", "family_name": "Jović", "municipality": "vranje", "mobility_km": "35"},
    )
    assert answer.location == f"/people/{world.person}#basics"
    after = stored_person()
    assert (after.municipality, after.mobility_km) == ("vranje", 35)
    assert after.experiences == before.experiences
    assert after.skills == before.skills


def test_a_counsellor_names_another_occupation_than_was_read(counsellor, world, stored_person):
    typed = {"experiences-0-title": "varilac", "experiences-0-years": "3", "experiences-0-occupation": "pekarka"}
    assert stored_person().experiences[0].occupation.code == "welder"
    assert counsellor.post(f"/people/{world.person}/edit/experience", data=typed).status_code == 302
    occupation = stored_person().experiences[0].occupation
    assert (occupation.code, occupation.source, occupation.confidence) == ("baker", "counsellor", 1.0)


def test_a_reading_left_as_it_is_stays_a_reading(counsellor, world, stored_person):
    typed = {"experiences-0-title": "varilac", "experiences-0-years": "4,5", "experiences-0-occupation": "zavarivač"}
    counsellor.post(f"/people/{world.person}/edit/experience", data=typed)
    experience = stored_person().experiences[0]
    assert (experience.years, experience.occupation.code, experience.occupation.source) == (4.5, "welder", "text")


def test_a_reading_is_confirmed_by_a_tick_and_refused_by_an_empty_field(counsellor, world, stored_person):
    typed = {"experiences-0-title": "varilac", "experiences-0-occupation": "zavarivač"}
    counsellor.post(
        f"/people/{world.person}/edit/experience", data={**typed, "experiences-0-occupation-confirmed": "on"}
    )
    assert stored_person().experiences[0].occupation.source == "counsellor"
    counsellor.post(f"/people/{world.person}/edit/experience", data={**typed, "experiences-0-occupation": ""})
    occupation = stored_person().experiences[0].occupation
    assert (occupation.code, occupation.source) == (None, "counsellor")


def test_a_suggestion_picked_for_another_text_does_not_count(counsellor, world):
    typed = {
        "experiences-0-title": "varilac",
        "experiences-0-occupation": "astronaut",
        "experiences-0-occupation-asked": "pek",
        "experiences-0-occupation-pick": "baker",
    }
    answer = counsellor.post(f"/people/{world.person}/edit/experience", data=typed)
    assert answer.status_code == 422
    assert "astronaut" in answer.text


def test_an_entry_is_added_removed_or_asked_for_its_name(counsellor, world, stored_person):
    address = f"/people/{world.person}/edit/experience"
    more = counsellor.post(address, data={"experiences-0-title": "varilac", "add": "1"})
    assert 'name="experiences-1-title"' in more.text
    nameless = counsellor.post(address, data={"experiences-0-employer_name": "Negde"})
    assert re.search('<a href="#experiences-0-title">[^<]+: Napišite koji je to bio posao.', nameless.text)
    counsellor.post(address, data={"experiences-0-title": "varilac", "experiences-0-remove": "on"})
    assert stored_person().experiences == ()


def test_a_skill_that_was_read_wrong_is_rejected_and_stays_rejected(counsellor, world, stored_person):
    address = f"/people/{world.person}/edit/skills"
    assert [skill.source for skill in stored_person().skills] == ["text"]
    counsellor.post(address, data={"skills-0-code": "mig-mag-welding", "skills-0-verdict": "remove"})
    assert [(skill.code, skill.level) for skill in stored_person().skills] == [("mig-mag-welding", 0)]
    counsellor.post(address, data={"more": "šivenje na mašini", "skills_complete": "on"})
    record = stored_person()
    assert {skill.code: skill.level for skill in record.skills} == {"mig-mag-welding": 0, "sewing": None}
    assert record.skills_complete


def test_languages_and_licences_are_kept(counsellor, world, stored_person):
    counsellor.post(
        f"/people/{world.person}/edit/languages",
        data={
            "languages-0-language": "de",
            "languages-0-level": "B1",
            "licences": ["B", "C"],
            "licences_complete": "on",
        },
    )
    record = stored_person()
    assert [(item.language, item.level) for item in record.languages] == [("de", "B1")]
    assert (sorted(record.licences), record.licences_complete, record.languages_complete) == (["B", "C"], True, False)
    twice = {"languages-0-language": "de", "languages-1-language": "de"}
    told = counsellor.post(f"/people/{world.person}/edit/languages", data=twice).text
    assert '<a href="#languages">Jezici: Izaberite svaki jezik samo jednom.</a>' in told


def test_a_person_is_added(counsellor, session):
    answer = counsellor.post("/people/new", data={"given_name": "Mira", "family_name": "Ilić"})
    person_id = int(answer.location.split("/")[2])
    assert people.get(session, OPERATOR, person_id).record.given_name == "Mira"
