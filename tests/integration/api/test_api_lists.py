"""Lists as they were shown, over the API."""

import pytest


@pytest.fixture
def auditor(calling, reference_data):
    return calling("auditor")


@pytest.fixture
def shown(counsellor, person, opening):
    """A list that a counsellor was shown: the opening."""
    person(given_name="Mina")
    person(given_name="Ana", licences_complete=True)
    wanted = opening(title="Zavarivač", municipality="nis")
    changed = {"title": "Zavarivač", "municipality": "nis", "licences": ["B"]}
    assert counsellor.put(f"openings/{wanted.id}", changed).status_code == 200
    assert counsellor.get(f"openings/{wanted.id}/candidates", include="ineligible").status_code == 200
    return wanted.id


def test_a_list_is_shown_as_it_was_and_made_again(auditor, shown):
    page = auditor.get("lists", direction="people", subject_id=shown).json
    (item,) = page["items"]
    assert (page["total"], item["lines"], item["showing"]["role"]) == (1, 2, "counsellor")
    kept = auditor.get(f"lists/{item['id']}").json
    assert [line["section"] for line in kept["lines"]] == ["ranked", "left_out"]
    assert kept["lines"][1]["notes"] == [["licence_missing", {"category": "B"}]]
    again = auditor.get(f"lists/{item['id']}/replay").json
    assert (again["same"], again["compared"], again["register_unchanged"]) == (True, 2, True)


def test_lists_are_for_coordinators_and_auditors(calling, counsellor, auditor, shown):
    for path in ("lists", "lists/1", "lists/1/replay"):
        assert counsellor.get(path).status_code == 403
        assert calling().get(path).status_code == 401
    assert auditor.get("lists/987654").status_code == 404
    assert auditor.get("lists", cursor="nothing").status_code == 422
