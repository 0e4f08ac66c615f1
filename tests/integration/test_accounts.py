import pytest
from sqlalchemy import select

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from matching_service.errors import Invalid, NotFound, NotSignedIn
from matching_service.services.identity import accounts
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR
from matching_service.services.profiles import people
from models import User
from tests import factories
from tests.conftest import application_of

JELENA = NewAccount("jelena@example.test", "šifra đak žaba", "Jelena")


@pytest.fixture
def app(database, database_url):
    """One of its own, with two addresses that say who asks."""
    app = application_of(database_url)
    app.add_url_rule("/who", "who", lambda: str(request_context.current_actor().user_id))
    app.add_url_rule("/api/who", "api_who", lambda: str(request_context.current_actor().user_id))
    yield app
    app.extensions[request_context.EXTENSION].database.dispose()


@pytest.fixture
def in_app(app):
    """Passwords and tokens need the application."""
    with app.app_context():
        yield


def test_a_password_is_stored_as_an_argon2_hash(in_app, session):
    accounts.create_user(session, JELENA, ("counsellor",))
    user = session.scalar(select(User))
    assert user.password.startswith("$argon2")
    assert user.email == "jelena@example.test"


def test_a_new_secret_key_locks_nobody_out_and_ends_tokens(app, database_url, session):
    with app.app_context():
        accounts.create_user(session, JELENA, ("counsellor",))
        old_token = accounts.issue_token(session, JELENA.email, JELENA.password)
    with create_app(Settings(database_url, secret_key="n" * 32, mode="test")).app_context():
        assert accounts.issue_token(session, JELENA.email, JELENA.password)
        with pytest.raises(NotSignedIn):
            accounts.actor_for_token(session, old_token)


def test_an_address_is_the_same_in_capitals(in_app, session):
    accounts.create_user(session, JELENA, ("counsellor",))
    with pytest.raises(Invalid) as caught:
        accounts.create_user(session, NewAccount("Jelena@Example.test", "druga duga šifra", "J"), ("coordinator",))
    assert caught.value.problems == {"email": "taken"}


def test_all_problems_of_an_account_are_told_at_once(in_app, session):
    with pytest.raises(Invalid) as caught:
        accounts.create_user(session, NewAccount("not an address", "short", " "), ("boss",))
    assert caught.value.problems == {
        "email": "not_an_email",
        "password": "too_short",
        "name": "required",
        "roles": "unknown",
    }


def test_an_account_of_an_employer_names_its_company(in_app, session):
    with pytest.raises(Invalid) as caught:
        accounts.create_user(session, JELENA, ("employer",))
    assert caught.value.problems == {"employer_id": "required"}


def test_an_account_acts_for_its_company_or_person(in_app, session, engine):
    company = factories.employer(session, municipality=None)
    person = factories.person(session, engine, municipality=None)
    accounts.create_user(session, JELENA, ("employer",), employer_id=company.id)
    accounts.create_user(
        session, NewAccount("ana@example.test", "lozinka za Anu", "Ana"), ("beneficiary",), None, person.id
    )
    users = {user.name: accounts.actor_for_user(user) for user in session.scalars(select(User))}
    assert (users["Jelena"].employer_id, users["Jelena"].person_id) == (company.id, None)
    assert (users["Ana"].employer_id, users["Ana"].person_id) == (None, person.id)
    assert people.get(session, OPERATOR, person.id).has_account


def test_a_person_has_one_account(in_app, session, engine):
    person = factories.person(session, engine, municipality=None)
    accounts.create_user(session, JELENA, ("beneficiary",), person_id=person.id)
    with pytest.raises(Invalid, match="person_id: taken"):
        accounts.create_user(
            session, NewAccount("ana@example.test", "lozinka za Anu", "Ana"), ("beneficiary",), person_id=person.id
        )


def test_an_account_for_an_unknown_company_is_refused(in_app, session):
    with pytest.raises(NotFound):
        accounts.create_user(session, JELENA, ("employer",), employer_id=77)


