"""The second factor: codes of an app, recovery codes, and who must have one."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from models import User
from models.base import now
from tests import factories
from tests.conftest import KEYS, PASSWORD, SECRET_KEY
from tests.integration.sign_in.browser import is_signed_in

WRONG = "nije to ta lozinka"


@pytest.fixture
def code_of(app, session):
    """The code that the authenticator app of an account shows `steps` half minutes from now."""

    def show(email, steps=0):
        session.rollback()
        secret = session.scalar(select(User.tf_totp_secret).where(User.email == email))
        with app.app_context():
            totp = app.extensions["security"].totp_factory._totp.from_source(secret)
        return totp.generate(now() + timedelta(seconds=30 * steps)).token

    return show


@pytest.fixture
def with_code(app, client_of, post):
    """A counsellor's account with an authenticator app; gives the address and the browser."""
    here = client_of("counsellor")
    address, key = _setup(post(here, "/account/second-factor", setup="authenticator"))
    assert post(here, address, code=_code(app, key)).location == "/account"
    return "counsellor@example.test", here


def _setup(page):
    """Where the first code goes, and the key for the app."""
    address = re.search(r'action="(/account/second-factor/[^"]+)"', page.text).group(1)
    return address, _key(page)


def _key(page):
    return re.search(r"<code>([A-Z2-7-]+)</code>", page.text).group(1).replace("-", "")


def _code(app, key):
    return app.extensions["security"].totp_factory._totp(key=key).generate().token


def test_a_wrong_code_while_setting_up_keeps_the_key(app, client_of, post):
    here = client_of("counsellor")
    address, key = _setup(post(here, "/account/second-factor", setup="authenticator"))
    again = post(here, address, code="000000")
    assert again.status_code == 422
    assert "Kod nije ispravan" in again.text
    assert _setup(again) == (address, key)
    assert "Kod nije ispravan" not in here.get("/account").text
    assert post(here, address, code=_code(app, key)).location == "/account"


