"""Ranked lists in both directions, and of what is not stored."""

import math

import pytest

from models import Opening, Person


def profile(title, **facts):
    return {"experiences": [{"title": title, "years": 3}], "municipality": "nis"} | facts


@pytest.fixture
def people(new_profile):
    """Ids of a baker, a seamstress, and a baker who lives far away and does not travel."""

    def store(given_name, title, **facts):
        body = profile(title, given_name=given_name, family_name="Jović", **facts)
        return new_profile(body)

    return {
        "baker": store("Mina", "pekar", skills=[{"code": "bread-baking", "level": 3}]),
        "seamstress": store("Ana", "šivač"),
        "far": store("Vera", "pekar", municipality="bor", mobility_km=10),
    }


@pytest.fixture
def bakery(opening):
    return opening(title="Pekar", municipality="nis")


def assert_parts_sum_to_scores(items):
    for item in items:
        assert math.isclose(sum(item["parts"].values()), item["score"], abs_tol=1e-9)


def test_people_for_an_opening_best_first(counsellor, people, bakery):
    found = counsellor.get(f"openings/{bakery.id}/candidates").json
    assert [item["rank"] for item in found["items"]] == [1, 2]
    assert [item["id"] for item in found["items"]] == [people["baker"], people["seamstress"]]
    assert (found["eligible"], found["excluded"]) == (2, 1)
    assert "ineligible" not in found
    assert (found["items"][0]["name"], found["items"][0]["occupation"]) == ("Mina Jović", "baker")
    assert_parts_sum_to_scores(found["items"])


def test_who_was_left_out_is_listed_with_reasons_on_request(counsellor, people, bakery):
    found = counsellor.get(f"openings/{bakery.id}/candidates", include="ineligible").json
    assert [item["id"] for item in found["ineligible"]] == [people["far"]]
    assert found["ineligible"][0]["reasons"][0]["key"] == "too_far"


def test_openings_for_a_person(counsellor, people, bakery, opening):
    opening(bakery.employer_id, title="Zavarivač", municipality="nis")
    opening(bakery.employer_id, title="Pekar", municipality="nis", state="draft")
    found = counsellor.get(f"profiles/{people['baker']}/openings").json
    assert (found["items"][0]["id"], found["items"][0]["name"]) == (bakery.id, "Pekar")
    assert found["items"][0]["employer_name"] == "Metal d.o.o."
    assert found["eligible"] == 2
    assert_parts_sum_to_scores(found["items"])


def test_limit_cuts_the_list_not_the_count(counsellor, people, bakery):
    found = counsellor.get(f"openings/{bakery.id}/candidates", limit=1).json
    assert (len(found["items"]), found["eligible"]) == (1, 2)


def test_skills_are_matched_missing_or_unknown(counsellor, people, opening):
    wanted = opening(title="Pekar", municipality="nis", skills=())
    demands = [{"code": "bread-baking"}, {"code": "forklift-operation"}]
    counsellor.put(f"openings/{wanted.id}", {"title": "Pekar", "municipality": "nis", "skills": demands})
    best = counsellor.get(f"openings/{wanted.id}/candidates").json["items"][0]
    assert (best["matched"], best["unknown"], best["missing"]) == (["bread-baking"], ["forklift-operation"], [])


def test_profile_in_the_body_is_ranked_and_not_stored(counsellor, bakery, session):
    found = counsellor.post("match", {"profile": profile("pekar"), "limit": 5})
    assert found.json["items"][0]["id"] == bakery.id
    assert_parts_sum_to_scores(found.json["items"])
    assert session.query(Person).count() == 0


def test_opening_in_the_body_is_ranked_and_not_stored(counsellor, people, session):
    found = counsellor.post("match", {"opening": {"title": "Pekar", "municipality": "nis"}}).json
    assert found["items"][0]["id"] == people["baker"]
    assert_parts_sum_to_scores(found["items"])
    assert session.query(Opening).count() == 0


@pytest.mark.parametrize("body", [{}, {"profile": profile("pekar"), "opening": {"title": "Pekar"}}, {"profile": None}])
def test_match_takes_exactly_one_of_profile_and_opening(counsellor, body):
    assert counsellor.post("match", body).status_code == 422


def test_match_points_below_what_was_sent(counsellor):
    answer = counsellor.post("match", {"opening": {"title": "Pekar", "occupation": {"code": "nothing"}}})
    assert answer.json["errors"][0]["pointer"] == "#/opening/occupation/code"
