"""Signed-in browsers: listed, ended, left alone."""

import re
from datetime import timedelta

from sqlalchemy import select, update

from models import SignedInBrowser
from models.base import now
from tests.conftest import PASSWORD
from tests.integration.sign_in.browser import is_signed_in


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
    assert "/account/browsers/end-others" not in here.get("/account").text
    post(kept, "/login", email="counsellor@example.test", password=PASSWORD, remember="y")
    kept.delete_cookie("session")
    assert is_signed_in(kept)
    assert "/account/browsers/end-others" in here.get("/account").text
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
