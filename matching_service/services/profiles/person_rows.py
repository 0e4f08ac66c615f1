"""Checking a profile and writing it into rows."""

import re
from functools import partial

from sqlalchemy.orm import Session

from matching_service.matcher.taxonomy import Taxonomy
from matching_service.matcher.text import fold
from matching_service.services import codes, rows
from matching_service.services.codes import Codes
from matching_service.services.profiles.person_record import (
    EDUCATION_FIELDS,
    EXPERIENCE_FIELDS,
    MENTION_FIELDS,
    PLAIN_FIELDS,
    REQUALIFICATION_FIELDS,
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    MentionRecord,
    OccupationReading,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)
from matching_service.services.validation import Problems
from models import (
    Education,
    Experience,
    Municipality,
    OccupationMention,
    Person,
    PersonLanguage,
    PersonLicence,
    PersonSkill,
    Requalification,
    vocabulary,
)

_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
_YEARS = (1940, 2100)


def look_up_codes(session: Session, record: PersonRecord) -> Codes:
    occupations = [reading.code for _path, reading in _occupation_readings(record)]
    occupations += [mention.code for mention in record.mentions]
    return codes.look_up(session, record.municipality, occupations, [skill.code for skill in record.skills])


def check(record: PersonRecord, known: Codes) -> None:
    """Raises Invalid with all problems."""
    problems = Problems()
    problems.lengths("", record, Person)
    problems.required("given_name", record.given_name)
    problems.required("family_name", record.family_name)
    problems.known("municipality", record.municipality, known.municipalities)
    problems.within("mobility_km", record.mobility_km, 0, 20_000)
    problems.one_of("working_time", record.working_time, vocabulary.WORKING_TIMES)
    _check_history(problems, record)
    check_occupations(problems, _occupation_readings(record), known)
    _check_mentions(problems, record.mentions, known)
    _check_skills(problems, record.skills, known)
    check_languages(problems, record.languages)
    check_licences(problems, record.licences)
    problems.raise_if_any()


def check_occupations(problems: Problems, readings: list[tuple[str, OccupationReading]], known: Codes) -> None:
    for path, reading in readings:
        problems.known(f"{path}/code", reading.code, known.occupations)
        problems.one_of(f"{path}/source", reading.source, vocabulary.FACT_SOURCES)


def check_languages(problems: Problems, languages: tuple[LanguageRecord, ...]) -> None:
    for position, item in enumerate(languages):
        path = f"languages/{position}"
        problems.check(f"{path}/language", bool(_LANGUAGE_CODE.fullmatch(item.language)), "not_allowed")
        problems.one_of(f"{path}/level", item.level, vocabulary.LANGUAGE_LEVELS)
    problems.distinct("languages", [item.language for item in languages], "language")


def check_licences(problems: Problems, licences: tuple[str, ...]) -> None:
    for position, category in enumerate(licences):
        problems.one_of(f"licences/{position}", category, vocabulary.LICENCE_CATEGORIES)


def write(row: Person, record: PersonRecord, known: Codes) -> None:
    """Everything stated; rows with source "text" are left for the engine to redo."""
    for name in PLAIN_FIELDS:
        setattr(row, name, getattr(record, name))
    row.municipality_id = known.municipality_id(record.municipality)
    rows.match_by_position(row.educations, record.educations, Education, partial(_write_education, known))
    rows.match_by_position(row.experiences, record.experiences, Experience, partial(_write_experience, known))
    rows.match_by_position(
        row.requalifications, record.requalifications, Requalification, partial(_write_requalification, known)
    )
    _write_mentions(row, record.mentions, known)
    _write_skills(row, record.skills, known)
    rows.match_languages(row.languages, record.languages, PersonLanguage)
    rows.match_licences(row.licences, record.licences, PersonLicence)


def unsaved(session: Session, record: PersonRecord) -> Person:
    """A row of the record that belongs to no session and is never stored. Raises Invalid."""
    known = look_up_codes(session, record)
    check(record, known)
    row = Person()
    write(row, record, known)
    if row.municipality_id is not None:
        row.municipality = session.get(Municipality, row.municipality_id)
    return row


def write_search_text(row: Person, taxonomy: Taxonomy) -> None:
    """After the texts were read: also found by the Serbian names of the occupations read from them."""
    occupation_ids = {item.occupation_id for item in (*row.experiences, *row.educations)}
    occupation_ids |= {item.to_occupation_id for item in row.requalifications}
    texts = [
        row.given_name,
        row.family_name,
        row.about,
        row.wishes,
        *(item.title for item in row.experiences),
        *(item.qualification for item in row.educations),
        *(item.to_text for item in row.requalifications),
        *(taxonomy.occupation_by_id(number).label() for number in sorted(occupation_ids - {None})),
    ]
    row.search_text = fold("\n".join(filter(None, texts)))
    row.sort_name = fold(f"{row.family_name} {row.given_name}")


def _occupation_readings(record: PersonRecord) -> list[tuple[str, OccupationReading]]:
    found = [(f"educations/{i}/occupation", item.occupation) for i, item in enumerate(record.educations)]
    found += [(f"experiences/{i}/occupation", item.occupation) for i, item in enumerate(record.experiences)]
    for i, item in enumerate(record.requalifications):
        found.append((f"requalifications/{i}/to_occupation", item.to_occupation))
        found.append((f"requalifications/{i}/from_occupation", item.from_occupation))
    return found


