"""What the pages show, and what their buttons do."""

import re
from datetime import date, timedelta

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.profiles.people import ExperienceRecord
from models import Opening
from tests import factories


def test_anybody_searches_and_filters_published_openings(client, world):
    page = client.get("/placements").text
    assert "Zavarivač u radionici" in page
    assert "Pekar u pekari" not in page
    assert "Zavarivač u radionici" in client.get("/placements?text=ZAVARIVAC&municipality=nis&kind=vacancy").text
    assert "Ništa nismo našli." in client.get("/placements?municipality=bor").text
    assert client.get(f"/placements/{world.draft}").status_code == 404


def test_a_cursor_that_was_tampered_with_is_refused_in_plain_words(client, world):
    answer = client.get("/placements?cursor=izmišljeno")
    assert answer.status_code == 400
    assert "Ovo nismo mogli da primimo" in answer.text


def test_a_coordinator_returns_with_a_reason_which_the_company_reads(coordinator, client_of, world, session, engine):
    waiting = factories.opening(session, engine, world.other_employer, title="Pekar noću", state="pending_approval").id
    session.commit()
    assert "Pekar noću" in coordinator.get("/coordinator").text
    address = f"/coordinator/openings/{waiting}/return"
    assert "Napišite razlog" in coordinator.post(address, data={"reason": " "}).text
    assert coordinator.post(address, data={"reason": "Dopišite platu."}).status_code == 302
    company = client_of("employer", employer_id=world.other_employer)
    assert "Dopišite platu." in company.get("/company").text


def test_approval_waits_for_the_company_to_be_confirmed(coordinator, world, session, engine):
    unknown = factories.employer(session, verified=False)
    waiting = factories.opening(session, engine, unknown.id, title="Zavarivač noću", state="pending_approval").id
    session.commit()
    refused = coordinator.post(f"/coordinator/openings/{waiting}/approve")
    assert refused.status_code == 409
    assert "Prvo potvrdite da firma postoji" in refused.text
    confirmed = coordinator.post(
        f"/coordinator/companies/{unknown.id}/verify", data={"name": unknown.record.name, "opening": waiting}
    )
    assert confirmed.location == f"/coordinator/openings/{waiting}"
    assert coordinator.post(f"/coordinator/openings/{waiting}/approve").status_code == 302
    assert "Zavarivač noću" in coordinator.get("/placements").text


def test_a_company_pauses_publishes_again_and_closes(company, world):
    for action, word in (("pause", "Pauziran"), ("resume", "Objavljen"), ("close", "Zatvoren")):
        answer = company.post(f"/company/openings/{world.published}/{action}", follow_redirects=True)
        assert f">{word}</span>" in answer.text
    assert company.post(f"/company/openings/{world.published}/resume").status_code == 409


def test_what_waits_past_its_last_day_is_not_sent_for_approval(client_of, world, session):
    session.get(Opening, world.draft).apply_by = date.today() - timedelta(days=1)
    session.commit()
    company = client_of("employer", employer_id=world.other_employer)
    refused = company.post(f"/company/openings/{world.draft}/submit")
    assert refused.status_code == 409
    assert "Rok za prijavu je prošao." in refused.text


def test_a_company_is_told_that_a_change_takes_its_opening_off_the_pages(company, world):
    for page in ("edit", "reading"):
        assert "oglas se skida sa sajta" in company.get(f"/company/openings/{world.published}/{page}").text
    changed = {"title": "Zavarivač", "description": "MIG/MAG zavarivanje", "municipality": "nis", "places": "1"}
    answer = company.post(f"/company/openings/{world.published}/edit", data=changed, follow_redirects=True)
    assert "Oglas se ne vidi na sajtu dok koordinator ne odobri izmenu." in answer.text


def test_a_counsellor_sees_people_ranked_with_reasons_and_the_others_on_request(counsellor, world):
    page = counsellor.get(f"/openings/{world.published}/people").text
    assert "Ana Jović" in page
    assert "Petar Nikolić" not in page
    assert "Zašto" in page
    page = counsellor.get(f"/openings/{world.published}/people?ineligible=1").text
    assert "Petar Nikolić" in page
    assert "Predaleko:" in page


def test_weak_matches_are_folded_up_below_the_others(counsellor, world, session, engine):
    factories.person(session, engine, given_name="Vera", family_name="Ilić")
    session.commit()
    strong, weak = counsellor.get(f"/openings/{world.published}/people").text.split('<details class="weak-fit">')
    assert "Prikaži i slaba poklapanja (1)" in weak
    assert "Ana Jović" in strong
    assert "Vera Ilić" in weak


def test_a_list_says_how_many_more_there_are_and_where(counsellor, world, session, engine):
    factories.person(session, engine, given_name="Vera", family_name="Ilić")
    session.commit()
    address = f"/openings/{world.published}/people"
    page = counsellor.get(f"{address}?limit=1").text
    assert "Još 1 ispunjava uslove" in page
    assert f'href="{address}?limit=21"' in page
    assert "not-shown" not in counsellor.get(address).text


