import pytest

from matching_service.errors import Forbidden, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.marketplace.openings import SkillDemand
from matching_service.services.matching import trainings
from matching_service.services.profiles.people import EducationRecord, RequalificationRecord, SkillRecord

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def outlook_of(session, engine):
    def look(person_id, actor=OPERATOR, **options):
        return trainings.outlook(session, actor, engine, person_id, **options)

    return look


def opened(prospects):
    return {one.idea.codes[0]: (one.openings, one.places) for one in prospects}


def test_the_training_that_opens_most_openings_comes_first(add_person, add_opening, outlook_of):
    person = add_person("pekar")
    add_opening("Šivač", places=9)
    for _ in range(2):
        add_opening("Zavarivač", places=3)
    add_opening("Pekar")
    found = outlook_of(person)
    assert list(opened(found.trainings).items()) == [("welder", (2, 6)), ("seamstress", (1, 9))]
    assert (found.in_reach, found.suitable) == (4, 1)


def test_a_training_opens_what_fits_well_with_it_and_did_not_before(add_person, add_opening, openings_for, outlook_of):
    training = RequalificationRecord("zavarivač", certificate="uverenje")
    before, after = add_person("pekar"), add_person("pekar", requalifications=(training,))
    opening = add_opening("Zavarivač")
    (one,) = outlook_of(before).trainings
    assert [item.id for item in one.nearest] == [opening]
    assert openings_for(before).matches[0].score < 0.5 <= openings_for(after).matches[0].score
    assert one.nearest[0].score == pytest.approx(openings_for(after).matches[0].score, abs=1e-6)


def test_only_openings_in_reach_count(add_person, add_opening, outlook_of):
    person = add_person("pekar", municipality="nis", mobility_km=20, licences_complete=True)
    add_opening("Zavarivač", municipality="bor")
    add_opening("Zavarivač", licences=("C",))
    add_opening("Zavarivač", state="draft")
    found = outlook_of(person)
    assert (found.in_reach, found.trainings) == (0, ())
    add_opening("Zavarivač", municipality="bor", remote=True)
    assert opened(outlook_of(person).trainings) == {"welder": (1, 2)}


@pytest.mark.parametrize(
    "words",
    [
        {"wishes": "Ne bih nikako radio kao zavarivač ni kao krojač."},
        {"about": "Bio sam zavarivač, ali ne mogu više da radim kao zavarivač."},
    ],
)
def test_no_training_leads_into_what_the_person_refuses(add_person, add_opening, outlook_of, words):
    add_opening("Zavarivač")
    assert opened(outlook_of(add_person("pekar")).trainings) == {"welder": (1, 2)}
    assert outlook_of(add_person("pekar", **words)).trainings == ()


def test_the_nearest_openings_are_shown_first_and_not_all_of_many(add_person, add_opening, outlook_of):
    person = add_person("pekar", municipality="nis")
    far, near = add_opening("Zavarivač", municipality="bor"), add_opening("Zavarivač", municipality="nis")
    unknown = add_opening("Zavarivač", municipality="nis", remote=True)
    (one,) = outlook_of(person).trainings
    assert [item.id for item in one.nearest] == [near, far, unknown]
    assert (one.nearest[0].name, one.nearest[0].employer_name, one.nearest[0].distance_km) == (
        "Zavarivač", "Metal d.o.o.", 0.0,
    )  # fmt: skip
    for _ in range(10):
        add_opening("Zavarivač")
    (one,) = outlook_of(person).trainings
    assert (one.openings, len(one.nearest)) == (13, trainings.MOST_SHOWN)


def test_what_is_not_known_about_a_condition_is_said_with_the_opening(add_person, add_opening, outlook_of):
    add_opening("Zavarivač", licences=("B",))
    (one,) = outlook_of(add_person("pekar", mobility_km=50)).trainings
    assert [note.key for note in one.nearest[0].notes] == ["licence_unknown"]


def test_questions_come_first_where_an_answer_alone_makes_an_opening_suitable(add_person, add_opening, outlook_of):
    add_opening("Ispomoć", skills=(SkillDemand("sewing"), SkillDemand("forklift-operation")))
    sewing = SkillRecord("sewing", 4)
    found = outlook_of(add_person(skills=(sewing,)))
    assert opened(found.questions) == {"forklift-operation": (1, 2)}
    assert found.questions[0].idea.ask
    answered = add_person(skills=(sewing, SkillRecord("forklift-operation", 0)))
    assert outlook_of(answered).questions == ()
    assert outlook_of(add_person(skills=(sewing,), skills_complete=True)).questions == ()


def test_what_excludes_nothing_because_nobody_knows_it_is_told(add_person, outlook_of):
    found = outlook_of(add_person("pekar", municipality=None))
    assert (found.place_known, found.mobility_known, found.schooling_known) == (False, False, False)
    found = outlook_of(add_person("pekar", mobility_km=5, educations=(EducationRecord(3),)))
    assert (found.place_known, found.mobility_known, found.schooling_known) == (True, True, True)


def test_no_more_are_told_than_asked_for(add_person, add_opening, outlook_of):
    for title in ("Zavarivač", "Šivač"):
        add_opening(title)
    assert len(outlook_of(add_person("pekar"), limit=1).trainings) == 1


def test_nothing_open_is_an_empty_outlook(add_person, outlook_of):
    found = outlook_of(add_person("pekar"))
    assert (found.in_reach, found.questions, found.trainings) == (0, (), ())


def test_staff_and_the_person_see_it_and_nobody_else(add_person, add_opening, outlook_of):
    person, other = add_person("pekar"), add_person("šivač")
    add_opening("Zavarivač")
    own = Actor(user_id=1, roles=frozenset({"beneficiary"}), person_id=person)
    assert outlook_of(person, own) == outlook_of(person)
    with pytest.raises(NotFound):
        outlook_of(other, own)
    for actor in (Actor(), Actor(user_id=2, roles=frozenset({"employer"}), employer_id=1)):
        with pytest.raises(Forbidden):
            outlook_of(other, actor)
    with pytest.raises(NotFound):
        outlook_of(999_999)


def test_the_database_is_asked_no_more_often_for_many_trainings(
    session, add_person, add_opening, outlook_of, count_statements
):
    def statements():
        session.commit()
        outlook_of(person)
        session.commit()
        with count_statements() as sent:
            outlook_of(person)
        return len(sent)

    person = add_person("pekar")
    add_opening("Zavarivač")
    few = statements()
    for _ in range(3):
        add_opening("Šivač", skills=(SkillDemand("sewing"),))
    assert statements() == few <= 20
