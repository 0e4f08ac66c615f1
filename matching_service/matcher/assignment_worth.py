"""What a pair of a person and an opening is worth to a plan: fit, wishes, interest of the company, and the way to it.

Never who somebody is: what the law protects is not here, and the priority of people is a goal of its own.
"""

from dataclasses import dataclass

import numpy as np

# A whole number of these is a worth of 1, so that sums are exact.
UNITS = 10_000
# From here on farther makes no difference to the worth; how far somebody can go at all is a hard rule.
FAR_KM = 100
# The way is not known: neither near nor far.
_UNKNOWN_WAY = 0.5
# What the first, second and third wish of a person count, of the weight of wishes.
WISHES = (1.0, 0.6, 0.3)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each counts beside fit, which counts 1: all from 0 to 1.

    `lowest_fit`: below it a pair is not proposed at all, except where somebody has pinned it.
    """

    wish: float = 0.2
    interest: float = 0.2
    near: float = 0.1
    lowest_fit: float = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """All float64 (people, openings), but for `wishes` int64: 1 is the first wish, 0 none.

    `fit` of 1. `interest` of 1: how far the company has gone with the person. `km`: NaN where it is not known.
    """

    fit: np.ndarray
    km: np.ndarray
    wishes: np.ndarray
    interest: np.ndarray


def worth(pairs: Pairs, weights: Weights) -> np.ndarray:
    """int64 (people, openings): in UNITS."""
    near = np.where(np.isnan(pairs.km), _UNKNOWN_WAY, 1 - np.minimum(np.nan_to_num(pairs.km), FAR_KM) / FAR_KM)
    wished = np.array((0.0, *WISHES))[np.minimum(pairs.wishes, len(WISHES))]
    total = pairs.fit + weights.wish * wished + weights.interest * pairs.interest + weights.near * near
    return np.rint(UNITS * np.maximum(total, 0)).astype(np.int64)
