"""Changes of a profile that are worth thinking of: what to ask, what to train."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching_service.matcher.eligibility import Note
from matching_service.matcher.gaps import SkillGap
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.services.profiles.person_record import (
    LanguageRecord,
    OccupationReading,
    RequalificationRecord,
    SkillRecord,
)
from matching_service.services.profiles.profile_changes import ProfileChange

# Whoever says yes has the skill at a level nobody has asked about yet; whoever is trained in it works alone afterwards.
LEVEL_AFTER_ASKING, LEVEL_AFTER_TRAINING = None, 2
CERTIFICATE = "uverenje"


@dataclass(frozen=True, slots=True)
class Idea:
    """`kind`: skill, licence, language or requalification. `codes`: of one skill, language or occupation, or all
    licence categories that are missing. `ask`: nothing is known, so that asking comes before training."""

    kind: str
    codes: tuple[str, ...]
    ask: bool
    change: ProfileChange


def of_skill(code: str, ask: bool) -> Idea:
    skill = SkillRecord(code, LEVEL_AFTER_ASKING if ask else LEVEL_AFTER_TRAINING)
    return Idea("skill", (code,), ask, ProfileChange(skills=(skill,)))


def of_gaps(gaps: Iterable[SkillGap]) -> list[Idea]:
    """Only for skills that the opening names: others would change nothing in its list."""
    return [of_skill(gap.code, ask=gap.state == "unknown") for gap in gaps if gap.asked]


def of_conditions(failed: Iterable[Note]) -> list[Idea]:
    """All licences that are missing together, as one alone would not open the list; each language by itself."""
    noted = [(note.key, dict(note.values)) for note in failed]
    licences = tuple(values["category"] for key, values in noted if key == "licence_missing")
    ideas = [Idea("licence", licences, False, ProfileChange(licences=licences))] if licences else []
    for key, values in noted:
        if key in ("language_missing", "language_below"):
            spoken = LanguageRecord(values["language"], values["needed"])
            ideas.append(Idea("language", (spoken.language,), False, ProfileChange(languages=(spoken,))))
    return ideas


def of_requalification(taxonomy: Taxonomy, code: str) -> Idea:
    """Into an occupation, completed with a certificate."""
    into = OccupationReading(code, "counsellor", 1.0)
    record = RequalificationRecord(taxonomy.occupation_label(code), certificate=CERTIFICATE, to_occupation=into)
    return Idea("requalification", (code,), False, ProfileChange(requalifications=(record,)))