def test_setting_it_up_ends_what_was_signed_in_without_it(app, client, client_of, post):
    here = client_of("counsellor")
    there = app.test_client()
    post(there, "/login", email="counsellor@example.test", password=PASSWORD)
    token = client.post("/api/v1/tokens", json={"email": "counsellor@example.test", "password": PASSWORD}).json["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert (is_signed_in(there), client.get("/api/v1/profiles", headers=headers).status_code) == (True, 200)
    address, key = _setup(post(here, "/account/second-factor", setup="authenticator"))
    post(here, address, code=_code(app, key))
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert client.get("/api/v1/profiles", headers=headers).status_code == 401


def test_a_set_up_that_is_no_longer_known_begins_anew(client_of, post):
    assert post(client_of("counsellor"), "/account/second-factor/izmišljeno", code="000000").location.endswith(
        "/account/second-factor"
    )


def test_with_an_app_the_password_alone_lets_nobody_in(app, client, with_code, code_of, post):
    email, _here = with_code
    assert post(client, "/login", email=email, password=PASSWORD).location.startswith("/login/code")
    assert not is_signed_in(client)
    assert "Kod nije" in post(client, "/login/code", code="000000").text
    assert post(client, "/login/code", code=code_of(email, steps=1)).status_code == 302
    assert is_signed_in(client)


def test_a_code_works_once(app, with_code, code_of, post):
    email, _here = with_code
    code, signed_in = code_of(email, steps=1), []
    for _browser in range(2):
        client = app.test_client()
        post(client, "/login", email=email, password=PASSWORD)
        post(client, "/login/code", code=code)
        signed_in.append(is_signed_in(client))
    assert signed_in == [True, False]


def test_codes_cannot_be_tried_through(client, with_code, code_of, post):
    email, _here = with_code
    post(client, "/login", email=email, password=PASSWORD)
    for _attempt in range(5):
        post(client, "/login/code", code="000000")
    assert "Sačekajte" in post(client, "/login/code", code=code_of(email, steps=1)).text
    assert not is_signed_in(client)


def test_a_recovery_code_works_once_in_place_of_the_phone(app, with_code, post):
    email, here = with_code
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", post(here, "/account/recovery-codes").text)
    assert len(codes) == 8
    signed_in = []
    for _browser in range(2):
        client = app.test_client()
        post(client, "/login", email=email, password=PASSWORD)
        post(client, "/login/recovery", code=codes[0].upper())
        signed_in.append(is_signed_in(client))
    assert signed_in == [True, False]


# ---- at the same moment


def at_once(jobs):
    """What each of them gives; they begin together."""
    start = Barrier(len(jobs))

    def do(job):
        start.wait(30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(do, jobs))


@pytest.fixture
def browsers_with(app, post):
    """`browsers_with(email, "/login/code", [a, b])`: how many of two browsers are signed in after they have sent these
    codes at the same moment."""

    def send(email, address, codes):
        clients = [app.test_client() for _code in codes]
        for client in clients:
            post(client, "/login", email=email, password=PASSWORD)
        at_once(
            [
                lambda client=client, code=code: post(client, address, code=code)
                for client, code in zip(clients, codes, strict=True)
            ]
        )
        return sum(is_signed_in(client) for client in clients)

    return send


@pytest.fixture
def recovery_codes(with_code, post):
    return re.findall(r"<code>([0-9a-f-]{14})</code>", post(with_code[1], "/account/recovery-codes").text)


def test_a_code_sent_by_four_browsers_at_once_lets_in_one(with_code, code_of, browsers_with):
    email, _here = with_code
    assert browsers_with(email, "/login/code", [code_of(email, steps=1)] * 4) == 1


def test_a_recovery_code_sent_by_four_browsers_at_once_lets_in_one(with_code, recovery_codes, browsers_with):
    assert browsers_with(with_code[0], "/login/recovery", [recovery_codes[0]] * 4) == 1


def test_recovery_codes_used_at_once_are_all_used_up(with_code, recovery_codes, browsers_with):
    email, _here = with_code
    assert browsers_with(email, "/login/recovery", recovery_codes[:4]) == 4
    assert browsers_with(email, "/login/recovery", recovery_codes[:4]) == 0


def test_a_code_sent_to_the_api_four_times_at_once_gives_one_token(app, with_code, code_of):
    email, _here = with_code
    body = {"email": email, "password": PASSWORD, "code": code_of(email, steps=1)}
    answers = at_once([lambda: app.test_client().post("/api/v1/tokens", json=body).status_code] * 4)
    assert sorted(answers) == [200, 401, 401, 401]


# ---- keys


@pytest.fixture
def application(database_url):
    """The application with other keys."""
    made = []

    def make(**keys):
        settings = {"secret_key": SECRET_KEY, "protected_keys": KEYS, **keys}
        made.append(create_app(Settings(database_url, mode="test", **settings)))
        made[-1].config["WTF_CSRF_ENABLED"] = False
        return made[-1]

    yield make
    for app in made:
        app.extensions[request_context.EXTENSION].database.dispose()


def test_a_new_secret_key_leaves_second_factors_as_they_are(application, with_code, code_of, post):
    email, here = with_code
    recovery = re.findall(r"<code>([0-9a-f-]{14})</code>", post(here, "/account/recovery-codes").text)
    app = application(secret_key="another key of thirty-two letters")
    for address, code in (("/login/code", code_of(email, steps=1)), ("/login/recovery", recovery[0])):
        client = app.test_client()
        post(client, "/login", email=email, password=PASSWORD)
        post(client, address, code=code)
        assert is_signed_in(client)


def test_a_code_whose_secret_no_key_opens_is_wrong_and_the_log_says_why(application, with_code, code_of, post, caplog):
    email, here = with_code
    recovery = re.findall(r"<code>([0-9a-f-]{14})</code>", post(here, "/account/recovery-codes").text)
    client = application(protected_keys=(b"x" * 32,)).test_client()
    post(client, "/login", email=email, password=PASSWORD)
    for address, code in (("/login/code", code_of(email, steps=1)), ("/login/recovery", recovery[0])):
        assert post(client, address, code=code).status_code == 200
    assert not is_signed_in(client)
    assert "no key opens the second factor of account" in caplog.text


def test_who_is_signed_in_sets_up_a_code_anew_where_no_key_opens_the_old_one(with_code, post, session):
    _email, here = with_code
    session.execute(update(User).values(tf_totp_secret="00" * 40, mf_recovery_codes=["00" * 40]))
    session.commit()
    assert [here.get(page).status_code for page in ("/account", "/account/second-factor")] == [200, 200]
    assert "<code>" in post(here, "/account/second-factor", setup="authenticator").text
    assert "<code>" in post(here, "/account/recovery-codes").text


def test_the_api_asks_for_the_code_too(client, with_code, code_of):
    email, _here = with_code
    body = {"email": email, "password": PASSWORD}
    assert client.post("/api/v1/tokens", json=body).status_code == 401
    assert client.post("/api/v1/tokens", json={**body, "code": code_of(email, steps=1)}).status_code == 200


def test_the_password_given_to_the_pages_does_not_forget_wrong_codes_sent_to_the_api(app, client, with_code, post):
    email, _here = with_code
    answers = []
    for _attempt in range(6):
        body = {"email": email, "password": PASSWORD, "code": "000000"}
        answers.append(client.post("/api/v1/tokens", json=body).status_code)
        post(app.test_client(), "/login", email=email, password=PASSWORD)
    assert answers == [401] * 5 + [429]


def test_whoever_does_not_know_the_password_uses_up_no_codes(client, with_code, code_of):
    email, _here = with_code
    for attempt in range(6):
        body = {"email": email, "password": WRONG, "code": "000000"}
        elsewhere = {"REMOTE_ADDR": f"10.0.0.{attempt}"}
        assert client.post("/api/v1/tokens", json=body, environ_overrides=elsewhere).status_code == 401
    body = {"email": email, "password": PASSWORD, "code": code_of(email, steps=1)}
    assert client.post("/api/v1/tokens", json=body).status_code == 200


@pytest.fixture
def strict(database_url, database):
    """The application as in production: staff must have a second factor."""
    settings = Settings(database_url, SECRET_KEY, "test", staff_second_factor=True, protected_keys=KEYS)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions[request_context.EXTENSION].database.dispose()


def test_staff_set_up_a_second_factor_before_they_see_anything(strict, new_user, post):
    client, email = strict.test_client(), new_user("counsellor")
    assert post(client, "/login", email=email, password=PASSWORD).location == "/account/second-factor"
    assert not is_signed_in(client)
    assert client.post("/api/v1/tokens", json={"email": email, "password": PASSWORD}).status_code == 401


def test_a_wrong_code_while_staff_set_it_up_keeps_the_key(strict, new_user, post):
    client, email = strict.test_client(), new_user("counsellor")
    post(client, "/login", email=email, password=PASSWORD)
    key = _key(post(client, "/account/second-factor", setup="authenticator"))
    again = post(client, "/login/code", code="000000")
    assert "Kod nije ispravan" in again.text
    assert _key(again) == key
    assert "/login/recovery" not in again.text
    post(client, "/login/code", code=_code(strict, key))
    assert is_signed_in(client)


def test_others_sign_in_without_one(strict, new_user, post, session, reference_data):
    company_id = factories.employer(session).id
    session.commit()
    client = strict.test_client()
    assert post(client, "/login", email=new_user("employer", employer_id=company_id), password=PASSWORD).location == "/"
