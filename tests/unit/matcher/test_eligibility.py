from datetime import date, timedelta

import pytest

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import GRACE, LEVELS, check, closed_reasons, distance_km
from models.vocabulary import LANGUAGE_LEVELS, LICENCE_CATEGORIES, OPENING_STATES

TODAY = date(2026, 3, 2)
NIS, LESKOVAC, BEOGRAD = (43.3209, 21.8958), (42.9981, 21.9461), (44.8125, 20.4612)
NOVI_BEOGRAD, ZEMUN = (44.8056, 20.4242), (44.8431, 20.4011)
SENTA, COKA = (45.9275, 20.0772), (45.9425, 20.1433)
# Whoever it is, wherever and whenever: nothing to say about distance and about the first day.
ANYWHERE = {"remote": True}
READY = {"available_from": TODAY}


def verdict(person, opening, today=TODAY):
    """Keys of the reasons, and keys of the unknowns."""
    found = check(PersonFacts(**READY | person), OpeningFacts(**ANYWHERE | opening), today)
    return [note.key for note in found.reasons], [note.key for note in found.unknowns]


def placed(where):
    return dict(zip(("latitude", "longitude"), where, strict=True))


def test_an_opening_that_asks_for_nothing_takes_everybody():
    assert verdict({}, {}) == ([], [])
    found = check(PersonFacts(**READY), OpeningFacts(remote=True), TODAY)
    assert found.passed
    assert found.distance_km is None


def test_every_rule_that_fails_is_named():
    person = PersonFacts(
        isced=2, licences_complete=True, languages_complete=True, available_from=date(2027, 1, 1), mobility_km=10,
        working_time="part_time", **placed(BEOGRAD),
    )  # fmt: skip
    opening = OpeningFacts(
        licences=("B",), education_min=3, languages=(("en", "B1"),), working_time="full_time", starts_on=TODAY,
        **placed(NIS),
    )  # fmt: skip
    found = check(person, opening, TODAY)
    assert not found.passed
    assert {note.key for note in found.reasons} == {
        "licence_missing", "education_below", "language_missing", "working_time_differs", "available_later", "too_far",
    }  # fmt: skip


# ---- licences


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("CE", "C"), ("CE", "B"), ("CE", "C1"), ("CE", "BE"), ("C", "B"), ("C1", "B"), ("BE", "B"), ("D", "B"),
        ("DE", "D"), ("A", "A1"), ("A", "AM"), ("B", "B1"), ("B", "B"),
        ("B", "M"), ("CE", "M"), ("A", "M"), ("AM", "M"), ("B1", "M"),
    ],
)  # fmt: skip
def test_a_licence_covers_the_categories_it_includes(held, asked):
    assert verdict({"licences": (held,), "licences_complete": True}, {"licences": (asked,)}) == ([], [])


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("B", "C"), ("C", "CE"), ("C", "D"), ("B", "A"), ("A1", "A"), ("A", "B"), ("AM", "F"), ("M", "F"), ("M", "AM"),
        ("F", "B"),
    ],
)  # fmt: skip
def test_a_licence_does_not_cover_a_higher_or_another_category(held, asked):
    person = {"licences": (held,), "licences_complete": True}
    assert verdict(person, {"licences": (asked,)}) == (["licence_missing"], [])


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("B", "F"), ("CE", "F"), ("D", "F"), ("A", "F"), ("B", "AM"), ("C", "AM"), ("B", "BE"), ("D", "C"),
        ("D1", "C1"), ("F", "M"), ("F", "AM"),
    ],
)  # fmt: skip
def test_what_depends_on_when_a_licence_was_issued_is_unknown_even_where_the_list_is_complete(held, asked):
    person = {"licences": (held,), "licences_complete": True}
    assert verdict(person, {"licences": (asked,)}) == ([], ["licence_unknown"])


def test_a_licence_nobody_has_asked_about_is_unknown():
    assert verdict({"licences": ("B",)}, {"licences": ("B", "F")}) == ([], ["licence_unknown"])


def test_each_missing_licence_is_named():
    found = check(PersonFacts(licences_complete=True), OpeningFacts(licences=("B", "F"), remote=True), TODAY)
    assert [dict(note.values) for note in found.reasons] == [{"category": "B"}, {"category": "F"}]


