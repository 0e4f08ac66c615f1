"""The report as a value: people with groups and outcomes in, tables out that may be shown. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np

from matching_service.services.fairness import statistics, suppression
from matching_service.services.fairness.statistics import Count, Interval

UNKNOWN, REST = "unknown", "rest"
# Whoever is compared with the best-off group must not be compared with a handful who were lucky.
SMALLEST_REFERENCE, SMALLEST_SHARE = 10, 0.02
UNLIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """A person: the group in each trait (UNKNOWN where it is not known), and what happened to the person."""

    person_id: int
    groups: Mapping[str, str]
    outcomes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a line's people it happened to.

    The ratios compare with the best-off group of the table, and with all other groups shown in it; None where there is
    nobody to compare with. `chance`: of a difference from those others as large by chance alone; `adjusted`: the same
    for all comparisons of the report together. `sign`: "below" where the ratio to the best-off is less than four
    fifths, "below_not_by_chance" where besides the rate is under that of the others and `adjusted` under .05.
    """

    count: Count
    interval: Interval
    is_reference: bool = False
    to_best: float | None = None
    to_best_interval: Interval | None = None
    to_others: float | None = None
    chance: float | None = None
    adjusted: float | None = None
    sign: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One group, or one of the first trait with one of the second; REST: those that are shown only together."""

    groups: tuple[str, ...]
    people: int
    rates: Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class Table:
    """`together`: the groups of each trait that are in REST; `left_out`: those that are not shown, of fewer than five
    people or nobody; `hidden`: how many combinations are not shown because they, or those they would give away, are too
    small."""

    traits: tuple[str, ...]
    lines: tuple[Line, ...]
    together: tuple[tuple[str, ...], ...]
    left_out: tuple[tuple[str, ...], ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Tables:
    """`people` to the nearest five; None: fewer than five, so nothing is shown."""

    people: int | None
    single: tuple[Table, ...] = ()
    crossed: tuple[Table, ...] = ()


Draw = Callable[[Sequence[Row], str], Sequence[Row]]


def is_compared(groups: tuple[str, ...]) -> bool:
    """Nobody is compared with people of whom nothing is known, or with a mixture; nor are these compared."""
    return UNKNOWN not in groups and REST not in groups


def tables(rows: Sequence[Row], traits: Mapping[str, Sequence[str]], outcomes: Sequence[str], draw: Draw) -> Tables:
    """`traits`: the groups of each, in the order in which they are shown; those of all rows are among them. `draw`:
    which of the rows count in the table of this name."""
    if len(rows) < suppression.SMALLEST:
        return Tables(None)
    named = [*((trait,) for trait in traits), *combinations(traits, 2)]
    made = [_table(draw(rows, " ".join(names)), {name: traits[name] for name in names}, outcomes) for names in named]
    judged = _judged([table for table in made if len(table.traits) == 1 or _is_crossed(table)])
    return Tables(_nearest_five(len(rows)), tuple(judged[: len(traits)]), tuple(judged[len(traits) :]))


def _is_crossed(table: Table) -> bool:
    """Whether it tells more than one trait alone does."""
    return all(len({line.groups[number] for line in table.lines}) > 1 for number in range(2))


def _nearest_five(number: int) -> int:
    return 5 * ((number + 2) // 5)


def _table(rows: Sequence[Row], traits: Mapping[str, Sequence[str]], outcomes: Sequence[str]) -> Table:
    classes = _Classes([(tuple(row.groups[trait] for trait in traits), row.outcomes) for row in rows], traits)
    people = Counter(key for key, _ in classes.rows)
    happened = Counter((key, outcome) for key, those in classes.rows for outcome in those)
    every = list(product(*classes.shown()))
    shown = every if len(traits) == 1 else _shown(every, people, tuple(map(len, classes.shown())))
    counts = {key: {outcome: Count(happened[key, outcome], people[key]) for outcome in outcomes} for key in shown}
    rates = {outcome: _rates({key: counts[key][outcome] for key in shown}) for outcome in outcomes}
    lines = tuple(Line(key, people[key], {outcome: rates[outcome][key] for outcome in outcomes}) for key in shown)
    return Table(tuple(traits), lines, *classes.not_alone(), len(every) - len(shown))


class _Classes:
    """The groups of a table's traits, put together and left out until each that remains has five people or more.

    `rows`: the groups and outcomes of those who remain, REST where groups are together.
    """

    def __init__(self, rows: list[tuple[tuple[str, ...], frozenset[str]]], traits: Mapping[str, Sequence[str]]):
        self.rows = rows
        self._groups = [(*groups, REST) for groups in traits.values()]
        self._together: list[set[str]] = [set() for _ in traits]
        self._left_out: list[set[str]] = [set() for _ in traits]
        while any(self._arrange(number) for number in range(len(self._groups))):
            pass

    def _arrange(self, number: int) -> bool:
        """Whether that changed anybody's group."""
        found = Counter(key[number] for key, _ in self.rows)
        gone = self._together[number] | self._left_out[number]
        counts = {group: found[group] for group in self._groups[number] if group not in gone}
        if not counts[REST]:
            del counts[REST]
        together, left_out = suppression.arranged(counts)
        before = self.rows
        self._together[number].update(set(together) - {REST})
        self._left_out[number].update(set(left_out) - {REST})
        if REST in left_out:
            self._left_out[number] |= self._together[number]
            self._together[number] = set()
        self.rows = [
            ((*key[:number], REST if key[number] in together else key[number], *key[number + 1 :]), those)
            for key, those in before
            if key[number] not in left_out
        ]
        return self.rows != before

    def shown(self) -> list[list[str]]:
        """The groups that remain, of each trait in their order."""
        there = [{key[number] for key, _ in self.rows} for number in range(len(self._groups))]
        return [
            [group for group in groups if group in these] for groups, these in zip(self._groups, there, strict=True)
        ]

    def not_alone(self) -> tuple[tuple, tuple]:
        """What is together, what is left out: of each trait in their order."""
        return tuple(tuple(map(tuple, _in_order(self._groups, sets))) for sets in (self._together, self._left_out))


