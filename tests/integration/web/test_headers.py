"""What every answer tells the browser, and which cookies it keeps."""

import re

import pytest

from matching_service import request_context
from matching_service.headers import HEADERS, POLICY
from matching_service.services.identity import accounts
from tests.conftest import PASSWORD

ANSWERS = {
    "page": "/placements",
    "form": "/login",
    "file": "/static/site.css",
    "redirect": "/people",
    "unknown page": "/nothing",
    "unknown opening": "/placements/2147483647",
    "api": "/api/v1/municipalities",
    "problem": "/api/v1/profiles",
    "unknown route of the api": "/api/v1/nothing",
    "health": "/health/live",
    "document": "/openapi.json",
    "docs": "/docs",
    "file of the docs": "/docs/assets/swagger-ui.css",
}


@pytest.mark.parametrize("path", ANSWERS.values(), ids=ANSWERS)
def test_every_answer_carries_the_whole_table(client, reference_data, path):
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_an_answer_that_broke_carries_it_too(app, client, monkeypatch):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("employer_portal.public.browse", lambda *_args, **_kwargs: 1 / 0)
    answer = client.get("/placements")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_the_policy_lets_nothing_in_that_a_page_could_carry_itself():
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert POLICY.startswith("default-src 'none'")


def test_tls_is_demanded_in_production_only(serving, client):
    assert "Strict-Transport-Security" not in client.get("/login").headers
    answer = serving(mode="production").test_client().get("/login")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_nothing_of_whoever_has_signed_in_is_kept(client, client_of, bearer_of, reference_data):
    somebody = client_of("counsellor")
    assert somebody.get("/people").headers["Cache-Control"] == "no-store"
    assert somebody.get("/placements").headers["Cache-Control"] == "no-store"
    headers = bearer_of("coordinator")
    assert client.get("/api/v1/profiles", headers=headers).headers["Cache-Control"] == "no-store"
    assert client.get("/placements").headers["Cache-Control"] == "private, no-cache"
    assert "no-store" not in client.get("/static/site.css").headers["Cache-Control"]


@pytest.fixture
def cookies(serving):
    """The cookies that a sign-in in production sets, by name, with their attributes."""
    app = serving(mode="production")
    with app.app_context(), request_context.transaction() as session:
        accounts.create_user(session, accounts.NewAccount("a@example.com", PASSWORD, "Ana"), ("counsellor",))
    form = {"email": "a@example.com", "password": PASSWORD, "remember": "y"}
    answer = app.test_client().post("/login", data=form, base_url="https://localhost")
    assert answer.status_code == 302, answer.text
    return dict(line.split("=", 1) for line in answer.headers.getlist("Set-Cookie"))


def test_cookies_of_production_are_for_this_host_over_tls_and_not_for_scripts(cookies):
    assert set(cookies) == {"__Host-session", "__Host-remember_token"}
    for attributes in cookies.values():
        assert all(f"; {wanted}" in attributes for wanted in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
        assert "Domain" not in attributes


def test_whoever_is_remembered_comes_back_without_a_session(serving, cookies):
    browser = serving(mode="production").test_client()
    browser.set_cookie("__Host-remember_token", cookies["__Host-remember_token"].split(";")[0], domain="localhost")
    assert browser.get("/counsellor", base_url="https://localhost").status_code == 200


def test_signing_out_takes_both_cookies_back(serving, cookies):
    browser = serving(mode="production").test_client()
    browser.set_cookie("__Host-remember_token", cookies["__Host-remember_token"].split(";")[0], domain="localhost")
    answer = browser.post("/logout", base_url="https://localhost")
    (gone,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-remember_token")]
    assert re.match(r"__Host-remember_token=;.*1970", gone)
    assert browser.get("/counsellor", base_url="https://localhost").status_code == 302