@pytest.mark.parametrize("category", LICENCE_CATEGORIES)
def test_every_category_covers_itself(category):
    assert verdict({"licences": (category,)}, {"licences": (category,)}) == ([], [])


# ---- education


@pytest.mark.parametrize(
    ("has", "needed", "expected"),
    [
        (3, 3, ([], [])),
        (6, 3, ([], [])),
        (2, 3, (["education_below"], [])),
        (0, 0, ([], [])),
        (0, 1, (["education_below"], [])),
        (None, 3, ([], ["education_unknown"])),
        (None, None, ([], [])),
    ],
)
def test_education_is_compared_by_level(has, needed, expected):
    assert verdict({"isced": has}, {"education_min": needed}) == expected


# ---- languages


@pytest.mark.parametrize(
    ("spoken", "needed", "expected"),
    [
        ("B2", "B1", ([], [])),
        ("B1", "B1", ([], [])),
        ("A2", "B1", (["language_below"], [])),
        ("native", "C2", ([], [])),
        ("C2", "native", (["language_below"], [])),
        (None, "B1", ([], ["language_unknown"])),
        ("A1", None, ([], [])),
        (None, None, ([], [])),
    ],
)
def test_a_language_is_compared_by_level(spoken, needed, expected):
    assert verdict({"languages": (("de", spoken),)}, {"languages": (("de", needed),)}) == expected


@pytest.mark.parametrize("needed", ["A1", None])
def test_a_language_not_listed_is_missing_only_where_the_list_is_complete(needed):
    opening = {"languages": (("de", needed),)}
    assert verdict({"languages": (("en", "C1"),)}, opening) == ([], ["language_unknown"])
    assert verdict({"languages_complete": True}, opening) == (["language_missing"], [])


def test_levels_are_those_that_can_be_stored_in_their_order():
    assert tuple(LEVELS) == LANGUAGE_LEVELS
    assert sorted(LEVELS.values()) == list(LEVELS.values())


# ---- working time, availability


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [("any", "full_time"), ("full_time", "full_time"), ("full_time", "any"), ("full_time", None), (None, "any")],
)
def test_working_times_that_can_agree_do(wanted, offered):
    assert verdict({"working_time": wanted}, {"working_time": offered}) == ([], [])


def test_working_times_that_cannot_agree_are_a_reason():
    assert verdict({"working_time": "part_time"}, {"working_time": "full_time"}) == (["working_time_differs"], [])


def test_where_the_working_time_is_fixed_an_unknown_wish_is_said():
    assert verdict({}, {"working_time": "part_time"}) == ([], ["working_time_unknown"])
    found = check(PersonFacts(**READY), OpeningFacts(working_time="part_time", remote=True), TODAY)
    assert dict(found.unknowns[0].values) == {"offered": "part_time"}


STARTS = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("available_from", "starts_on", "fails"),
    [
        (STARTS, STARTS, False),
        (STARTS + GRACE, STARTS, False),
        (STARTS + GRACE + timedelta(days=1), STARTS, True),
        # what has begun already is counted from today
        (TODAY + GRACE, TODAY - timedelta(days=90), False),
        (date(2020, 1, 1), STARTS, False),
        # people write such dates: nobody else's list may fail by them
        (TODAY, date.max, False),
        (date.max, date.min, True),
    ],
)
def test_an_employer_can_wait_a_fortnight(available_from, starts_on, fails):
    reasons, unknowns = verdict({"available_from": available_from}, {"starts_on": starts_on})
    assert (reasons, unknowns) == (["available_later"] if fails else [], [])


def test_a_first_day_nobody_has_asked_about_is_unknown_where_it_matters():
    assert verdict({"available_from": None}, {"starts_on": STARTS}) == ([], ["availability_unknown"])
    assert verdict({"available_from": None}, {"starts_on": None}) == ([], [])


def test_an_opening_that_does_not_say_when_it_starts_excludes_nobody():
    late = TODAY + GRACE + timedelta(days=1)
    assert verdict({"available_from": late}, {"starts_on": None}) == ([], ["start_not_said"])
    assert verdict({"available_from": TODAY + GRACE}, {"starts_on": None}) == ([], [])


