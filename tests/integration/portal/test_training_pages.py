"""What is missing for an opening, and which training would change what: on pages, and opened in place."""

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.profiles.people import EducationRecord
from tests import factories


@pytest.fixture
def sewing(world, session, engine):
    """An opening whose skills nobody was asked about; the one person who can sew stands first."""
    demands = (SkillDemand("sewing"), SkillDemand("forklift-operation", required=False))
    seamstress = {"mobility_km": 50, "about": "Šila sam, šivenje na mašini.", "given_name": "Vera"}
    factories.person(session, engine, **seamstress)
    opening = factories.opening(session, engine, world.employer, title="Šivač u radionici", skills=demands).id
    session.commit()
    return opening


def of_opening(page):
    return page.split('class="gaps-part"')[1]


def test_what_to_ask_comes_before_what_to_train_each_with_the_place_it_gives(counsellor, world, sewing):
    shown = of_opening(counsellor.get(f"/openings/{sewing}/people/{world.person}").text)
    asked, trained = shown.split("Šta bi promenila obuka")
    assert "2. mesto od 2." in asked
    assert asked.index("Prvo pitajte") < asked.index("šivenje na mašini")
    assert "(obavezno)" in asked
    assert "prekvalifikacija sa uverenjem: šivač" in trained
    assert "<strong>1.</strong>" in trained


def test_both_ranked_lists_lead_there_in_place_and_without_a_script(counsellor, world, sewing):
    address = f"/openings/{sewing}/people/{world.person}"
    for page in (f"/openings/{sewing}/people", f"/people/{world.person}/openings"):
        text = counsellor.get(page).text
        assert f'hx-get="{address}"' in text
        assert f'<a href="{address}">' in text


def test_who_fails_a_condition_that_a_course_meets_has_a_link_and_others_have_not(counsellor, world, session, engine):
    far = world.other_person
    unlicensed = factories.person(session, engine, given_name="Mina", licences_complete=True).id
    driving = factories.opening(session, engine, world.employer, title="Zavarivač na terenu", licences=("B",)).id
    session.commit()
    page = counsellor.get(f"/openings/{driving}/people?ineligible=1").text.split('id="ineligible"')[1]
    assert f"/openings/{driving}/people/{unlicensed}" in page
    assert f"/openings/{driving}/people/{far}" not in page
    shown = of_opening(counsellor.get(f"/openings/{driving}/people/{unlicensed}").text)
    assert "Sada nije na spisku za ovaj oglas." in shown
    assert "vozačka dozvola B" in shown
    assert "<strong>2.</strong>" in shown


def test_what_no_training_changes_is_said(counsellor, world):
    page = counsellor.get(f"/openings/{world.published}/people/{world.other_person}").text
    assert "Predaleko:" in page
    assert "nijedan odgovor ni obuka sami to ne bi promenili" in of_opening(page)


def test_an_opening_that_is_not_published_has_no_list_to_change(counsellor, world):
    page = counsellor.get(f"/openings/{world.draft}/people/{world.person}").text
    assert "Oglas još nije objavljen." in page
    assert "gaps-part" not in page


def test_a_counsellor_sees_first_what_to_ask_then_the_trainings_with_their_openings(counsellor, world, sewing):
    assert f'hx-get="/people/{world.person}/trainings"' in counsellor.get(f"/people/{world.person}").text
    asked, trained = counsellor.get(f"/people/{world.person}/trainings").text.split("Obuke koje otvaraju najviše")
    for question in ("Koliko daleko može da putuje", "Koja škola je završena?"):
        assert question in asked
    assert "<h3>šivač</h3>" in trained
    assert f"/placements/{sewing}" in trained
    assert "1 oglas, 2 mesta" in trained


def test_a_graduate_sees_the_own_trainings_and_is_addressed(graduate, world, sewing):
    assert 'href="/my/trainings"' in graduate.get("/my").text
    page = graduate.get("/my/trainings").text
    assert "Ispunjavate uslove za 2 oglasa." in page
    assert "Koju školu ste završili?" in page
    assert "šivač" in page


def test_nothing_asked_and_nothing_opened_are_said_in_words(counsellor, world, session, engine):
    record = {"mobility_km": 5, "municipality": "bor", "educations": (EducationRecord(3),)}
    person = factories.person(session, engine, **record).id
    session.commit()
    page = counsellor.get(f"/people/{person}/trainings").text
    assert "Nijedna prekvalifikacija sama ne bi otvorila" in page
    assert "Prvo pitajte" not in page


def test_more_than_three_openings_are_folded_up(counsellor, world, session, engine, sewing):
    for number in range(3):
        record = OpeningRecord(title="Šivač", municipality="nis", place=f"Pogon {number}")
        openings.put_imported(session, OPERATOR, engine, "spisak", str(number), record)
    session.commit()
    page = counsellor.get(f"/people/{world.person}/trainings").text.split("<h3>šivač</h3>")[1]
    assert "4 oglasa" in page
    shown, folded = page.split("<details>")
    assert (shown.count("/placements/"), folded.split("</details>")[0].count("/placements/")) == (3, 1)
    assert openings.search(session, OPERATOR, state="published").total == 5


@pytest.mark.parametrize("address", ["/openings/999/people/999", "/people/999/trainings"])
def test_what_does_not_exist_is_not_found(address, counsellor):
    assert counsellor.get(address).status_code == 404


def test_where_somebody_stands_among_others_is_for_counsellors_only(graduate, company, world):
    for visitor in (graduate, company):
        for address in (f"/openings/{world.published}/people/{world.person}", f"/people/{world.person}/trainings"):
            assert visitor.get(address).status_code == 403
