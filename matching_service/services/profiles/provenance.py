"""Who said what: a fact that somebody states now has them as its source, a fact they leave alone keeps its own.

So nobody but staff can write that a counsellor recorded something or that a certificate proves it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from matching_service.services.marketplace.opening_record import OpeningRecord
from matching_service.services.profiles.person_record import (
    EducationRecord,
    ExperienceRecord,
    MentionRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)

Fact = TypeVar("Fact")
Entry = TypeVar("Entry", EducationRecord, ExperienceRecord, RequalificationRecord)

# Fields that hold which occupation an entry's texts stand for.
_OCCUPATIONS = ("occupation", "to_occupation", "from_occupation")
# Texts that these occupations are about: the same text and the same occupation is the same fact.
_TEXTS = ("title", "qualification", "to_text", "from_text")


def told_by_person(record: PersonRecord, stored: PersonRecord) -> PersonRecord:
    """`record` as the person may state it, where `stored` is there already."""
    return replace(
        record,
        educations=_entries(record.educations, stored.educations, "self"),
        experiences=_entries(record.experiences, stored.experiences, "self"),
        requalifications=_entries(record.requalifications, stored.requalifications, "self"),
        mentions=_facts(record.mentions, stored.mentions, "self"),
        skills=_facts(record.skills, stored.skills, "self"),
    )


def told_by_employer(record: OpeningRecord, stored: OpeningRecord | None = None) -> OpeningRecord:
    """`record` as an employer may state it, where `stored` is there already."""
    (record,) = _entries((record,), (stored,) if stored else (), "employer")
    return replace(record, skills=_facts(record.skills, stored.skills if stored else (), "employer"))


def _facts(facts: Iterable[Fact], stored: Iterable[Fact], speaker: str) -> tuple[Fact, ...]:
    known = {fact.code: fact for fact in stored if _is_said(fact)}
    return tuple(_fact(fact, known.get(fact.code), speaker) for fact in facts)


def _fact(fact: SkillRecord | MentionRecord, stored: SkillRecord | MentionRecord | None, speaker: str):
    if not _is_said(fact):
        return fact
    if stored is not None and _content(fact) == _content(stored):
        return stored
    return replace(fact, source=speaker, confidence=1.0)


def _is_said(fact: SkillRecord | MentionRecord) -> bool:
    """By somebody, and not read by the program. To reject a reading is to say something."""
    return fact.source != "text" or getattr(fact, "rejected", False)


def _content(fact: Fact) -> Fact:
    return replace(fact, source="", confidence=0.0, evidence="")


def _entries(entries: Iterable[Entry], stored: Iterable[Entry], speaker: str) -> tuple[Entry, ...]:
    known = {_claim(entry): _occupations(entry) for entry in stored if _names_occupation(entry)}
    return tuple(_entry(entry, known.get(_claim(entry)), speaker) for entry in entries)


def _entry(entry: Entry, stored: dict | None, speaker: str) -> Entry:
    """The occupations of an entry have one source together, as in its row."""
    if not _names_occupation(entry):
        return entry
    said = {
        name: replace(reading, source=speaker, confidence=1.0)
        for name, reading in _occupations(entry).items()
        if reading.source != "text"
    }
    return replace(entry, **(stored or said))


def _occupations(entry: Entry) -> dict:
    return {name: getattr(entry, name) for name in _OCCUPATIONS if hasattr(entry, name)}


def _names_occupation(entry: Entry) -> bool:
    return any(reading.source != "text" for reading in _occupations(entry).values())


def _claim(entry: Entry) -> tuple:
    texts = (getattr(entry, name, None) for name in _TEXTS)
    return *texts, *(reading.code for reading in _occupations(entry).values())
