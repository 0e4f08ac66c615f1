"""A company sees who waits for its answer, and answers in the list."""

import re
from datetime import date, timedelta

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import application_steps, applications
from models import Application, Opening
from tests import factories

INBOX = "/company/applications"


@pytest.fixture
def applied(world, session, engine):
    """`applied("Selma", days=3)`: somebody has applied, and has to be answered in so many days; gives the id."""

    def apply(given_name, days=14, opening_id=None, **record):
        person = factories.person(session, engine, given_name=given_name, **record).id
        factories.agree_to_be_seen(session, engine, person, opening_id or world.published)
        sent = applications.apply(session, OPERATOR, person, opening_id or world.published, f"Ovde {given_name}.").id
        session.get(Application, sent).answer_by = date.today() + timedelta(days)
        session.commit()
        return sent

    return apply


def names(page):
    return re.findall(r"<h[23]>(\w+) Jović</h", page)


def test_who_has_waited_longest_stands_first_whatever_the_opening(company, applied, world, session, engine):
    other = factories.opening(session, engine, world.employer, title="Bravar").id
    theirs = factories.opening(session, engine, world.other_employer).id
    for sent in (("Nova", 14, other), ("Kasna", -1, None), ("Tuđa", 1, theirs), ("Bliska", 2, None)):
        applied(*sent, phone="064 111 222")
    page = company.get(INBOX).text
    assert names(page) == ["Kasna", "Bliska", "Nova"]
    for said in ("poslednji dan je bio", "još 2 dana", "još 14 dana", "064 111 222", "Ovde Nova.", "Bravar"):
        assert said in page
    first = company.get("/company").text.split('id="waiting"')[1].split("</section>")[0]
    assert names(first) == ["Kasna", "Bliska", "Nova"]


def test_answers_are_given_in_the_list_and_taken_back_there(company, applied, session):
    number = applied("Selma")
    assert company.get(INBOX).text.count(f'action="/applications/{number}/') == 5
    back = {"next": INBOX}
    for until in ("sutra", "2020-01-01"):
        answer = company.post(f"/applications/{number}/offer", data=back | {"until": until}, follow_redirects=True)
        assert "Izaberite rok za ponudu" in answer.text
    for action, more, said in (
        ("review", {}, "Kandidat vidi da čitate"),
        ("interview", {"note": "Utorak u 10, Bulevar 12."}, "Kandidat vidi poziv na razgovor"),
        ("offer", {"until": f"{date.today() + timedelta(3)}"}, "Kandidat ima rok do"),
        ("reject", {"reason": "other_person", "note": "Javite se na proleće."}, "Kandidat vidi odgovor i razlog"),
    ):
        page = company.post(f"/applications/{number}/{action}", data=more | back, follow_redirects=True)
        assert (page.request.path, said in page.text) == (INBOX, True), action
        notice = page.text.split('role="status"')[1].split("</form>")[0]
        assert f"/applications/{number}/undo" in notice
        assert f'name="next" value="{INBOX}"' in notice
    assert names(page.text) == []
    undone = company.post(f"/applications/{number}/undo", data=back, follow_redirects=True)
    assert (undone.request.path, names(undone.text)) == (INBOX, ["Selma"])
    wrong = company.post(f"/applications/{number}/reject", data=back, follow_redirects=True).text
    assert "Izaberite razlog." in wrong
    elsewhere = company.post(f"/applications/{number}/undo", data={"next": "//zlo.example"})
    assert elsewhere.location.startswith("/company/")


def test_once_all_places_are_taken_the_rest_are_told_at_once_and_it_can_be_taken_back(
    company, applied, world, session, engine
):
    rest = f"{INBOX}/to/{world.published}/rest"
    waiting = [applied(name) for name in ("Selma", "Ana")]
    assert company.post(rest).status_code == 409
    session.get(Opening, world.published).places = 1
    session.commit()
    taken = applied("Mira")
    for action in ("offer", "accept"):
        application_steps.act(session, OPERATOR, engine, taken, action)
    session.commit()
    assert "Još 2 kandidata čekaju odgovor" in company.get(INBOX).text
    page = company.post(rest, follow_redirects=True).text
    assert ("2 kandidata su obaveštena" in page, names(page)) == (True, [])
    numbers = ",".join(map(str, waiting))
    assert f'value="{numbers}"' in page
    back = company.post(f"{INBOX}/undo", data={"numbers": numbers}, follow_redirects=True).text
    assert names(back) == ["Selma", "Ana"]


def test_a_list_of_many_takes_as_many_queries_as_one_of_few_and_is_no_long_page(
    company, applied, count_statements, session, engine, world
):
    applied("Prva")
    company.get(INBOX)  # names are noted when they are first seen
    with count_statements() as few:
        company.get(INBOX)
    for number in range(20):
        opening = factories.opening(session, engine, world.employer).id if number < 3 else None
        applied(f"Osoba{number}", number, opening)
    company.get(INBOX)
    with count_statements() as many:
        page = company.get(INBOX).text
    assert len(many) == len(few)
    assert len(names(page)) == 15
    assert len(page.encode()) < 100_000
    assert len(names(company.get(f"{INBOX}?limit=30").text)) == 21
