"""Pages and files of searching: for people without an account, for programs, for whoever saves a search."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from employer_portal import letters
from matching_service.services.browsing import digests
from matching_service.services.notices import Notice
from models import Message, Opening, SavedSearch, User
from models.base import now
from tests import factories

NAMES = {"atom": "http://www.w3.org/2005/Atom", "map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def offered(reference_data, session, engine):
    """Two ids: of an internship in Vranje, with all that can be said, and of one that is over."""
    company = factories.employer(session, name="Šivara <Jug>").id
    internship = factories.opening(
        session,
        engine,
        company,
        title="Praksa: šivenje & krojenje\x0b",
        kind="internship",
        municipality="vranje",
        description="Šijemo radna odela. </script><b>Nije uslov</b>",
        apply_by=date.today() + timedelta(20),
        pay_from=Decimal(30000),
        pay_period="month",
        mentor="Mira Pekić",
    )
    factories.opening(session, engine, company, title="Zavarivač")
    over = factories.opening(session, engine, company, title="Tajni oglas", state="paused", municipality="vranje")
    session.commit()
    return internship.id, over.id


def test_a_visitor_searches_filters_and_looks_at_the_map(client, offered):
    page = client.get("/placements?text=%C5%A1ivenje&near=vranje&km=30&kind=internship").text
    assert "Praksa: šivenje" in page
    assert "Zavarivač" not in page.partition('class="cards"')[2]
    assert 'href="/placements.atom?text=%C5%A1ivenje&amp;kind=internship&amp;near=vranje&amp;km=30"' in page
    assert re.search(r'href="/placements\?kind=internship&amp;near=vranje&amp;km=30">„šivenje“', page)
    drawn = client.get("/placements?view=map").text
    assert drawn.count('class="bubble"') == 2
    assert "style=" not in drawn
    assert 'role="group"' in drawn
    nothing = client.get("/placements?text=astronaut&kind=internship").text
    assert 'href="/placements?kind=internship"' in nothing.partition('class="empty"')[2]
    assert len(client.get("/placements?near=nis&km=%00x&only=x&kind=y&view=z&sort=q").text) < 150_000
    hints = client.get("/placements/hints?text=vra").text
    assert 'role="option"' in hints
    assert 'data-text="Vranje"' in hints


def test_programs_get_a_feed_a_map_of_the_site_and_what_they_may_read(client, offered):
    answer = client.get("/placements.atom?kind=internship")
    feed = ElementTree.fromstring(answer.data)
    assert answer.mimetype == "application/atom+xml"
    assert {feed.find(f"atom:{name}", NAMES) is not None for name in ("id", "title", "updated", "author")} == {True}
    entry = feed.find("atom:entry", NAMES)
    assert entry.findtext("atom:title", None, NAMES) == "Praksa: šivenje & krojenje "
    assert entry.find("atom:link", NAMES).get("href") == f"http://localhost/placements/{offered[0]}"
    listed = ElementTree.fromstring(client.get("/sitemap.xml").data).findall(".//map:loc", NAMES)
    assert len(listed) == 4
    assert f"http://localhost/placements/{offered[1]}" not in {each.text for each in listed}
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_a_public_opening_says_what_it_is_to_search_engines_and_names_nobody(client, offered):
    page = client.get(f"/placements/{offered[0]}").text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (data["@type"], data["employmentType"]) == ("JobPosting", ["INTERN"])
    assert data["hiringOrganization"]["name"] == "Šivara <Jug>"
    assert data["jobLocation"]["address"]["addressLocality"] == "Vranje"
    assert data["baseSalary"]["value"] == {"@type": "QuantitativeValue", "minValue": 30000.0, "unitText": "MONTH"}
    assert data["validThrough"].startswith((date.today() + timedelta(20)).isoformat())
    assert "Pekić" not in json.dumps(data, ensure_ascii=False)
    assert f'rel="canonical" href="http://localhost/placements/{offered[0]}"' in page


def test_what_is_over_says_so_and_no_more(client, offered, session):
    answer = client.get(f"/placements/{offered[1]}")
    assert answer.status_code == 410
    assert "Tajni" not in answer.text
    assert "noindex" in answer.text
    session.get(Opening, offered[0]).apply_by = date.today() - timedelta(1)
    session.commit()
    late = client.get(f"/placements/{offered[0]}")
    assert late.status_code == 200
    assert "ld+json" not in late.text
    assert "#apply" not in late.text


def test_a_search_is_saved_changed_removed_and_brought_back(client_of, offered, session):
    browser = client_of("beneficiary")
    query = "kind=internship&near=vranje&km=30"
    assert 'name="query" value="kind=internship&amp;near=vranje&amp;km=30"' in browser.get(f"/placements?{query}").text
    browser.post("/my/searches", data={"name": "Prakse", "query": query, "rhythm": "weekly"})
    kept = session.query(SavedSearch).one()
    assert (kept.query, kept.rhythm) == (query, "weekly")
    browser.post(f"/my/searches/{kept.id}/rhythm", data={"rhythm": "off"})
    removed = browser.post(f"/my/searches/{kept.id}/remove").text
    assert 'name="rhythm" value="off"' in removed
    assert session.query(SavedSearch).count() == 0
    assert client_of("counsellor").get("/my/searches").status_code == 403


def test_a_letter_of_news_is_stopped_by_its_link_without_signing_in(app, client, client_of, offered, session, engine):
    browser = client_of("beneficiary")
    browser.post("/my/searches", data={"name": "Sve", "query": "", "rhythm": "daily"})
    factories.opening(session, engine, title="Novi zavarivač")
    user = session.query(User).filter(User.email.startswith("beneficiary")).one()
    user.confirmed_at = user.confirmed_at or now()
    digests.send(session, engine, now() + timedelta(days=1))
    session.commit()
    written = session.query(Message).filter(Message.kind == "new_openings").one()
    with app.test_request_context(base_url="http://localhost"):
        _subject, body, stop = letters.in_words(Notice(written.kind, "sr", written.details))
    assert "Novi zavarivač\n  http://localhost/placements/" in body
    assert stop in body
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.get(stop).status_code == 200
    assert session.query(SavedSearch).one().rhythm == "daily"  # programs that look into letters open links
    assert client.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    session.expire_all()
    assert session.query(SavedSearch).one().rhythm == "off"
    assert client.get(stop + "x").status_code == client.post("/letters/stop/x").status_code == 404


def test_the_api_filters_counts_suggests_and_keeps_searches(client, bearer_of, offered):
    found = client.get("/api/v1/openings?kind=internship&kind=vacancy&near=vranje&km=20").json
    assert [item["municipality"] for item in found["items"]] == ["vranje"]
    counted = client.get("/api/v1/openings/facets?only=pay").json
    assert counted["kind"] == [{"value": "internship", "count": 1}]
    assert counted["total"] == 1
    assert client.get("/api/v1/openings/hints?text=vra").json["items"] == [
        {"kind": "place", "text": "Vranje", "count": 1}
    ]
    headers = bearer_of("beneficiary")
    kept = client.post("/api/v1/saved-searches", headers=headers, json={"name": "Prakse", "query": "kind=internship"})
    assert (kept.status_code, kept.json["rhythm"]) == (201, "daily")
    address = f"/api/v1/saved-searches/{kept.json['id']}"
    assert client.put(f"{address}/rhythm", headers=headers, json={"rhythm": "off"}).json["rhythm"] == "off"
    assert client.get("/api/v1/saved-searches", headers=headers).json["total"] == 1
    assert client.delete(address, headers=headers).status_code == 204
    assert client.delete(address, headers=headers).status_code == 404
