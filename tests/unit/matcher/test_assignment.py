"""Plans against all plans there are, and what each pair would cost against solving it again."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.assignment import NOWHERE, Goal, Problem, assign, reached
from matching_service.matcher.assignment_prices import prices
from matching_service.matcher.assignment_worth import UNITS, Pairs, Weights, worth


def key(goal):
    return goal.placed, goal.priority, goal.worth


@st.composite
def problems(draw, people=4, openings=3):
    shape = draw(st.integers(1, people)), draw(st.integers(1, openings))
    size = shape[0] * shape[1]
    eligible = _numbers(draw, size, 2).reshape(shape) > 0
    places, priority = _numbers(draw, shape[1], 2), _numbers(draw, shape[0], 2)
    worth_of = _numbers(draw, size, 5).reshape(shape)
    return Problem(places, eligible, worth_of, priority, _pins(draw, eligible, places))


def _numbers(draw, size, highest):
    return np.array(draw(st.lists(st.integers(0, highest), min_size=size, max_size=size)))


def _pins(draw, eligible, places):
    pins, left = np.full(len(eligible), NOWHERE), places.copy()
    for person in range(len(eligible)):
        may = [NOWHERE, *np.flatnonzero(eligible[person] & (left > 0))]
        pins[person] = draw(st.sampled_from(may)) if draw(st.integers(0, 3)) == 0 else NOWHERE
        if pins[person] != NOWHERE:
            left[pins[person]] -= 1
    return pins


def is_allowed(problem, columns):
    columns = np.array(columns)
    placed = np.flatnonzero(columns != NOWHERE)
    taken = np.bincount(columns[placed], minlength=len(problem.places))
    pinned = problem.pins != NOWHERE
    return (
        (taken <= problem.places).all()
        and problem.eligible[placed, columns[placed]].all()
        and (columns[pinned] == problem.pins[pinned]).all()
    )


def best_of_all(problem):
    every = product(range(NOWHERE, len(problem.places)), repeat=len(problem.priority))
    return max(key(reached(problem, np.array(plan))) for plan in every if is_allowed(problem, plan))


@given(problems())
def test_no_allowed_plan_reaches_more(problem):
    plan = assign(problem)
    assert is_allowed(problem, plan.columns)
    assert key(plan.goal) == key(reached(problem, plan.columns)) == best_of_all(problem)


@given(problems(8, 5), st.data())
def test_another_place_never_makes_it_worse(problem, data):
    places = problem.places.copy()
    places[data.draw(st.integers(0, len(places) - 1))] += 1
    assert key(assign(replace(problem, places=places)).goal) >= key(assign(problem).goal)


@given(problems(5, 4))
def test_the_price_of_a_pair_is_what_a_plan_with_it_reaches_less(problem):
    plan = assign(problem)
    has_price, losses = prices(problem, plan)
    for person, place in zip(*np.nonzero(problem.eligible), strict=True):
        if problem.pins[person] != NOWHERE:
            assert not has_price[person, place]
            continue
        pins = problem.pins.copy()
        pins[person] = place
        try:
            forced = assign(replace(problem, pins=pins)).goal
        except ValueError:
            assert not has_price[person, place]
            continue
        lost = np.array(key(plan.goal)) - np.array(key(forced))
        assert has_price[person, place]
        assert losses[person, place].tolist() == lost.tolist()


def test_more_people_come_before_those_put_first_and_these_before_fit():
    """The first fits both, the second only one place, the third has priority and fits little."""
    eligible = np.array([[1, 1], [1, 0], [0, 1]], bool)
    value = np.array([[9000, 9000], [100, 0], [0, 50]])
    nobody = np.full(3, NOWHERE)
    problem = Problem(np.array([1, 1]), eligible, value, np.array([0, 0, 2]), nobody)
    plan = assign(problem)
    assert (plan.columns.tolist(), plan.goal) == ([0, NOWHERE, 1], Goal(2, 2, 9050))
    assert assign(replace(problem, priority=np.zeros(3, np.int64))).goal == Goal(2, 0, 9100)
    # for the second the first would have to go, who fits the other place too: but that is the third's, who comes first
    assert prices(problem, plan).lost[1, 0].tolist() == [0, 0, 8900]


def test_equal_plans_are_decided_by_the_order_of_ids():
    same = Problem(np.array([1, 1]), np.ones((3, 2), bool), np.full((3, 2), 7), np.zeros(3, int), np.full(3, NOWHERE))
    assert {tuple(assign(same).columns.tolist()) for _ in range(5)} == {(0, 1, NOWHERE)}


@pytest.mark.parametrize("pins", [[0, NOWHERE], [1, 1]], ids=["not eligible", "too many"])
def test_pins_that_cannot_be_are_refused(pins):
    eligible = np.array([[False, True], [True, True]])
    with pytest.raises(ValueError, match="pin"):
        Problem(np.array([1, 1]), eligible, np.ones((2, 2), int), np.zeros(2, int), np.array(pins))


def test_wishes_interest_and_nearness_add_to_fit():
    row = np.array([[0.5, 0.5, 0.5, 0.5]])
    pairs = Pairs(row, np.array([[0, 250, 250, np.nan]]), np.array([[0, 1, 0, 0]]), np.array([[0, 0, 1.0, 0]]))
    assert worth(pairs, Weights(wish=0.2, interest=0.3, near=0.1)).tolist() == [[6000, 7000, 8000, 5500]]
    assert worth(pairs, Weights(0, 0, 0)).tolist() == [[UNITS // 2] * 4]
