"""Draws from lists with weights, all from one seeded generator."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """A list of values, each drawn as often as its weight says; weights need not sum to 1."""

    def __init__(self, values: Sequence[T], weights: Sequence[float]):
        self._values = list(values)
        self._upto = list(accumulate(weights))

    @classmethod
    def of(cls, weights: dict[T, float]) -> "Weighted[T]":
        return cls(list(weights), list(weights.values()))

    def draw(self, random: Random) -> T:
        return self._values[bisect(self._upto, random.random() * self._upto[-1], 0, len(self._values) - 1)]


def some(random: Random, values: Sequence[T], share: float) -> list[T]:
    """Each value with the same probability, in their order."""
    return [value for value in values if random.random() < share]
