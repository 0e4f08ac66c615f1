"""The report as a value: what is counted, compared and said."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching_service.services.fairness import lot
from matching_service.services.fairness import tables as made
from matching_service.services.fairness.statistics import Count
from matching_service.services.fairness.tables import REST, UNKNOWN, Row

TRAITS = {"sex": ("female", "male", UNKNOWN), "town": ("bor", "nis", "vranje", UNKNOWN)}
rows = st.lists(
    st.tuples(
        st.fixed_dictionaries({trait: st.sampled_from(groups) for trait, groups in TRAITS.items()}),
        st.frozensets(st.sampled_from(["listed", "scored"])),
    ),
    max_size=60,
).map(lambda drawn: [Row(number, *each) for number, each in enumerate(drawn)])


def tables(rows, traits, outcomes):
    """Of everybody, without a lot."""
    return made.tables(rows, traits, outcomes, lambda rows, table: rows)


def people(number, outcomes=(), **groups):
    """So many people of the same groups; the ids do not matter here."""
    return [Row(0, {"sex": "male", "town": "nis"} | groups, frozenset(outcomes))] * number


def line(table, *groups):
    return next(line for line in table.lines if line.groups == groups)


def lines(report):
    return [line for table in (*report.single, *report.crossed) for line in table.lines]


@given(rows)
@settings(max_examples=60)
def test_no_line_has_fewer_than_five_people_and_each_trait_counts_all_but_a_few(rows):
    report = tables(rows, TRAITS, ("listed", "scored"))
    assert all(line.people >= 5 for line in lines(report))
    if report.people is not None:
        assert abs(report.people - len(rows)) <= 2
        for table in report.single:
            not_shown = len(rows) - sum(line.people for line in table.lines)
            assert not_shown == sum(row.groups[table.traits[0]] in table.left_out[0] for row in rows) < 5
    else:
        assert len(rows) < 5
        assert not lines(report)


@given(rows)
@settings(max_examples=60)
def test_counts_are_those_of_the_people(rows):
    for table in tables(rows, TRAITS, ("listed",)).single:
        for shown in (shown for shown in table.lines if shown.groups != (REST,)):
            these = [row for row in rows if (row.groups[table.traits[0]],) == shown.groups]
            assert shown.rates["listed"].count == Count(sum("listed" in row.outcomes for row in these), len(these))


@given(rows, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_in_which_people_come_changes_nothing(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert tables(rows, TRAITS, ("listed",)) == tables(mixed, TRAITS, ("listed",))


@given(rows)
@settings(max_examples=40)
def test_names_of_groups_change_no_number(rows):
    swap = {"female": "male", "male": "female"}
    turned = [replace(row, groups={**row.groups, "sex": swap.get(row.groups["sex"], UNKNOWN)}) for row in rows]
    found = [tables(these, TRAITS, ("listed",)) for these in (rows, turned)]
    by_sex = [report.single[0].lines if report.single else () for report in found]
    numbers = [Counter(shown.rates["listed"].count for shown in these) for these in by_sex]
    counts = Counter(row.groups["sex"] for row in rows)
    if counts["female"] != counts["male"]:
        assert numbers[0] == numbers[1]


@given(rows)
@settings(max_examples=60)
def test_unknown_and_mixed_lines_are_counted_and_never_compared(rows):
    for shown in lines(tables(rows, TRAITS, ("listed",))):
        rate = shown.rates["listed"]
        if UNKNOWN in shown.groups or REST in shown.groups:
            assert not rate.is_reference
            assert (rate.to_best, rate.to_others, rate.chance, rate.sign) == (None,) * 4


def test_an_unknown_group_with_the_highest_rate_is_no_reference():
    rows = people(20, sex=UNKNOWN, outcomes=["listed"]) + people(20, sex="male") + people(10, sex="female")
    rows += people(10, sex="female", outcomes=["listed"])
    table = tables(rows, TRAITS, ("listed",)).single[0]
    assert line(table, "female").rates["listed"].is_reference
    assert line(table, "male").rates["listed"].to_best == 0
    assert line(table, UNKNOWN).people == 20


def test_a_group_far_behind_is_marked_and_said_not_to_be_chance():
    rows = people(30, ["listed"]) + people(10) + people(8, ["listed"], sex="female") + people(32, sex="female")
    rate = line(tables(rows, TRAITS, ("listed",)).single[0], "female").rates["listed"]
    assert rate.to_best == pytest.approx(0.2 / 0.75)
    assert rate.to_best_interval.low < rate.to_best < rate.to_best_interval.high
    assert (rate.sign, rate.adjusted < 0.05) == ("below_not_by_chance", True)


def test_a_small_group_behind_is_marked_but_may_be_chance():
    rows = people(6, ["listed"]) + people(6) + people(2, ["listed"], sex="female") + people(4, sex="female")
    rate = line(tables(rows, TRAITS, ("listed",)).single[0], "female").rates["listed"]
    assert (rate.sign, rate.chance > 0.05) == ("below", True)


def test_five_lucky_people_are_no_reference():
    rows = people(5, ["listed"], town="bor") + people(20, ["listed"]) + people(20)
    rows += people(10, ["listed"], town="vranje") + people(30, town="vranje")
    table = tables(rows, TRAITS, ("listed",)).single[1]
    assert line(table, "nis").rates["listed"].is_reference
    assert line(table, "bor").rates["listed"].to_best == 2


def test_what_nobody_got_gives_no_ratio():
    table = tables(people(10) + people(10, sex="female"), TRAITS, ("listed",)).single[0]
    rate = line(table, "female").rates["listed"]
    assert (rate.count.rate, rate.to_best, rate.sign) == (0, None, None)


def test_a_comparison_tells_of_nothing_but_what_is_shown():
    """Others are those of the table, not all: else a ratio would tell apart who is shown only together."""
    rows = people(10, ["listed"], town="bor") + people(10, ["listed"]) + people(10) + people(5, town="vranje")
    rows += people(3, ["listed"], town=UNKNOWN)
    table = tables(rows, TRAITS, ("listed",)).single[1]
    assert table.together == (("vranje", UNKNOWN),)
    assert line(table, REST).people == 8
    assert line(table, "bor").rates["listed"].to_others == 2


def test_the_lot_leaves_out_one_in_ten_the_same_each_time_and_others_when_anything_changes():
    rows = [Row(number, {"sex": "male"}, frozenset()) for number in range(2000)]
    drawn = lot.draw(rows, "sex", "secret")
    assert 1730 <= len(drawn) <= 1870
    assert lot.draw(list(reversed(rows)), "sex", "secret") == drawn
    without_one = lot.draw(rows[1:], "sex", "secret")
    assert len({row.person_id for row in drawn} ^ {row.person_id for row in without_one}) > 200
    assert lot.draw(rows, "sex", "another") != drawn
    assert lot.draw(rows, "age", "secret") != drawn


def test_the_lot_does_not_hang_on_what_happened_to_people():
    """Else asking for the first five, ten and twenty would give three lots to compare."""
    rows = [Row(number, {"sex": "male"}, frozenset()) for number in range(200)]
    happened = [replace(row, outcomes=frozenset(["listed"])) for row in rows]
    drawn = [[row.person_id for row in lot.draw(these, "sex", "secret")] for these in (rows, happened)]
    assert drawn[0] == drawn[1]


def test_a_few_unknown_do_not_hide_the_two_groups_there_are():
    rows = people(20, ["listed"]) + people(20) + people(20, sex="female") + people(3, sex=UNKNOWN)
    table = tables(rows, TRAITS, ("listed",)).single[0]
    assert [(shown.groups, shown.people) for shown in table.lines] == [(("female",), 20), (("male",), 40)]
    assert table.left_out == ((UNKNOWN,),)


def test_the_lot_does_not_look_at_groups():
    rows = [Row(number, {"sex": ("male", "female")[number % 2]}, frozenset()) for number in range(4000)]
    kept = Counter(row.groups["sex"] for row in lot.draw(rows, "sex", "secret"))
    assert abs(kept["male"] - kept["female"]) < 120
