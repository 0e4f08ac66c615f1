"""How likely it is that a text was read rightly: a logistic curve over a few likenesses of text and label.

The weights were fitted on the taxonomy itself, with labels and whole occupations taken away and asked for again
(`python -m tests.quality.calibrate` does it anew and draws how often links of each confidence are right).
"""

from math import exp
from operator import mul
from typing import NamedTuple


class Evidence(NamedTuple):
    """What speaks for a concept; each in [0, 1] but for `lead`, in [-1, 1]."""

    score: float  # of the concept's best label, as a share of the best there can be
    lead: float  # how far that is above the best other concept, or below
    ratio: float  # rapidfuzz token_sort_ratio: added words count against it
    subset: float  # rapidfuzz token_set_ratio: words that only one of the two has are forgiven
    named: float  # 1 where the label stands in the text word by word


class Weights(NamedTuple):
    intercept: float
    of_curve: tuple[float, ...]


WEIGHTS = Weights(-2.24, (6.09, 6.88, 1.89, -1.17, 2.93))
# With the semantic extra the score has one part more, and says more where the letters differ.
WEIGHTS_WITH_MEANING = Weights(-2.19, (3.22, 10.35, 1.63, -1.15, 3.12))


def curve(evidence: Evidence) -> tuple[float, ...]:
    """What the weights weigh: a high score and a nearly equal label tell more than their halves do."""
    return evidence.score**3, evidence.lead, evidence.ratio**4, evidence.subset, evidence.named


def confidence(evidence: Evidence, weights: Weights = WEIGHTS) -> float:
    """Probability in (0, 1) that the concept is the one meant."""
    return 1 / (1 + exp(-weights.intercept - sum(map(mul, weights.of_curve, curve(evidence)))))
