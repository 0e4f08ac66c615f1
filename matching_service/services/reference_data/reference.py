"""Reference data: municipalities and the starter taxonomy, loaded from `data/`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from sqlalchemy.orm import Session

from matching_service.errors import BadInput
from matching_service.matcher.text import fold
from matching_service.matcher.work_phrases import WorkPhrase
from matching_service.services.reference_data import concept_rows, starter_files
from matching_service.services.reference_data.starter_files import ConceptEntry
from models import (
    Municipality,
    Occupation,
    OccupationLabel,
    Skill,
    SkillLabel,
    TaxonomyRevision,
    reference_queries,
)

_DATA = resources.files("data")


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    code: str
    name: str
    district: str
    district_name: str
    latitude: float
    longitude: float
    kind: str


def municipalities(session: Session) -> tuple[MunicipalityRecord, ...]:
    """All cities and municipalities, by name."""
    rows = sorted(reference_queries.municipalities(session), key=lambda row: fold(row.name))
    names = MunicipalityRecord.__slots__
    return tuple(MunicipalityRecord(**{name: getattr(row, name) for name in names}) for row in rows)


def load_reference_data(session: Session, folder: Traversable = _DATA) -> bool:
    """Bring municipalities and starter taxonomy up to what the files say; False when they were loaded before.

    Rows are known by their codes, so ids stay. Concepts that are no longer in the files stay, because profiles may
    name them. Labels and skills of a concept that are no longer in the files go - except those of a concept that
    was merged with one of ESCO, which only gains. What came from ESCO alone is not touched.
    """
    digest = starter_files.digest(folder)
    state = session.get(TaxonomyRevision, 1) or TaxonomyRevision(id=1, revision=0)
    if state.starter_digest == digest:
        return False
    _load_municipalities(session, folder)
    _load_taxonomy(session, folder)
    state.revision, state.starter_digest = state.revision + 1, digest
    session.add(state)
    session.flush()
    return True


@cache
def work_phrases() -> tuple[WorkPhrase, ...]:
    """How people tell of informal work. Not kept in the database: a changed file is a new revision of the taxonomy."""
    return tuple(starter_files.work_phrases(_DATA))


def _load_municipalities(session: Session, folder: Traversable) -> None:
    lines = {str(line.pop("code")): line for line in starter_files.municipalities(folder)}
    concept_rows.write_by_code(session, Municipality, lines)


def _load_taxonomy(session: Session, folder: Traversable) -> None:
    occupations, skills = starter_files.occupations(folder), starter_files.skills(folder)
    merged = [reference_queries.ids_merged_with_esco(session, model) for model in (Occupation, Skill)]
    _check_phrases(starter_files.work_phrases(folder), {entry.code for entry in occupations})
    occupation_ids = concept_rows.write_by_code(session, Occupation, _columns(occupations))
    skill_ids = concept_rows.write_by_code(session, Skill, _columns(skills))
    concept_rows.write_labels(session, OccupationLabel, _labels(occupations, occupation_ids), merged[0])
    concept_rows.write_labels(session, SkillLabel, _labels(skills, skill_ids), merged[1])
    concept_rows.write_relations(session, occupations, occupation_ids, skill_ids, merged[0])


def _check_phrases(phrases: Iterable[WorkPhrase], codes: set[str]) -> None:
    for phrase in phrases:
        if phrase.code not in codes:
            raise BadInput(f"informal work names the occupation {phrase.code}, which does not exist")


def _columns(entries: list[ConceptEntry]) -> dict[str, dict]:
    return {entry.code: entry.columns for entry in entries}


def _labels(entries: list[ConceptEntry], ids: dict[str, int]) -> dict[int, tuple]:
    return {ids[entry.code]: entry.labels for entry in entries}
