"""Another e-mail address for an account: it counts once a letter to it was opened, and the old one is told."""

import re

import pytest
from sqlalchemy import select

from matching_service.services import messages
from models import AuditEntry, User
from tests.conftest import PASSWORD

OLD, NEW = "counsellor@example.test", "mira.nova@example.test"


@pytest.fixture
def letters(session):
    """`letters(address)`: the bodies of what was written to it, the newest first."""

    def to(address):
        session.rollback()
        return [item.letter.body for item in messages.latest(session, 50) if item.letter.to == address]

    return to


@pytest.fixture
def here(client_of):
    return client_of("counsellor")


def ask(client, email=NEW, password=PASSWORD):
    return client.post("/account/email", data={"email": email, "password": password})


def link_in(letter):
    return re.search(r"https?://[^/]+(/\S+)", letter).group(1)


def signed_off(page):
    """Without what is signed anew each second."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def signs_in(app, email):
    return app.test_client().post("/login", data={"email": email, "password": PASSWORD}).status_code == 302


def test_the_new_address_counts_once_its_letter_is_opened(app, client, here, letters, session):
    assert f"Poslali smo poruku na {NEW}" in ask(here, email=NEW.title()).text
    assert signs_in(app, OLD)
    (letter,) = letters(NEW)
    assert client.get(link_in(letter)).location == "/account"
    assert (signs_in(app, NEW), signs_in(app, OLD)) == (True, False)
    assert NEW in here.get("/account").text
    assert "ima drugu e-adresu" in letters(OLD)[0]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "email.changed")).one()
    user_id = session.scalar(select(User.id).where(User.email == NEW))
    assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (user_id, "user", user_id)


def test_a_link_works_once(app, client, here, letters):
    ask(here)
    (letter,) = letters(NEW)
    client.get(link_in(letter))
    ask(here, email=OLD)
    client.get(link_in(letters(OLD)[0]))
    client.get(link_in(letter))
    assert (signs_in(app, OLD), signs_in(app, NEW)) == (True, False)


def test_without_the_password_nothing_is_sent(here, letters):
    assert "Lozinka nije ispravna" in ask(here, password="nije to ta lozinka").text
    assert letters(NEW) == []


def test_passwords_cannot_be_tried_through(here):
    answers = [ask(here, password="nije to ta lozinka").text for _ in range(6)]
    assert "Sačekajte" in answers[-1]


def test_nobody_learns_which_addresses_have_an_account(here, new_user, letters):
    taken = new_user("auditor")
    assert f"Poslali smo poruku na {taken}" in ask(here, email=taken.upper()).text
    assert letters(taken) == []
    wrong = [signed_off(ask(here, email=email, password="nije to ta lozinka").text) for email in (taken, NEW)]
    assert "Lozinka nije ispravna" in wrong[0]
    assert wrong[0].replace(taken, "") == wrong[1].replace(NEW, "")


def test_a_link_sent_to_the_old_address_before_leads_nowhere(app, client, here, letters):
    client.post("/reset", data={"email": OLD})
    reset = link_in(letters(OLD)[0])
    ask(here)
    client.get(link_in(letters(NEW)[0]))
    client.post(reset, data={"password": "tri sasvim nove reči", "password_confirm": "tri sasvim nove reči"})
    assert signs_in(app, NEW)


@pytest.mark.parametrize("address", ["", "mira"])
def test_what_is_no_address_is_told(here, address):
    assert "error-summary" in ask(here, email=address).text


def test_an_empty_password_is_asked_for_and_is_no_attempt(here, letters):
    for _time in range(6):
        answer = ask(here, password="")
    assert "Upišite lozinku" in answer.text
    assert letters(NEW) == []
    assert "Poslali smo poruku" in ask(here).text
