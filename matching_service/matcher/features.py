"""Profile or opening -> weighted features over one shared space, so that a score is one dot product.

The space is fitted on the taxonomy and on general word frequencies, never on whoever is registered: a person's
score does not move because somebody else signed up. It has, in this order: occupations, ISCO groups of 4, 3 and 2
digits, experience by ISCO group, skills, three constants for what is unknown, and word stems.

Weights are written down here and in docs/matching.md, and nowhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp

import numpy as np
from scipy import sparse

from matching_service.matcher.documents import OccupationEvidence, Posting, Profile, SkillEvidence
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.matcher.trade_words import TradeWords

# Raise this when texts are read or weighed differently, here or in text, linking and reading: `db upgrade` then makes
# the stored readings again (tests/quality/test_edition.py notices).
EDITION = 4

PARTS = ("occupation", "required_skills", "desired_skills", "experience", "text")
# What each part can add to the score, by kind of opening; rescaled to 1 over the parts that the opening has.
PART_WEIGHTS = {
    "vacancy": {
        "occupation": 0.42, "required_skills": 0.22, "desired_skills": 0.08, "experience": 0.12, "text": 0.16,
    },
    "internship": {
        "occupation": 0.46, "required_skills": 0.22, "desired_skills": 0.12, "experience": 0.0, "text": 0.20,
    },
}  # fmt: skip

# How alike two occupations are: the same; of the same ISCO unit group, minor group, sub-major group. Sums to 1.
SAME_OCCUPATION, SAME_GROUP = 0.50, {4: 0.20, 3: 0.18, 2: 0.12}
# An occupation that shares essential skills counts as this share of their cosine.
RELATED_OCCUPATION, RELATED_FROM = 0.6, 0.3
EXPERIENCE_GROUP = {4: 0.7, 3: 0.3}
# Pairs of occupations of which it is remembered how near they are; some 20 MB.
MOST_CLOSENESS = 100_000
_PART_OF = {"occupation": "occupation", "group": "occupation", "years": "experience", "skill": "desired_skills"}

# How far a person counts as an occupation, by why.
STRENGTH = {"requalification": 1.0, "education": 0.7, "wish": 0.35, "mention": 0.5}
UNCERTIFIED = 0.9
REQUALIFICATION_STATE = {"completed": 1.0, "ongoing": 0.6, "planned": 0.25, "dropped": 0.0}
LEFT_BEHIND = 0.4
EXPERIENCE_BASE, EXPERIENCE_YEARS = 0.6, 3.0
# Work told in the person's own words counts as this share of experience on record.
TOLD = 0.85
# Work that ended long ago counts half every so many years, but never less than the floor.
RECENCY_HALF_LIFE, RECENCY_FLOOR = 10.0, 0.6
UNKNOWN_YEARS = 1.0

SKILL_LEVEL = {0: 0.0, 1: 0.5, 2: 0.75, 3: 0.9, 4: 1.0, None: 0.8}
IMPLIED_ESSENTIAL, IMPLIED_OPTIONAL = 0.65, 0.25
# Unknown is not zero: what a skill nobody asked about, and experience nobody recorded, count as.
UNKNOWN_SKILL, UNKNOWN_EXPERIENCE = 0.15, 0.15


@dataclass(frozen=True, slots=True)
class Features:
    """Sparse vector: `indices` ascending int32, `values` float32, both of shape (n,)."""

    indices: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, weights: Mapping[int, float]) -> "Features":
        kept = sorted((index, value) for index, value in weights.items() if value != 0)
        return cls(
            np.array([index for index, _ in kept], dtype=np.int32),
            np.array([value for _, value in kept], dtype=np.float32),
        )


class FeatureEncoder:
    """Fit on a taxonomy and word frequencies; then transform profiles and postings.

    `word_frequencies` maps words of any language to their share of running text, in (0, 1).
    """

    def fit(self, taxonomy: Taxonomy, word_frequencies: Mapping[str, float]) -> "FeatureEncoder":
        self.taxonomy_ = taxonomy
        codes = sorted(taxonomy.occupations)
        groups = sorted({taxonomy.occupations[code].isco[:n] for code in codes for n in SAME_GROUP})
        names = [("occupation", code) for code in codes] + [("group", group) for group in groups]
        names += [("years", group) for group in groups if len(group) in EXPERIENCE_GROUP]
        names += [("skill", code) for code in sorted(taxonomy.skills)]
        names += [("unknown", part) for part in ("required_skills", "desired_skills", "experience")]
        self.names_ = names
        self.index_ = {name: index for index, name in enumerate(names)}
        self.related_ = _related_occupations(taxonomy)
        self.words_from_ = len(names)
        self.words_ = TradeWords(taxonomy, word_frequencies, self.words_from_)
        self.n_features_ = self.words_from_ + self.words_.size
        self.part_of_ = self._parts_of_features()
        self._closeness: dict[tuple[str, str], float] = {}
        return self

    def _parts_of_features(self) -> np.ndarray:
        """Position in PARTS of what each feature adds to; one more for a feature that nobody has.

        A skill adds to the desired ones: which are required is up to the opening.
        """
        parts = [PARTS.index(name if kind == "unknown" else _PART_OF[kind]) for kind, name in self.names_]
        words = np.full(self.words_.size + 1, PARTS.index("text"))
        return np.concatenate([parts, words]).astype(np.int8)

    # ---- people

    def transform_profile(self, profile: Profile) -> Features:
        weights: dict[int, float] = {}
        strengths = self.strengths(profile.occupations)
        self._add_occupations(weights, strengths)
        self._add_years(weights, profile.occupations)
        self._add_skills(weights, profile, strengths)
        weights.update(self.words_.vector(profile.texts))
        return Features.of(weights)

    def strengths(self, evidence: Iterable[OccupationEvidence]) -> dict[str, float]:
        """How far the person counts as each occupation, in (0, 1]: the best reason counts."""
        strengths: dict[str, float] = {}
        for item in evidence:
            if item.code in self.taxonomy_.occupations and strength(item) > 0:
                _raise_to(strengths, item.code, strength(item))
        return strengths

    def _add_occupations(self, weights: dict[int, float], strengths: Mapping[str, float]) -> None:
        for code, value in strengths.items():
            _raise_to(weights, self.index_["occupation", code], value)
            for group in self._groups(code, SAME_GROUP):
                _raise_to(weights, self.index_["group", group], value)
            for other, alike in self.related_.get(code, {}).items():
                _raise_to(weights, self.index_["occupation", other], RELATED_OCCUPATION * alike * value)

    def _add_years(self, weights: dict[int, float], evidence: Iterable[OccupationEvidence]) -> None:
        """Years of one ISCO group add up before they are weighed; unknown years count as one.

        Told work is often the same as on record, told again: of it, the longest of a group counts where it is longer.
        """
        recorded: dict[str, float] = defaultdict(float)
        told: dict[str, float] = {}
        for item in evidence:
            if item.kind in ("experience", "work") and item.code in self.taxonomy_.occupations:
                for group in self._groups(item.code, EXPERIENCE_GROUP):
                    if item.kind == "experience":
                        recorded[group] += _counted_years(item)
                    else:
                        _raise_to(told, group, _counted_years(item))
        for group in recorded.keys() | told.keys():
            total = max(recorded.get(group, 0.0), told.get(group, 0.0))
            weights[self.index_["years", group]] = 1 - exp(-total / EXPERIENCE_YEARS)
        if not recorded and not told:
            weights[self.index_["unknown", "experience"]] = UNKNOWN_EXPERIENCE

    def _add_skills(self, weights: dict[int, float], profile: Profile, strengths: Mapping[str, float]) -> None:
        """A skill weighs what it exceeds the constant for unknown skills, so that the sum is its value."""
        base = 0.0 if profile.skills_complete else UNKNOWN_SKILL
        values = {} if profile.skills_complete else self._implied_skills(strengths)
        for skill in profile.skills:
            if skill.code in self.taxonomy_.skills:
                values[skill.code] = _skill_value(skill, values.get(skill.code, 0.0))
        for code, value in values.items():
            weights[self.index_["skill", code]] = value - base
        for part in ("required_skills", "desired_skills"):
            weights[self.index_["unknown", part]] = base

    def _implied_skills(self, strengths: Mapping[str, float]) -> dict[str, float]:
        """What somebody of these occupations can be expected to know, where nobody has recorded it."""
        values: dict[str, float] = {}
        for code, value in strengths.items():
            for skill in self.taxonomy_.essential.get(code, ()):
                _raise_to(values, skill, IMPLIED_ESSENTIAL * value)
            for skill in self.taxonomy_.optional.get(code, ()):
                _raise_to(values, skill, IMPLIED_OPTIONAL * value)
        return {code: value for code, value in values.items() if value > UNKNOWN_SKILL}

    # ---- openings

    def transform_posting(self, posting: Posting) -> Features:
        weights: dict[int, float] = defaultdict(float)
        share = self._part_weights(posting)
        for code, of_part in posting.occupations.items():
            self._add_wanted_occupation(weights, code, {part: of_part * share[part] for part in PARTS})
        self._add_demands(weights, posting, share)
        for feature, value in self.words_.vector(posting.texts, with_families=True).items():
            weights[feature] += share["text"] * value
        return Features.of(weights)

    def _part_weights(self, posting: Posting) -> dict[str, float]:
        """Part weights over the parts this opening has, summing to 1; an unsure occupation weighs less."""
        sure = posting.confidence if posting.occupation else 0.0
        has = {
            "occupation": sure,
            "experience": sure,
            "required_skills": float(any(demand.required for demand in posting.demands)),
            "desired_skills": float(any(not demand.required for demand in posting.demands)),
            "text": float(bool(posting.texts)),
        }
        weights = {part: PART_WEIGHTS[posting.kind][part] * has[part] for part in PARTS}
        total = sum(weights.values())
        return {part: weight / total if total else 0.0 for part, weight in weights.items()}

    def _add_wanted_occupation(self, weights: dict[int, float], code: str, share: Mapping[str, float]) -> None:
        weights[self.index_["occupation", code]] += share["occupation"] * SAME_OCCUPATION
        for group in self._groups(code, SAME_GROUP):
            weights[self.index_["group", group]] += share["occupation"] * SAME_GROUP[len(group)]
        for group in self._groups(code, EXPERIENCE_GROUP):
            weights[self.index_["years", group]] += share["experience"] * EXPERIENCE_GROUP[len(group)]
        weights[self.index_["unknown", "experience"]] += share["experience"]

    def _add_demands(self, weights: dict[int, float], posting: Posting, share: Mapping[str, float]) -> None:
        for part, required in (("required_skills", True), ("desired_skills", False)):
            demands = [demand for demand in posting.demands if demand.required == required]
            total = sum(demand.weight for demand in demands)
            for demand in demands:
                weights[self.index_["skill", demand.code]] += share[part] * demand.weight / total
            if demands:
                weights[self.index_["unknown", part]] += share[part]

    # ---- shared

    def closeness(self, code: str, wanted: str) -> float:
        """What somebody who is fully the one occupation has of the occupation part for the other, in [0, 1].

        Kept for the next time: explanations ask for the same pairs again and again.
        """
        known = self._closeness.get((code, wanted))
        if known is None:
            if len(self._closeness) >= MOST_CLOSENESS:
                self._closeness = {}
            known = self._closeness[code, wanted] = self._close(code, wanted)
        return known

    def _close(self, code: str, wanted: str) -> float:
        if code == wanted:
            return 1.0
        isco, other = self.taxonomy_.occupations[code].isco, self.taxonomy_.occupations[wanted].isco
        same_groups = sum(share for digits, share in SAME_GROUP.items() if isco[:digits] == other[:digits])
        related = self.related_[code].get(wanted, 0.0) if code in self.related_ else 0.0
        return same_groups + SAME_OCCUPATION * RELATED_OCCUPATION * related

    def _groups(self, code: str, digits: Iterable[int]) -> list[str]:
        isco = self.taxonomy_.occupations[code].isco
        return [isco[:n] for n in digits]


def strength(item: OccupationEvidence) -> float:
    """How far one piece of evidence makes a person count as an occupation, in [0, 1]; 0 where it is given up."""
    if item.given_up:
        return 0.0
    if item.kind in ("experience", "work"):
        years = UNKNOWN_YEARS if item.years is None else item.years
        value = EXPERIENCE_BASE + (1 - EXPERIENCE_BASE) * (1 - exp(-years / EXPERIENCE_YEARS))
        value *= recency(item.years_ago) * (TOLD if item.kind == "work" else 1.0)
    else:
        value = STRENGTH[item.kind]
    if item.kind == "requalification":
        value *= REQUALIFICATION_STATE[item.state] * (1.0 if item.certified else UNCERTIFIED)
    return value * item.confidence * (LEFT_BEHIND if item.left_behind else 1.0)


def recency(years_ago: int | None) -> float:
    """How much work counts that ended so many years ago, in [RECENCY_FLOOR, 1]; 1 where it goes on or nobody knows."""
    return 1.0 if years_ago is None else max(RECENCY_FLOOR, min(1.0, 0.5 ** (years_ago / RECENCY_HALF_LIFE)))


def _counted_years(item: OccupationEvidence) -> float:
    if item.given_up:
        return 0.0
    return (UNKNOWN_YEARS if item.years is None else item.years) * item.confidence * recency(item.years_ago)


def _skill_value(skill: SkillEvidence, implied: float) -> float:
    """The recorded level, whatever the occupation lets expect; without a level the better of the two."""
    if skill.level is not None:
        return SKILL_LEVEL[skill.level] * skill.confidence
    return max(SKILL_LEVEL[None] * skill.confidence, implied)


def _raise_to(weights: dict, key, value: float) -> None:
    weights[key] = max(weights.get(key, 0.0), value)


def _related_occupations(taxonomy: Taxonomy) -> dict[str, dict[str, float]]:
    """Other occupations with the cosine of their essential skills, rare skills weighing more; from RELATED_FROM."""
    codes = [code for code in sorted(taxonomy.occupations) if taxonomy.essential.get(code)]
    skills = {code: i for i, code in enumerate(sorted(taxonomy.skills))}
    rows = [row for row, code in enumerate(codes) for _ in taxonomy.essential[code]]
    cols = [skills[skill] for code in codes for skill in taxonomy.essential[code]]
    if not rows:
        return {}
    shape = (len(codes), len(skills))
    uses = sparse.csr_matrix((np.ones(len(rows)), (rows, cols)), shape=shape)
    rarity = np.log(len(codes) / np.maximum(np.asarray(uses.sum(axis=0)).ravel(), 1))
    weighted = uses @ sparse.diags(rarity)
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = sparse.diags(1 / np.maximum(norms, 1e-12)) @ weighted
    alike = (unit @ unit.T).tocoo()
    related: dict[str, dict[str, float]] = defaultdict(dict)
    for row, col, value in zip(alike.row, alike.col, alike.data, strict=True):
        if row != col and value >= RELATED_FROM:
            related[codes[row]][codes[col]] = float(value)
    return dict(related)
