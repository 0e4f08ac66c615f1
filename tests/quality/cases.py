"""The cases of the quality suite as values: invented openings and people, and the grades between them (README.md)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.profiles.people import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)

FOLDER = Path(__file__).parent / "cases"
GRADES = (0, 1, 2, 3)
PLAIN = ""
TRAPS = (
    "scripts", "dialect", "gender", "inflection", "foreign-words", "synonym", "typo", "look-alike", "related",
    "requalified", "experience", "missing-skill", "informal", "negation", "stuffing", "boilerplate",
)  # fmt: skip

# short names of the files -> fields of the records
_ENTRIES = {
    "educations": (EducationRecord, {"level": "isced_level"}),
    "experiences": (ExperienceRecord, {"at": "employer_name", "until": "ended_year"}),
    "requalifications": (RequalificationRecord, {"from": "from_text", "to": "to_text"}),
    "languages": (LanguageRecord, {}),
}


@dataclass(frozen=True, slots=True)
class Grade:
    """How well a person fits an opening, 0 to 3; `trap`: what makes it hard to see, PLAIN where nothing does."""

    opening: str
    person: str
    grade: int
    trap: str


@dataclass(frozen=True, slots=True)
class Cases:
    """Openings and people by name, in the order of the files; `grades` only of those who matter for an opening."""

    openings: Mapping[str, OpeningRecord]
    people: Mapping[str, PersonRecord]
    grades: tuple[Grade, ...]


@cache
def load() -> Cases:
    """All files of the folder. Raises ValueError for a name that stands twice or nowhere, a grade or a trap that does
    not exist."""
    openings, people, grades = {}, {}, []
    for path in sorted(FOLDER.glob("*.toml")):
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, case in found["openings"].items():
            grades += [Grade(name, person, *graded) for person, graded in case.pop("grades").items()]
        _refuse("twice", (openings.keys() & found["openings"]) | (people.keys() & found["people"]))
        openings |= {name: _opening(case) for name, case in found["openings"].items()}
        people |= {name: _person(name, case) for name, case in found["people"].items()}
    _refuse("graded, but nowhere described", {grade.person for grade in grades} - people.keys())
    _refuse("no grade", {grade.grade for grade in grades} - set(GRADES))
    _refuse("no trap", {grade.trap for grade in grades} - {PLAIN, *TRAPS})
    return Cases(openings, people, tuple(grades))


def _refuse(what: str, names: Iterable) -> None:
    if names:
        raise ValueError(f"{what}: {', '.join(map(str, names))}")


def _opening(case: dict) -> OpeningRecord:
    skills = [SkillDemand(code, required=True) for code in case.pop("required", ())]
    skills += [SkillDemand(code, required=False) for code in case.pop("desired", ())]
    return OpeningRecord(skills=tuple(skills), **_records(case))


def _person(name: str, case: dict) -> PersonRecord:
    skills = tuple(SkillRecord(code, level) for code, level in case.pop("skills", {}).items())
    return PersonRecord(given_name=name, family_name="Izmišljeni", skills=skills, **_records(case))


def _records(case: dict) -> dict:
    """The fields of a record, its lists as tuples of records where the product has records."""
    return {key: _entries(key, value) if isinstance(value, list) else value for key, value in case.items()}


def _entries(key: str, values: list) -> tuple:
    if key not in _ENTRIES:
        return tuple(values)
    record, names = _ENTRIES[key]
    return tuple(record(**{names.get(name, name): value for name, value in entry.items()}) for entry in values)
