"""A copy, corrections and erasure over the API."""

import pytest

from models import Person

CORRECTION = {"kind": "correction", "about": "notes", "words": "Nisam odbila posao."}


@pytest.fixture
def own(person):
    person(given_name="Druga")
    return person(given_name="Mina").id


@pytest.fixture
def me(calling, own):
    return calling("beneficiary", person_id=own)


def test_the_person_and_those_who_keep_the_profile_get_a_copy(me, counsellor, own):
    for caller in (me, counsellor):
        held = caller.get(f"profiles/{own}/copy").json["held"]
        assert held["person"]["rows"][0]["given_name"] == "Mina"
        assert held["user_account"]["not_in_this_copy"]["password"]


def test_a_correction_is_asked_for_and_answered(me, counsellor, own):
    asked = me.post(f"profiles/{own}/data-requests", CORRECTION)
    assert asked.status_code == 201
    assert counsellor.get("data-requests").json["items"] == [asked.json]
    answered = counsellor.post(f"data-requests/{asked.json['id']}/answer", {"done": True, "answer": "Ispravljeno."})
    assert answered.json["state"] == "done"
    assert me.get(asked.headers["Location"]).json == answered.json
    assert me.get(f"profiles/{own}/data-requests").json["items"] == [answered.json]


def test_erasure_takes_two(me, counsellor, coordinator, own, session):
    assert coordinator.delete(f"profiles/{own}").status_code == 409
    assert me.post(f"profiles/{own}/data-requests", {"kind": "erasure"}).status_code == 201
    assert counsellor.delete(f"profiles/{own}").status_code == 403
    assert coordinator.get(f"profiles/{own}/erasure").json["gone"]["person"] == 1
    assert coordinator.delete(f"profiles/{own}").status_code == 204
    assert [row.given_name for row in session.query(Person)] == ["Druga"]
    assert me.get(f"profiles/{own}/copy").status_code == 401


def test_a_request_is_taken_back_once(me, own):
    asked = me.post(f"profiles/{own}/data-requests", {"kind": "erasure"}).json["id"]
    assert me.post(f"data-requests/{asked}/withdrawal").json["state"] == "withdrawn"
    assert me.post(f"data-requests/{asked}/withdrawal").status_code == 409


@pytest.mark.parametrize("wrong", [{"kind": "correction"}, {"kind": "erasure", "about": "notes"}, {"kind": "mood"}])
def test_requests_that_cannot_be(me, own, wrong):
    assert me.post(f"profiles/{own}/data-requests", wrong).status_code == 422


def test_others_learn_nothing(calling, me, own, employer, person):
    stranger, company = calling("beneficiary", person_id=person().id), calling("employer", employer_id=employer().id)
    asked = me.post(f"profiles/{own}/data-requests", CORRECTION).json["id"]
    for path in (f"profiles/{own}/copy", f"profiles/{own}/data-requests", f"data-requests/{asked}"):
        assert stranger.get(path).status_code == 404
        assert company.get(path).status_code == 403
