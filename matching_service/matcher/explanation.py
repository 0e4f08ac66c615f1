"""Why a score is what it is: the addends of the dot product, grouped into parts, and the skills by name.

All rows of a list are explained at once: their features stand one after the other in one long array, so what a row
adds to a part is a sum over one bin of (row, part).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.features import PARTS, FeatureEncoder, Features
from matching_service.matcher.rows import Rows

# An implied or recorded skill counts as matched from this value on.
MATCHED_FROM = 0.5
# Below this fit the two share hardly more than what nobody knows of them.
WEAK_FIT = 0.15

_REQUIRED = PARTS.index("required_skills")


class Explanation(NamedTuple):
    """`parts` sum to the score. Skills are codes, required ones first. `implied` are those of `matched` that nobody
    recorded: the person's occupation lets expect them. `occupation` is the one of the person's own occupations that
    comes nearest to what is asked for; None when none comes near."""

    score: float
    parts: dict[str, float]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    missing_required: tuple[str, ...]
    implied: tuple[str, ...]
    occupation: str | None


def explain_people(
    encoder: FeatureEncoder,
    people: Rows,
    people_facts: Sequence[PersonFacts],
    opening: Features,
    opening_facts: OpeningFacts,
) -> list[Explanation]:
    """Why each of these people has their score for the opening, in the order given."""
    rows = _Shown(people, encoder.n_features_)
    asked = [_Asked.of(encoder, opening_facts)] * len(people)
    demands = _Demands.of(asked)
    parts = _parts(encoder, rows, _dense(opening, encoder.n_features_), demands)
    return _explained(parts, people_facts, asked, _expected(encoder, rows.n, demands, rows.values_at))


def explain_openings(
    encoder: FeatureEncoder,
    person: Features,
    person_facts: PersonFacts,
    openings: Rows,
    openings_facts: Sequence[OpeningFacts],
) -> list[Explanation]:
    """Why each of these openings has its score for the person, in the order given."""
    rows, dense = _Shown(openings, encoder.n_features_), _dense(person, encoder.n_features_)
    asked = [_Asked.of(encoder, facts) for facts in openings_facts]
    demands = _Demands.of(asked)
    expected = _expected(encoder, rows.n, demands, lambda _rows, features: dense[features])
    return _explained(_parts(encoder, rows, dense, demands), [person_facts] * rows.n, asked, expected)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an opening asks for: `demands` (code, required) with the required ones first, and the feature of each
    (`n_features` for a skill that no feature stands for); `nearness`: how near an occupation comes, in [0, 1]."""

    demands: tuple[tuple[str, bool], ...]
    features: tuple[int, ...]
    nearness: Callable[[str], float]

    @classmethod
    def of(cls, encoder: FeatureEncoder, facts: OpeningFacts) -> "_Asked":
        demands = (*(each for each in facts.demands if each[1]), *(each for each in facts.demands if not each[1]))
        features = tuple(encoder.index_.get(("skill", code), encoder.n_features_) for code, _ in demands)
        occupations = () if facts.occupation is None else (facts.occupation, *facts.other_occupations)

        @cache
        def nearness(code: str) -> float:
            return max((encoder.closeness(code, wanted) for wanted in occupations), default=0.0)

        return cls(demands, features, nearness)


class _Demands(NamedTuple):
    """The demands of all rows, one after the other: which row, the feature of the skill, whether it is required."""

    rows: np.ndarray
    features: np.ndarray
    required: np.ndarray

    @classmethod
    def of(cls, asked: Sequence[_Asked]) -> "_Demands":
        rows = np.repeat(np.arange(len(asked)), [len(each.demands) for each in asked])
        features = np.array([feature for each in asked for feature in each.features], dtype=np.int64)
        required = np.array([required for each in asked for _, required in each.demands], dtype=bool)
        return cls(rows, features, required)


class _Shown:
    """The features of many rows, one row after the other; every array ends with one that stands for "not there"."""

    def __init__(self, rows: Rows, n_features: int):
        self.n, self._stride = len(rows), n_features + 1
        self.row = np.append(np.repeat(np.arange(self.n), np.diff(rows.starts)), 0)
        self.features = np.append(rows.features, n_features)
        self.values = np.append(rows.values, 0.0)
        self._keys = (self.row * self._stride + self.features)[:-1]

    def positions(self, rows: np.ndarray, features: np.ndarray) -> np.ndarray:
        """Where features of rows stand in the arrays, the last place for those that are not there."""
        wanted = rows * self._stride + features
        at = np.searchsorted(self._keys, wanted)
        return np.where(np.append(self._keys, -1)[at] == wanted, at, len(self._keys))

    def values_at(self, rows: np.ndarray, features: np.ndarray) -> np.ndarray:
        return self.values[self.positions(rows, features)]


def _dense(query: Features, n_features: int) -> np.ndarray:
    """The value of every feature, and 0 for the one that stands for none."""
    dense = np.zeros(n_features + 1)
    dense[query.indices] = query.values
    return dense


def _parts(encoder: FeatureEncoder, rows: _Shown, query: np.ndarray, demands: _Demands) -> np.ndarray:
    """What each part adds to the score of each row; shape (rows, parts), float64."""
    part = encoder.part_of_[rows.features]
    part[rows.positions(demands.rows[demands.required], demands.features[demands.required])] = _REQUIRED
    bins = rows.row * len(PARTS) + part
    products = rows.values * query[rows.features]
    return np.bincount(bins[:-1], products[:-1], minlength=rows.n * len(PARTS)).reshape(-1, len(PARTS))


def _expected(encoder: FeatureEncoder, n_rows: int, demands: _Demands, values_at: Callable) -> Iterator[bool]:
    """For each demand of each row, whether the person can be expected to have the skill.

    `values_at(rows, features)` gives the person's values.
    """
    base = np.full(n_rows, encoder.index_["unknown", "required_skills"])
    values = values_at(demands.rows, demands.features) + values_at(np.arange(n_rows), base)[demands.rows]
    return iter((values >= MATCHED_FROM).tolist())


def _explained(
    parts: np.ndarray, people: Sequence[PersonFacts], asked: Sequence[_Asked], expected: Iterator[bool]
) -> list[Explanation]:
    return [
        Explanation(
            sum(values), dict(zip(PARTS, values, strict=True)), *_skills(person, each, expected), _nearest(person, each)
        )
        for values, person, each in zip(parts.tolist(), people, asked, strict=True)
    ]


def _nearest(person: PersonFacts, asked: _Asked) -> str | None:
    best, nearest = 0.0, None
    for code, value in person.occupations:
        near = value * asked.nearness(code)
        if near > best or (near == best > 0 and code < nearest):
            best, nearest = near, code
    return nearest


def _skills(person: PersonFacts, asked: _Asked, expected: Iterator[bool]) -> tuple[tuple[str, ...], ...]:
    """Takes from `expected` as many as there are demands."""
    recorded = dict(person.skills)
    matched, missing, unknown, missing_required, implied = [], [], [], [], []
    # the demands stand first: zip stops there without taking one more
    for (code, is_required), is_expected in zip(asked.demands, expected, strict=False):
        has = recorded.get(code)
        if has:
            matched.append(code)
        elif has is not None or person.skills_complete:
            missing.append(code)
            if is_required:
                missing_required.append(code)
        elif is_expected:
            matched.append(code)
            implied.append(code)
        else:
            unknown.append(code)
    return tuple(matched), tuple(missing), tuple(unknown), tuple(missing_required), tuple(implied)
