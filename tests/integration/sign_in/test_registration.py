"""Registering a company, and confirming its address."""

from matching_service.services import messages
from tests import factories
from tests.integration.sign_in.browser import is_signed_in


def company(email="mira@pekara.test", **changed):
    form = {"pib": factories.pib(), "name": "Pekara", "municipality": "vranje", "contact_name": "Mira"}
    return {**form, "email": email, "password": "tri nasumične reči", **changed}


def test_a_company_confirms_its_address_before_it_signs_in(client, reference_data, post, link_in_mail):
    assert post(client, "/register", **company()).location == "/register/sent"
    assert "mira@pekara.test" in client.get("/register/sent").text
    answer = post(client, "/login", email="mira@pekara.test", password="tri nasumične reči")
    assert answer.status_code == 200
    assert "potvrdite svoju e-adresu" in answer.text
    assert "nije tačna" not in answer.text
    assert client.get(link_in_mail("mira@pekara.test")).location == "/login"
    assert post(client, "/login", email="mira@pekara.test", password="tri nasumične reči").location == "/"
    assert is_signed_in(client)


def test_registering_with_the_address_of_an_account_looks_the_same_and_changes_nothing(
    client, reference_data, post, new_user, session
):
    taken = new_user("counsellor")
    fresh = _answer_and_next_page(client, post, "nova@pekara.test")
    assert _answer_and_next_page(client, post, taken) == fresh
    session.rollback()
    [letter] = [item.letter for item in messages.latest(session, 9) if item.letter.to == taken]
    assert "već postoji nalog" in letter.body


def _answer_and_next_page(client, post, email):
    answer = post(client, "/register", **company(email))
    assert answer.status_code == 302
    return answer.location, client.get(answer.location).text.replace(email, "")


def test_the_page_after_registering_is_of_this_browser_alone(client):
    assert client.get("/register/sent").location == "/register"


def test_a_link_opened_twice_says_that_the_address_is_confirmed_and_leads_to_signing_in(
    client, reference_data, post, link_in_mail
):
    post(client, "/register", **company())
    link = link_in_mail("mira@pekara.test")
    assert client.get(link).location == "/login"
    client.get("/login")
    assert client.get(link).location == "/login"
    page = client.get("/login").text
    assert "Vaša e-adresa je potvrđena. Možete da uđete na nalog." in page
    assert 'name="password"' in page