# ---- distance


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        (NIS, LESKOVAC, 36),
        (NIS, BEOGRAD, 201),
        ((0, 0), (0, 90), 10_007.5),
        ((0, 0), (0, 180), 20_015.1),
        ((90, 0), (-90, 0), 20_015.1),
        (NIS, NIS, 0),
    ],
)
def test_distance_is_that_of_the_great_circle(here, there, km):
    assert distance_km(*here, *there) == pytest.approx(km, rel=0.01)
    assert distance_km(*there, *here) == pytest.approx(distance_km(*here, *there))


@pytest.mark.parametrize(
    ("mobility_km", "expected"),
    [(40, ([], [])), (35, (["too_far"], [])), (0, (["too_far"], [])), (None, ([], ["mobility_unknown"]))],
)
def test_distance_is_held_against_mobility(mobility_km, expected):
    person = {"mobility_km": mobility_km, **placed(NIS)}
    assert verdict(person, {"remote": False, **placed(LESKOVAC)}) == expected


def test_somebody_who_does_not_move_can_work_where_they_live():
    assert verdict({"mobility_km": 0, **placed(NIS)}, {"remote": False, **placed(NIS)}) == ([], [])


@pytest.mark.parametrize("mobility_km", [0, 2])
def test_a_part_of_a_city_is_the_city(mobility_km):
    person, opening = PersonFacts(mobility_km=mobility_km, **placed(ZEMUN)), OpeningFacts(**placed(NOVI_BEOGRAD))
    found = check(person, opening, TODAY)
    assert found.passed
    assert found.distance_km == pytest.approx(4.6, abs=0.1)


def test_another_town_is_not_the_same_place():
    person = {"mobility_km": 5, **placed(SENTA)}
    assert verdict(person, {"remote": False, **placed(COKA)}) == (["too_far"], [])


@pytest.mark.parametrize(
    ("person", "opening"), [({}, placed(NIS)), (placed(NIS), {}), ({}, {}), ({"mobility_km": 5}, placed(NIS))]
)
def test_a_place_nobody_knows_is_unknown_not_far(person, opening):
    assert verdict(person, {"remote": False, **opening}) == ([], ["distance_unknown"])


def test_remote_work_has_no_distance():
    person, opening = PersonFacts(mobility_km=0, **placed(NIS)), OpeningFacts(remote=True, **placed(BEOGRAD))
    found = check(person, opening, TODAY)
    assert found.passed
    assert found.distance_km is None


def test_the_distance_is_told_with_the_verdict():
    found = check(PersonFacts(**READY, **placed(NIS)), OpeningFacts(**placed(LESKOVAC)), TODAY)
    assert found.distance_km == pytest.approx(36, abs=1)
    assert dict(found.unknowns[0].values) == {"km": 37}


def test_too_far_never_says_the_distance_that_would_do():
    person = PersonFacts(**READY | {"mobility_km": 36}, **placed(NIS))
    (reason,) = check(person, OpeningFacts(**placed(LESKOVAC)), TODAY).reasons
    assert dict(reason.values) == {"km": 37, "mobility_km": 36}


# ---- whether the opening is open at all


@pytest.mark.parametrize("state", OPENING_STATES)
def test_only_a_published_opening_is_open(state):
    reasons, _ = verdict({}, {"state": state})
    assert reasons == ([] if state == "published" else ["not_open"])


@pytest.mark.parametrize(
    ("apply_by", "is_open"),
    [(TODAY - timedelta(days=1), False), (TODAY, True), (TODAY + timedelta(days=1), True), (None, True)],
)
def test_people_can_apply_until_the_end_of_the_last_day(apply_by, is_open):
    assert (closed_reasons(OpeningFacts(apply_by=apply_by), TODAY) == []) == is_open


@pytest.mark.parametrize(("places_left", "expected"), [(1, []), (0, ["no_places_left"])])
def test_where_no_place_is_left_nobody_can_come(places_left, expected):
    assert verdict({}, {"places_left": places_left})[0] == expected


def test_a_closed_opening_says_so_beside_what_the_person_fails():
    reasons, _ = verdict({"isced": 1}, {"state": "closed", "education_min": 3})
    assert reasons == ["not_open", "education_below"]
