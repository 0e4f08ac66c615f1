"""Pages: decide about a place, read why, ask for a second look, look at lists again."""

import pytest

from matching_service.services.profiles.people import ExperienceRecord
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def opening(session, engine):
    return factories.opening(session, engine, licences=("B",)).id


@pytest.fixture
def people(session, engine, opening):
    """Ana leads the list, Bojan follows, Cvetko lacks the licence."""
    welder = {"experiences": (ExperienceRecord("zavarivač", years=8),)}
    ana = factories.person(session, engine, given_name="Ana", **welder).id
    bojan = factories.person(session, engine, given_name="Bojan").id
    cvetko = factories.person(session, engine, given_name="Cvetko", licences_complete=True, **welder).id
    session.commit()
    return ana, bojan, cvetko


def place_of(page, *names):
    return [page.index(f">{name} Jović</a>") for name in names]


def test_a_counsellor_decides_and_the_list_says_so_until_it_is_taken_back(client_of, opening, people):
    _ana, bojan, _cvetko = people
    client, address = client_of("counsellor"), f"/openings/{opening}/people"
    page = client.get(address).text
    assert place_of(page, "Ana", "Bojan") == sorted(place_of(page, "Ana", "Bojan"))
    assert f"{address}/{bojan}/place" in page
    said = {"what": "move", "place": "1", "reason": "met_in_person", "text": "Bio na probnom radu."}
    answer = client.post(f"{address}/{bojan}/place", data=said)
    assert (answer.status_code, answer.location) == (302, f"{address}#person-{bojan}")
    page = client.get(address).text
    assert place_of(page, "Bojan", "Ana") == sorted(place_of(page, "Bojan", "Ana"))
    assert "Bio na probnom radu." in page
    assert "Nalog counsellor" in page
    assert client.post(f"{address}/{bojan}/place/take-back").status_code == 302
    page = client.get(address).text
    assert place_of(page, "Ana", "Bojan") == sorted(place_of(page, "Ana", "Bojan"))
    assert "Bio na probnom radu." in client.get(f"{address}/{bojan}/place").text


def test_whoever_is_set_aside_stands_below_the_list(client_of, opening, people):
    ana, *_ = people
    client, address = client_of("counsellor"), f"/openings/{opening}/people"
    client.post(f"{address}/{ana}/place", data={"what": "aside", "place": "", "reason": "person_wish"})
    page = client.get(address).text
    assert page.index('id="set-aside"') < page.index(f'id="person-{ana}"')


def test_a_text_that_names_what_may_be_no_reason_is_asked_about(client_of, opening, people):
    ana, *_ = people
    client, address = client_of("counsellor"), f"/openings/{opening}/people/{ana}/place"
    said = {"what": "move", "place": "2", "reason": "other", "text": "Majka joj nudi prevoz."}
    answer = client.post(address, data=said)
    assert answer.status_code == 422
    assert "Majka." in answer.text
    assert 'name="not_the_reason"' in answer.text
    assert client.post(address, data=said | {"not_the_reason": "y"}).status_code == 302
    missing = client.post(address, data={"what": "move", "place": "", "reason": ""})
    assert missing.status_code == 422


def test_a_person_reads_why_and_asks_and_a_counsellor_answers(client_of, opening, people):
    *_, cvetko = people
    counsellor, me = client_of("counsellor"), client_of("beneficiary", person_id=cvetko)
    assert "/placements" in me.get("/my/why").text
    counsellor.get(f"/openings/{opening}/people?ineligible=1")
    page = me.get("/my/why").text
    assert f"/my/why/{opening}" in page
    assert "Nalog counsellor" in page
    page = me.get(f"/my/why/{opening}").text
    assert "kategorije B" in page
    assert not [name for name in ("Ana", "Bojan") if name in page]
    me.post(f"/my/why/{opening}/review", data={"text": "Položio sam prošle nedelje."})
    home = counsellor.get("/counsellor").text
    assert "Položio sam prošle nedelje." in home
    (address,) = {part.split('"')[0] for part in home.split('href="') if part.startswith("/reviews/")}
    assert "Cvetko Jović" in counsellor.get(address).text
    assert counsellor.post(address, data={"answer": ""}).status_code == 422
    assert counsellor.post(address, data={"answer": "Upisano."}).status_code == 302
    assert "Upisano." in me.get(f"/my/why/{opening}").text
    assert address not in counsellor.get("/counsellor").text


def test_whether_there_is_a_draft_cannot_be_found_out_by_asking(client_of, session, engine, people):
    *_, cvetko = people
    draft = factories.opening(session, engine, state="draft").id
    session.commit()
    me = client_of("beneficiary", person_id=cvetko)
    assert [me.post(f"/my/why/{number}/review").status_code for number in (draft, 987_654, 2**40)] == [404] * 3


def test_coordinators_and_auditors_look_at_lists_and_make_them_again(client_of, opening, people):
    ana, *_ = people
    client_of("counsellor").get(f"/openings/{opening}/people?ineligible=1")
    for role, told in (("coordinator", f">{ana} Ana Jović<"), ("auditor", f">{ana}<")):
        client = client_of(role)
        page = client.get("/lists").text
        (address,) = {part.split('"')[0] for part in page.split('href="') if part.startswith("/lists/")}
        page = client.get(address).text
        assert told in page
        assert ("Jović" in page) == (role == "coordinator")
        again = client.get(f"{address}/replay")
        assert again.status_code == 200
        assert "notice-warning" not in again.text
    for role in ("counsellor", "beneficiary"):
        assert client_of(role, email=f"{role}-2@example.test").get("/lists").status_code == 403