def test_a_token_names_its_user(in_app, session):
    user_id = accounts.create_user(session, JELENA, ("coordinator",))
    token = accounts.issue_token(session, "JELENA@example.test", JELENA.password)
    actor = accounts.actor_for_token(session, token)
    assert (actor.user_id, actor.name, actor.roles) == (user_id, "Jelena", {"coordinator"})


@pytest.mark.parametrize(
    ("email", "password"),
    [("jelena@example.test", "wrong password"), ("nobody@example.test", "šifra đak žaba"), ("", "")],
)
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(in_app, session, email, password):
    accounts.create_user(session, JELENA, ("coordinator",))
    with pytest.raises(NotSignedIn, match="wrong e-mail or password"):
        accounts.issue_token(session, email, password)


def test_a_token_ends_with_its_account(in_app, session):
    accounts.create_user(session, JELENA, ("coordinator",))
    token = accounts.issue_token(session, JELENA.email, JELENA.password)
    session.scalar(select(User)).active = False
    session.flush()
    with pytest.raises(NotSignedIn):
        accounts.actor_for_token(session, token)
    with pytest.raises(NotSignedIn):
        accounts.issue_token(session, JELENA.email, JELENA.password)


def test_a_token_ends_when_the_account_gets_another_uniquifier(in_app, session):
    accounts.create_user(session, JELENA, ("coordinator",))
    token = accounts.issue_token(session, JELENA.email, JELENA.password)
    session.scalar(select(User)).fs_uniquifier = "another"
    session.flush()
    with pytest.raises(NotSignedIn):
        accounts.actor_for_token(session, token)


def test_a_token_acts_as_the_account_does(in_app, session, engine):
    """Whatever its roles, company or person."""
    company = factories.employer(session, municipality=None)
    person = factories.person(session, engine, municipality=None)
    accounts.create_user(session, JELENA, ("counsellor", "employer"), employer_id=company.id)
    accounts.create_user(
        session, NewAccount("ana@example.test", "lozinka za Anu", "Ana"), ("beneficiary",), None, person.id
    )
    for user in session.scalars(select(User)):
        assert accounts.actor_for_token(session, user.get_auth_token()) == accounts.actor_for_user(user)
        user.roles = []
        session.flush()
        assert accounts.actor_for_token(session, user.get_auth_token()) == accounts.actor_for_user(user)


def test_a_forged_token_is_refused(in_app, session):
    accounts.create_user(session, JELENA, ("coordinator",))
    with pytest.raises(NotSignedIn):
        accounts.actor_for_token(session, accounts.issue_token(session, JELENA.email, JELENA.password) + "x")


def test_the_api_believes_tokens_and_pages_believe_sessions(client_of, bearer_of, client):
    browser, headers = client_of("counsellor"), bearer_of("coordinator")
    assert browser.get("/who").text != str(ANONYMOUS.user_id)
    assert browser.get("/api/who").text == str(ANONYMOUS.user_id)
    assert client.get("/api/who", headers=headers).text != str(ANONYMOUS.user_id)
    assert client.get("/api/who").text == str(ANONYMOUS.user_id)


def test_signing_out_ends_the_session(client_of):
    browser = client_of("counsellor")
    browser.get("/logout")  # a link or an image of another site
    assert browser.get("/who").text != str(ANONYMOUS.user_id)
    browser.post("/logout")
    assert browser.get("/who").text == str(ANONYMOUS.user_id)


def test_a_form_without_its_token_is_refused(app, new_user, client):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/login", data={"email": new_user("counsellor"), "password": "lozinka za probu"})
    assert answer.status_code == 400


def test_nobody_registers_through_the_account_library(app):
    assert "security.register" not in {rule.endpoint for rule in app.url_map.iter_rules()}


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client_of):
    cookie = client_of("counsellor").get_cookie("session")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
