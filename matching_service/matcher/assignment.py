"""Many people into many places: who goes where, so that the goals are met as well as they can be, all at once.

The goals, each only where the ones before it are equal:
1. as many people as possible have a place,
2. those whom the programme puts first are among them (the sum of their priorities),
3. the sum of worth, which `assignment_worth` makes of fit, wishes, interest and distance.

The three become one whole number for each pair, in which no sum of a later goal reaches one of an earlier one. The
Hungarian method (scipy) then finds the best of all plans, exactly: sums stay below 2**53, where floats are whole.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

NOWHERE = -1
_EXACT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Rows are people and columns openings, in the order in which equal plans are to be decided: by id.

    `places` int64 (openings,), 0 or more. `eligible` bool (people, openings): pairs that may be. `worth` int64
    (people, openings), 0 or more. `priority` int64 (people,), 0 or more. `pins` int64 (people,): the column in which
    somebody has to be, NOWHERE for whom nobody has said so; a pin is an eligible pair and takes one of the places.
    """

    places: np.ndarray
    eligible: np.ndarray
    worth: np.ndarray
    priority: np.ndarray
    pins: np.ndarray

    def __post_init__(self):
        pinned = np.flatnonzero(self.pins != NOWHERE)
        if not self.eligible[pinned, self.pins[pinned]].all():
            raise ValueError("a pin that is not eligible")
        if np.any(np.bincount(self.pins[pinned], minlength=len(self.places)) > self.places):
            raise ValueError("more pins than places")

    @property
    def free_to_move(self) -> np.ndarray:
        """bool (people,)"""
        return self.pins == NOWHERE


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan reaches, or what one loses against another; compared from left to right."""

    placed: int
    priority: int
    worth: int


@dataclass(frozen=True, slots=True)
class Scale:
    """How much one of each goal counts in one number."""

    placed: int
    priority: int

    @classmethod
    def of(cls, problem: Problem) -> "Scale":
        """Raises ValueError for so many people that the numbers are not exact any more."""
        people = max(len(problem.priority), 1)
        # twice: a difference of two sums must be told apart as well
        priority = 2 * people * int(problem.worth.max(initial=0)) + 1
        placed = 2 * (people * int(problem.priority.max(initial=0)) * priority + priority)
        if people * (placed + priority) >= _EXACT:
            raise ValueError("too many people for exact sums")
        return cls(placed, priority)

    def values(self, problem: Problem) -> np.ndarray:
        """float64 (people, openings), whole numbers: what each pair adds; 0 where it may not be."""
        worth = self.placed + self.priority * problem.priority[:, np.newaxis] + problem.worth
        return np.where(problem.eligible, worth, 0).astype(np.float64)

    def goals(self, total: np.ndarray) -> np.ndarray:
        """int64 (..., 3): sums or differences of values as placed, priority, worth. Finite only."""
        total = total.astype(np.int64)
        placed = _nearest(total, self.placed)
        rest = total - placed * self.placed
        priority = _nearest(rest, self.priority)
        return np.stack([placed, priority, rest - priority * self.priority], axis=-1)


def _nearest(total: np.ndarray, unit: int) -> np.ndarray:
    """The whole number of units that is nearest, exactly: floats would round."""
    return (total + unit // 2) // unit


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """`columns` int64 (people,): where each goes, NOWHERE for who goes nowhere."""

    columns: np.ndarray
    goal: Goal

    def taken(self, openings: int) -> np.ndarray:
        """int64 (openings,): places taken."""
        return np.bincount(self.columns[self.columns != NOWHERE], minlength=openings)


def assign(problem: Problem) -> Plan:
    """The best plan there is; among equal ones always the same for people and openings in the same order.

    Time grows with people x places: see docs/cohorts.md.
    """
    columns = problem.pins.astype(np.int64).copy()
    moving = np.flatnonzero(problem.free_to_move)
    left = problem.places - np.bincount(columns[columns != NOWHERE], minlength=len(problem.places))
    # more places than people are never taken
    slots = np.repeat(np.arange(len(left)), np.minimum(left, len(moving)))
    values = Scale.of(problem).values(problem)[np.ix_(moving, slots)]
    rows, chosen = linear_sum_assignment(values, maximize=True)
    wanted = values[rows, chosen] > 0
    columns[moving[rows[wanted]]] = slots[chosen[wanted]]
    return Plan(columns, reached(problem, columns))


def reached(problem: Problem, columns: np.ndarray) -> Goal:
    """What a plan reaches, whether or not it is the best."""
    placed = np.flatnonzero(columns != NOWHERE)
    worth = problem.worth[placed, columns[placed]].sum()
    return Goal(len(placed), int(problem.priority[placed].sum()), int(worth))
