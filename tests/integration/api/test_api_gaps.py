"""What is missing, and what a change would do."""

import pytest


def profile(title, **facts):
    return {"experiences": [{"title": title, "years": 3}], "municipality": "nis"} | facts


@pytest.fixture
def seamstress(new_profile):
    facts = {"skills": [{"code": "mig-mag-welding", "level": 0}], "licences_complete": True}
    return new_profile(profile("šivač", given_name="Ana", family_name="Jović", **facts))


@pytest.fixture
def welding(counsellor, new_profile, opening):
    """Asks for two skills and a licence; somebody else stands on its list."""
    new_profile(profile("zavarivač", given_name="Mina", family_name="Ilić", licences=["B"]))
    wanted = opening(title="Zavarivač", municipality="nis")
    demands = [{"code": "mig-mag-welding"}, {"code": "forklift-operation", "required": False}]
    changed = {"title": "Zavarivač", "municipality": "nis", "skills": demands, "licences": ["B"]}
    assert counsellor.put(f"openings/{wanted.id}", changed).status_code == 200
    return wanted.id


def test_gaps_of_a_pair_with_what_would_move_it(counsellor, seamstress, welding):
    found = counsellor.get(f"openings/{welding}/candidates/{seamstress}/gaps").json
    assert (found["standing"]["rank"], found["standing"]["of"]) == (None, 1)
    assert [note["key"] for note in found["failed"]] == ["licence_missing"]
    assert [(gap["code"], gap["state"], gap["required"]) for gap in found["skills"]] == [
        ("forklift-operation", "unknown", False),
        ("mig-mag-welding", "missing", True),
    ]
    ideas = [(one["idea"]["kind"], one["idea"]["codes"], one["after"]["rank"]) for one in found["moves"]]
    assert ideas[:2] == [("skill", ["forklift-operation"], None), ("licence", ["B"], 2)]


def test_a_suggested_change_can_be_sent_back_as_it_is(counsellor, seamstress, welding):
    pair = f"openings/{welding}/candidates/{seamstress}"
    found = counsellor.get(f"{pair}/gaps").json
    assert {one["idea"]["kind"] for one in found["moves"]} == {"skill", "licence", "requalification"}
    for one in found["moves"]:
        tried = counsellor.post(f"{pair}/what-if", one["idea"]["change"]).json
        assert tried == {"before": found["standing"], "after": one["after"]}


def test_several_changes_are_tried_together(counsellor, seamstress, welding):
    change = {
        "licences": ["B"],
        "skills": [{"code": "mig-mag-welding", "level": 4}],
        "requalifications": [{"to_text": "zavarivač", "certificate": "uverenje"}],
    }
    tried = counsellor.post(f"openings/{welding}/candidates/{seamstress}/what-if", change).json
    assert (tried["before"]["rank"], tried["after"]["rank"]) == (None, 1)
    assert counsellor.get(f"profiles/{seamstress}").json["requalifications"] == []


def test_what_is_wrong_with_a_change_is_pointed_at(counsellor, seamstress, welding):
    pair = f"openings/{welding}/candidates/{seamstress}"
    answer = counsellor.post(f"{pair}/what-if", {"skills": [{"code": "magic"}]})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "#/skills/0/code")
    assert counsellor.post(f"{pair}/what-if", {"school": 7}).status_code == 422


def test_trainings_that_open_most_openings(counsellor, seamstress, welding, opening):
    counsellor.put(f"openings/{welding}", {"title": "Zavarivač", "municipality": "nis", "places": 4})
    opening(title="Pekar", municipality="bor", places=9)
    found = counsellor.get(f"profiles/{seamstress}/trainings", limit=1).json
    (one,) = found["trainings"]
    assert (one["idea"]["codes"], one["openings"], one["places"]) == (["baker"], 1, 9)
    assert (one["nearest"][0]["name"], found["in_reach"], found["suitable"]) == ("Pekar", 2, 0)
    assert not found["schooling_known"]
    assert counsellor.get(f"profiles/{seamstress}/trainings", limit=0).status_code == 422
