import pytest
from sqlalchemy import func, select

from matching_service.errors import Forbidden, Invalid, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.marketplace.openings import SkillDemand
from matching_service.services.matching import what_if
from matching_service.services.profiles import people
from matching_service.services.profiles.people import (
    EducationRecord,
    LanguageRecord,
    OccupationReading,
    RequalificationRecord,
    SkillRecord,
)
from matching_service.services.profiles.profile_changes import ProfileChange
from models import Base

pytestmark = pytest.mark.usefixtures("reference_data")

INTO_WELDING = RequalificationRecord(
    "zavarivač", certificate="uverenje", to_occupation=OccupationReading("welder", "counsellor", 1.0)
)


@pytest.fixture
def effect_of(session, engine):
    def tried(person_id, opening_id, actor=OPERATOR, **change):
        return what_if.what_if(session, actor, engine, person_id, opening_id, ProfileChange(**change))

    return tried


@pytest.fixture
def gaps_of(session, engine):
    def found(person_id, opening_id, actor=OPERATOR):
        return what_if.gaps(session, actor, engine, person_id, opening_id)

    return found


def ideas_of(gaps):
    return [(one.idea.kind, one.idea.codes, one.idea.ask) for one in gaps.moves]


def test_a_requalification_moves_somebody_up_the_list(trades_people, add_opening, effect_of):
    welder, _baker, seamstress, _nobody = trades_people
    opening = add_opening("Zavarivač")
    effect = effect_of(seamstress, opening, requalifications=(INTO_WELDING,))
    assert (effect.before.rank, effect.after.rank, effect.before.of, effect.after.of) == (4, 2, 4, 4)
    assert sum(effect.after.parts.values()) == pytest.approx(effect.after.score, abs=1e-9)
    assert effect_of(welder, opening).after == effect_of(welder, opening).before


def test_whoever_comes_to_meet_a_condition_comes_onto_the_list(add_person, add_opening, effect_of):
    add_person("zavarivač", licences=("C",))
    person = add_person("zavarivač", "zavarivač", licences_complete=True, licences=("B",))
    opening = add_opening(licences=("C",))
    effect = effect_of(person, opening, licences=("C",))
    assert (effect.before.rank, effect.before.of) == (None, 1)
    assert [note.key for note in effect.before.reasons] == ["licence_missing"]
    assert (effect.after.rank, effect.after.of, effect.after.reasons) == (1, 2, ())


def test_one_condition_met_of_two_leaves_somebody_off_the_list(add_person, add_opening, effect_of):
    person = add_person("zavarivač", licences_complete=True, educations=(EducationRecord(2),))
    effect = effect_of(person, add_opening(licences=("B",), education_min=3), licences=("B",))
    assert effect.after.rank is None
    assert [note.key for note in effect.after.reasons] == ["education_below"]


def test_equals_stand_in_the_order_of_their_numbers(add_person, add_opening, effect_of):
    first, second, third = (add_person("zavarivač") for _ in range(3))
    opening = add_opening("Zavarivač")
    assert [effect_of(one, opening).before.rank for one in (first, second, third)] == [1, 2, 3]


def test_nothing_is_stored(session, add_person, add_opening, effect_of, gaps_of):
    def contents():
        session.flush()
        tables = Base.metadata.sorted_tables
        rows = {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}
        return rows, people.get(session, OPERATOR, person)

    person = add_person("pekar", skills=(SkillRecord("sewing", 2),))
    opening = add_opening("Zavarivač", skills=(SkillDemand("mig-mag-welding"),))
    before = contents()
    change = {"skills": (SkillRecord("sewing", 4),), "licences": ("B",), "requalifications": (INTO_WELDING,)}
    effect_of(person, opening, **change, languages=(LanguageRecord("de", "B1"),))
    gaps_of(person, opening)
    assert not session.new
    assert not session.dirty
    assert contents() == before


def test_trying_changes_asks_the_database_no_more_often_for_many_gaps(
    session, add_person, add_opening, gaps_of, count_statements
):
    def statements(person, opening):
        session.commit()
        gaps_of(person, opening)
        session.commit()
        with count_statements() as sent:
            gaps_of(person, opening)
        return len(sent)

    plain = add_opening("Zavarivač")
    demanding = add_opening("Zavarivač", skills=tuple(map(SkillDemand, ("sewing", "forklift-operation"))))
    person = add_person("pekar")
    add_person("zavarivač")
    assert statements(person, plain) == statements(person, demanding) <= 20


