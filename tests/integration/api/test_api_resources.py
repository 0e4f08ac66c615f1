"""Profiles, companies, openings and reference data, as programs read and write them."""

from datetime import date, timedelta

import pytest

from models import Opening
from tests import factories

PROFILE = {
    "given_name": "  Ana ",
    "family_name": "Jović",
    "email": "ana@example.test",
    "municipality": "nis",
    "mobility_km": 30,
    "available_from": "2026-12-01",
    "working_time": "any",
    "about": "Radim kao pekar.",
    "educations": [{"isced_level": 3, "qualification": "mašinski tehničar", "year": 2012}],
    "experiences": [{"title": "varilac", "years": 2.5, "occupation": {"code": "welder"}}],
    "requalifications": [{"from_text": "varilac", "to_text": "pekar", "hours": 240, "year": 2025}],
    "skills": [{"code": "bread-baking", "level": 2}],
    "languages": [{"language": "de", "level": "B1"}, {"language": "sr", "level": "native"}],
    "licences": ["B"],
}


def tomorrow():
    return (date.today() + timedelta(days=1)).isoformat()


def test_profile_comes_back_as_it_went_in(counsellor):
    created = counsellor.post("profiles", PROFILE)
    shown = counsellor.get(created.headers["Location"])
    assert created.status_code == 201
    assert shown.json == created.json
    assert shown.json["given_name"] == "Ana"
    for name in ("email", "mobility_km", "available_from", "languages", "licences"):
        assert shown.json[name] == PROFILE[name]
    assert shown.json["experiences"][0]["years"] == 2.5


def test_shown_profile_can_be_sent_back_and_changes_nothing(counsellor):
    shown = counsellor.post("profiles", PROFILE).json
    location = f"profiles/{shown['id']}"
    record = {name: value for name, value in shown.items() if name not in ("id", "has_account")}
    assert counsellor.put(location, record).json == shown


def test_code_without_source_was_said_by_whoever_sends_it(counsellor, calling, person):
    own = person()
    sent = PROFILE | {"skills": [{"code": "sewing"}]}
    by_person = calling("beneficiary", person_id=own.id).put(f"profiles/{own.id}", sent).json
    by_counsellor = counsellor.post("profiles", sent).json
    for shown, source in ((by_person, "self"), (by_counsellor, "counsellor")):
        assert shown["experiences"][0]["occupation"] == {"code": "welder", "source": source, "confidence": 1.0}
        assert {"sewing": source}.items() <= {skill["code"]: skill["source"] for skill in shown["skills"]}.items()


def test_occupation_is_read_from_the_text_unless_somebody_says_there_is_none(counsellor, new_profile):
    path = f"profiles/{new_profile(PROFILE | {'experiences': [{'title': 'pekarka'}]})}"
    read = counsellor.get(path).json
    assert read["experiences"][0]["occupation"]["code"] == "baker"
    assert read["experiences"][0]["occupation"]["source"] == "text"
    none = PROFILE | {"experiences": [{"title": "pekarka", "occupation": {"code": None}}]}
    corrected = counsellor.put(path, none).json
    assert corrected["experiences"][0]["occupation"]["code"] is None
    assert corrected["experiences"][0]["occupation"]["source"] == "counsellor"


def test_profiles_are_found_by_text_and_municipality(counsellor, person):
    mina = person(given_name="Mina", municipality="vranje")
    person(given_name="Mina", municipality="bor")
    person(given_name="Ana", municipality="vranje")
    found = counsellor.get("profiles", text="mina", municipality="vranje").json
    assert [item["id"] for item in found["items"]] == [mina.id]
    assert (found["total"], found["next_cursor"]) == (1, None)


def pages(caller, path, **query):
    cursor, found = {}, []
    while True:
        page = caller.get(path, **query, **cursor).json
        found.append([item["id"] for item in page["items"]])
        if page["next_cursor"] is None:
            return found, page["total"]
        cursor = {"cursor": page["next_cursor"]}


@pytest.mark.parametrize("path", ["profiles", "employers", "openings", "openings?state=published"])
def test_pages_hold_everything_once(counsellor, person, employer, opening, path):
    ids = {
        "profiles": lambda: person().id,
        "employers": lambda: employer().id,
        "openings": lambda: opening(company.id).id,
    }
    company = employer()
    created = {ids[path.partition("?")[0]]() for _ in range(5)}
    created |= {company.id} if path == "employers" else set()
    path, _, query = path.partition("?")
    found, total = pages(counsellor, path, limit=2, **dict([query.split("=")] if query else []))
    assert [len(page) for page in found] == [2, 2, len(created) - 4]
    assert {number for page in found for number in page} == created
    assert total == len(created)


def test_company_is_added_verified_and_corrected(coordinator):
    record = {"pib": factories.pib(), "name": "Metal d.o.o.", "municipality": "nis", "contact_phone": "018 123 456"}
    created = coordinator.post("employers", record)
    assert created.status_code == 201
    assert created.json["verified_at"] is None
    verified = coordinator.post(f"employers/{created.json['id']}/verify")
    assert verified.json["verified_at"] is not None
    corrected = coordinator.put(created.headers["Location"], record | {"name": "Metal plus d.o.o."})
    assert corrected.json["name"] == "Metal plus d.o.o."
    assert [item["id"] for item in coordinator.get("employers", text="plus").json["items"]] == [created.json["id"]]


def test_company_keeps_its_pib(coordinator, employer):
    stored = employer()
    answer = coordinator.put(f"employers/{stored.id}", {"pib": factories.pib(), "name": "Drugi d.o.o."})
    assert answer.status_code == 409


