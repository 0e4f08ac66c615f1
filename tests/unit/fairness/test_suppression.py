"""What is hidden cannot be worked out: an attacker with a linear program tries."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from matching_service.services.fairness import suppression
from matching_service.services.fairness.suppression import SMALLEST

groups = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 15), min_size=1)


@st.composite
def possible_tables(draw, largest=9):
    """With five people or more in each row and column, as groups are merged until they have them."""
    shape = draw(st.tuples(st.integers(2, 5), st.integers(2, 5)))
    cells = draw(st.lists(st.integers(0, largest), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
    table = np.array(cells).reshape(shape)
    for number in range(shape[0]):
        table[number, draw(st.integers(0, shape[1] - 1))] += max(0, SMALLEST - table[number].sum())
    for number in range(shape[1]):
        table[draw(st.integers(0, shape[0] - 1)), number] += max(0, SMALLEST - table[:, number].sum())
    return table


def possible(table, mask, row, column):
    """The least and the largest number that the hidden cell may hold, for who knows everything that is not hidden and
    the sums of all rows and columns."""
    unknown = np.argwhere(mask)
    sums = [[(r == line).astype(int) for r, _ in unknown] for line in range(table.shape[0])]
    sums += [[(c == line).astype(int) for _, c in unknown] for line in range(table.shape[1])]
    remains = np.where(mask, table, 0)
    known = [*remains.sum(axis=1), *remains.sum(axis=0)]
    wanted = ((unknown == (row, column)).all(axis=1)).astype(int)
    ends = [linprog(sign * wanted, A_eq=sums, b_eq=known).fun * sign for sign in (1, -1)]
    return round(ends[0]), round(ends[1])


@given(possible_tables())
@settings(max_examples=60, deadline=None)
def test_for_every_small_group_at_least_five_numbers_stay_possible(table):
    mask = suppression.hidden(table)
    for row, column in np.argwhere((table > 0) & (table < SMALLEST)):
        least, largest = possible(table, mask, row, column)
        assert largest - least >= SMALLEST - 1
        assert suppression.leeway(table, mask, row, column) == largest - least


@given(possible_tables())
def test_no_small_cell_is_shown_and_no_rest_of_a_line_is_a_small_group(table):
    mask = suppression.hidden(table)
    assert mask[table < SMALLEST].all()
    rest = np.where(mask, table, 0)
    for sums in (rest.sum(axis=0), rest.sum(axis=1)):
        assert not ((sums > 0) & (sums < SMALLEST)).any()


@given(possible_tables(largest=30))
def test_the_same_is_hidden_each_time_and_nothing_where_nothing_is_small(table):
    mask = suppression.hidden(table)
    assert (mask == suppression.hidden(table.copy())).all()
    if (table >= SMALLEST).all():
        assert not mask.any()


def test_without_hiding_more_than_the_small_a_cell_could_be_worked_out():
    table = np.array([[3, 20, 20], [20, 20, 20], [20, 20, 20]])
    only_small = table < SMALLEST
    assert possible(table, only_small, 0, 0) == (3, 3)
    assert suppression.leeway(table, only_small, 0, 0) == 0
    assert suppression.hidden(table).sum() >= 4


@given(groups)
def test_groups_of_one_trait_are_five_people_alone_or_together_or_not_shown(counts):
    together, left_out = suppression.arranged(counts)
    shown = set(counts) - {*together, *left_out}
    assert not {*together} & {*left_out}
    assert all(counts[group] >= SMALLEST for group in shown)
    assert all(counts[group] < SMALLEST for group in left_out)
    if together:
        assert len(together) > 1
        assert sum(counts[group] for group in together) >= SMALLEST


def test_the_smallest_that_could_be_shown_goes_with_the_one_that_cannot():
    assert suppression.arranged({"a": 30, "b": 3, "c": 9, "d": 9}) == (("b", "c"), ())
    assert suppression.arranged({"a": 30, "b": 3, "c": 4, "d": 9}) == (("b", "c"), ())
    assert suppression.arranged({"a": 30, "b": 0, "c": 9}) == ((), ("b",))


def test_a_large_group_does_not_go_with_a_handful():
    assert suppression.arranged({"a": 30, "b": 3, "c": 10}) == ((), ("b",))
    assert suppression.arranged({"a": 30, "b": 3, "c": 0}) == ((), ("b", "c"))
