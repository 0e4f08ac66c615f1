"""Signing in and all that belongs to it, as somebody in a browser meets it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from matching_service.services import accounts, messages
from models import FailedAttempts, Message, SignedInBrowser, User
from models.base import now
from tests import factories
from tests.conftest import KEYS, PASSWORD, SECRET_KEY

NEW = "tri sasvim nove reči"
WRONG = "nije to ta lozinka"


@pytest.fixture
def post(app):
    """`post(client, "/login", email=...)` sends a form and gives the answer."""

    def send(client, address, **form):
        return client.post(address, data=form)

    return send


@pytest.fixture
def link_in_mail(session):
    """The path of the first link in the newest message, or in that to an address."""

    def read(to=None):
        session.rollback()
        found = [item.letter for item in messages.latest(session, 50) if to in (None, item.letter.to)]
        return re.search(r"https?://[^/]+(/\S+)", found[0].body).group(1)

    return read


def is_signed_in(client):
    return client.get("/account").status_code == 200


# ---- registration and confirmation


def company(email="mira@pekara.test", **changed):
    form = {"pib": factories.pib(), "name": "Pekara", "municipality": "vranje", "contact_name": "Mira"}
    return {**form, "email": email, "password": "tri nasumične reči", **changed}


def test_a_company_confirms_its_address_before_it_signs_in(client, reference_data, post, link_in_mail):
    assert "mira@pekara.test" in post(client, "/register", **company()).text
    answer = post(client, "/login", email="mira@pekara.test", password="tri nasumične reči")
    assert answer.status_code == 200
    assert "potvrdite svoju e-adresu" in answer.text
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


# ---- passwords


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


# ---- lock-out


def test_after_some_wrong_passwords_even_the_right_one_has_to_wait(client, new_user, post, session):
    email = new_user("counsellor")
    for _attempt in range(5):
        assert "nije tačna" in post(client, "/login", email=email, password=WRONG).text
    assert "Sačekajte" in post(client, "/login", email=email, password=PASSWORD).text
    assert not is_signed_in(client)
    session.execute(update(FailedAttempts).values(locked_until=now() - timedelta(seconds=1)))
    session.commit()
    assert post(client, "/login", email=email, password=PASSWORD).location == "/"
    assert session.scalars(select(FailedAttempts.failures).where(FailedAttempts.kind == "account")).all() == []


def test_an_address_without_an_account_locks_in_the_same_words(app, new_user, post):
    seen = []
    for email in (new_user("counsellor"), "nobody@example.test"):
        client = app.test_client()
        answers = [post(client, "/login", email=email, password=WRONG).text for _attempt in range(6)]
        seen.append([re.sub(r'value="[^"]*"', "", answer) for answer in answers])
    assert seen[0] == seen[1]
    assert seen[0][0] != seen[0][5]


def test_each_further_failure_makes_the_wait_longer(client, new_user, post, session):
    email, waits = new_user("counsellor"), []
    for _attempt in range(12):
        session.execute(update(FailedAttempts).values(locked_until=None))
        session.commit()
        post(client, "/login", email=email, password=WRONG)
        until = session.scalar(select(FailedAttempts.locked_until).where(FailedAttempts.kind == "pair"))
        session.rollback()
        waits.append(until and until - now())
    assert waits[3] is None
    assert waits[4] <= timedelta(seconds=30) < waits[5] <= timedelta(minutes=1) < waits[6]
    assert waits[-1] <= timedelta(minutes=15)


def test_a_new_token_for_the_api_is_counted_with_the_pages(client, new_user, post):
    email = new_user("counsellor")
    for _attempt in range(5):
        assert client.post("/api/v1/tokens", json={"email": email, "password": WRONG}).status_code == 401
    answer = client.post("/api/v1/tokens", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 30
    assert "Sačekajte" in post(client, "/login", email=email, password=PASSWORD).text


# ---- browsers


def test_browsers_are_listed_and_signed_out_one_by_one(app, client_of, post, session):
    here, there = client_of("counsellor"), app.test_client()
    phone = {"User-Agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"}
    there.post("/login", data={"email": "counsellor@example.test", "password": PASSWORD}, headers=phone)
    page = here.get("/account").text
    assert "Firefox, Android" in page
    assert "127.0.0.x" in page
    [button] = re.findall(r'action="(/account/browsers/\d+/end)"', page)
    assert post(here, button).location == "/account"
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_nobody_signs_out_the_browsers_of_others(client_of, session):
    client_of("counsellor")
    theirs = session.scalar(select(SignedInBrowser.id))
    assert client_of("coordinator").post(f"/account/browsers/{theirs}/end").status_code == 404


def test_signing_out_everywhere_else_ends_kept_browsers_too(app, client_of, post):
    here, kept = client_of("counsellor"), app.test_client()
    post(kept, "/login", email="counsellor@example.test", password=PASSWORD, remember="y")
    kept.delete_cookie("session")
    assert is_signed_in(kept)
    post(here, "/account/browsers/end-others")
    assert not is_signed_in(kept)
    assert is_signed_in(here)


def test_a_browser_without_a_visit_is_signed_out(client_of, session):
    here = client_of("counsellor")
    session.execute(update(SignedInBrowser).values(last_seen_at=now() - timedelta(hours=13)))
    session.commit()
    assert not is_signed_in(here)


def test_a_visit_is_noted(client_of, session):
    here = client_of("counsellor")
    session.execute(update(SignedInBrowser).values(last_seen_at=now() - timedelta(hours=1)))
    session.commit()
    here.get("/account")
    assert session.scalar(select(SignedInBrowser.last_seen_at)) > now() - timedelta(minutes=1)


def test_a_cookie_of_a_signed_out_browser_is_worth_nothing(client_of, post):
    here = client_of("counsellor")
    cookie = here.get_cookie("session").value
    post(here, "/logout")
    here.set_cookie("session", cookie)
    assert not is_signed_in(here)


# ---- second factor


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
def with_code(app, client_of, post, session):
    """A counsellor's account with an authenticator app; gives the address and the browser."""
    here = client_of("counsellor")
    page = post(here, "/account/second-factor", setup="authenticator").text
    key = re.search(r"<code>([A-Z2-7-]+)</code>", page).group(1).replace("-", "")
    factory = app.extensions["security"].totp_factory._totp
    code = factory(key=key).generate().token
    assert (
        post(here, re.search(r'action="(/account/second-factor/[^"]+)"', page).group(1), code=code).location
        == "/account"
    )
    return "counsellor@example.test", here


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


