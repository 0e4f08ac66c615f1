"""Why a score is what it is: the addends of the dot product, grouped into parts, and the skills by name."""

from dataclasses import dataclass

import numpy as np

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.features import PARTS, FeatureEncoder, Features

# An implied or recorded skill counts as matched from this value on.
MATCHED_FROM = 0.5
# Below this fit the two share hardly more than what nobody knows of them.
WEAK_FIT = 0.15

_PART_OF = {"occupation": "occupation", "group": "occupation", "years": "experience"}


@dataclass(frozen=True, slots=True)
class Explanation:
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


def addends(person: Features, opening: Features) -> tuple[np.ndarray, np.ndarray]:
    """Shared features and what each adds to the score; float64."""
    shared, at_person, at_opening = np.intersect1d(
        person.indices, opening.indices, assume_unique=True, return_indices=True
    )
    products = person.values[at_person].astype(np.float64) * opening.values[at_opening].astype(np.float64)
    return shared, products


def explain(
    encoder: FeatureEncoder,
    person: Features,
    person_facts: PersonFacts,
    opening: Features,
    opening_facts: OpeningFacts,
) -> Explanation:
    """Parts and named skills of one pair."""
    shared, products = addends(person, opening)
    required = {code for code, is_required in opening_facts.demands if is_required}
    parts = dict.fromkeys(PARTS, 0.0)
    for feature, product in zip(shared.tolist(), products.tolist(), strict=True):
        kind, name = encoder.names_[feature] if feature < encoder.words_from_ else ("word", "")
        parts[_part(kind, name, required)] += product
    skills = _skills(encoder, person, person_facts, opening_facts)
    return Explanation(sum(parts.values()), parts, *skills, _nearest_occupation(encoder, person_facts, opening_facts))


def _nearest_occupation(encoder: FeatureEncoder, person: PersonFacts, opening: OpeningFacts) -> str | None:
    if opening.occupation is None:
        return None
    asked_for = (opening.occupation, *opening.other_occupations)
    near = (
        (-value * max(encoder.closeness(code, wanted) for wanted in asked_for), code)
        for code, value in person.occupations
    )
    best, code = min(near, default=(0.0, None))
    return code if best < 0 else None


def _part(kind: str, name: str, required: set[str]) -> str:
    if kind == "word":
        return "text"
    if kind == "unknown":
        return name
    if kind == "skill":
        return "required_skills" if name in required else "desired_skills"
    return _PART_OF[kind]


def _skills(encoder: FeatureEncoder, person: Features, facts: PersonFacts, opening: OpeningFacts):
    recorded = dict(facts.skills)
    value_of = dict(zip(person.indices.tolist(), person.values.tolist(), strict=True))
    base = value_of.get(encoder.index_["unknown", "required_skills"], 0.0)
    matched, missing, unknown, missing_required, implied = [], [], [], [], []
    for code, is_required in sorted(opening.demands, key=lambda demand: not demand[1]):
        if recorded.get(code):
            matched.append(code)
        elif code in recorded or facts.skills_complete:
            missing.append(code)
            if is_required:
                missing_required.append(code)
        elif value_of.get(encoder.index_.get(("skill", code), -1), 0.0) + base >= MATCHED_FROM:
            matched.append(code)
            implied.append(code)
        else:
            unknown.append(code)
    return tuple(matched), tuple(missing), tuple(unknown), tuple(missing_required), tuple(implied)
