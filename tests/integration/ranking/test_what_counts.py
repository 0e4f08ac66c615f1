from dataclasses import fields, replace
from datetime import date
from itertools import permutations

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.matching import what_if
from matching_service.services.profiles import people
from matching_service.services.profiles.people import (
    EducationRecord,
    MentionRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)
from matching_service.services.protection import case_notes, protected
from matching_service.services.protection.protected import ProtectedRecord

pytestmark = pytest.mark.usefixtures("reference_data")


def ids(found):
    return [match.id for match in found.matches]


# ---- requalification


def test_a_completed_requalification_makes_a_person_count_as_the_new_occupation(add_person, add_opening, people_for):
    stayed = add_person("zavarivač")
    moved = add_person("zavarivač", requalifications=(RequalificationRecord("pekar", "zavarivač", certificate="NSZ"),))
    welding, baking = add_opening("Zavarivač"), add_opening("Pekar")
    assert ids(people_for(baking)) == [moved, stayed]
    assert ids(people_for(welding)) == [stayed, moved]
    assert people_for(baking).matches[0].occupation == "baker"


def test_a_requalification_that_does_not_say_from_what_leaves_all_work_before_it_behind(
    add_person, openings_for, add_opening
):
    welding, baking = add_opening("Zavarivač"), add_opening("Pekar")
    moved = add_person("zavarivač", requalifications=(RequalificationRecord("pekar"),))
    assert ids(openings_for(moved)) == [baking, welding]


@pytest.mark.parametrize(("kind", "state"), [("additional", "completed"), ("requalification", "ongoing")])
def test_more_training_or_training_not_finished_leaves_nothing_behind(add_person, add_opening, people_for, kind, state):
    training = RequalificationRecord("pekar", "zavarivač", kind=kind, state=state)
    plain, more = add_person("zavarivač"), add_person("zavarivač", requalifications=(training,))
    welding = {match.id: match.parts["occupation"] for match in people_for(add_opening("Zavarivač")).matches}
    assert welding[more] == welding[plain]


@pytest.mark.parametrize("state", ["dropped", "planned", "ongoing"])
def test_training_that_was_not_completed_gives_no_skill(session, add_person, state):
    training = RequalificationRecord("MIG/MAG zavarivanje", state=state)
    assert people.get(session, OPERATOR, add_person(requalifications=(training,))).record.skills == ()


def test_schooling_and_words_about_the_old_trade_are_left_behind_too(add_person, add_opening, people_for):
    school, training = EducationRecord(qualification="zavarivač"), RequalificationRecord("pekar", "zavarivač")
    words = "Dugo sam bio zavarivač."
    stayed = add_person(educations=(school,), about=words)
    moved = add_person(educations=(school,), about=words, requalifications=(training,))
    fits = {match.id: match.parts["occupation"] for match in people_for(add_opening("Zavarivač")).matches}
    assert fits[moved] == pytest.approx(0.4 * fits[stayed])


def test_a_trade_that_moves_from_the_story_to_the_wishes_counts_as_a_wish(session, add_person, correct):
    person = add_person(about="Pekar sam.")
    correct(person, about="", wishes="Pekar bih da budem.")
    assert [mention.kind for mention in people.get(session, OPERATOR, person).record.mentions] == ["wish"]


# ---- corrections stay


@pytest.fixture
def correct(session, engine):
    """Save a profile again with some fields changed, then have the texts read again."""

    def save(person_id, **changes):
        record = people.get(session, OPERATOR, person_id).record
        values = {name: getattr(record, name) for name in record.__slots__} | changes
        people.update(session, OPERATOR, engine, person_id, PersonRecord(**values))
        engine.read_again(session)

    return save


def test_a_rejected_mention_stays_out_when_the_texts_are_read_again(add_person, add_opening, openings_for, correct):
    person, baking = add_person(about="Škola za pekara u Nišu"), add_opening("Pekar")
    before = openings_for(person).matches[0]
    assert before.occupation == "baker"
    correct(person, mentions=(MentionRecord("baker", rejected=True),))
    after = openings_for(person).matches[0]
    assert (after.id, after.occupation) == (baking, None)
    assert after.parts["occupation"] == 0


def test_a_skill_known_to_be_lacking_stays_missing_when_the_texts_are_read_again(
    add_person, add_opening, openings_for, correct
):
    person = add_person(about="Učio sam MIG/MAG zavarivanje")
    add_opening("Pomoćnik", skills=(SkillDemand("mig-mag-welding"),))
    assert openings_for(person).matches[0].matched == ("mig-mag-welding",)
    correct(person, skills=(SkillRecord("mig-mag-welding", 0),))
    line = openings_for(person).matches[0]
    assert (line.matched, line.missing, line.missing_required) == ((), ("mig-mag-welding",), ("mig-mag-welding",))
    assert line.parts["required_skills"] == pytest.approx(0, abs=1e-7)