@pytest.mark.parametrize("pib", ["123456789", "12345678", "1234567890", "abcdefghi"])
def test_company_needs_a_valid_pib(coordinator, pib):
    answer = coordinator.post("employers", {"pib": pib, "name": "Metal d.o.o."})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "#/pib"


def test_internship_goes_from_draft_to_published(calling, coordinator, anyone, employer):
    company = calling("employer", employer_id=employer(name="Pekara Mladost").id)
    draft = company.post(
        "openings",
        {
            "title": "Pekar na praksi",
            "kind": "internship",
            "municipality": "vranje",
            "apply_by": tomorrow(),
            "pay_from": "30000",
            "pay_period": "month",
            "skills": [{"code": "bread-baking", "weight": 0.5}],
            "learning_goals": "Peče hleb i pecivo.",
        },
    )
    assert draft.status_code == 201
    assert (draft.json["state"], draft.json["employer_name"]) == ("draft", "Pekara Mladost")
    assert draft.json["pay_from"] == "30000.00"
    assert {"code": "bread-baking", "source": "employer"}.items() <= draft.json["skills"][0].items()
    steps = f"openings/{draft.json['id']}/transitions"
    assert company.post(steps, {"action": "submit"}).json["state"] == "pending_approval"
    assert coordinator.post(steps, {"action": "approve"}).json["state"] == "published"
    assert anyone.get(draft.headers["Location"]).json["title"] == "Pekar na praksi"


def test_step_that_is_not_possible_names_those_that_are(coordinator, opening):
    draft = opening(state="draft")
    answer = coordinator.post(f"openings/{draft.id}/transitions", {"action": "approve"})
    assert answer.status_code == 409
    assert answer.json["allowed"] == ["submit", "close"]


def test_opening_is_returned_with_a_reason_only(coordinator, opening):
    waiting = opening(state="pending_approval")
    steps = f"openings/{waiting.id}/transitions"
    refused = coordinator.post(steps, {"action": "return"})
    assert refused.json["errors"][0]["pointer"] == "#/reason"
    returned = coordinator.post(steps, {"action": "return", "reason": "Nedostaje mentor."})
    assert (returned.json["state"], returned.json["state_reason"]) == ("draft", "Nedostaje mentor.")


def test_opening_that_has_ended_is_not_changed(coordinator, opening):
    closed = opening(state="closed")
    assert coordinator.put(f"openings/{closed.id}", {"title": "Pekar"}).status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"pay_from": 30000}, "#/pay_from"),
        ({"pay_from": "30000.005"}, "#/pay_from"),
        ({"pay_from": "300", "pay_to": "200"}, "#/pay_to"),
        ({"starts_on": "2026-12-01", "ends_on": "2026-11-01"}, "#/ends_on"),
        ({"places": 0}, "#/places"),
        ({"skills": [{"code": "sewing", "weight": 0}]}, "#/skills/0/weight"),
        ({"employer_id": 2147483647}, "#/employer_id"),
        ({"employer_id": None}, "#/employer_id"),
    ],
)
def test_opening_with_a_value_that_cannot_be_taken(coordinator, employer, change, pointer):
    answer = coordinator.post("openings", {"title": "Pekar", "employer_id": employer().id} | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_anybody_browses_published_openings_only(anyone, opening, employer):
    company = employer().id
    shown = opening(company, title="Pekar", municipality="vranje")
    opening(company, title="Zavarivač", municipality="vranje")
    opening(company, title="Pekar", municipality="vranje", state="draft")
    for query in ({"field": "food"}, {"text": "pekar"}, {"municipality": "vranje", "field": "food", "kind": "vacancy"}):
        found = anyone.get("openings", **query).json
        assert [item["id"] for item in found["items"]] == [shown.id]


def test_openings_in_other_states_are_for_staff_and_their_company(counsellor, calling, anyone, opening, employer):
    own, other = employer().id, employer().id
    mine, paused = opening(own, state="draft"), opening(own, state="paused")
    theirs = opening(other, state="draft")
    company = calling("employer", employer_id=own)

    def ids(caller, **query):
        return {item["id"] for item in caller.get("openings", **query).json["items"]}

    assert ids(company, mine="true") == {mine.id, paused.id}
    assert ids(company, state="draft") == {mine.id}
    assert ids(counsellor, state="draft") == {mine.id, theirs.id}
    assert counsellor.get("openings", mine="true").status_code == 403
    assert anyone.get("openings", mine="true").status_code == 401
    assert company.get("openings", mine="true", kind="vacancy").status_code == 422


def test_taxonomy_is_searched_in_any_spelling(anyone, reference_data):
    for text in ("zavarivač", "zavarivac", "заваривач"):
        found = anyone.get("taxonomy/search", q=text, kind="occupation").json["items"]
        assert (found[0]["code"], found[0]["label"], found[0]["isco_code"]) == ("welder", "zavarivač", "7212")


def test_municipalities_are_one_list(anyone, reference_data):
    found = anyone.get("municipalities").json
    assert [item["code"] for item in found["items"]] == ["bor", "nis", "vranje"]
    assert (found["total"], found["next_cursor"]) == (3, None)


def test_nothing_is_stored_when_an_opening_cannot_be_taken(coordinator, employer, session):
    coordinator.post("openings", {"title": "Pekar", "employer_id": employer().id, "municipality": "atlantis"})
    assert session.query(Opening).count() == 0
