"""Applications over the API: every step, and nothing of a person for companies that may not see them."""

from datetime import date, timedelta

import pytest

from matching_service.services.consent import consents
from matching_service.services.identity.actors import Actor
from tests import factories


@pytest.fixture
def ana(calling, person):
    """The person's id, and a caller with her account."""
    person_id = person(given_name="Ana", phone="064 111 2222").id
    return person_id, calling("beneficiary", person_id=person_id)


@pytest.fixture
def firm(calling, opening):
    """An opening with a place, and a caller with its company's account."""
    made = opening(title="Pekar", places=1)
    return made, calling("employer", employer_id=made.employer_id)


@pytest.fixture
def sent(ana, firm):
    """The path of an application that Ana has sent."""
    person_id, me = ana
    made = me.post(f"profiles/{person_id}/applications", {"opening_id": firm[0].id, "message": "Mogu odmah."})
    path = made.headers["Location"]
    assert me.post(f"{path}/transitions", {"action": "submit", "language": "en"}).json["state"] == "submitted"
    return path


def test_a_person_prepares_changes_and_sends(ana, firm, calling, person):
    (person_id, me), (opening, company) = ana, firm
    of_person, body = f"profiles/{person_id}/applications", {"opening_id": opening.id, "message": "Mogu."}
    made = me.post(of_person, body, key="p")
    path = made.headers["Location"]
    assert (made.status_code, made.json["state"], made.json["actions"]) == (201, "draft", ["submit", "withdraw"])
    assert me.post(of_person, body, key="p").data == made.data
    assert me.put(path, {"message": " Mogu odmah. "}).json["message"] == "Mogu odmah."
    assert company.get(path).status_code == 404
    assert company.put(path, {"message": ""}).status_code == 403
    assert calling("beneficiary", person_id=person().id).get(path).status_code == 404
    assert me.post(f"{path}/transitions", {"action": "submit"}).json["profile_id"] == person_id
    assert me.put(path, {"message": ""}).json["allowed"] == ["withdraw"]
    assert [one["id"] for one in me.get("applications").json["items"]] == [made.json["id"]]
    assert me.get(of_person).json == me.get("applications").json
    assert me.post(of_person, body).json["detail"] == "The person has applied for this opening before."


def test_what_was_thrown_away_before_it_was_sent_can_be_begun_again(ana, firm):
    person_id, me = ana
    of_person = f"profiles/{person_id}/applications"
    path = me.post(of_person, {"opening_id": firm[0].id}).headers["Location"]
    thrown = me.post(f"{path}/transitions", {"action": "withdraw", "reason": "not_told"})
    assert (thrown.json["state"], thrown.json["undo"]) == ("withdrawn", "withdraw")
    again = me.post(of_person, {"opening_id": firm[0].id, "message": "Ipak."})
    assert (again.json["state"], again.headers["Location"], again.json["message"]) == ("draft", path, "Ipak.")
    assert again.json["steps"][-1]["undone"]


def test_a_company_answers_and_knows_a_code(ana, firm, sent):
    (person_id, me), (opening, company) = ana, firm
    steps, day = f"{sent}/transitions", date.today() + timedelta(10)
    (listed,) = company.get("applications").json["items"]
    assert listed == company.get(sent).json == company.get(f"openings/{opening.id}/applications").json["items"][0]
    assert (listed["profile_id"], len(listed["code"])) == (None, 8)
    assert company.post(steps, {"action": "reject"}).json["errors"] == [
        {"pointer": "#/reason", "detail": "Must be there."}
    ]
    assert company.post(steps, {"action": "accept"}).status_code == 403
    assert me.post(steps, {"action": "offer"}).status_code == 403
    for until in (date.today() - timedelta(1), date.today() + timedelta(31)):
        assert company.post(steps, {"action": "offer", "until": f"{until}"}).status_code == 422
    invited = company.post(steps, {"action": "interview", "note": "Utorak u 10."}, key="i")
    assert company.post(steps, {"action": "interview", "note": "Utorak u 10."}, key="i").data == invited.data
    assert company.post(f"{sent}/undo").json["state"] == "submitted"
    offered = company.post(steps, {"action": "offer", "until": f"{day}"}).json
    assert (offered["state"], offered["answer_by"]) == ("offered", f"{day}")
    assert me.post(steps, {"action": "accept"}).json["state"] == "accepted"
    assert me.post(f"{sent}/undo").json["answer_by"] == f"{date.today() + timedelta(7)}"
    assert me.get(sent).json["profile_id"] == person_id


def test_a_company_is_told_no_more_once_the_person_takes_the_consent_back(ana, firm, sent, session, engine):
    (person_id, _me), (opening, company) = ana, firm
    review = {"action": "review"}
    assert company.post(f"{sent}/transitions", review, key="r").status_code == 200
    itself = Actor(None, "Ana", frozenset({"beneficiary"}), person_id=person_id)
    consents.withdraw(session, itself, engine, person_id, "shown_to_employer", opening.employer_id)
    session.commit()
    assert company.post(f"{sent}/transitions", review, key="r").status_code == 404
    assert company.get(sent).status_code == company.post(f"{sent}/undo").status_code == 404
    assert company.get("applications").json == company.get(f"openings/{opening.id}/applications").json == {"items": []}


def test_staff_take_steps_for_both_and_others_take_none(ana, firm, sent, counsellor, calling, anyone, employer):
    opening, _company = firm
    assert counsellor.get("applications").json["items"][0]["profile_id"] == ana[0]
    assert counsellor.post(f"{sent}/transitions", {"action": "shortlist"}).json["state"] == "shortlisted"
    stranger = calling("employer", employer_id=employer().id)
    assert stranger.get(sent).status_code == stranger.get(f"openings/{opening.id}/applications").status_code == 404
    assert calling("auditor").get(sent).status_code == 403
    assert anyone.get("applications").status_code == 401


def test_whoever_has_not_agreed_to_be_seen_is_not_sent_by_staff(counsellor, firm, person, session, engine):
    selma = person(given_name="Selma").id
    made = counsellor.post(f"profiles/{selma}/applications", {"opening_id": firm[0].id})
    steps = f"{made.headers['Location']}/transitions"
    assert "not agreed to be shown" in counsellor.post(steps, {"action": "submit"}).json["detail"]
    factories.agree_to_be_seen(session, engine, selma, firm[0].id)
    session.commit()
    assert counsellor.post(steps, {"action": "submit"}).json["state"] == "submitted"