def test_gaps_tell_what_to_ask_and_what_is_missing(add_person, add_opening, gaps_of):
    person = add_person("pekar", skills=(SkillRecord("sewing", 0),), municipality=None)
    demands = (SkillDemand("sewing"), SkillDemand("forklift-operation", required=False))
    gaps = gaps_of(person, add_opening("Zavarivač", skills=demands, licences=("B",)))
    assert [(gap.code, gap.state, gap.required, gap.essential, gap.asked) for gap in gaps.skills] == [
        ("mig-mag-welding", "unknown", False, True, False),
        ("forklift-operation", "unknown", False, False, True),
        ("sewing", "missing", True, False, True),
    ]
    assert {note.key for note in gaps.unknown} == {"licence_unknown", "distance_unknown"}
    assert gaps.failed == ()


def test_questions_are_suggested_before_training_and_the_best_place_first(trades_people, add_opening, gaps_of):
    _welder, baker, _seamstress, _nobody = trades_people
    demands = (SkillDemand("sewing"), SkillDemand("forklift-operation", required=False))
    gaps = gaps_of(baker, add_opening("Zavarivač", skills=demands))
    assert ideas_of(gaps) == [
        ("skill", ("sewing",), True),
        ("skill", ("forklift-operation",), True),
        ("requalification", ("welder",), False),
    ]
    assert gaps.moves[-1].after.rank == 2


def test_all_missing_licences_are_one_suggestion_and_a_language_another(add_person, add_opening, gaps_of):
    person = add_person("zavarivač", licences_complete=True, languages_complete=True)
    opening = add_opening(licences=("B", "C"), languages=(LanguageRecord("de", "A2"),))
    gaps = gaps_of(person, opening)
    assert ("licence", ("B", "C"), False) in ideas_of(gaps)
    assert ("language", ("de",), False) in ideas_of(gaps)
    assert {note.key for note in gaps.failed} == {"licence_missing", "language_missing"}
    assert all(one.after.rank is None for one in gaps.moves)


def test_nobody_is_requalified_into_their_own_trade(trades_people, add_opening, gaps_of):
    assert ideas_of(gaps_of(trades_people[0], add_opening("Zavarivač"))) == []


def test_an_opening_of_no_known_occupation_suggests_no_requalification(add_person, add_opening, gaps_of):
    opening = add_opening("Ispomoć", skills=(SkillDemand("sewing"),))
    assert ideas_of(gaps_of(add_person("pekar"), opening)) == [("skill", ("sewing",), True)]


def test_an_opening_that_is_not_published_has_no_list(add_person, add_opening, gaps_of):
    gaps = gaps_of(add_person("pekar"), add_opening("Zavarivač", state="draft"))
    assert [note.key for note in gaps.failed] == ["not_open"]
    assert {one.after.rank for one in gaps.moves} == {None}


@pytest.mark.parametrize("role", ["beneficiary", "employer"])
def test_only_staff_see_where_somebody_stands_among_others(role, add_person, add_opening, effect_of, gaps_of):
    person, opening = add_person("pekar"), add_opening()
    actor = Actor(user_id=1, roles=frozenset({role}), person_id=person)
    for asked in (effect_of, gaps_of):
        with pytest.raises(Forbidden):
            asked(person, opening, actor=actor)


def test_an_unknown_person_or_opening_is_not_found(add_person, add_opening, effect_of, gaps_of):
    for asked in (effect_of, gaps_of):
        with pytest.raises(NotFound):
            asked(999_999, add_opening())
        with pytest.raises(NotFound):
            asked(add_person("pekar"), 999_999)


def test_a_change_that_could_not_be_saved_is_refused_by_its_own_paths(add_person, add_opening, effect_of):
    person = add_person("pekar", skills=(SkillRecord("sewing", 2),))
    with pytest.raises(Invalid) as caught:
        effect_of(person, add_opening(), skills=(SkillRecord("magic"),), licences=("Z",))
    assert caught.value.problems == {"skills/0/code": "unknown", "licences/0": "not_allowed"}


def test_no_requalification_is_proposed_into_what_the_person_refuses(add_person, add_opening, gaps_of):
    opening = add_opening("Zavarivač")
    willing, unwilling = add_person("pekar"), add_person("pekar", wishes="Ne bih nikako radio kao zavarivač.")
    assert ("requalification", ("welder",), False) in ideas_of(gaps_of(willing, opening))
    assert "requalification" not in {kind for kind, _, _ in ideas_of(gaps_of(unwilling, opening))}
