from datetime import date, timedelta

import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from matching_service.services.profiles.people import (
    EducationRecord,
    LanguageRecord,
)
from models.vocabulary import OPENING_STATES
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")


def ids(found):
    return [match.id for match in found.matches]


def reasons(found):
    return {item.id: [note.key for note in item.reasons] for item in found.ineligible}


def test_ineligible_person_is_listed_with_reason_not_dropped(add_person, add_opening, people_for):
    best = add_person("zavarivač", licences_complete=True, given_name="Bojan")
    other = add_person(licences=("C",))
    found = people_for(add_opening(licences=("B",)), with_ineligible=True)
    assert ids(found) == [other]
    assert (found.eligible, found.excluded) == (1, 1)
    assert reasons(found) == {best: ["licence_missing"]}
    assert found.ineligible[0].name == "Bojan Jović"
    assert found.ineligible[0].reasons[0].values == {"category": "B"}


def test_ineligible_people_are_counted_even_where_they_are_not_listed(add_person, add_opening, people_for):
    add_person(licences_complete=True)
    found = people_for(add_opening(licences=("B",)))
    assert (found.ineligible, found.eligible, found.excluded) == ((), 0, 1)


def test_the_ineligible_come_by_the_fit_they_would_have(add_person, add_opening, people_for):
    baker, welder = (
        add_person("pekar", municipality="bor", mobility_km=5),
        add_person("zavarivač", municipality="bor", mobility_km=5),
    )
    found = people_for(add_opening("Zavarivač"), with_ineligible=True)
    assert list(reasons(found)) == [welder, baker]


def test_every_reason_is_told_and_equal_ineligible_come_by_id(add_person, add_opening, people_for):
    poor = {
        "licences_complete": True,
        "languages_complete": True,
        "educations": (EducationRecord(1),),
        "mobility_km": 5,
        "municipality": "bor",
    }
    first, second = add_person(**poor), add_person(**poor | {"mobility_km": 300})
    opening = add_opening(licences=("CE",), education_min=3, languages=(LanguageRecord("de", "B1"),))
    found = people_for(opening, with_ineligible=True)
    assert list(reasons(found)) == [first, second]
    assert set(reasons(found)[first]) == {"licence_missing", "language_missing", "education_below", "too_far"}
    assert "too_far" not in reasons(found)[second]


def test_what_is_unknown_never_excludes_and_is_said(add_person, add_opening, people_for):
    person = add_person(municipality=None)
    opening = add_opening(
        licences=("B",), education_min=3, languages=(LanguageRecord("de", "B1"),), working_time="full_time",
        starts_on=date.today(),
    )  # fmt: skip
    (line,) = people_for(opening).matches
    assert line.id == person
    assert {note.key for note in line.notes} == {
        "licence_unknown", "education_unknown", "language_unknown", "distance_unknown", "working_time_unknown",
        "availability_unknown",
    }  # fmt: skip


def test_an_opening_out_of_reach_is_listed_with_the_reason_for_a_person(add_person, add_opening, openings_for):
    person = add_person("zavarivač", municipality="nis", mobility_km=20)
    near, far, remote = add_opening(), add_opening(municipality="bor"), add_opening(municipality="bor", remote=True)
    found = openings_for(person, with_ineligible=True)
    assert ids(found) == [near, remote]
    assert reasons(found) == {far: ["too_far"]}


def test_a_person_is_shown_published_openings_only(session, engine, add_person, openings_for):
    person = add_person("zavarivač")
    employer = factories.employer(session).id
    of_state = {state: factories.opening(session, engine, employer, state=state).id for state in OPENING_STATES}
    found = openings_for(person, with_ineligible=True)
    assert ids(found) == [of_state["published"]]
    assert (found.eligible, found.excluded, found.ineligible) == (1, 0, ())


def test_an_opening_can_be_had_until_the_end_of_its_last_day(add_person, add_opening, openings_for, session, engine):
    person = add_person()
    today, tomorrow = add_opening(apply_by=date.today()), add_opening(apply_by=date.today() + timedelta(days=1))
    over = factories.opening(session, engine, state="draft", apply_by=date.today() - timedelta(days=1)).id
    assert ids(openings_for(person)) == [today, tomorrow]
    assert over not in ids(openings_for(person))


def test_an_opening_that_has_been_paused_leaves_the_list_at_once(
    session, engine, add_person, add_opening, openings_for
):
    person, opening = add_person(), add_opening()
    assert ids(openings_for(person)) == [opening]
    openings.act(session, OPERATOR, engine, opening, "pause")
    assert ids(openings_for(person)) == []


@pytest.mark.parametrize("state", [state for state in OPENING_STATES if state != "published"])
def test_for_an_opening_that_is_not_open_nobody_is_eligible_and_the_list_says_why(
    session, engine, add_person, people_for, state
):
    person = add_person("zavarivač")
    opening = factories.opening(session, engine, state=state).id
    found = people_for(opening, with_ineligible=True)
    assert (found.matches, found.excluded) == ((), 1)
    assert reasons(found) == {person: ["not_open"]}
