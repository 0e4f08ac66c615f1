"""Errors are problems as in RFC 9457, whatever went wrong."""

import pytest
from sqlalchemy import event

from matching_service import request_context
from matching_service.api import openings as openings_api
from matching_service.api.errors import SENTENCES
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.validation import PROBLEMS

PROFILE = {"given_name": "Ana", "family_name": "Jović"}


def assert_problem(response, status):
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["type"] == "about:blank"
    assert response.json["title"]
    assert response.json["instance"] == response.request.path


def pointers(response):
    return {error["pointer"] for error in response.json["errors"]}


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/nothing", "/api/v2/profiles", "/health/nothing"])
def test_unknown_route(client, path):
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize("path", ["/api/v1/municipalities", "/health/live"])
def test_wrong_method_names_the_right_ones(client, path):
    response = client.delete(path)
    assert_problem(response, 405)
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 40, "x", "-1"])
def test_id_that_no_row_can_have(counsellor, number):
    assert_problem(counsellor.get(f"profiles/{number}"), 404)
    assert_problem(counsellor.put(f"profiles/{number}", PROFILE), 404)


@pytest.mark.parametrize("body", ["{", "", '{"email": NaN}', '{"email": "\\ud800"}', "[" * 2000])
def test_body_that_is_not_json(client, body):
    response = client.post("/api/v1/tokens", data=body, content_type="application/json")
    assert_problem(response, 400 if body else 422)


def test_body_of_another_media_type(client):
    assert_problem(client.post("/api/v1/tokens", data={"email": "a@example.test"}), 415)


def test_body_that_is_too_large(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    response = client.post("/api/v1/tokens", json={"email": "a" * 1000, "password": "b"})
    assert_problem(response, 413)


def test_body_that_is_no_object(counsellor):
    response = counsellor.post("profiles", [PROFILE])
    assert_problem(response, 422)
    assert pointers(response) == {"#"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"given_name": "  "}, "#/given_name"),
        ({"given_name": "a" * 101}, "#/given_name"),
        ({"given_name": None}, "#/given_name"),
        ({"given_name": 7}, "#/given_name"),
        ({"about": "nul\0"}, "#/about"),
        ({"email": "ana at home"}, "#/email"),
        ({"mobility_km": True}, "#/mobility_km"),
        ({"mobility_km": "30"}, "#/mobility_km"),
        ({"mobility_km": 2**31}, "#/mobility_km"),
        ({"mobility_km": 10**30}, "#/mobility_km"),
        ({"skills_complete": "yes"}, "#/skills_complete"),
        ({"skills_complete": 1}, "#/skills_complete"),
        ({"available_from": "20261122"}, "#/available_from"),
        ({"available_from": "2026-02-30"}, "#/available_from"),
        ({"available_from": 20261122}, "#/available_from"),
        ({"municipality": "atlantis"}, "#/municipality"),
        ({"licences": ["B", "Z"]}, "#/licences/1"),
        ({"languages": [{"language": "Deutsch"}]}, "#/languages/0/language"),
        ({"skills": [{"code": "sewing"}, {"code": "nothing"}]}, "#/skills/1/code"),
        ({"skills": [{"code": "sewing"}, {"code": "sewing"}]}, "#/skills/1/code"),
        ({"skills": [{"code": "sewing", "level": 5}]}, "#/skills/0/level"),
        ({"skills": "sewing"}, "#/skills"),
        ({"requalifications": [{"to_text": "pekar", "hours": 10_001}]}, "#/requalifications/0/hours"),
        ({"experiences": [{"title": "pekar", "years": "2"}]}, "#/experiences/0/years"),
        ({"experiences": [{"title": "pekar", "occupation": {"code": "nothing"}}]}, "#/experiences/0/occupation/code"),
        ({"a/b": 1}, "#/a~1b"),
        ({"ćuprija": 1}, "#/%C4%87uprija"),
    ],
)
def test_value_that_cannot_be_taken_is_pointed_at(counsellor, change, pointer):
    response = counsellor.post("profiles", PROFILE | change)
    assert_problem(response, 422)
    assert pointers(response) == {pointer}


def test_all_problems_are_told_at_once(counsellor):
    response = counsellor.post("profiles", {"given_name": " ", "mobility_km": -1, "licences": ["Z"]})
    assert pointers(response) == {"#/given_name", "#/family_name", "#/mobility_km", "#/licences/0"}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "1_0"}, "limit"),
        ({"limit": "9" * 50}, "limit"),
        ({"cursor": "abc"}, "cursor"),
        ({"cursor": "żółw"}, "cursor"),
        ({"text": "nul\0"}, "text"),
        ({"kind": "holiday"}, "kind"),
        ({"limt": "5"}, "limt"),
    ],
)
def test_query_parameter_that_cannot_be_taken_is_named(anyone, query, parameter):
    response = anyone.get("openings", **query)
    assert_problem(response, 422)
    assert [error["parameter"] for error in response.json["errors"]] == [parameter]


def test_unknown_error_is_logged_and_tells_nothing(app, client, monkeypatch, caplog):
    def break_down(*_args, **_filters):
        raise RuntimeError("the secret of the cellar")

    monkeypatch.setattr(openings_api, "browse", break_down)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    response = client.get("/api/v1/openings")
    assert_problem(response, 500)
    assert "secret" not in response.text
    assert "the secret of the cellar" in caplog.text


def test_every_key_of_the_services_has_a_sentence():
    assert set(PROBLEMS) <= set(SENTENCES)


@pytest.fixture
def impatient(app):
    """The application waits no time for others."""
    database = app.extensions[request_context.EXTENSION].database
    patience = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = '10ms'"}

    def lose_patience(connection, _record):
        connection.cursor().execute(patience[database.dialect.name])
        connection.commit()

    event.listen(database, "connect", lose_patience)
    database.dispose()
    yield
    # the database outlives the test: its next connections wait for others again
    event.remove(database, "connect", lose_patience)
    database.dispose()


def test_waiting_for_others_too_long_is_no_breakdown(person, impatient, session, counsellor, engine):
    ana = person()
    people.update(session, OPERATOR, engine, ana.id, PersonRecord("Ana", "Jović"))  # not committed yet
    for busy in (
        counsellor.put(f"profiles/{ana.id}", PROFILE),
        counsellor.post("profiles", PROFILE),
    ):
        assert_problem(busy, 503)
        assert int(busy.headers["Retry-After"]) > 0
    session.rollback()
    assert counsellor.put(f"profiles/{ana.id}", PROFILE).status_code == 200
