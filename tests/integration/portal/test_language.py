"""Serbian first, in two scripts; others for those who choose them; and kept."""

import pytest
from sqlalchemy import select

from employer_portal import i18n, letters
from models import Message, User
from tests.conftest import PASSWORD


def test_pages_are_serbian_until_another_language_is_chosen(client, world):
    assert '<html lang="sr-Latn">' in client.get("/").text
    client.get("/language/en")
    assert '<html lang="en">' in client.get("/").text
    client.get("/language/sr")
    assert '<html lang="sr-Latn">' in client.get("/").text


def test_the_choice_leads_back_to_the_same_page(client, world):
    assert client.get("/language/en?next=/placements?kind=internship").location == "/placements?kind=internship"


@pytest.mark.parametrize("elsewhere", ["https://primer.rs", "//primer.rs", "/\\primer.rs"])
def test_the_choice_leads_to_no_other_site(client, elsewhere):
    assert client.get("/language/en", query_string={"next": elsewhere}).location == "/"


def test_an_unknown_language_is_not_found(client):
    assert client.get("/language/xx").status_code == 404


def test_errors_of_a_form_are_told_in_the_language_of_the_page(client, reference_data):
    assert "Napišite naziv firme." in client.post("/register").text
    client.get("/language/en")
    assert "Write the name of the company." in client.post("/register").text


def sign_in(client, email):
    return client.post("/login", data={"email": email, "password": PASSWORD})


def tag(client):
    return i18n.known(client.get_cookie("language").value).tag


def test_pages_in_cyrillic_letters(client, world):
    client.get("/language/sr-Cyrl")
    page = client.get(f"/placements/{world.published}").text
    assert '<html lang="sr-Cyrl">' in page
    assert "Сви огласи" in page
    # what a company has written stays as it is; names of places are ours
    assert "Zavarivač u radionici" in page
    assert "Ниш" in page


def test_a_language_once_chosen_is_kept_with_the_account(app, new_user, world):
    email, here, there = new_user("beneficiary", person_id=world.person), app.test_client(), app.test_client()
    sign_in(here, email)
    here.get("/language/en")
    there.get("/language/sr-Cyrl")
    sign_in(there, new_user("counsellor"))
    there.post("/logout")
    sign_in(there, email)
    assert tag(there) == "en"


def test_what_is_chosen_just_before_signing_in_is_a_choice(app, new_user, world, session):
    email, client = new_user("beneficiary", person_id=world.person), app.test_client()
    sign_in(client, email)
    client.post("/logout")
    client.get("/language/en")
    sign_in(client, email)
    assert tag(client) == "en"
    assert session.scalar(select(User.language).where(User.email == email)) == "en"


def test_letters_are_written_in_the_language_of_whoever_reads_them(app, new_user, session):
    email = new_user("counsellor")
    reader = session.scalar(select(User).where(User.email == email))
    reader.language = "sr-Cyrl"
    with app.test_request_context():
        letters.write(session, email, "You have an account already", "already_registered", user_id=reader.id)
        assert i18n.current().code == "sr"
    letter = session.scalar(select(Message))
    assert letter.subject == "Већ имате налог"
    assert "Prijav" not in letter.body