def test_a_demand_the_employer_has_rejected_is_not_asked_for_when_the_texts_are_read_again(
    session, engine, add_person, add_opening, people_for
):
    add_person("pekar")
    description = "Prodavnica je do pekare, gde pečenje hleba traje cele noći"
    opening = add_opening("Prodaja", description=description)
    assert people_for(opening).matches[0].matched == ("bread-baking",)
    rejected = OpeningRecord(
        "Prodaja", description=description, municipality="nis", skills=(SkillDemand("bread-baking", rejected=True),)
    )
    openings.update(session, OPERATOR, engine, opening, rejected)
    engine.read_again(session)
    line = people_for(opening).matches[0]
    assert line.matched + line.missing + line.unknown == ()


# ---- what must not count

PROTECTED = (
    ProtectedRecord("female", date(1961, 5, 1), "Romkinja", True, True, "single_parent"),
    ProtectedRecord("male", date(2004, 2, 29), "Srbin", False, False, "married"),
    ProtectedRecord("other", None, "zavarivač", None, True, "widowed"),
    ProtectedRecord(),
)
NOTES = ("pekar, MIG/MAG zavarivanje, ne preporučujem", "odličan zavarivač", "invalidnost, zavarivač u penziji")


def test_nothing_that_the_law_protects_is_an_input(
    session, engine, trades_people, add_opening, people_for, openings_for, count_statements
):
    """Whoever is whom: every list, score, part and reason stays, whichever way it is asked for."""
    slots = add_opening("Zavarivač"), add_opening("Pekar", description="MIG/MAG zavarivanje"), add_opening("Radnik")

    def lists():
        engine.read_again(session)
        session.commit()
        either = [people_for(slot) for slot in slots] + [openings_for(person) for person in trades_people]
        return either, what_if.gaps(session, OPERATOR, engine, trades_people[1], slots[0])

    before = lists()
    for order in permutations(PROTECTED):
        for person_id, record in zip(trades_people, order, strict=True):
            protected.write(session, OPERATOR, person_id, record)
        for person_id, note in zip(trades_people, NOTES, strict=False):
            case_notes.add(session, OPERATOR, person_id, note)
        session.commit()
        with count_statements() as statements:
            assert lists() == before
        assert not [statement for statement in statements if "protected_data" in statement or "case_note" in statement]


def test_every_field_of_protected_data_was_permuted():
    for field in fields(ProtectedRecord):
        assert len({getattr(record, field.name) for record in PROTECTED}) > 1, field.name


def test_names_and_contact_data_are_no_inputs(session, add_person, add_opening, people_for, openings_for, correct):
    person, opening = add_person("zavarivač"), add_opening("Pekar", description="Pekara Hasani, Preševo")
    add_person("pekar")

    def without_names():
        found = [*people_for(opening).matches, *openings_for(person).matches]
        return [(match.id, match.score, match.parts, match.notes) for match in found]

    before = without_names()
    correct(person, given_name="Pekar", family_name="Hasani", email="pekar@pekara.test", phone="017 555 333")
    assert without_names() == before


@pytest.mark.parametrize("title", ["Pekar", "Pekarka"])
def test_a_title_in_the_feminine_scores_as_in_the_masculine(add_person, add_opening, people_for, title):
    add_person("pekar", about="Završio školu, radio kao pekar")
    add_person("pekarka", about="Završila školu, radila kao pekarka")
    his, hers = people_for(add_opening(title, description="Tražimo pekara u smeni")).matches
    assert (his.score, his.parts) == (pytest.approx(hers.score), pytest.approx(hers.parts))


# ---- own words


def test_who_gave_the_trade_up_stands_below_who_is_new_to_it(add_person, add_opening, people_for):
    gave_up = add_person("zavarivač", about="Zavarivač sam bio 20 godina, ali ne mogu više da radim kao zavarivač.")
    works = add_person("zavarivač")
    helper = add_person("radnik", about="Radio sam kao zavarivač pola godine.")
    found = people_for(add_opening("Zavarivač")).matches
    assert [match.id for match in found][:2] == [works, helper]
    assert gave_up not in [match.id for match in found[:2]]


def test_a_refusal_that_was_misread_can_be_taken_back(session, engine, add_person, add_opening, people_for):
    person = add_person("zavarivač", about="Ne bih više da radim kao zavarivač kod istog gazde.")
    opening = add_opening("Zavarivač")
    before = people_for(opening).matches[0].score
    record = people.get(session, OPERATOR, person).record
    (refusal,) = record.mentions
    assert refusal.given_up
    people.update(session, OPERATOR, engine, person, replace(record, mentions=(replace(refusal, rejected=True),)))
    assert people_for(opening).matches[0].score > 2 * before
