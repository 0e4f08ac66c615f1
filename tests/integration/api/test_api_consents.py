"""Consents over the API."""

import pytest


@pytest.fixture
def not_asked(person):
    return person(given_name="Selma", agreed=()).id


def test_a_consent_is_given_counts_and_is_withdrawn(counsellor, not_asked, person, opening):
    person(given_name="Petar")
    opening(title="Zavarivač")
    path = f"profiles/{not_asked}/consents"
    assert counsellor.get(f"profiles/{not_asked}/openings").status_code == 409
    for purpose in ("profiled", "ranked"):
        given = counsellor.post(path, {"purpose": purpose, "given_on": "2026-03-01", "ends_on": None})
        assert (given.status_code, given.json["purpose"], given.json["in_force"]) == (201, purpose, True)
        assert given.json["given_at"].startswith("2026-03-01")
    assert counsellor.get(f"profiles/{not_asked}/openings").status_code == 200
    history = counsellor.post(f"{path}/withdrawals", {"purpose": "profiled"}).json["items"]
    assert [one["in_force"] for one in history] == [False, False]
    assert counsellor.get(path).json["items"] == history
    assert counsellor.get(f"profiles/{not_asked}/openings").json["detail"].startswith("The person has not agreed")


def test_the_same_key_gives_a_consent_once(counsellor, not_asked):
    path = f"profiles/{not_asked}/consents"
    answers = [counsellor.post(path, {"purpose": "profiled"}, key="jednom").json for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(counsellor.get(path).json["items"]) == 1


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"purpose": "ranked"}, 409, "profiled"),
        ({"purpose": "profiled", "given_on": "2090-01-01"}, 422, "#/given_on"),
        ({"purpose": "shown_to_employer"}, 422, "#/employer_id"),
        ({"purpose": "profiled", "text_version": "1999"}, 422, "#/text_version"),
        ({"purpose": "marketing"}, 422, "#/purpose"),
        ({}, 422, "#/purpose"),
    ],
)
def test_what_cannot_be_recorded_is_refused(counsellor, not_asked, body, status, told):
    answer = counsellor.post(f"profiles/{not_asked}/consents", body)
    assert answer.status_code == status
    assert told in answer.text


def test_a_person_gives_what_is_theirs_and_sees_nobody_elses(calling, person, not_asked):
    me = calling("beneficiary", person_id=not_asked)
    given = me.post(f"profiles/{not_asked}/consents", {"purpose": "profiled", "language": "de"})
    assert (given.status_code, given.json["how"], given.json["language"]) == (201, "online", "de")
    other = person().id
    assert me.get(f"profiles/{other}/consents").status_code == 404
    assert me.post(f"profiles/{other}/consents/withdrawals", {"purpose": "profiled"}).status_code == 404


def test_companies_and_visitors_see_no_consents(calling, anyone, employer, not_asked):
    company = calling("employer", employer_id=employer().id)
    assert company.get(f"profiles/{not_asked}/consents").status_code == 403
    assert anyone.get(f"profiles/{not_asked}/consents").status_code == 401
