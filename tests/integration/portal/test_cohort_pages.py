"""Pages and API of cohorts: the whole way from a name to a confirmed place, and what is said on it."""

import re

import pytest

from matching_service.request_context import current_engine, transaction
from matching_service.services.profiles.people import ExperienceRecord
from models import Organisation
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

WELDER = (ExperienceRecord("zavarivač", "Radionica", "MIG/MAG zavarivanje", 6, 2025),)


@pytest.fixture
def there(app):
    """Two welders for one place, somebody for nothing, and ids of all."""
    with app.app_context(), transaction() as session:
        engine = current_engine()
        made = {
            name: factories.person(session, engine, given_name=name, experiences=WELDER).id
            for name in ("Mara", "Petar")
        }
        made["Vule"] = factories.person(
            session, engine, given_name="Vule", municipality="vranje", mobility_km=5, experiences=WELDER
        ).id
        made["opening"] = factories.opening(session, engine, places=1).id
        assert session.get(Organisation, factories.HOME)
    return made


def test_a_counsellor_goes_from_a_name_to_a_confirmed_place_and_back(client_of, there):
    client = client_of("counsellor")
    client.get("/language/en")
    assert "There is no cohort yet" in client.get("/cohorts").text
    assert client.post("/cohorts", data={"name": " "}).status_code == 422
    one = client.post("/cohorts", data={"name": "Autumn"}).location
    assert "First choose who is looking" in client.get(one).text
    assert client.post(f"{one}/proposals").status_code == 409
    client.post(f"{one}/people", data={"all": "1", "text": "zavarivač"})
    client.post(f"{one}/openings", data={"opening": there["opening"]})
    proposal = client.post(f"{one}/proposals").location
    page = client.get(proposal).text
    assert "This is only a proposal" in page
    assert "1 of 3 people with a place" in page
    nowhere = client.get(f"{proposal}?by=nowhere").text
    assert "too far: 1" in nowhere
    assert "all openings that fit are full" in nowhere
    loser = next(name for name in ("Mara", "Petar") if name in nowhere)
    winner = {"Mara": "Petar", "Petar": "Mara"}[loser]
    why = client.get(f"{proposal}/people/{there[loser]}").text
    assert "Just as good for all together" in why
    assert winner in why
    # the counsellor knows better
    client.post(
        f"{one}/people/{there[loser]}/openings/{there['opening']}", data={"rule": "must"}, follow_redirects=True
    )
    again = client.post(f"{one}/proposals").location
    told = client.post(f"{again}/confirm", data={}, follow_redirects=True).text
    assert "1 place confirmed." in told
    assert "Proposed to the company under a code" in told
    assert client.post(f"{proposal}/confirm", data={}).status_code == 409
    back = client.post(f"{again}/take-back", data={"person": there[loser], "by": "people"}, follow_redirects=True)
    assert "Taken back." in back.text
    assert "Confirm 1 place" in back.text
    assert loser in client.get(f"{again}?by=people").text


def test_settings_and_priority_are_kept(client_of, there):
    client = client_of("counsellor")
    client.get("/language/en")
    one = client.post("/cohorts", data={"name": "Autumn"}).location
    client.post(f"{one}/people", data={"person": there["Mara"]})
    shares = {"lowest_fit": "45", "wish": "10", "interest": "0", "near": "5"}
    client.post(f"{one}/settings", data={"name": "Spring", **shares})
    page = client.get(f"{one}/settings").text
    assert re.search(r'name="lowest_fit"[^>]*value="45"|value="45"[^>]*name="lowest_fit"', page)
    assert client.post(f"{one}/settings", data={"name": "Spring", **shares, "near": "200"}).status_code == 422
    client.post(f"{one}/people/{there['Mara']}/first", data={"reason": "waiting_long"})
    assert "comes first: Has waited longest" in client.get(one).text
    client.post(f"{one}/people/{there['Mara']}/remove")
    assert "Nobody yet." in client.get(one).text


def test_the_api_makes_a_cohort_proposes_and_confirms(client, bearer_of, there):
    headers = bearer_of("counsellor")
    made = client.post("/api/v1/cohorts", json={"name": "Autumn", "lowest_fit": 0.2}, headers=headers)
    assert (made.status_code, made.json["weights"]["lowest_fit"]) == (201, 0.2)
    one = made.location
    people = [there["Mara"], there["Petar"], 987_654]
    added = client.post(
        f"{one}/members", json={"profile_ids": people, "opening_ids": [there["opening"]]}, headers=headers
    )
    assert added.json == {"added": 3, "unknown_profiles": [987_654], "unknown_openings": []}
    pair = f"{one}/profiles/{there['Petar']}/openings/{there['opening']}"
    assert client.put(pair, json={"wish": 1}, headers=headers).status_code == 204
    proposal = client.post(f"{one}/proposals", headers=headers)
    lines = {line["profile_id"]: line for line in proposal.json["lines"]}
    assert lines[there["Petar"]]["place"]["wish"] == 1
    assert lines[there["Mara"]]["better"][0]["lost_worth"] > 0
    done = client.post(f"{proposal.location}/confirmations", json={}, headers=headers)
    assert done.json == {"confirmed": 1, "refused": []}
    assert client.get(proposal.location, headers=headers).json["lines"] != proposal.json["lines"]
    gone = client.delete(f"{proposal.location}/confirmations/{there['Petar']}", headers=headers)
    assert gone.status_code == 204
