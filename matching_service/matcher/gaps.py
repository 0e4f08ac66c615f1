"""What somebody lacks for an opening: a question to ask where nothing is known, and what a training could give."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matching_service.matcher.documents import OccupationEvidence, OpeningFacts, PersonFacts
from matching_service.matcher.explanation import explain_people
from matching_service.matcher.features import FeatureEncoder, Features
from matching_service.matcher.rows import Rows
from matching_service.matcher.taxonomy import Taxonomy

# From this fit on an opening is suitable. In the demo 81% of the pairs in which the person counts as the very
# occupation reach it, 21% of those of the same ISCO unit group, and none of all others; at .45 it would be 94% and 48%.
SUITABLE_FIT = 0.5
# The schooling (ISCED) that a course builds on, by the beginning of the ISCO code: managers and professionals have a
# degree, technicians a secondary school. For all others everybody can be trained.
SCHOOLING_BEFORE = {"1": 6, "2": 6, "3": 3}
# No course leads into these, only the school itself: science and engineering, health, teaching, law and the arts.
ONLY_BY_SCHOOL = ("21", "22", "23", "26", "32")
_LEARNT_BY = frozenset(("experience", "work", "education", "requalification"))


@dataclass(frozen=True, slots=True)
class SkillGap:
    """`state`: unknown (ask first) or missing (known to lack). `required`: by the employer; `essential`: for the
    occupation, by the taxonomy; `asked`: the opening names the skill, so having it changes the fit."""

    code: str
    state: str
    required: bool
    essential: bool
    asked: bool


def skill_gaps(
    encoder: FeatureEncoder,
    person: Features,
    person_facts: PersonFacts,
    opening: Features,
    opening_facts: OpeningFacts,
) -> tuple[SkillGap, ...]:
    """Skills the person is not known to have: those the opening asks for, and those essential for its occupation.

    Unknown before missing; in each required first, then essential, then those the opening names.
    """
    essential = encoder.taxonomy_.essential.get(opening_facts.occupation, ())
    asked = dict(opening_facts.demands)
    wider = replace(
        opening_facts, demands=tuple((asked | {code: asked.get(code, False) for code in essential}).items())
    )
    (found,) = explain_people(encoder, Rows.of(encoder.n_features_, [0], [person]), [person_facts], opening, wider)
    gaps = [
        SkillGap(code, state, asked.get(code, False), code in essential, code in asked)
        for state, codes in (("unknown", found.unknown), ("missing", found.missing))
        for code in codes
    ]
    return tuple(sorted(gaps, key=_urgency))


def _urgency(gap: SkillGap) -> tuple[bool, ...]:
    return gap.state == "missing", not gap.required, not gap.essential, not gap.asked


def trainable(
    taxonomy: Taxonomy, occupations: Iterable[str], evidence: Iterable[OccupationEvidence], isced: int | None
) -> list[str]:
    """Those of the occupations, sorted, that a person could be requalified into: new, not refused, and schooled enough.

    Where schooling is not known, only what needs none: to ask comes before years of training.
    """
    left_out = {item.code for item in evidence if item.given_up or _is_learnt(item)}
    return [
        code for code in sorted(set(occupations) - left_out) if _schooled_for(taxonomy.occupations[code].isco, isced)
    ]


def _is_learnt(item: OccupationEvidence) -> bool:
    """Worked in, or trained for, and not left behind since."""
    done = item.kind != "requalification" or item.state == "completed"
    return item.kind in _LEARNT_BY and done and not item.left_behind


def _schooled_for(isco: str, isced: int | None) -> bool:
    if isco.startswith(ONLY_BY_SCHOOL):
        return False
    needed = SCHOOLING_BEFORE.get(isco[:1])
    return needed is None or (isced is not None and isced >= needed)
