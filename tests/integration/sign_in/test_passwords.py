"""Passwords: forgotten, changed, and refused."""

import pytest
from sqlalchemy import select

from matching_service import request_context
from matching_service.services.identity import accounts
from models import Message
from tests.conftest import PASSWORD
from tests.integration.sign_in.browser import is_signed_in

NEW = "tri sasvim nove reči"


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client, client_of, post, link_in_mail):
    elsewhere = client_of("counsellor")
    post(client, "/reset", email="counsellor@example.test")
    link = link_in_mail("counsellor@example.test")
    assert "12 znakova" in post(client, link, password="kratka", password_confirm="kratka").text
    assert post(client, link, password=NEW, password_confirm=NEW).location == "/login"
    assert post(client, link, password=PASSWORD, password_confirm=PASSWORD).location == "/reset"
    assert not is_signed_in(elsewhere)
    assert post(client, "/login", email="counsellor@example.test", password=NEW).location == "/"


def test_asking_for_a_new_password_answers_alike_for_every_address(client, new_user, post, session):
    known, unknown = new_user("counsellor"), "nobody@example.test"
    answers = [post(client, "/reset", email=email) for email in (known, unknown)]
    assert answers[0].text.replace(known, "") == answers[1].text.replace(unknown, "")
    assert session.scalars(select(Message.to)).all() == [known]


def test_a_changed_password_ends_all_other_browsers_and_tokens(app, client_of, post, session):
    here = client_of("counsellor")
    there = app.test_client()
    post(there, "/login", email="counsellor@example.test", password=PASSWORD)
    with app.app_context(), request_context.transaction() as database:
        token = accounts.issue_token(database, "counsellor@example.test", PASSWORD)
    answer = post(here, "/account/password", password=PASSWORD, new_password=NEW, new_password_confirm=NEW)
    assert answer.location == "/account"
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert here.get("/api/v1/openings", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize("weak", ["lozinka123456", "counsellor@example.test", "kratka"])
def test_passwords_that_others_would_try_are_refused(client_of, post, weak):
    here = client_of("counsellor")
    answer = post(here, "/account/password", password=PASSWORD, new_password=weak, new_password_confirm=weak)
    assert answer.status_code == 200
    assert 'class="error-text"' in answer.text


def test_an_empty_address_is_said_to_be_empty(client, post):
    answer = post(client, "/reset", email=" ")
    assert "Napišite svoju adresu e-pošte." in answer.text
    assert "poslali smo" not in answer.text


def test_empty_boxes_are_named_in_the_language_of_the_page(client_of, post):
    answer = post(client_of("counsellor"), "/account/password", password="", new_password="", new_password_confirm="")
    assert "Upišite lozinku." in answer.text
    assert "Write the password." not in answer.text
