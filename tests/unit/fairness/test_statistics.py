"""Rates and ratios, beside published figures and other ways of working them out."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest, hypergeom
from scipy.stats.contingency import relative_risk

from matching_service.services.fairness import statistics
from matching_service.services.fairness.statistics import Count

counts = st.integers(1, 200).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))


def test_the_ratio_is_that_of_the_guidelines_example():
    # Questions and Answers on the Uniform Guidelines: 48 of 80 white and 12 of 40 black applicants hired
    black, white = Count(12, 40), Count(48, 80)
    assert statistics.ratio(black, white) == pytest.approx(0.5)
    assert statistics.below_four_fifths(black, white)


def test_exactly_four_fifths_is_not_below():
    assert not statistics.below_four_fifths(Count(4, 30), Count(5, 30))
    assert statistics.below_four_fifths(Count(399, 3000), Count(500, 3000))


@given(counts)
def test_intervals_of_rates_are_those_of_scipy_and_hold_the_rate(count):
    found, expected = statistics.wilson(count), binomtest(count.selected, count.people).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert 0 <= found.low <= count.rate <= found.high <= 1


@given(counts, counts)
def test_ratios_and_their_intervals_are_those_of_scipy_and_turn_round_with_the_groups(one, other):
    assume(one.selected and other.selected)
    risk = relative_risk(one.selected, one.people, other.selected, other.people)
    expected = risk.confidence_interval(0.95)
    found = statistics.ratio_interval(one, other)
    assert statistics.ratio(one, other) == pytest.approx(risk.relative_risk)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    turned = statistics.ratio_interval(other, one)
    assert (1 / turned.high, 1 / turned.low) == pytest.approx((found.low, found.high))


@given(counts)
def test_where_nobody_was_selected_nothing_is_made_up(count):
    nobody = Count(0, 20)
    assert statistics.ratio(count, nobody) is None
    assert statistics.ratio_interval(nobody, count) is None
    assert not statistics.below_four_fifths(count, nobody)


@given(counts, counts)
def test_chance_is_the_sum_of_all_tables_as_unlikely(one, other):
    total = one + other
    drawn = np.arange(max(0, one.people - total.people + total.selected), min(one.people, total.selected) + 1)
    likely = hypergeom(total.people, total.selected, one.people).pmf(drawn)
    here = hypergeom(total.people, total.selected, one.people).pmf(one.selected)
    assert statistics.chance(one, other) == pytest.approx(min(1, likely[likely <= here * (1 + 1e-7)].sum()), abs=1e-9)
    assert statistics.chance(other, one) == pytest.approx(statistics.chance(one, other))


@given(st.lists(st.floats(0, 1), max_size=50))
def test_adjusting_makes_no_chance_smaller_and_keeps_their_order(chances):
    adjusted = statistics.adjusted(chances)
    assert all(before <= after <= 1 for before, after in zip(chances, adjusted, strict=True))
    by_chance = [adjusted[at] for at in np.argsort(chances)]
    assert by_chance == sorted(by_chance)


def test_one_in_twenty_of_chance_alone_is_no_finding_among_many():
    assert statistics.adjusted([0.04] + [0.5] * 19)[0] > 0.05
    assert statistics.adjusted([0.04])[0] == pytest.approx(0.04)
