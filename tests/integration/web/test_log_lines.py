"""Nobody's name, address, words or secrets are in the log, whatever is asked for and whatever goes wrong."""

import pytest
from flask import Flask

from matching_service import request_log
from matching_service.config import Settings
from tests.conftest import PASSWORD
from tests.integration.web.walk import addresses

PLANTED = ("Mirjana", "Pekićević", "0641112223", "mirjana@example.org", "Metalac-Jug", "porodična priča", "tajni-zapis")
PERSON = {
    "given_name": PLANTED[0], "family_name": PLANTED[1], "phone": PLANTED[2], "email": PLANTED[3], "about": PLANTED[5],
}  # fmt: skip


@pytest.fixture
def app(serving):
    """With its log lines printed."""
    yield serving(mode="demo")
    request_log.init_app(Flask("afterwards"), Settings("", secret_key="s" * 32, mode="test"))


def test_a_walk_through_everything_leaves_no_personal_data_in_the_log(app, browsers, bearer_of, town, capfd):
    everybody = browsers()
    headers = bearer_of("counsellor", email="savetnica@example.test")
    made = app.test_client().post("/api/v1/profiles", json=PERSON, headers=headers)
    assert made.status_code == 201
    world = town | {"person_id": (made.json["id"],), "profile_id": (made.json["id"],)}
    for address in addresses(app, "GET", world):
        for browser in everybody.values():
            browser.get(address, query_string={"text": PLANTED[0], "next": PLANTED[6]})
    for address in addresses(app, "GET", world, api=True):
        app.test_client().get(address, headers=headers)
    printed = "".join(capfd.readouterr())
    assert printed.count("request") > 100
    assert [text for text in (*PLANTED, "Jović", PASSWORD, "example.test") if text in printed] == []


def test_what_is_refused_is_not_repeated_in_the_log(app, client, bearer_of, town, capfd):
    headers = bearer_of("counsellor")
    wrong = {"email": PLANTED[3], "password": PLANTED[6]}
    client.post("/login", data=wrong)
    client.post("/register", data={"name": PLANTED[4], "contact_name": PLANTED[0], **wrong})
    client.post("/api/v1/tokens", json=wrong)
    client.post("/api/v1/profiles", json=PERSON | {"municipality": PLANTED[4], PLANTED[6]: 1}, headers=headers)
    client.post("/api/v1/profiles", data=f"{{{PLANTED[0]}", headers=headers, content_type="application/json")
    client.get("/api/v1/profiles", headers={"Authorization": f"Bearer {PLANTED[6]}"})
    for path in (f"/people/{PLANTED[0]}", f"/language/{PLANTED[6]}", f"/api/v1/{PLANTED[6]}", f"/reset/{PLANTED[6]}"):
        client.get(path)
    printed = "".join(capfd.readouterr())
    assert "status=404" in printed
    assert [text for text in PLANTED if text in printed] == []


def test_a_page_that_breaks_is_logged_without_the_words_of_its_address(app, client, monkeypatch, capfd):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("employer_portal.public.abort", lambda _status: 1 / 0)
    assert client.get(f"/language/{PLANTED[6]}").status_code == 500
    printed = "".join(capfd.readouterr())
    assert "ZeroDivisionError" in printed
    assert "/language/<code>" in printed
    assert PLANTED[6] not in printed
