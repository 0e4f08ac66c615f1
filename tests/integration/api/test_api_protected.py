"""Protected data, case notes and the audit trail over the API."""

import pytest
from sqlalchemy import select

from models import AuditEntry, IdempotentResponse

RECORD = {
    "sex": "female", "birth_date": "1991-03-08", "ethnicity": "Aškalijka", "disability": True, "returnee": False,
    "family_status": "single_parent",
}  # fmt: skip
UNKNOWN = dict.fromkeys(RECORD)


@pytest.fixture
def ana(person):
    person(given_name="Petar")
    return person(given_name="Ana").id


def test_protected_data_is_written_and_read_for_a_purpose(counsellor, ana):
    path = f"profiles/{ana}/protected"
    assert counsellor.get(f"{path}?purpose=support").json == UNKNOWN
    assert counsellor.put(path, RECORD).json == RECORD
    assert counsellor.get(f"{path}?purpose=support").json == RECORD
    assert counsellor.put(path, {"sex": "male"}).json == UNKNOWN | {"sex": "male"}


@pytest.mark.parametrize("question", ["", "?purpose=", "?purpose=curiosity"])
def test_without_a_purpose_nothing_is_answered(counsellor, ana, question, session):
    for path in ("protected", "notes"):
        answer = counsellor.get(f"profiles/{ana}/{path}{question}")
        assert (answer.status_code, "purpose" in answer.text) == (422, True)
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "protected.read")).all() == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"sex": "x"}, "#/sex"),
        ({"birth_date": "1830-01-01"}, "#/birth_date"),
        ({"birth_date": "8. 3. 1991."}, "#/birth_date"),
        ({"ethnicity": "x" * 61}, "#/ethnicity"),
        ({"family_status": "x"}, "#/family_status"),
        ({"disability": "da"}, "#/disability"),
        ({"health": "x"}, "#/health"),
    ],
)
def test_what_cannot_be_is_refused(counsellor, ana, body, told):
    answer = counsellor.put(f"profiles/{ana}/protected", body)
    assert (answer.status_code, told in answer.text) == (422, True)


def test_notes_are_added_and_corrected(counsellor, ana):
    path = f"profiles/{ana}/notes"
    first = counsellor.post(path, {"text": "Ima dvoje dece."})
    second = counsellor.post(path, {"text": "Ima troje dece.", "corrects_id": first.json["id"]})
    assert (first.status_code, second.status_code) == (201, 201)
    notes = counsellor.get(f"{path}?purpose=support").json["items"]
    assert [(note["text"], note["corrects_id"], note["corrected_by"]) for note in notes] == [
        ("Ima troje dece.", first.json["id"], None),
        ("Ima dvoje dece.", None, second.json["id"]),
    ]
    assert counsellor.post(path, {"text": "a", "corrects_id": first.json["id"]}).status_code == 409


def test_an_answer_that_is_kept_for_repetition_holds_no_note(counsellor, ana, session):
    answers = [counsellor.post(f"profiles/{ana}/notes", {"text": "razvod"}, key="jednom") for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(counsellor.get(f"profiles/{ana}/notes?purpose=support").json["items"]) == 1
    (kept,) = session.scalars(select(IdempotentResponse)).all()
    assert b"razvod" not in bytes(kept.body)


def test_what_was_read_is_found_in_the_audit_trail(counsellor, coordinator, ana):
    counsellor.get(f"profiles/{ana}/protected?purpose=support")
    found = coordinator.get(f"audit?person_id={ana}&action=protected.read").json
    assert found["total"] == 1
    (entry,) = found["items"]
    assert (entry["purpose"], entry["subject_name"], entry["roles"]) == ("support", "Ana Jović", ["counsellor"])
    assert coordinator.get("audit?last_day=2020-01-01").json["items"] == []
    assert coordinator.get("audit?last_day=0001-01-01").json["items"] == []
    assert coordinator.get("audit?first_day=9999-12-31").json["items"] == []
    assert coordinator.get("audit?first_day=0001-01-01&last_day=9999-12-31").json["items"]


@pytest.mark.parametrize("question", ["person_id=0", "first_day=x", "action=", "cursor=x", "limit=1000"])
def test_what_cannot_be_looked_up_is_refused(coordinator, question):
    assert coordinator.get(f"audit?{question}").status_code == 422