def test_what_was_done_is_said_above_everything_else(counsellor, world, graduate):
    graduate.post("/my/data/correction", data={"about": "notes", "words": "Nije tačno."})
    request = re.search(r"/requests/(\d+)", counsellor.get("/counsellor").text).group(1)
    answer = counsellor.post(f"/requests/{request}/done", data={"answer": "Evo."}, follow_redirects=True).text
    assert answer.index('class="notice" role="status"') < answer.index("<h1>")


def test_with_nothing_but_weak_matches_they_are_open_and_nothing_is_sent_from_there(counsellor, world, session, engine):
    vera = factories.person(session, engine, given_name="Vera", family_name="Ilić").id
    session.commit()
    page = counsellor.get(f"/people/{vera}/openings").text
    assert '<details class="weak-fit" open>' in page
    assert "Zavarivač u radionici" in page
    assert f"/people/{vera}/applications/" not in page


def test_an_opening_that_is_not_published_says_so_instead_of_a_list(counsellor, company, world):
    assert "Oglas još nije objavljen." in counsellor.get(f"/openings/{world.draft}/people").text
    for action, said in (("pause", "Oglas je pauziran."), ("close", "Oglas je zatvoren,")):
        company.post(f"/company/openings/{world.published}/{action}")
        page = counsellor.get(f"/openings/{world.published}/people").text
        assert said in page
        assert "Niko ne ispunjava uslove" not in page


def test_a_counsellor_sees_openings_for_a_person_and_sends_an_application(counsellor, world, session, engine):
    page = counsellor.get(f"/people/{world.person}/openings").text
    assert "Zavarivač u radionici" in page
    refused = counsellor.post(f"/people/{world.person}/applications/{world.published}")
    assert refused.status_code == 409
    assert "saglas" in refused.text
    factories.agree_to_be_seen(session, engine, world.person, world.published)
    session.commit()
    counsellor.post(f"/people/{world.person}/applications/{world.published}")
    assert "Prijava je poslata." in counsellor.get(f"/people/{world.person}/openings").text
    assert "Zavarivač u radionici" in counsellor.get(f"/people/{world.person}").text


def test_an_application_comes_to_the_counsellors_home_and_marks_its_sender(graduate, counsellor, world):
    assert "Nijedna prijava ne čeka na odgovor." in counsellor.get("/counsellor").text
    graduate.post(f"/my/applications/to/{world.published}", data={"message": "Mogu odmah."})
    home = counsellor.get("/counsellor").text.split('id="applications"')[1].split("</section>")[0]
    for said in (f"/people/{world.person}", "Ana Jović", f"/openings/{world.published}/people", "Mogu odmah."):
        assert said in home
    assert "prijava poslata" in counsellor.get(f"/openings/{world.published}/people").text


def test_people_are_found_whatever_the_case_and_diacritics(counsellor, world):
    page = counsellor.get("/people?text=JOVIC").text
    assert "Ana Jović" in page
    assert "Petar Nikolić" not in page


def test_a_graduate_applies_once_and_may_withdraw(graduate, world):
    address = f"/my/applications/to/{world.published}"
    page = graduate.post(address, data={"message": "Mogu odmah."}, follow_redirects=True).text
    assert "Zavarivač u radionici" in page
    again = graduate.post(address)
    assert again.status_code == 409
    assert "već poslata" in again.text
    (withdraw,) = re.findall(r'action="(/applications/\d+/withdraw)"', page)
    assert "Izaberite razlog." in graduate.post(withdraw, follow_redirects=True).text
    assert "Povučena" in graduate.post(withdraw, data={"reason": "distance"}, follow_redirects=True).text
    assert "Vraćeno je" in graduate.post(withdraw.replace("withdraw", "undo"), follow_redirects=True).text


def test_a_graduate_is_told_truly_who_reads_the_application(graduate, counsellor, company, world):
    address = f"/my/applications/to/{world.published}"
    hint = graduate.get(address).text.split('id="message-hint"')[1].split("</p>")[0]
    assert ("savetnik" in hint, "firma" in hint) == (True, True)
    sent = graduate.post(address, data={"message": "Mogu odmah."}, follow_redirects=True).text
    assert "Firma vidi vaše ime, telefon i e-poštu" in sent
    assert "Mogu odmah." in counsellor.get(f"/people/{world.person}").text
    assert "Mogu odmah." not in company.get(f"/company/openings/{world.published}").text
    assert "Mogu odmah." in company.get(f"/company/openings/{world.published}/people").text


def test_whoever_writes_about_a_person_is_asked_to_keep_confidential_things_out(graduate, counsellor, world):
    for writer in (graduate, counsellor):
        page = writer.get(f"/people/{world.person}/edit/words").text
        intro = page.split("<h1>")[1].split("<form")[0]
        assert "Program čita ove tekstove" in intro
        for subject in ("zdravlju", "porodici", "poreklu"):
            assert subject in intro


