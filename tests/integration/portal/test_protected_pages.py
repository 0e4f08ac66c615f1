"""Pages of protected data and of the audit trail."""

import html
from datetime import date

import pytest
from sqlalchemy import select

from matching_service.services.consent import consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.lists import overrides
from matching_service.services.protection import case_notes, protected
from matching_service.services.protection.protected import ProtectedRecord
from matching_service.services.rights import export
from models import AuditEntry

RECORD = ProtectedRecord("female", date(1991, 3, 8), "Aškalijka", True, False, "single_parent")


@pytest.fixture
def recorded(session, world):
    protected.write(session, OPERATOR, world.person, RECORD)
    note = case_notes.add(session, OPERATOR, world.person, "Dogovoren razgovor za petak.")
    session.commit()
    return note


def told(session, action):
    return session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.number)).all()


def test_a_profile_leads_to_protected_data_and_shows_none_of_it(counsellor, world, recorded):
    page = counsellor.get(f"/people/{world.person}").text
    assert f"/people/{world.person}/protected" in page
    assert not any(text in page for text in ("Aškalijka", "1991", "razgovor za petak"))


def test_without_a_purpose_nothing_is_shown_or_told(counsellor, world, recorded, session):
    for address in ("", "?purpose=", "?purpose=curiosity", "?purpose=statistics"):
        page = counsellor.get(f"/people/{world.person}/protected{address}").text
        assert "Za šta vam je potrebno?" in page
        assert "Aškalijka" not in page
    assert told(session, "protected.read") == []


def test_with_a_purpose_everything_is_shown_and_told(counsellor, world, recorded, session):
    page = counsellor.get(f"/people/{world.person}/protected?purpose=support").text
    for text in ("Ženski", "8. 3. 1991.", "Aškalijka", "Samohrani roditelj", "Dogovoren razgovor za petak."):
        assert text in page
    for action in ("protected.read", "notes.read"):
        (entry,) = told(session, action)
        assert (entry.subject_id, entry.purpose) == (world.person, "support")


def test_what_is_recorded_stands_there(counsellor, world, session):
    answers = {
        "sex": "female", "birth_date": "8. 3. 1991.", "ethnicity": " Aškalijka ", "disability": "yes",
        "returnee": "no", "family_status": "single_parent",
    }  # fmt: skip
    answer = counsellor.post(f"/people/{world.person}/protected/edit", data=answers)
    assert answer.location == f"/people/{world.person}/protected?purpose=correction"
    assert protected.read(session, OPERATOR, world.person, "support") == RECORD


def test_the_form_comes_filled_in_and_may_be_emptied(counsellor, world, recorded, session):
    page = counsellor.get(f"/people/{world.person}/protected/edit").text
    for text in ('<option selected value="female">', 'value="8. 3. 1991."', '<option selected value="single_parent">'):
        assert text in page
    assert page.count('<option selected value="yes">') == 1
    assert page.count('<option selected value="no">') == 1
    names = ("sex", "birth_date", "ethnicity", "disability", "returnee", "family_status")
    counsellor.post(f"/people/{world.person}/protected/edit", data=dict.fromkeys(names, ""))
    assert protected.read(session, OPERATOR, world.person, "support") == ProtectedRecord()


def test_what_cannot_be_is_told_at_its_field(counsellor, world):
    answers = {"birth_date": "1. 1. 1830.", "ethnicity": "x" * 61}
    answer = counsellor.post(f"/people/{world.person}/protected/edit", data=answers)
    assert answer.status_code == 422
    assert 'href="#birth_date"' in answer.text
    assert 'href="#ethnicity"' in answer.text


def test_a_note_is_added_and_corrected_in_the_open(counsellor, world, recorded):
    address = f"/people/{world.person}/protected"
    for data in ({"text": "Nova beleška."}, {"text": "Razgovor je u četvrtak.", "corrects": recorded}):
        answer = counsellor.post(f"{address}/notes", data=data, follow_redirects=True)
        assert data["text"] in answer.text
    assert "<s>Dogovoren razgovor za petak.</s>" in answer.text


def test_a_note_that_was_corrected_meanwhile_is_not_corrected_again(counsellor, world, recorded):
    address = f"/people/{world.person}/protected/notes"
    assert counsellor.post(address, data={"text": "a", "corrects": recorded}).status_code == 302
    answer = counsellor.post(address, data={"text": "b", "corrects": recorded})
    assert answer.status_code == 409
    assert "ispravljena" in answer.text


def test_an_empty_note_is_no_note(counsellor, world):
    answer = counsellor.post(f"/people/{world.person}/protected/notes", data={"text": "  "})
    assert answer.status_code == 422
    assert "Napišite belešku." in answer.text


def test_the_person_sees_the_own_data_and_no_way_to_that_of_others(graduate, world, recorded, session):
    assert "/my/protected" in graduate.get("/my/profile").text
    page = graduate.get("/my/protected").text
    assert "Aškalijka" in page
    for address in ("", "?purpose=support", "/edit"):
        assert graduate.get(f"/people/{world.person}/protected{address}").status_code == 403
    (entry,) = told(session, "protected.read")
    assert (entry.roles, entry.subject_id) == ("beneficiary", world.person)


