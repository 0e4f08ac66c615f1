"""Registering a company, and confirming its address."""

from matching_service.services import messages
from tests import factories
from tests.integration.sign_in.browser import is_signed_in


def company(email="mira@pekara.test", **changed):
    form = {"pib": factories.pib(), "name": "Pekara", "municipality": "vranje", "contact_name": "Mira"}
    return {**form, "email": email, "password": "tri nasumične reči", **changed}


def test_a_company_confirms_its_address_before_it_signs_in(client, reference_data, post, link_in_mail):
    assert "mira@pekara.test" in post(client, "/register", **company()).text
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
    fresh = post(client, "/register", **company("nova@pekara.test"))
    known = post(client, "/register", **company(taken))
    assert known.status_code == fresh.status_code == 200
    assert known.text.replace(taken, "") == fresh.text.replace("nova@pekara.test", "")
    session.rollback()
    [letter] = [item.letter for item in messages.latest(session, 9) if item.letter.to == taken]
    assert "već postoji nalog" in letter.body