def _in_order(groups: list[tuple[str, ...]], chosen: list[set[str]]) -> list[list[str]]:
    return [[group for group in each if group in these] for each, these in zip(groups, chosen, strict=True)]


def _shown(every: list[tuple], people: Counter, shape: tuple[int, int]) -> list[tuple]:
    hidden = suppression.hidden(np.array([people[key] for key in every]).reshape(shape)).ravel()
    return [key for key, is_hidden in zip(every, hidden, strict=True) if not is_hidden]


def _rates(counts: Mapping[tuple, Count]) -> dict[tuple, Rate]:
    """Of nothing but the counts shown, so that no ratio tells of a count that is not."""
    compared = {key: count for key, count in counts.items() if is_compared(key)}
    best = _best(compared, sum(count.people for count in counts.values()))
    return {key: _rate(key, count, compared, best) for key, count in counts.items()}


def _best(compared: Mapping[tuple, Count], people: int) -> tuple | None:
    """The group with the highest rate (the first of equals) of those that are large enough to compare with."""
    least = max(SMALLEST_REFERENCE, SMALLEST_SHARE * people)
    large = [key for key, count in compared.items() if count.people >= least]
    return max(large, key=lambda key: compared[key].rate) if len(compared) > 1 and large else None


def _rate(key: tuple, count: Count, compared: Mapping[tuple, Count], best: tuple | None) -> Rate:
    plain = Rate(count, statistics.wilson(count))
    others = [other for each, other in compared.items() if each != key]
    if key not in compared or not others:
        return plain
    rest = sum(others[1:], others[0])
    rate = replace(plain, to_others=statistics.ratio(count, rest), chance=statistics.chance(count, rest))
    if best is None or key == best:
        return replace(rate, is_reference=key == best)
    return replace(
        rate,
        to_best=statistics.ratio(count, compared[best]),
        to_best_interval=statistics.ratio_interval(count, compared[best]),
        sign="below" if statistics.below_four_fifths(count, compared[best]) else None,
    )


def _judged(found: list[Table]) -> list[Table]:
    """With the chance of each comparison adjusted, as so many are made at once."""
    chances = [rate.chance for table in found for rate in _compared_rates(table)]
    adjusted = iter(statistics.adjusted(chances))
    return [replace(table, lines=tuple(_judged_line(line, adjusted) for line in table.lines)) for table in found]


def _compared_rates(table: Table) -> Iterator[Rate]:
    return (rate for line in table.lines for rate in line.rates.values() if rate.chance is not None)


def _judged_line(line: Line, adjusted: Iterator[float]) -> Line:
    return replace(line, rates={outcome: _judged_rate(rate, adjusted) for outcome, rate in line.rates.items()})


def _judged_rate(rate: Rate, adjusted: Iterator[float]) -> Rate:
    if rate.chance is None:
        return rate
    value = next(adjusted)
    not_by_chance = rate.sign == "below" and value < UNLIKELY and (rate.to_others or 0) < 1
    return replace(rate, adjusted=value, sign="below_not_by_chance" if not_by_chance else rate.sign)