def _check_history(problems: Problems, record: PersonRecord) -> None:
    for position, item in enumerate(record.educations):
        path = f"educations/{position}/"
        problems.lengths(path, item, Education)
        problems.within(f"{path}isced_level", item.isced_level, 0, 8)
        problems.within(f"{path}year", item.year, *_YEARS)
    for position, item in enumerate(record.experiences):
        path = f"experiences/{position}/"
        problems.lengths(path, item, Experience)
        problems.required(f"{path}title", item.title)
        problems.within(f"{path}years", item.years, 0, 70)
        problems.within(f"{path}ended_year", item.ended_year, *_YEARS)
    for position, item in enumerate(record.requalifications):
        path = f"requalifications/{position}/"
        problems.lengths(path, item, Requalification)
        problems.required(f"{path}to_text", item.to_text)
        problems.one_of(f"{path}kind", item.kind, vocabulary.REQUALIFICATION_KINDS)
        problems.one_of(f"{path}state", item.state, vocabulary.REQUALIFICATION_STATES)
        problems.within(f"{path}year", item.year, *_YEARS)
        problems.within(f"{path}hours", item.hours, 1, 10_000)


def _check_mentions(problems: Problems, mentions: tuple[MentionRecord, ...], known: Codes) -> None:
    for position, item in enumerate(mentions):
        path = f"mentions/{position}/"
        problems.lengths(path, item, OccupationMention)
        problems.known(f"{path}code", item.code, known.occupations)
        problems.one_of(f"{path}kind", item.kind, vocabulary.MENTION_KINDS)
        problems.within(f"{path}years", item.years, 0, 70)
        problems.within(f"{path}ended_year", item.ended_year, *_YEARS)
        problems.one_of(f"{path}source", item.source, vocabulary.FACT_SOURCES)
        problems.within(f"{path}confidence", item.confidence, 0, 1)
    problems.distinct("mentions", [item.code for item in mentions], "code")


def _check_skills(problems: Problems, skills: tuple[SkillRecord, ...], known: Codes) -> None:
    for position, item in enumerate(skills):
        path = f"skills/{position}/"
        problems.lengths(path, item, PersonSkill)
        problems.known(f"{path}code", item.code, known.skills)
        problems.within(f"{path}level", item.level, 0, 4)
        problems.one_of(f"{path}source", item.source, vocabulary.FACT_SOURCES)
        problems.within(f"{path}confidence", item.confidence, 0, 1)
    problems.distinct("skills", [item.code for item in skills], "code")


def _write_education(known: Codes, row: Education, record: EducationRecord) -> None:
    for name in EDUCATION_FIELDS:
        setattr(row, name, getattr(record, name))
    rows.write_occupation(row, record.occupation, known)


def _write_experience(known: Codes, row: Experience, record: ExperienceRecord) -> None:
    for name in EXPERIENCE_FIELDS:
        setattr(row, name, getattr(record, name))
    rows.write_occupation(row, record.occupation, known)


def _write_requalification(known: Codes, row: Requalification, record: RequalificationRecord) -> None:
    """One source stands for both occupations: when somebody set either, both are taken as set."""
    for name in REQUALIFICATION_FIELDS:
        setattr(row, name, getattr(record, name))
    sources = {record.to_occupation.source, record.from_occupation.source} - {"text"}
    if sources:
        row.to_occupation_id = known.occupation_id(record.to_occupation.code)
        row.from_occupation_id = known.occupation_id(record.from_occupation.code)
        row.occupation_source, row.occupation_confidence = min(sources), 1.0
    elif row.occupation_source not in (None, "text"):
        row.to_occupation_id = row.from_occupation_id = None
        row.occupation_source = row.occupation_confidence = None


def _write_mentions(row: Person, mentions: tuple[MentionRecord, ...], known: Codes) -> None:
    wanted = {known.occupations[item.code]: item for item in mentions if item.source != "text" or item.rejected}
    read = {item.occupation_id: None for item in row.mentions if item.source == "text" and not item.rejected}
    rows.match_by_key(
        row.mentions,
        read | wanted,
        key=lambda item: item.occupation_id,
        make=lambda occupation_id: OccupationMention(occupation_id=occupation_id),
        write=_write_mention,
    )


def _write_mention(row: OccupationMention, record: MentionRecord | None) -> None:
    if record is not None:
        for name in MENTION_FIELDS:
            setattr(row, name, getattr(record, name))


def _write_skills(row: Person, skills: tuple[SkillRecord, ...], known: Codes) -> None:
    wanted = {known.skills[item.code]: item for item in skills if item.source != "text"}
    read = {item.skill_id: None for item in row.skills if item.source == "text"}
    rows.match_by_key(
        row.skills,
        read | wanted,
        key=lambda item: item.skill_id,
        make=lambda skill_id: PersonSkill(skill_id=skill_id),
        write=_write_skill,
    )


def _write_skill(row: PersonSkill, record: SkillRecord | None) -> None:
    if record is not None:
        row.level, row.source = record.level, record.source
        row.confidence, row.evidence = record.confidence, record.evidence