@pytest.mark.parametrize("address", ["", "?purpose=support", "/edit"])
def test_nobody_else_comes_to_these_pages(client_of, company, client, world, recorded, address):
    path = f"/people/{world.person}/protected{address}"
    assert company.get(path).status_code == 403
    assert client_of("auditor").get(path).status_code == 403
    assert client.get(path).status_code == 302


# ---- the audit trail


@pytest.fixture
def coordinator(client_of, world):
    return client_of("coordinator")


def test_the_trail_names_who_did_what_with_whom_and_why(counsellor, coordinator, world, recorded):
    counsellor.get(f"/people/{world.person}/protected?purpose=support")
    page = coordinator.get("/audit?action=protected.read").text
    for text in ("Nalog counsellor", "otvoreni zaštićeni podaci", "Ana Jović", "Za podršku osobi"):
        assert text in page


def test_the_trail_says_in_words_what_was_done(coordinator, counsellor, world, session, engine):
    agreement = Agreement("shown_to_employer", world.employer, how="paper")
    consents.give(session, OPERATOR, engine, world.person, agreement)
    overrides.decide(session, OPERATOR, world.published, world.person, place=None, reason="met_in_person")
    export.export(session, OPERATOR, world.person)
    session.commit()
    page = coordinator.get("/audit").text
    for text in (
        "Svrha: Da firma vidi ko je osoba",
        f"firma br. {world.employer}",
        "Kako: na papiru",
        "Razlog: Lično smo razgovarali",
        "Ostavljeno po strani za ovaj oglas",
        "Osoba pita šta čuvamo o njoj",
        "administrator",
    ):
        assert text in page
    for code in ("shown_to_employer", "met_in_person", "override", "True", "None", "access"):
        assert code not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_where_there_is_no_subject_no_empty_line_asks_for_one(coordinator):
    coordinator.get("/audit?action=audit.read")
    page = coordinator.get("/audit?action=audit.read").text
    assert page.count('<th scope="row">') == 1
    assert page.count("<td data-label=") == 2


def test_an_auditor_reads_numbers_instead_of_names_of_people(counsellor, client_of, world):
    counsellor.get(f"/people/{world.person}")
    page = client_of("auditor").get("/audit").text
    assert f"osoba br. {world.person}" in page
    assert "Ana Jović" not in page
    assert "Nalog counsellor" in page


def test_the_trail_is_looked_up_by_person_action_account_and_day(counsellor, coordinator, world):
    counsellor.get(f"/people/{world.person}/protected?purpose=support")
    counsellor.get(f"/people/{world.other_person}/protected?purpose=export")
    asked = {
        f"person={world.person}&action=protected.read": 1,
        "action=protected.read": 2,
        "action=protected.read&first_day=1. 1. 2020.": 2,
        "action=protected.read&last_day=1. 1. 2020.": 0,
        "action=protected.read&first_day=1. 1. 2099.": 0,
        "action=protected.read&first_day=1. 1. 9999.": 0,
        "action=protected.read&first_day=0001-01-01&last_day=31. 12. 9999.": 2,
        "action=nothing.like.it": 0,
        "account=987654": 0,
    }
    for question, number in asked.items():
        page = coordinator.get(f"/audit?{question}").text
        assert page.count('<th scope="row">') == number, question


def test_to_read_the_trail_is_in_the_trail(coordinator, session, world):
    coordinator.get(f"/audit?person={world.person}")
    (entry,) = told(session, "audit.read")
    assert (entry.roles, entry.details) == ("coordinator", {"person_id": world.person})


@pytest.mark.parametrize(
    "question", ["person=x", "first_day=99", f"person={10**20}", "first_day=2.11.2026&last_day=1.11.2026"]
)
def test_what_cannot_be_looked_up_is_told(coordinator, question):
    assert coordinator.get(f"/audit?{question}").status_code == 422


def test_a_cursor_of_nothing_is_told(coordinator):
    assert coordinator.get("/audit?cursor=x").status_code in (400, 422)


def test_a_long_trail_has_pages(coordinator, counsellor, world):
    for _ in range(60):
        counsellor.get(f"/people/{world.person}/protected?purpose=support")
    page = coordinator.get("/audit?action=protected.read")
    assert page.text.count('<th scope="row">') == 50
    following = html.unescape(page.text.split('btn-outline-primary" href="')[1].split('"')[0])
    assert coordinator.get(following).text.count('<th scope="row">') == 10


def test_a_page_of_the_trail_costs_the_same_for_many(coordinator, counsellor, world, count_statements):
    def asked():
        with count_statements() as statements:
            assert coordinator.get("/audit").status_code == 200
        return len(statements)

    counsellor.get(f"/people/{world.person}")
    coordinator.get("/audit")
    few = asked()
    for person in (world.person, world.other_person) * 5:
        counsellor.get(f"/people/{person}")
    assert asked() == few


def test_the_trail_is_closed_to_others(counsellor, graduate, company):
    for browser in (counsellor, graduate, company):
        assert browser.get("/audit").status_code == 403
