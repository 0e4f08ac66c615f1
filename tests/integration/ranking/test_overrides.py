"""A counsellor decides about a place; the list says so, and keeps it."""

from dataclasses import replace

import pytest

from matching_service.errors import Forbidden, Invalid, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.lists import list_records, overrides

pytestmark = pytest.mark.usefixtures("reference_data")

AUDITOR = Actor(roles=frozenset({"auditor"}))


@pytest.fixture
def decide(session):
    def put(opening, person, place=None, reason="met_in_person", **said):
        return overrides.decide(session, OPERATOR, opening, person, place=place, reason=reason, **said)

    return put


@pytest.fixture
def welders(add_person):
    """Five with more and more years; the list is in the falling order of them."""
    return [add_person("zavarivač", given_name=f"Broj {number}") for number in range(5)]


def ids(matches):
    return [match.id for match in matches]


@pytest.mark.parametrize(("limit", "place"), [(5, 2), (3, 2), (2, 1), (5, 500)])
def test_somebody_stands_on_the_place_given_and_the_place_by_fit_is_beside(
    welders, add_opening, people_for, decide, limit, place
):
    opening = add_opening()
    by_fit = ids(people_for(opening).matches)
    moved = by_fit[3]
    decide(opening, moved, place)
    expected = [one for one in by_fit if one != moved]
    expected.insert(place - 1, moved)
    found = people_for(opening, limit=limit)
    assert ids(found.matches) == expected[:limit]
    assert [match.rank for match in found.matches] == list(range(1, limit + 1))
    assert [match.computed_rank for match in found.matches] == [by_fit.index(one) + 1 for one in expected[:limit]]
    assert [match.id for match in found.matches if match.override] == [moved]
    assert found.eligible == len(welders)


def test_whoever_moves_down_makes_room_in_a_short_list(welders, add_opening, people_for, decide):
    opening = add_opening()
    by_fit = ids(people_for(opening).matches)
    decide(opening, by_fit[0], 4)
    assert ids(people_for(opening, limit=2).matches) == by_fit[1:3]


def test_of_two_on_one_place_the_later_decision_stands_first(welders, add_opening, people_for, decide):
    opening = add_opening()
    first, second, *_, last = by_fit = ids(people_for(opening).matches)
    decide(opening, last, 1)
    decide(opening, second, 1)
    assert ids(people_for(opening).matches) == [second, last, first, *by_fit[2:4]]


def test_whoever_is_set_aside_is_named_with_the_reason(welders, add_opening, people_for, decide):
    opening = add_opening()
    by_fit = ids(people_for(opening).matches)
    decide(opening, by_fit[1], reason="person_wish", text="Radi bliže kući.")
    found = people_for(opening, limit=3)
    assert ids(found.matches) == [by_fit[0], *by_fit[2:4]]
    (aside,) = found.set_aside
    assert (aside.id, aside.computed_rank, aside.override.reason) == (by_fit[1], 2, "person_wish")
    assert aside.override.text == "Radi bliže kući."
    assert found.eligible == len(welders)


def test_a_hard_condition_is_stronger_than_a_decision(add_person, add_opening, people_for, decide):
    without, other = add_person("zavarivač", licences_complete=True), add_person()
    opening = add_opening(licences=("B",))
    decide(opening, without, 1)
    found = people_for(opening, with_ineligible=True)
    assert (ids(found.matches), [one.id for one in found.ineligible]) == ([other], [without])


def test_a_decision_is_of_one_opening_and_can_be_taken_back(session, welders, add_opening, people_for, decide):
    opening, other = add_opening(), add_opening()
    by_fit = ids(people_for(opening).matches)
    decide(opening, by_fit[4], 1)
    decide(opening, by_fit[4], 2, "other", text="Ipak druga.")
    assert ids(people_for(other).matches) == by_fit
    overrides.take_back(session, OPERATOR, opening, by_fit[4])
    assert ids(people_for(opening).matches) == by_fit
    past = overrides.history(session, OPERATOR, opening, by_fit[4])
    assert [(each.decision.place, each.taken_back_at is not None) for each in past] == [(2, True), (1, True)]
    with pytest.raises(NotFound):
        overrides.take_back(session, OPERATOR, opening, by_fit[4])


def test_the_next_list_is_recorded_with_the_decision(session, welders, add_opening, people_for, decide):
    opening = add_opening()
    by_fit = ids(people_for(opening).matches)
    moved, aside = decide(opening, by_fit[4], 1), decide(opening, by_fit[1])
    people_for(opening)
    kept = list_records.search(session, AUDITOR, subject_id=opening).items[0]
    lines = list_records.detail(session, AUDITOR, kept.id).lines
    told = {line.entity_id: (line.section, line.rank, line.computed_rank, line.override_id) for line in lines}
    assert told[by_fit[4]] == ("ranked", 1, 5, moved)
    assert told[by_fit[1]] == ("set_aside", None, 2, aside)
    assert told[by_fit[0]] == ("ranked", 2, 1, None)


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"place": 0}, {"place": "out_of_range"}),
        ({"place": 501}, {"place": "out_of_range"}),
        ({"reason": "looks"}, {"reason": "not_allowed"}),
        ({"reason": "other", "text": "  "}, {"text": "required"}),
        ({"text": "a" * 1001}, {"text": "too_long"}),
        ({"text": "Ona je Romkinja, pa neće ići."}, {"text": "names_protected"}),
        ({"text": "Ima 58 godina."}, {"text": "names_protected"}),
    ],
)
def test_what_is_no_decision_is_refused(session, add_person, add_opening, decide, said, problems):
    opening, person = add_opening(), add_person()
    with pytest.raises(Invalid) as refused:
        decide(opening, person, **{"place": 1} | said)
    assert refused.value.problems == problems
    assert overrides.history(session, OPERATOR, opening, person) == ()


def test_a_word_that_may_be_no_reason_is_named_and_can_be_confirmed_as_none(add_person, add_opening, decide):
    text = "Majka joj nudi prevoz."
    assert overrides.protected_words(text) == ("Majka",)
    assert decide(add_opening(), add_person(), 1, text=text, not_the_reason=True)


def test_only_staff_who_may_see_the_person_decide_and_read_texts(
    session, welders, add_opening, people_for, openings_for, decide
):
    opening = add_opening()
    decide(opening, welders[0], 1, text="Dobro vari.")
    stranger = Actor(roles=frozenset({"counsellor"}), organisation_id=987_654)
    with pytest.raises(NotFound):
        overrides.decide(session, stranger, opening, welders[0], place=1, reason="data_error")
    with pytest.raises(NotFound):
        overrides.history(session, stranger, opening, welders[0])
    company = replace(stranger, roles=frozenset({"employer"}), employer_id=1)
    with pytest.raises(Forbidden):
        overrides.decide(session, company, opening, welders[0], place=1, reason="employer_wish")
    assert [each.text for each in overrides.in_force(session, company, opening_id=opening)] == [None]
    own = Actor(roles=frozenset({"beneficiary"}), person_id=welders[0])
    assert openings_for(welders[0], own).matches[0].override.text == "Dobro vari."
