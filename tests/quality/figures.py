"""How well scores order the graded people: nDCG@10 and the share of pairs in the right order, in all and by trap.

A pair are two people graded differently for one opening; a pair belongs to a trap where either of the two does. Of two
equal scores, half a pair is right. nDCG has linear gains and counts everybody of the suite; who is not graded for an
opening counts as 0. For a trap it is taken over the openings that have it, without those whom other traps make hard.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.quality import cases
from tests.quality.cases import PLAIN, TRAPS, Grade

DEPTH = 10
ALL = "all"


@dataclass(frozen=True, slots=True)
class Figures:
    ndcg: float
    pairs_right: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people for one opening, and by how much the better one's score is higher (below 0: the wrong order)."""

    better: Grade
    worse: Grade
    margin: float

    @property
    def right(self) -> float:
        return (np.sign(self.margin) + 1) / 2


def measure(scores: np.ndarray) -> dict[str, Figures]:
    """Figures of all, then of each trap."""
    return {kind: _figures(scores, kind) for kind in (ALL, *TRAPS)}


def pairs_of(scores: np.ndarray, kind: str = ALL) -> list[Pair]:
    """Pairs of one trap, or all; the worst first: far apart in grade and wide of the mark in score."""
    score_of = _score_of(scores)
    pairs = [
        Pair(better, worse, _margin(score_of(better), score_of(worse)))
        for graded in _by_opening()
        for better in graded
        for worse in graded
        if better.grade > worse.grade and (kind == ALL or kind in (better.trap, worse.trap))
    ]
    return sorted(pairs, key=lambda pair: (pair.right, pair.worse.grade - pair.better.grade, pair.margin))


def _figures(scores: np.ndarray, kind: str) -> Figures:
    right = [pair.right for pair in pairs_of(scores, kind)]
    return Figures(_mean_ndcg(scores, kind), float(np.mean(right)), len(right))


def _mean_ndcg(scores: np.ndarray, kind: str) -> float:
    """Over the openings of this kind where anybody fits."""
    values = [
        _ndcg(*_seen(graded, scores[row], kind))
        for row, graded in enumerate(_by_opening())
        if kind == ALL or any(grade.trap == kind for grade in graded)
    ]
    return float(np.mean([value for value in values if value is not None]))


def _seen(graded: list[Grade], scores: np.ndarray, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Grades and scores of those who count for this kind."""
    grade_of = {grade.person: grade.grade for grade in graded}
    hidden = {grade.person for grade in graded if kind != ALL and grade.trap not in (kind, PLAIN)}
    people = list(cases.load().people)
    seen = np.array([name not in hidden for name in people])
    return np.array([grade_of.get(name, 0) for name in people])[seen], scores[seen]


def _ndcg(grades: np.ndarray, scores: np.ndarray) -> float | None:
    """None where nobody fits. Equal scores stay in the order of the files."""
    if not grades.any():
        return None
    return _discounted(grades[np.argsort(-scores, kind="stable")]) / _discounted(np.sort(grades)[::-1])


def _discounted(gains: np.ndarray) -> float:
    top = gains[:DEPTH]
    return float(top @ (1 / np.log2(np.arange(2, len(top) + 2))))


def _margin(better: float, worse: float) -> float:
    return 0.0 if better == worse else better - worse  # two who are left out are equal


def _by_opening() -> list[list[Grade]]:
    found = cases.load()
    return [[grade for grade in found.grades if grade.opening == name] for name in found.openings]


def _score_of(scores: np.ndarray) -> Callable[[Grade], float]:
    found = cases.load()
    rows = {name: row for row, name in enumerate(found.openings)}
    columns = {name: column for column, name in enumerate(found.people)}
    return lambda grade: float(scores[rows[grade.opening], columns[grade.person]])
