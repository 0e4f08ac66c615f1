import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher import condition_tables
from matching_service.matcher.conditions import OPENINGS, PEOPLE, Values, sieve_for_opening, sieve_for_person
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import RULES, check, closed_reasons, distance_km
from tests.unit.matcher.rule_facts import BEOGRAD, LESKOVAC, NIS, TODAY, ZEMUN, at, days, openings, people

some_people = st.lists(people, max_size=6)
some_openings = st.lists(openings, max_size=6)


def conjunction(rules, sieve, codes):
    """Which documents pass all tables of these places of the sieve's rules: what the kernel does."""
    passes = np.ones(codes.shape[1], bool)
    for number in rules:
        passes &= sieve.tables[sieve.offsets[number] + codes[sieve.rules[number]]] == 1
    return passes


def outcome(sieve, codes):
    """By document whether it is passed; None: it does not count."""
    counts = conjunction(range(sieve.scope), sieve, codes)
    passes = conjunction(range(len(sieve.rules)), sieve, codes) & (not sieve.closed)
    return [bool(passed) if counted else None for counted, passed in zip(counts, passes, strict=True)]


def judged(person, opening, today):
    return check(person, opening, today).passed


def visible(person, opening, today):
    reached = opening.organisation is None or opening.organisation in person.keepers
    return reached and not (person.ranked_until is not None and person.ranked_until < today)


def assert_people_are_judged(values, codes, found, asking, today=TODAY):
    for opening in asking:
        expected = [judged(person, opening, today) if visible(person, opening, today) else None for person in found]
        assert outcome(sieve_for_opening(values, opening, today), codes) == expected


def assert_openings_are_judged(values, codes, found, asking, today=TODAY):
    for person in asking:
        expected = [
            judged(person, opening, today)
            if visible(person, opening, today) and not closed_reasons(opening, today)
            else None
            for opening in found
        ]
        assert outcome(sieve_for_person(values, person, today), codes) == expected


def shifted_by_ten_days(today):
    return today + timedelta(days=10)


# ---- the sieve says what the rules say


@given(some_people, some_openings, days)
def test_people_pass_whom_the_rules_pass(found, asking, today):
    values = Values.of(PEOPLE)
    codes = values.encode(found)
    assert_people_are_judged(values, codes, found, asking, today)
    assert_people_are_judged(values, codes, found, asking, shifted_by_ten_days(today))


@given(some_openings, some_people, days)
def test_openings_pass_that_the_rules_pass_and_those_that_are_over_do_not_count(found, asking, today):
    values = Values.of(OPENINGS)
    codes = values.encode(found)
    assert_openings_are_judged(values, codes, found, asking, today)
    assert_openings_are_judged(values, codes, found, asking, shifted_by_ten_days(today))


@given(some_people, some_people, some_openings, st.data())
def test_people_are_judged_alike_after_some_went_came_and_all_was_written_and_read(found, newcomers, asking, data):
    values, codes, found = without_some(Values.of(PEOPLE), found, data)
    assert_people_are_judged(values, codes, found, asking)
    codes = np.hstack((codes, values.encode(newcomers)))
    assert_people_are_judged(values, codes, found + newcomers, asking)
    assert_people_are_judged(written_and_read(values), codes, found + newcomers, asking)


@given(some_openings, some_openings, some_people, st.data())
def test_openings_are_judged_alike_after_some_went_came_and_all_was_written_and_read(found, newcomers, asking, data):
    values, codes, found = without_some(Values.of(OPENINGS), found, data)
    assert_openings_are_judged(values, codes, found, asking)
    codes = np.hstack((codes, values.encode(newcomers)))
    assert_openings_are_judged(values, codes, found + newcomers, asking)
    assert_openings_are_judged(written_and_read(values), codes, found + newcomers, asking)


def without_some(values, facts, data):
    codes = values.encode(facts)
    kept = [at for at in range(len(facts)) if data.draw(st.booleans())]
    values, codes = values.reordered(codes[:, kept])
    return values, codes, [facts[at] for at in kept]


def written_and_read(values):
    return Values.from_json(values.kind, json.loads(json.dumps(values.to_json())))


@given(openings, st.lists(people))
def test_of_whom_nothing_is_known_passes_wherever_anybody_can(opening, others):
    values = Values.of(PEOPLE)
    values.encode(others)
    codes = values.encode([PersonFacts(keepers=(1, 2, 3))])
    assert outcome(sieve_for_opening(values, opening, TODAY), codes) == [not closed_reasons(opening, TODAY)]


