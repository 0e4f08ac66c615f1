"""People see, correct and erase what is held on them; staff answer."""

import re

import pytest

from employer_portal import copy_words
from matching_service.services.rights.register import PERSONAL
from models import Base, Person, RightsRequest
from models.vocabulary import REQUEST_KINDS, REQUEST_STATES, REQUEST_SUBJECTS


@pytest.fixture
def ask(graduate, session):
    """The id of a request that the person has just made."""

    def post(address, **fields):
        answer = graduate.post(f"/my/data/{address}", data=fields)
        assert answer.status_code == 302, answer.text
        return session.query(RightsRequest.id).order_by(RightsRequest.id.desc()).first().id

    return post


def test_the_copy_is_a_page_of_its_own_in_plain_words(graduate):
    copy = graduate.get("/my/data/copy.html")
    assert re.fullmatch(r'attachment; filename="podaci-\d+-[\d-]+\.html"', copy.headers["Content-Disposition"])
    assert copy.headers["Cache-Control"] == "no-store"
    for words in ("Radno iskustvo", "varilac", "zavarivač", "pročitano iz teksta", "Niš", "Jović"):
        assert words in copy.text
    assert not re.search(r'(src|href)="(?!#)', copy.text)
    assert "None" not in copy.text


def test_the_copy_calls_things_by_names_that_fit_where_they_stand(graduate, world):
    graduate.post(f"/people/{world.person}/edit/words", data={"about": "Varim.", "wishes": ""})
    copy = graduate.get("/my/data/copy.html").text
    assert "<dt>Vašim rečima</dt>" in copy
    assert "<dt>Koliko godina</dt>" in copy


def test_the_copy_for_programs_names_the_tables(graduate, world):
    held = graduate.get("/my/data/copy.json").json["held"]
    assert held["person"]["rows"][0]["id"] == world.person
    assert {"experience", "consent", "user_account", "reading"} <= held.keys()


def test_the_words_of_the_copy_cover_every_table_and_column():
    columns = {
        column.name
        for name, holding in PERSONAL.items()
        for column in Base.metadata.tables[name].columns
        if column.name not in holding.withheld
    }
    assert set(copy_words.TABLES) == PERSONAL.keys()
    assert columns - copy_words.TECHNICAL <= copy_words.COLUMNS.keys()
    assert set(copy_words.ORIGINS) >= {holding.origin for holding in PERSONAL.values()}
    assert set(copy_words.REQUEST_KINDS) == set(REQUEST_KINDS)
    assert set(copy_words.REQUEST_STATES) == set(REQUEST_STATES)
    assert set(copy_words.REQUEST_SUBJECTS) == set(REQUEST_SUBJECTS)


def test_a_correction_reaches_the_first_screen_and_comes_back_answered(graduate, counsellor, ask):
    request = ask("correction", about="notes", words="Nisam odbila posao.")
    home = counsellor.get("/counsellor").text
    assert "Ana Jović" in home
    assert f"/requests/{request}" in home
    assert "Nisam odbila posao." in counsellor.get(f"/requests/{request}").text
    assert counsellor.post(f"/requests/{request}/done", data={"answer": ""}).status_code == 422
    counsellor.post(f"/requests/{request}/done", data={"answer": "Ispravili smo."})
    assert "Ispravili smo." in graduate.get("/my/data").text
    assert f"/requests/{request}" not in counsellor.get("/counsellor").text


@pytest.mark.parametrize(("about", "page"), [("notes", "/protected"), ("protected", "/protected"), ("profile", "")])
def test_a_correction_leads_to_where_it_is_made(counsellor, ask, world, about, page):
    told = counsellor.get(f"/requests/{ask('correction', about=about, words='Nije tačno.')}").text
    assert f'<p><a href="/people/{world.person}{page}">' in told


def test_a_request_says_what_it_needs(graduate):
    answer = graduate.post("/my/data/correction", data={"about": "", "words": ""})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_an_answer_is_asked_for_where_it_is_missing(counsellor, ask):
    request = ask("correction", about="notes", words="Nisam odbila posao.")
    assert "Napišite odgovor" in counsellor.post(f"/requests/{request}/done", data={"answer": ""}).text


def test_whoever_has_asked_for_erasure_reads_that_it_waits_and_can_take_it_back(graduate, ask):
    request = ask("erasure", words="")
    page = graduate.get("/my/data/erasure").text
    assert "Ovo ste tražili" in page
    assert "<textarea" not in page
    assert f'action="/my/data/requests/{request}/withdraw"' in page
    graduate.post(f"/my/data/requests/{request}/withdraw")
    assert "<textarea" in graduate.get("/my/data/erasure").text


def test_erasure_is_asked_for_by_the_person_and_done_by_a_coordinator(
    graduate, counsellor, coordinator, ask, session, world
):
    request = ask("erasure", words="")
    assert graduate.post("/my/data/erasure", data={}).status_code == 409
    assert "/erase" not in counsellor.get(f"/requests/{request}").text
    assert counsellor.post(f"/requests/{request}/erase", data={"sure": "y"}).status_code == 403
    told = coordinator.get(f"/requests/{request}").text
    assert "Radno iskustvo" in told
    assert coordinator.post(f"/requests/{request}/erase", data={}).status_code == 422
    assert coordinator.post(f"/requests/{request}/erase", data={"sure": "y"}).status_code == 302
    session.expire_all()
    assert session.get(Person, world.person) is None
    assert session.get(Person, world.other_person) is not None
    assert graduate.get("/my/data").status_code in (302, 403)


def test_a_correction_cannot_be_turned_into_an_erasure(coordinator, ask, session, world):
    request = ask("correction", about="other", words="Drugi telefon.")
    assert coordinator.post(f"/requests/{request}/erase", data={"sure": "y"}).status_code == 404
    assert session.get(Person, world.person, populate_existing=True) is not None


def test_the_person_takes_a_request_back(graduate, ask, session):
    request = ask("erasure")
    graduate.post(f"/my/data/requests/{request}/withdraw")
    assert session.get(RightsRequest, request, populate_existing=True).state == "withdrawn"


def test_a_counsellor_gives_a_copy_and_asks_for_erasure_in_the_person_s_name(counsellor, world, session):
    address = f"/people/{world.person}/data"
    assert "varilac" in counsellor.get(f"{address}/copy.html").text
    assert counsellor.get(f"{address}/copy.xml").status_code == 404
    assert counsellor.post(address, data={"words": "Seli se."}).status_code == 302
    assert session.query(RightsRequest.kind).one().kind == "erasure"
    assert "Seli se." in counsellor.get(address).text


def test_nobody_erases_what_they_have_asked_for_themselves(coordinator, world):
    coordinator.post(f"/people/{world.person}/data", data={"words": "Ne želi više."})
    request = re.search(r"/requests/(\d+)", coordinator.get("/coordinator").text).group(1)
    answer = coordinator.post(f"/requests/{request}/erase", data={"sure": "y"})
    assert answer.status_code == 409
    assert "Ovaj zahtev ste sami uneli" in answer.text
    assert coordinator.get(f"/people/{world.person}").status_code == 200
