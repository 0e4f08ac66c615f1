"""A person applies, follows what becomes of it, and decides about an offer."""

import re

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import application_steps, applications
from tests import factories

LISTED = "/my/applications"


@pytest.fixture
def write(world):
    return f"{LISTED}/to/{world.published}"


def part(page, id):
    return page.split(f'id="{id}"')[1].split("</section>")[0]


def test_a_visitor_signs_in_and_is_back_where_the_application_is_written(client, graduate, world, write):
    page = client.get(f"/placements/{world.published}").text
    (sign_in,) = re.findall(r'href="(/login\?next=[^"]+)"', part(page, "main").split("panel")[1])
    assert write in sign_in.replace("%2F", "/")
    assert client.get(write).location.endswith(sign_in.removeprefix("/login"))
    for said in ("Metal Jug", "Ana Jović", "Firma ne može", "Ako je danas pošaljete"):
        assert (said in graduate.get(write).text) == (said != "Firma ne može"), said
    assert "Ovako firma ne može da vas dobije" in graduate.get(write).text


def test_what_is_saved_for_later_is_changed_sent_or_thrown_away_and_back(graduate, company, world, write):
    page = graduate.post(write, data={"message": "Mogu odmah.", "then": "later"}, follow_redirects=True).text
    draft = part(page, "drafts")
    assert "Mogu odmah." in draft
    assert "Mogu odmah." not in company.get("/company/applications").text
    assert ">Mogu odmah.</textarea>" in graduate.get(write).text
    (away,) = re.findall(r'action="(/applications/\d+/withdraw)"', draft)
    gone = graduate.post(away, data={"reason": "not_told", "next": LISTED}, follow_redirects=True).text
    assert ('id="drafts"' in gone, 'id="ended"' in gone) == (False, False)
    undo = away.replace("withdraw", "undo")
    assert undo in gone
    assert 'id="drafts"' in graduate.post(undo, data={"next": LISTED}, follow_redirects=True).text
    graduate.post(away, data={"reason": "not_told"})
    assert ">Mogu odmah.</textarea>" in graduate.get(write).text
    sent = graduate.post(write, data={"message": "Ipak mogu.", "then": "send"}, follow_redirects=True)
    assert "Poslali ste prijavu" in part(sent.text, "timeline")
    assert graduate.get(write).location == sent.request.path
    assert "Pogledajte dokle je stigla" in graduate.get(f"/placements/{world.published}").text
    assert "Ipak mogu." in company.get("/company/applications").text


def test_each_answer_is_read_in_kind_words_and_the_offer_says_before_what_follows(
    graduate, company, world, write, session, engine
):
    other = factories.opening(session, engine, title="Bravar u školi").id
    factories.agree_to_be_seen(session, engine, world.person, other)
    applications.apply(session, OPERATOR, world.person, other)
    session.commit()
    page = graduate.post(write, follow_redirects=True).request.path
    number = page.rsplit("/", 1)[1]
    assert "Na potezu je firma" in part(graduate.get(page).text, "turn")
    company.post(f"/applications/{number}/interview", data={"note": "Utorak u 10, Bulevar 12."})
    assert "Utorak u 10, Bulevar 12." in part(graduate.get(page).text, "timeline")
    company.post(f"/applications/{number}/reject", data={"reason": "not_reached"})
    refused = graduate.get(page).text
    assert "Pokušali su da vas dobiju" in refused
    assert "nije mogao" not in part(refused, "timeline")
    company.post(f"/applications/{number}/undo")
    company.post(f"/applications/{number}/offer")
    offer = part(graduate.get(page).text, "turn")
    for said in ("Ako prihvatite", "Bravar u školi", "sedam dana", "Odbijam mesto"):
        assert said in offer, said
    assert "Prihvatite ili odbijte" in part(graduate.get(LISTED).text, "mine")
    accepted = graduate.post(f"/applications/{number}/accept", follow_redirects=True)
    assert accepted.request.path == page
    assert "Dobili ste mesto" in part(accepted.text, "turn")
    assert "Bravar u školi" in part(graduate.get(LISTED).text, "ended")
    undone = graduate.post(f"/applications/{number}/undo", follow_redirects=True).text
    assert "Mesto je vaše, ako ga želite" in part(undone, "turn")
    assert "<s>Prihvatili ste mesto</s>" in part(undone, "timeline")


def test_somebody_elses_application_is_not_found(graduate, world, session, engine):
    factories.agree_to_be_seen(session, engine, world.other_person, world.published)
    theirs = applications.apply(session, OPERATOR, world.other_person, world.published).id
    application_steps.act(session, OPERATOR, engine, theirs, "offer")
    session.commit()
    assert graduate.get(f"{LISTED}/{theirs}").status_code == 404
    assert graduate.post(f"/applications/{theirs}/accept").status_code == 404
    assert graduate.get(f"{LISTED}/to/{world.draft}").status_code == 404