@given(some_people, st.lists(openings, min_size=1), st.integers(0, 2000))
def test_room_for_few_tables_changes_nothing(found, asking, room):
    values = Values.of(PEOPLE)
    codes = values.encode(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(condition_tables, "MOST_KEPT", room)
        assert_people_are_judged(values, codes, found, asking * 2)


# ---- what is left out of a sieve, and what it covers


def rules_of(sieve, kind):
    return [kind.columns[row].rule.name for row in sieve.rules]


def test_rules_that_exclude_nobody_are_left_out():
    values = Values.of(PEOPLE)
    values.encode([PersonFacts(isced=1), PersonFacts(isced=4, working_time="part_time")])
    assert rules_of(sieve_for_opening(values, OpeningFacts(), TODAY), PEOPLE) == []
    sieve = sieve_for_opening(values, OpeningFacts(education_min=3, licences=("B",)), TODAY)
    assert rules_of(sieve, PEOPLE) == ["education"]
    assert sieve.tables.tolist() == [0, 1]


def test_whether_an_opening_is_over_comes_first_and_is_no_reason():
    values = Values.of(OPENINGS)
    codes = values.encode([OpeningFacts(state="closed"), OpeningFacts(education_min=8), OpeningFacts()])
    sieve = sieve_for_person(values, PersonFacts(isced=3), TODAY)
    assert (rules_of(sieve, OPENINGS), sieve.scope) == (["open", "education"], 1)
    assert outcome(sieve, codes) == [None, False, True]


def test_where_all_openings_are_open_all_count():
    values = Values.of(OPENINGS)
    values.encode([OpeningFacts(education_min=8)])
    sieve = sieve_for_person(values, PersonFacts(isced=3), TODAY)
    assert (rules_of(sieve, OPENINGS), sieve.scope) == (["education"], 0)


def test_an_opening_that_is_over_takes_nobody():
    values = Values.of(PEOPLE)
    codes = values.encode([PersonFacts()])
    sieve = sieve_for_opening(values, OpeningFacts(places_left=0), TODAY)
    assert sieve.closed
    assert outcome(sieve, codes) == [False]


def test_a_table_covers_values_that_came_after_it_was_first_asked_for():
    values, opening = Values.of(PEOPLE), OpeningFacts(**at(NIS), education_min=3)
    near = [PersonFacts(isced=3, **at(NIS, mobility_km=5))]
    assert outcome(sieve_for_opening(values, opening, TODAY), values.encode(near)) == [True]
    others = [PersonFacts(isced=2, **at(NIS)), PersonFacts(**at(BEOGRAD, mobility_km=5)), *near]
    codes = values.encode(others)
    assert outcome(sieve_for_opening(values, opening, TODAY), codes) == [False, False, True]


def test_without_documents_there_is_nothing_to_look_at():
    for values in (Values.of(PEOPLE), written_and_read(Values.of(PEOPLE))):
        sieve = sieve_for_opening(values, OpeningFacts(education_min=3), TODAY)
        assert [len(part) for part in (sieve.rules, sieve.offsets, sieve.tables)] == [0, 0, 0]


def test_the_parts_of_a_sieve_have_the_types_that_the_kernel_takes():
    values = Values.of(PEOPLE)
    codes = values.encode([PersonFacts(isced=1)])
    sieve = sieve_for_opening(values, OpeningFacts(education_min=3), TODAY)
    found = [array.dtype for array in (codes, sieve.rules, sieve.offsets, sieve.tables)]
    assert found == [np.int32, np.int64, np.int64, np.uint8]


# ---- several threads


@pytest.fixture
def hasty_threads():
    """Threads that give way to each other all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_may_add_values_while_others_ask(hasty_threads):
    newcomers = [PersonFacts(isced=3, **at(NIS, mobility_km=km)) for km in range(600)]
    opening = OpeningFacts(**at(LESKOVAC), education_min=3)
    expected = [check(person, opening, TODAY).passed for person in newcomers]
    values, together = Values.of(PEOPLE), Barrier(4)

    def added_and_judged(size):
        told = []
        together.wait()
        for start in range(0, len(newcomers), size):
            codes = values.encode(newcomers[start : start + size])
            told += outcome(sieve_for_opening(values, opening, TODAY), codes)
        return told

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(added_and_judged, (40, 40, 41, 100))) == [expected] * 4
    assert values.counts[0] == len(newcomers)


# ---- codes


@given(st.lists(people, min_size=1))
def test_equal_values_have_equal_codes(found):
    values = Values.of(PEOPLE)
    codes = values.encode(found)
    assert np.array_equal(values.encode(found), codes)
    assert codes.shape == (len(PEOPLE.columns), len(found))
    assert [row.max() + 1 for row in codes] == values.counts


def test_every_rule_has_a_column_and_distance_is_the_first():
    assert {column.rule.name for column in OPENINGS.columns} == {rule.name for rule in RULES}
    assert {column.rule.name for column in PEOPLE.columns} == {rule.name for rule in RULES} - {"open"}
    assert PEOPLE.columns[0].rule.name == OPENINGS.columns[0].rule.name == "distance"


@given(some_people, some_people)
def test_values_nobody_has_any_more_are_dropped(gone, stay):
    values = Values.of(PEOPLE)
    values.encode(gone)
    again = Values.of(PEOPLE)
    again.encode(stay)
    fresh, codes = values.reordered(values.encode(stay))
    assert fresh.counts == again.counts
    assert codes.dtype == np.int32
    assert all(set(row) == set(range(count)) for row, count in zip(codes.tolist(), fresh.counts, strict=True))


def in_order(kind, facts):
    """The documents by their first code after reordering."""
    values = Values.of(kind)
    _, codes = values.reordered(values.encode(facts))
    return [facts[at] for at in np.argsort(codes[0], kind="stable")]


def test_people_are_ordered_by_reach_then_place_and_who_is_nowhere_comes_last():
    nowhere, unknown = PersonFacts(mobility_km=5), PersonFacts(**at(NIS))
    far = [PersonFacts(**at(place, mobility_km=200)) for place in (NIS, BEOGRAD)]
    near = [PersonFacts(**at(place, mobility_km=km)) for place in (NIS, BEOGRAD) for km in (0, 10, 15)]
    found = in_order(PEOPLE, [nowhere, far[0], unknown, *reversed(near), far[1]])
    assert set(found[:6]) == set(near)
    assert set(found[6:8]) == set(far)
    assert found[8:] == [unknown, nowhere]
    assert [person.mobility_km for person in found[:6]] == [0, 10, 15] * 2


def test_openings_are_ordered_by_place_and_those_that_are_anywhere_come_last():
    placed = [OpeningFacts(**at(place)) for place in (NIS, LESKOVAC, BEOGRAD, ZEMUN)]
    remote, unknown = OpeningFacts(**at(NIS), remote=True), OpeningFacts()
    found = in_order(OPENINGS, [remote, placed[0], unknown, *placed[1:]])
    assert set(found[:4]) == set(placed)


def test_who_is_next_in_order_lives_mostly_near():
    grid = [(42.3 + 0.2 * row, 19.9 + 0.3 * column) for row in range(16) for column in range(10)]
    shuffled = np.random.default_rng(0).permutation(grid).tolist()
    found = in_order(PEOPLE, [PersonFacts(**at(place, mobility_km=10)) for place in shuffled])
    steps = [distance_km(a.latitude, a.longitude, b.latitude, b.longitude) for a, b in pairwise(found)]
    assert np.mean(steps) < 60  # of two at random 190 km


# ---- on disk


@given(st.lists(openings), st.lists(people))
def test_values_are_the_same_after_writing_and_reading(some, others):
    for kind, facts in ((OPENINGS, some), (PEOPLE, others)):
        values = Values.of(kind)
        codes = values.encode(facts)
        again = written_and_read(values)
        assert np.array_equal(again.encode(facts), codes)
        assert again.counts == values.counts


def test_values_of_other_rules_are_refused():
    with pytest.raises(ValueError, match="other rules"):
        Values.from_json(PEOPLE, Values.of(OPENINGS).to_json())
    written = Values.of(PEOPLE).to_json()
    written[0]["of"] = ["latitude", "longitude"]
    with pytest.raises(ValueError, match="other rules"):
        Values.from_json(PEOPLE, written)


def test_whoever_is_not_to_be_seen_in_a_list_is_not_counted_either():
    values, yesterday = Values.of(PEOPLE), TODAY - timedelta(days=1)
    ours, theirs, both = PersonFacts(keepers=(1,)), PersonFacts(keepers=(2,)), PersonFacts(keepers=(2, 1))
    codes = values.encode(
        [ours, theirs, both, replace(ours, ranked_until=TODAY), replace(ours, ranked_until=yesterday)]
    )
    sieve = sieve_for_opening(values, OpeningFacts(organisation=1), TODAY)
    assert outcome(sieve, codes) == [True, None, True, True, None]
    everybodys = sieve_for_opening(values, OpeningFacts(), TODAY)
    assert outcome(everybodys, codes) == [True, True, True, True, None]
