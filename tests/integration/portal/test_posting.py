"""Posting an opening: with what is read beside the text while it is typed, and without JavaScript."""

import re
from datetime import date, timedelta

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from tests import factories

NEW, DRAFT = "/company/openings/new/vacancy", "/company/openings/new/vacancy/draft"
TYPED = {
    "title": "Zavarivač",
    "description": "MIG/MAG zavarivanje, do 35 godina.",
    "municipality": "nis",
    "places": "2",
}


def shown(text):
    """What a browser would send of the fragment: hidden fields, texts, and the boxes that are chosen."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", text):
        field = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if field.get("type") not in ("radio", "checkbox") or " checked" in tag:
            fields[field["name"]] = field.get("value", "")
    return fields


@pytest.fixture
def opening_of(session):
    def read(answer):
        return openings.get(session, OPERATOR, int(re.search(r"/openings/(\d+)", answer.location)[1])).record

    return read


def test_a_text_is_read_while_it_is_typed_and_nothing_is_stored(company, session, world):
    answer = company.post(DRAFT, data=TYPED)
    for expected in ("zavarivač", "MIG/MAG zavarivanje", "do 35 godina", "Zakon o radu", "manje od 5 osoba"):
        assert expected in answer.text, expected
    assert openings.search(session, OPERATOR).total == 2
    unfinished = company.post(DRAFT, data={"title": "", "places": "mnogo"})
    assert unfinished.status_code == 200
    assert company.post("/company/openings/new/nothing/draft", data=TYPED).status_code == 404


def test_what_is_accepted_corrected_and_added_is_kept(company, opening_of, world):
    fields = TYPED | shown(company.post(DRAFT, data=TYPED).text)
    assert fields["skills-0-code"] == "mig-mag-welding"
    fields |= {"skills-0-wanted": "required", "more": "šivenje na mašini"}
    again = company.post(DRAFT, data=fields)
    fields = TYPED | shown(again.text)
    assert fields["skills-0-wanted"] == "required"
    assert {fields["skills-0-code"], fields["skills-1-code"]} == {"mig-mag-welding", "sewing"}
    answer = company.post(NEW, data=fields)
    assert answer.status_code == 302
    assert not answer.location.endswith("/reading")
    record = opening_of(answer)
    assert {(item.code, item.required, item.source) for item in record.skills} == {
        ("mig-mag-welding", True, "employer"),
        ("sewing", False, "employer"),
    }
    assert (record.occupation.code, record.occupation.source) == ("welder", "text")


def test_an_occupation_is_picked_and_stays_whatever_is_typed_afterwards(company, opening_of, world):
    fields = TYPED | shown(company.post(DRAFT, data=TYPED).text)
    picked = fields | {"occupation-asked": fields["occupation"], "occupation-pick": "baker"}
    fields = TYPED | shown(company.post(DRAFT, data=picked).text)
    assert fields["occupation"] == "pekar"
    fields["title"] = "Zavarivačica"
    record = opening_of(company.post(NEW, data=fields))
    assert (record.occupation.code, record.occupation.source) == ("baker", "employer")


def test_what_nobody_knows_is_said_beside_the_text_and_keeps_the_form(company, session, world):
    fields = TYPED | shown(company.post(DRAFT, data=TYPED).text) | {"occupation": "qqqqq"}
    assert "qqqqq" in company.post(DRAFT, data=fields).text
    answer = company.post(NEW, data=fields)
    assert answer.status_code == 422
    assert TYPED["description"] in answer.text
    assert openings.search(session, OPERATOR).total == 2


def test_without_javascript_the_next_page_shows_what_was_read(company, world):
    page = company.get(NEW)
    assert page.status_code == 200
    assert "occupation_code" not in page.text
    answer = company.post(NEW, data=TYPED, follow_redirects=True)
    assert answer.request.path.endswith("/reading")
    assert "zavarivač" in answer.text
    assert "do 35 godina" in answer.text


def test_whoever_approves_sees_the_wording(coordinator, company, opening_of, world):
    made = company.post(NEW, data=TYPED).location
    number = re.search(r"/openings/(\d+)", made)[1]
    company.post(f"/company/openings/{number}/submit")
    assert "do 35 godina" in coordinator.get(f"/coordinator/openings/{number}").text
    assert "Zakon o radu" in coordinator.get(f"/coordinator/openings/{number}").text


def test_drafts_are_for_companies(graduate, client, world):
    assert graduate.post(DRAFT, data=TYPED).status_code == 403
    assert client.post(DRAFT, data=TYPED).status_code in (302, 401)
    assert graduate.post(f"/company/openings/{world.published}/edit/draft", data=TYPED).status_code == 403


def test_a_company_copies_moves_the_last_day_and_takes_a_step_back(company, opening_of, session, world):
    one = f"/company/openings/{world.published}"
    page = company.get(one).text
    assert "manje od 5 osoba" in page
    assert "Niko ne čeka odgovor." in page
    copied = company.post(f"{one}/copy")
    assert opening_of(copied).title == "Zavarivač u radionici"
    assert company.get(copied.location).status_code == 200
    day = date.today() + timedelta(30)
    moved = company.post(f"{one}/last-day", data={"apply_by": f"{day.day}. {day.month}. {day.year}."})
    assert moved.status_code == 302
    assert "Pomeren rok" in company.get(one).text
    refused = company.post(f"{one}/last-day", data={"apply_by": "1. 1. 2099."})
    assert (refused.status_code, "predaleko" in refused.text) == (422, True)
    assert f"{one}/undo" in company.post(f"{one}/close", follow_redirects=True).text
    assert company.post(f"{one}/undo").status_code == 302
    assert openings.get(session, OPERATOR, world.published).state == "published"


def test_the_first_screen_costs_the_same_with_many_openings(company, session, engine, world, count_statements):
    company.get("/company")
    with count_statements() as few:
        assert company.get("/company").status_code == 200
    for _ in range(5):
        factories.opening(session, engine, world.employer)
    session.commit()
    company.get("/company")
    with count_statements() as many:
        assert "uslove ispunjava" in company.get("/company").text
    assert len(many) <= len(few) + 1
