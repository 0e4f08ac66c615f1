"""Rates and their ratios: how sure they are, and whether chance alone would do as much. Counts in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt

from scipy.stats import false_discovery_control, fisher_exact

# the normal deviate of two-sided 95 %
_Z = 1.959963984540054
FOUR_FIFTHS = (4, 5)


@dataclass(frozen=True, slots=True)
class Count:
    """`selected` of `people`; 0 <= selected <= people, people >= 1."""

    selected: int
    people: int

    @property
    def rate(self) -> float:
        return self.selected / self.people

    def __add__(self, other: "Count") -> "Count":
        return Count(self.selected + other.selected, self.people + other.people)


@dataclass(frozen=True, slots=True)
class Interval:
    """At 95 %."""

    low: float
    high: float


def wilson(count: Count) -> Interval:
    """Wilson's score interval of a rate: inside 0 to 1, and of use for small groups too."""
    n, rate = count.people, count.rate
    middle = (rate + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    reach = _Z / (1 + _Z**2 / n) * sqrt(rate * (1 - rate) / n + _Z**2 / (4 * n**2))
    # rounding may lead a hair past the rate itself where that is 0 or 1
    return Interval(max(0.0, min(middle - reach, rate)), min(1.0, max(middle + reach, rate)))


def ratio(group: Count, reference: Count) -> float | None:
    """The impact ratio: the group's rate divided by that of the reference; None where nobody of the reference was
    selected."""
    return None if reference.selected == 0 else group.rate / reference.rate


def ratio_interval(group: Count, reference: Count) -> Interval | None:
    """Katz's interval, symmetric in the logarithm; None where one of the two has nobody selected."""
    if 0 in (group.selected, reference.selected):
        return None
    spread = sqrt(sum(1 / count.selected - 1 / count.people for count in (group, reference)))
    middle = log(group.rate / reference.rate)
    return Interval(exp(middle - _Z * spread), exp(middle + _Z * spread))


def below_four_fifths(group: Count, reference: Count) -> bool:
    """Whether the group's rate is less than four fifths of the reference's, in whole numbers; four fifths are not."""
    part, whole = FOUR_FIFTHS
    return whole * group.selected * reference.people < part * reference.selected * group.people


@lru_cache(100_000)
def chance(group: Count, others: Count) -> float:
    """Fisher's exact test, two-sided: how likely it is that groups treated alike differ so much or more."""
    table = [[count.selected, count.people - count.selected] for count in (group, others)]
    return min(1.0, float(fisher_exact(table).pvalue))


def adjusted(chances: Sequence[float]) -> list[float]:
    """By Benjamini and Hochberg: who believes all below .05 is wrong in one of twenty of them, on average."""
    return false_discovery_control(chances).tolist() if len(chances) else []