def test_the_owner_signs_in_from_elsewhere_while_somebody_goes_on_trying(app, client, new_user, post):
    email = new_user("counsellor")
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.7"}}
    answers = [
        app.test_client().post("/login", data={"email": email, "password": WRONG}, **elsewhere) for _ in range(6)
    ]
    assert "Sačekajte" in answers[-1].text
    post(client, "/login", email=email, password=PASSWORD)
    assert is_signed_in(client)


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


def test_others_sign_in_without_one(strict, new_user, post, session, reference_data):
    company_id = factories.employer(session).id
    session.commit()
    client = strict.test_client()
    assert post(client, "/login", email=new_user("employer", employer_id=company_id), password=PASSWORD).location == "/"


# ---- pages of the library


def test_no_page_of_the_library_itself_is_ever_shown(app):
    """Each template that is configured is one of the portal's."""
    names = [value for key, value in app.config.items() if key.startswith("SECURITY_") and "TEMPLATE" in key]
    ours = app.jinja_loader.list_templates()
    unused = ("us_", "register", "welcome", "username", "login_instructions", "send_login", "logout")
    unused += ("two_factor_instructions", "two_factor_rescue")
    wanted = [name for name in names if not any(part in name for part in unused)]
    assert [name for name in wanted if name not in ours and f"{name}.txt" not in ours] == []
    assert len(wanted) > 15


def test_every_page_of_an_account_is_in_serbian_and_in_english(client_of, client):
    here = client_of("counsellor")
    own = ("/account", "/account/email", "/account/password")
    own += ("/account/second-factor", "/account/recovery-codes", "/account/passkeys")
    everybody = ("/login", "/reset", "/confirm", "/login/passkey")
    for address in own:
        assert 'lang="sr-Latn"' in here.get(address).text
    for address in everybody:
        answer = client.get(address)
        assert (answer.status_code, "site-header" in answer.text) == (200, True), address
    here.set_cookie("language", "en")
    assert "Change the password" in here.get("/account").text


def test_a_page_of_another_site_is_no_place_to_go_after_signing_in(client, new_user, post):
    answer = post(client, "/login?next=https://evil.test/", email=new_user("counsellor"), password=PASSWORD)
    assert "evil" not in (answer.location or "")
