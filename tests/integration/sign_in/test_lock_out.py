"""Wrong passwords, and how long one waits after them."""

import re
from datetime import timedelta

from sqlalchemy import select, update

from models import FailedAttempts
from models.base import now
from tests.conftest import PASSWORD
from tests.integration.sign_in.browser import is_signed_in

WRONG = "nije to ta lozinka"


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


def test_the_owner_signs_in_from_elsewhere_while_somebody_goes_on_trying(app, client, new_user, post):
    email = new_user("counsellor")
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.7"}}
    answers = [
        app.test_client().post("/login", data={"email": email, "password": WRONG}, **elsewhere) for _ in range(6)
    ]
    assert "Sačekajte" in answers[-1].text
    post(client, "/login", email=email, password=PASSWORD)
    assert is_signed_in(client)
