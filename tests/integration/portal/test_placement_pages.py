"""A placement in the browsers of company, intern and counsellor, from the acceptance to the certificate."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from employer_portal import papers, placement_words
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.placements.evaluations import SCALES
from models import Placement
from models.vocabulary import (
    BREAK_OFF_REASONS,
    OUTCOME_STATES,
    PLACEMENT_KINDS,
    PLACEMENT_STATES,
    REVOCATION_REASONS,
)
from tests import factories

BEGIN = date.today() - timedelta(40)


@pytest.fixture
def place(session, engine, world):
    """The address of a placement that was just made."""
    opening = factories.opening(session, engine, world.employer, title="Pekar ćuprijskog hleba", kind="internship").id
    factories.agree_to_be_seen(session, engine, world.person, opening)
    sent = applications.apply(session, OPERATOR, world.person, opening).id
    for action in ("offer", "accept"):
        application_steps.act(session, OPERATOR, engine, sent, action)
    session.commit()
    return f"/places/{session.query(Placement.id).scalar()}"


def written(day):
    return f"{day.day}. {day.month}. {day.year}."


def test_three_sides_go_from_the_agreement_to_a_certificate_that_anybody_checks(place, company, graduate, counsellor):
    terms = {
        "title": "Pekar", "starts_on": written(BEGIN), "ends_on": written(BEGIN + timedelta(35)), "mentor": "Žika",
        "hours_per_week": "30", "duties": "Mesi <hleb> i đevreke.", "allowance": "20.000",
        "allowance_currency": "RSD", "allowance_period": "month",
    }  # fmt: skip
    for client in (company, graduate, counsellor):
        assert 'href="' + place in client.get("/places").text
        assert "Ugovor još nije potpisan" in client.get(place).text
    assert graduate.post(f"{place}/terms", data=terms).status_code == 403
    assert company.post(f"{place}/terms", data=terms | {"title": ""}).status_code == 422
    assert company.post(f"{place}/terms", data=terms).status_code == 302
    page = graduate.get(f"{place}/agreement?language=en").text
    assert "Mesi &lt;hleb&gt; i đevreke." in page
    assert "20.000 RSD mesečno" in page
    assert 'lang="en"' in page
    for client in (company, graduate):
        client.post(f"{place}/sign", data={"version": "1"})
    counsellor.post(f"{place}/signatures", data={"version": "1", "side": "programme", "day": written(BEGIN)})
    assert "Dogovoreno" in company.get(place).text
    company.post(f"{place}/begin", data={"day": written(BEGIN)})
    monday = BEGIN - timedelta(BEGIN.weekday())
    hours = {"planned": "30", "present": "28", "excused": "2", "missed": "0"}
    assert company.post(f"{place}/hours/{monday}", data=hours | {"missed": "x"}).status_code == 422
    assert company.post(f"{place}/hours/{monday}", data=hours).status_code == 302
    assert "Prisutno 28, opravdano 2, neopravdano 0" in graduate.get(place).text
    said = dict.fromkeys(SCALES["person"], "5") | {"words": "Lepo je."}
    assert graduate.post(f"{place}/evaluations/final/by_person", data={}).status_code == 422
    assert graduate.post(f"{place}/evaluations/final/by_person", data=said).status_code == 302
    assert "Lepo je." not in company.get(place).text
    assert "Lepo je." in counsellor.get(place).text
    company.post(f"{place}/finish", data={"day": written(date.today() + timedelta(3))})
    assert "ne u budućnosti" in company.get(place).text
    company.post(f"{place}/finish")
    assert counsellor.post(f"{place}/certificates").status_code == 302
    address = _address(graduate.get(place).text)
    anybody = graduate.application.test_client()
    checked = anybody.get(address)
    assert "Ova potvrda važi" in checked.text
    assert "Ana Jović" in checked.text
    assert checked.headers["X-Robots-Tag"] == "noindex"
    kid = anybody.get(address + "/badge.json").get_json()
    assert anybody.get(kid["issuer"]["id"]).get_json()["name"] == kid["issuer"]["name"]
    counsellor.post(f"{place}{address}/revoke", data={"reason": "mistake"})
    assert "Ova potvrda ne važi" in anybody.get(address).text
    assert "Ana Jović" not in anybody.get(address).text
    assert kid["id"] == anybody.get("/certificates/revoked").get_json()["revokedCredential"][0]["id"]


def _address(page):
    start = page.index('href="/certificates/') + len('href="')
    return page[start : page.index('"', start)]


def test_papers_are_tagged_pdfs_with_all_letters_or_pages_to_print(place, company, counsellor, monkeypatch):
    if papers.can_be_made():
        paper = counsellor.get(f"{place}/agreement.pdf?language=sq")
        assert paper.mimetype == "application/pdf"
        read = PdfReader(BytesIO(paper.data))
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert "Pekar ćuprijskog hleba" in read.pages[0].extract_text()
    monkeypatch.setattr(papers, "_writer", _without_pango)
    sent = company.get(f"{place}/agreement.pdf", follow_redirects=True)
    assert "Pango nije instaliran" in sent.text


def _without_pango():
    raise papers.CannotBeMade


def test_outcomes_are_counted_for_donors(client_of, place):
    coordinator = client_of("coordinator")
    assert "Još nema pet osoba" in coordinator.get("/coordinator/outcomes?by=quarter&months=3").text
    assert coordinator.get("/coordinator/outcomes.csv").text.startswith("\ufeff")


def test_all_codes_have_words():
    assert set(placement_words.STATES) == set(PLACEMENT_STATES)
    assert set(placement_words.KINDS) == set(PLACEMENT_KINDS)
    assert set(placement_words.BREAK_OFF_REASONS) == set(BREAK_OFF_REASONS)
    assert set(placement_words.REVOCATION_REASONS) == set(REVOCATION_REASONS)
    assert set(placement_words.OUTCOMES) == set(OUTCOME_STATES)
    assert {side: tuple(names) for side, names in placement_words.SCALES.items()} == SCALES
