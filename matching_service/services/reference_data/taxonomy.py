"""The taxonomy as people use it: searched, suggested, counted."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching_service.matcher.taxonomy import Concept
from matching_service.services.index.engine import Engine
from models import Occupation, OccupationLabel, OccupationSkill, Skill, SkillLabel

# Of a text of many words, only the first are looked up.
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An occupation or skill proposed for a text. `confidence` in [0, 1]; `matched_label` is what it was found by, and
    `parts` what its score is made of."""

    kind: str  # occupation or skill
    code: str
    label: str
    isco_code: str
    field: str | None
    confidence: float
    matched_label: str
    parts: dict[str, float]


@dataclass(frozen=True, slots=True)
class TaxonomyCounts:
    """`labels` maps a language to its number of labels; `with_esco` counts occupations and skills with an ESCO URI."""

    occupations: int
    skills: int
    relations: int
    with_esco: int
    labels: dict[str, int]


def suggest(
    session: Session, engine: Engine, text: str, *, kind: str | None = None, language: str = "sr", limit: int = 10
) -> tuple[Suggestion, ...]:
    """Occupations and skills a text may stand for, most confident first. For anybody."""
    reader, text = engine.reader(session), text[:LONGEST_TEXT]
    found: list[Suggestion] = []
    for name, concepts, concept_reader in (
        ("occupation", reader.taxonomy.occupations, reader.occupations),
        ("skill", reader.taxonomy.skills, reader.skills),
    ):
        if kind in (None, name):
            links = concept_reader.link(text, limit)
            found += [_suggestion(name, concepts[link.code], link, language) for link in links]
    return tuple(sorted(found, key=lambda item: (-item.confidence, item.kind, item.code))[:limit])


def _suggestion(kind: str, concept: Concept, link, language: str) -> Suggestion:
    found_by = (link.confidence, link.label, {part: round(value, 4) for part, value in link.parts})
    return Suggestion(kind, concept.code, concept.label(language), concept.isco, concept.field, *found_by)


def counts(session: Session) -> TaxonomyCounts:
    """How much the taxonomy holds."""

    def count(*where, of) -> int:
        return session.scalar(select(func.count()).select_from(of).where(*where))

    labels: dict[str, int] = {}
    for table in (OccupationLabel, SkillLabel):
        for language, number in session.execute(select(table.language, func.count()).group_by(table.language)):
            labels[language] = labels.get(language, 0) + number
    with_esco = sum(count(table.esco_uri.is_not(None), of=table) for table in (Occupation, Skill))
    return TaxonomyCounts(
        count(of=Occupation), count(of=Skill), count(of=OccupationSkill), with_esco, dict(sorted(labels.items()))
    )