def test_while_correcting_a_company_reads_what_must_be_corrected(
    company, coordinator, client_of, world, session, engine
):
    waiting = factories.opening(session, engine, world.employer, title="Bravar", state="pending_approval").id
    session.commit()
    coordinator.post(f"/coordinator/openings/{waiting}/return", data={"reason": "Dopišite platu."})
    assert "Dopišite platu." in company.get(f"/company/openings/{waiting}/edit").text
    assert "Vraćeno" not in company.get(f"/company/openings/{world.published}/edit").text


@pytest.fixture
def imported(world, session, engine):
    """An opening from a table: nobody's, with no place and a title that names no occupation."""
    opening_id = openings.put_imported(session, OPERATOR, engine, "spisak", "7", OpeningRecord(title="Ispomoć")).id
    session.commit()
    return opening_id


def test_an_imported_opening_without_company_place_or_occupation_has_no_gaps(coordinator, imported, world):
    review = coordinator.get(f"/coordinator/openings/{imported}").text
    assert "nema firme" in review
    ranked = f"/openings/{imported}/people"
    assert "Nismo prepoznali zanimanje" in coordinator.get(ranked).text
    for address in (f"/coordinator/openings/{imported}", ranked, f"/placements/{imported}", "/openings"):
        page = coordinator.get(address)
        assert page.status_code == 200, address
        assert "None" not in page.text, address
        assert not re.search(r"<(li|dd|p)>\s*</", page.text), address
    coordinator.post(f"/people/{world.person}/applications/{imported}")
    assert "Ispomoć</a> \n<span" in coordinator.get(f"/people/{world.person}").text


def test_an_opening_of_no_known_municipality_is_listed_with_the_place_it_names(counsellor, world, session, engine):
    record = OpeningRecord(title="Varilac", description="MIG/MAG zavarivanje", place="Kod stare železare")
    openings.put_imported(session, OPERATOR, engine, "spisak", "8", record)
    session.commit()
    assert "<li>Kod stare železare</li>" in counsellor.get(f"/people/{world.person}/openings").text


def test_a_first_day_that_nobody_said_is_shown_as_not_known(counsellor, world):
    row = counsellor.get(f"/people/{world.person}").text.split("<dt>Može da počne</dt>")[1].split("</dd>")[0]
    assert "nije poznato" in row


def test_pages_load_nothing_from_elsewhere_and_carry_no_inline_styles_or_scripts(client, counsellor, world):
    pages = [client.get("/"), client.get("/placements"), counsellor.get(f"/openings/{world.published}/people")]
    for text in (page.text for page in pages):
        assert ' style="' not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert 'src="http' not in text
        assert " onclick" not in text


def test_our_files_are_served(client):
    for name in ("site.css", "vendor/htmx.min.js", "favicon.svg"):
        assert client.get(f"/static/{name}").status_code == 200


def test_suggestions_come_as_choices_for_the_field_that_asked(client, reference_data):
    page = client.get("/suggestions/occupation?field=occupation&occupation=krojačica").text
    assert 'name="occupation-pick" value="seamstress"' in page
    assert client.get("/suggestions/planet?field=a&a=mars").status_code == 404


@pytest.fixture
def many_more(world, session, engine):
    """`many_more()` adds people with occupations of their own, and openings for whoever looks for work."""

    def add():
        for number, title in enumerate(("zavarivač", "pekar", "šivač") * 3):
            experience = ExperienceRecord(title, years=number)
            factories.person(session, engine, given_name=f"Osoba{number}", experiences=(experience,))
            factories.opening(session, engine, world.employer, title=title, description="MIG/MAG zavarivanje, šivenje")
        session.commit()

    return add


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("counsellor", "/people"),
        ("counsellor", "/openings"),
        ("counsellor", "/people/{person}/openings?limit=100&ineligible=1"),
        ("counsellor", "/openings/{published}/people?limit=100&ineligible=1"),
        ("beneficiary", "/my?limit=100&ineligible=1"),
        (None, "/placements"),
    ],
)
def test_a_longer_list_asks_the_database_no_more_questions(
    role, address, client, client_of, world, many_more, count_statements
):
    browser = client_of(role, person_id=world.person if role == "beneficiary" else None) if role else client
    address = address.format(person=world.person, published=world.published)
    short, few = _visit(browser, address, count_statements)
    many_more()
    long, many = _visit(browser, address, count_statements)
    assert long.count("<li") + long.count("<tr") > short.count("<li") + short.count("<tr")
    assert len(many) == len(few) > 0


def _visit(browser, address, count_statements):
    """The page and what it asked; on the second visit, because the first one reads what is new into the index."""
    browser.get(address)
    with count_statements() as statements:
        page = browser.get(address).text
    return page, statements


def test_people_are_proposed_for_published_openings_only(counsellor, world):
    page = counsellor.get("/openings").text
    assert f'href="/openings/{world.published}/people"' in page
    assert f'href="/openings/{world.draft}/people"' not in page
    assert "Koga predložiti" in counsellor.get(f"/placements/{world.published}").text
    assert "Koga predložiti" not in counsellor.get(f"/placements/{world.draft}").text
