"""Follow-ups, who works with whom, and pools, by the token of a counsellor."""

from datetime import date, timedelta

from tests import factories

TODAY, TOMORROW = date.today().isoformat(), (date.today() + timedelta(1)).isoformat()


def test_a_counsellor_plans_puts_off_and_does_by_the_api(calling, session, engine, reference_data):
    ana = factories.person(session, engine).id
    session.commit()
    counsellor = calling("counsellor")
    made = counsellor.post(f"profiles/{ana}/follow-ups", {"text": "Pozvati", "due_on": TODAY}, key="jednom")
    again = counsellor.post(f"profiles/{ana}/follow-ups", {"text": "Pozvati", "due_on": TODAY}, key="jednom")
    assert (made.status_code, again.json) == (201, made.json)
    address = made.headers["Location"]
    assert [item["kind"] for item in counsellor.get("today").json["items"]] == ["follow_up"]
    assert counsellor.post(f"{address}/postponement", {"until": TOMORROW}).json["due_on"] == TOMORROW
    assert counsellor.put(address, {"text": "Poseta", "due_on": TODAY}).json["text"] == "Poseta"
    assert counsellor.post(f"{address}/done").json["done_by"] == "Nalog counsellor"
    refused = counsellor.put(address, {"text": "Poseta", "due_on": TODAY})
    assert (refused.status_code, refused.json["detail"]) == (409, "It is done already.")
    assert counsellor.get("follow-ups").json["total"] == 0
    assert counsellor.post(f"{address}/undo").json["done_at"] is None
    listed = counsellor.get("follow-ups", whose="everybody", open_only="false", limit=1).json
    assert [item["id"] for item in listed["items"]] == [made.json["id"]]
    assert len(counsellor.get(f"profiles/{ana}/follow-ups").json["items"][0]["steps"]) == 5
    unknown = counsellor.put(f"profiles/{ana}/counsellor", {"user_id": 999})
    assert unknown.status_code == 422
    me = made.json["assigned_to_id"]
    assert counsellor.put(f"profiles/{ana}/counsellor", {"user_id": me}).json["name"] == "Nalog counsellor"
    assert counsellor.put(f"profiles/{ana}/counsellor", {"user_id": None}).json["user_id"] is None


def test_people_of_a_pool_are_ranked_alone_with_the_same_fit(calling, session, engine, reference_data):
    ana, mira = (factories.person(session, engine, about="Radila kao zavarivač.").id for _ in range(2))
    opening = factories.opening(session, engine).id
    session.commit()
    counsellor = calling("counsellor")
    made = counsellor.post("pools", {"name": "Zavarivači, Niš"})
    address = made.headers["Location"]
    assert counsellor.post(f"{address}/members", {"profile_id": mira}).json == {"added": 1}
    assert counsellor.post(f"{address}/members", {"profile_id": mira}).json == {"added": 0}
    whole = counsellor.get(f"openings/{opening}/candidates").json["items"]
    (alone,) = counsellor.get(f"openings/{opening}/candidates", pool=made.json["id"]).json["items"]
    assert alone | {"rank": 0} == next(one for one in whole if one["id"] == mira) | {"rank": 0}
    assert counsellor.put(address, {"name": "Zavarivači", "note": "Za Metal."}).json["people"] == 1
    assert [one["person_id"] for one in counsellor.get(f"{address}/members").json["items"]] == [mira]
    assert counsellor.delete(f"{address}/members/{mira}").status_code == 204
    assert counsellor.delete(f"{address}/members/{ana}").status_code == 404
    assert [one["name"] for one in counsellor.get("pools").json["items"]] == ["Zavarivači"]
    assert counsellor.get(f"openings/{opening}/candidates", pool=987).status_code == 404
