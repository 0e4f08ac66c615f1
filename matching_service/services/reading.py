"""Rows of the database -> what the matcher is told; and what was read from their texts, back onto the rows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from matching_service.matcher.documents import (
    Demand,
    OccupationEvidence,
    OpeningFacts,
    PersonFacts,
    Posting,
    Profile,
    SkillEvidence,
    Text,
)
from matching_service.matcher.link import Link
from matching_service.matcher.negation import affirmed
from matching_service.matcher.opening_reading import DESCRIPTION, TITLE
from matching_service.matcher.own_words import ToldWork
from matching_service.matcher.reading import Reader
from models import Education, Experience, OccupationMention, Opening, OpeningSkill, Person, PersonSkill, Requalification

# Words of a person's texts, by where they stand; a title that a requalification has left behind counts as plain text.
EXPERIENCE_TITLE, REQUALIFICATION_TITLE, QUALIFICATION, PLAIN = 2.0, TITLE, 1.5, 1.0
EVIDENCE_LENGTH = 300
_READ = ("confidence", "evidence")
_OCCUPATIONS = {
    Education: ("occupation_id",),
    Experience: ("occupation_id",),
    Requalification: ("from_occupation_id", "to_occupation_id"),
}
_TOLD = ("kind", "years", "ended_year", "given_up", *_READ)


def read_person(reader: Reader, person: Person, today: date | None = None) -> None:
    """Read the texts of a profile: occupations of its entries, mentions and skills. What people set stays.

    What a text says in relation to now ("od 2018.", "pre pet godina") is as of `today`, the current day unless given.
    """
    for experience in person.experiences:
        _read_occupation(reader, experience, experience.title)
    for education in person.educations:
        _read_occupation(reader, education, education.qualification)
    for requalification in person.requalifications:
        _read_requalification(reader, requalification)
    _read_mentions(reader, person, today or date.today())
    _read_person_skills(reader, person)


def forget_what_was_read(person: Person) -> None:
    """Take back what texts were read as; what people set stays, and so does what they have rejected."""
    for row in (*person.experiences, *person.educations, *person.requalifications):
        if row.occupation_source == "text":
            row.occupation_source = row.occupation_confidence = None
            for column in _OCCUPATIONS[type(row)]:
                setattr(row, column, None)
    _replace_read(person.mentions, {}, "occupation_id", lambda row: row.source == "text" and not row.rejected)
    _replace_read(person.skills, {}, "skill_id", lambda row: row.source == "text")


def _read_occupation(reader: Reader, row, text: str) -> None:
    if row.occupation_source in (None, "text"):
        link = reader.occupation(text)
        row.occupation_id = reader.taxonomy.occupations[link.code].id if link else None
        row.occupation_source = "text"
        row.occupation_confidence = link.confidence if link else None


def _read_requalification(reader: Reader, row: Requalification) -> None:
    if row.occupation_source in (None, "text"):
        old, new = reader.occupation(row.from_text), reader.occupation(row.to_text)
        row.from_occupation_id = reader.taxonomy.occupations[old.code].id if old else None
        row.to_occupation_id = reader.taxonomy.occupations[new.code].id if new else None
        row.occupation_source = "text"
        row.occupation_confidence = new.confidence if new else None


def _read_mentions(reader: Reader, person: Person, today: date) -> None:
    kept = {row.occupation_id for row in person.mentions if row.source != "text" or row.rejected}
    known = [_code(reader, row.occupation_id) for row in (*person.experiences, *person.educations) if row.occupation_id]
    about = reader.work_in(person.about, today, known)
    wishes = reader.work_in(person.wishes, today, (*known, *(work.link.code for work in about if work.kind == "work")))
    told = _told(about, wishes)
    read = ((reader.taxonomy.occupations[work.link.code].id, work) for work in told)
    found = {occupation_id: _mention(occupation_id, work) for occupation_id, work in read if occupation_id not in kept}
    _replace_read(person.mentions, found, "occupation_id", lambda row: row.occupation_id not in kept, _TOLD)


def _told(about: Iterable[ToldWork], wishes: Iterable[ToldWork]) -> Iterable[ToldWork]:
    """Each occupation once: what was done before what is wished for, and what is given up here or there is given up,
    unless it is wished for again. A refusal among the wishes is no wish."""
    told = {work.link.code: work for work in about}
    for work in wishes:
        wished = replace(work, kind="wish") if work.kind == "mention" and not work.given_up else work
        before = told.get(work.link.code)
        if before is None or (before.given_up and not work.given_up):
            told[work.link.code] = wished
        elif work.given_up:
            told[work.link.code] = replace(before, given_up=True)
    return told.values()


def _mention(occupation_id: int, work: ToldWork) -> OccupationMention:
    said = {"kind": work.kind, "years": work.years, "ended_year": work.ended_year, "given_up": work.given_up}
    return OccupationMention(occupation_id=occupation_id, source="text", rejected=False, **said, **_reading(work.link))


def _read_person_skills(reader: Reader, person: Person) -> None:
    kept = {row.skill_id for row in person.skills if row.source != "text"}
    texts = [person.about, *(row.title for row in person.experiences), *(row.description for row in person.experiences)]
    completed = [row for row in person.requalifications if row.state == "completed"]
    texts += [text for row in completed for text in (row.to_text, row.certificate)]
    found = {}
    for link in reader.skills_in(texts, correct_typos=True):
        skill_id = reader.taxonomy.skills[link.code].id
        if skill_id not in kept:
            found[skill_id] = PersonSkill(skill_id=skill_id, source="text", **_reading(link))
    _replace_read(person.skills, found, "skill_id", lambda row: row.source == "text")


def _replace_read(rows: list, found: dict, key: str, is_read, read: tuple[str, ...] = _READ) -> None:
    """Make the rows that were read equal to `found` in the columns `read`, touching only what differs."""
    for row in [row for row in rows if is_read(row)]:
        new = found.pop(getattr(row, key), None)
        if new is None:
            rows.remove(row)
            continue
        for column in read:
            if getattr(row, column) != getattr(new, column):
                setattr(row, column, getattr(new, column))
    rows.extend(found.values())


def _reading(link: Link) -> dict[str, object]:
    return {"confidence": link.confidence, "evidence": link.evidence[:EVIDENCE_LENGTH]}


def read_opening(reader: Reader, opening: Opening) -> None:
    """Read title and description: the occupation, unless somebody set it, and skills nobody has listed."""
    read = reader.opening(opening.title, opening.description)
    if opening.occupation_source in (None, "text"):
        opening.occupation_id = reader.taxonomy.occupations[read.occupation.code].id if read.occupation else None
        opening.occupation_source = "text"
        opening.occupation_confidence = read.occupation.confidence if read.occupation else None
    kept = {row.skill_id for row in opening.skills if row.source != "text"}
    found = {}
    for link, demand in zip(read.skills, read.demands, strict=True):
        skill_id = reader.taxonomy.skills[link.code].id
        if skill_id not in kept:
            weight = {"required": False, "weight": demand.weight}
            found[skill_id] = OpeningSkill(skill_id=skill_id, source="text", **weight, **_reading(link))
    _replace_read(opening.skills, found, "skill_id", lambda row: row.source == "text", ("weight", *_READ))


# ---- rows as the matcher sees them


def profile_of(reader: Reader, person: Person, today: date | None = None) -> Profile:
    """Work counts by how long ago it ended, as of `today`, the current day unless given."""
    year, left_behind = (today or date.today()).year, _left_behind(person)
    told = [row for row in person.mentions if not row.rejected]
    evidence = [_experience_evidence(reader, row, left_behind, year) for row in person.experiences if row.occupation_id]
    evidence += [_education_evidence(reader, row, left_behind) for row in person.educations if row.occupation_id]
    given_up = {_code(reader, row.occupation_id) for row in told if row.given_up}
    evidence = [replace(item, given_up=item.code in given_up) for item in evidence]
    evidence += [_requalification_evidence(reader, row) for row in person.requalifications if row.to_occupation_id]
    evidence += [_mention_evidence(reader, row, left_behind, year) for row in told]
    skills = (
        SkillEvidence(reader.taxonomy.skill_by_id(row.skill_id).code, row.level, row.confidence)
        for row in person.skills
    )
    texts = _person_texts(person, left_behind, {row.occupation_id for row in told if row.given_up})
    return Profile(tuple(evidence), tuple(skills), texts, person.skills_complete)


def _left_behind(person: Person) -> set[int]:
    """Ids of occupations that completed requalifications have led away from.

    A requalification that does not say from what leads away from everything but what it leads to.
    """
    completed = [row for row in person.requalifications if (row.kind, row.state) == ("requalification", "completed")]
    old = {row.from_occupation_id for row in completed}
    if None in old:
        old |= {row.occupation_id for row in (*person.experiences, *person.educations)}
    return old - {row.to_occupation_id for row in completed} - {None}


def _experience_evidence(reader: Reader, row: Experience, left_behind: set[int], year: int) -> OccupationEvidence:
    return OccupationEvidence(
        _code(reader, row.occupation_id),
        "experience",
        row.occupation_confidence or 1.0,
        years=row.years,
        left_behind=row.occupation_id in left_behind,
        years_ago=_years_ago(row.ended_year, year),
    )


def _years_ago(ended_year: int | None, year: int) -> int | None:
    return None if ended_year is None else max(year - ended_year, 0)


def _education_evidence(reader: Reader, row: Education, left_behind: set[int]) -> OccupationEvidence:
    return OccupationEvidence(
        _code(reader, row.occupation_id),
        "education",
        row.occupation_confidence or 1.0,
        left_behind=row.occupation_id in left_behind,
    )


def _mention_evidence(reader: Reader, row: OccupationMention, left_behind: set[int], year: int) -> OccupationEvidence:
    """A wish is not weakened: who wants to go back to the old trade may."""
    return OccupationEvidence(
        _code(reader, row.occupation_id),
        row.kind,
        row.confidence,
        years=row.years,
        left_behind=row.kind != "wish" and row.occupation_id in left_behind,
        given_up=row.given_up,
        years_ago=_years_ago(row.ended_year, year),
    )


def _requalification_evidence(reader: Reader, row: Requalification) -> OccupationEvidence:
    return OccupationEvidence(
        _code(reader, row.to_occupation_id),
        "requalification",
        row.occupation_confidence or 1.0,
        state=row.state,
        certified=bool(row.certificate),
    )


def _code(reader: Reader, occupation_id: int) -> str:
    return reader.taxonomy.occupation_by_id(occupation_id).code


def _person_texts(person: Person, left_behind: set[int], given_up: set[int]) -> tuple[Text, ...]:
    """Without what is denied, and without the entries of work that is given up."""
    texts = [(person.about, PLAIN), (person.wishes, PLAIN)]
    for row in person.experiences:
        if row.occupation_id in given_up:
            continue
        texts += [(row.title, PLAIN if row.occupation_id in left_behind else EXPERIENCE_TITLE)]
        texts += [(row.description, PLAIN)]
    for row in person.requalifications:
        if row.state in ("completed", "ongoing"):
            texts += [(row.to_text, REQUALIFICATION_TITLE), (row.certificate, PLAIN)]
    for row in person.educations:
        if row.occupation_id in given_up:
            continue
        weight = PLAIN if row.occupation_id in left_behind else QUALIFICATION
        texts += [(row.qualification, weight), (row.field, PLAIN)]
    said = ((affirmed(words), weight) for words, weight in texts)
    return tuple(Text(words, weight) for words, weight in said if words.strip())


def person_facts(reader: Reader, person: Person, profile: Profile, *, ranked_until: date | None = None) -> PersonFacts:
    levels = [row.isced_level for row in person.educations if row.isced_level is not None]
    skills = ((reader.taxonomy.skill_by_id(row.skill_id).code, row.level != 0) for row in person.skills)
    place = person.municipality
    return PersonFacts(
        licences=tuple(row.category for row in person.licences),
        licences_complete=person.licences_complete,
        isced=max(levels, default=None),
        languages=tuple((row.language, row.level) for row in person.languages),
        languages_complete=person.languages_complete,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        mobility_km=person.mobility_km,
        available_from=person.available_from,
        working_time=person.working_time,
        occupations=tuple(sorted(reader.encoder.strengths(profile.occupations).items())),
        skills=tuple(sorted(skills)),
        skills_complete=person.skills_complete,
        ranked_until=ranked_until,
    )


def posting_of(reader: Reader, opening: Opening) -> Posting:
    code = _code(reader, opening.occupation_id) if opening.occupation_id else None
    demands = (
        Demand(reader.taxonomy.skill_by_id(row.skill_id).code, row.required, row.weight) for row in _asked_for(opening)
    )
    goals = (Text(opening.learning_goals, DESCRIPTION),) if opening.learning_goals.strip() else ()
    return Posting(
        kind=opening.kind,
        occupation=code,
        confidence=opening.occupation_confidence or 1.0,
        demands=tuple(demands),
        texts=reader.opening(opening.title, opening.description).texts + goals,
        others=_others(reader, opening),
    )


def _others(reader: Reader, opening: Opening) -> tuple[tuple[str, float], ...]:
    """Further occupations that the texts ask for; none where somebody has said which one it is."""
    return reader.opening(opening.title, opening.description).others if opening.occupation_source == "text" else ()


def _asked_for(opening: Opening) -> list[OpeningSkill]:
    return [row for row in opening.skills if not row.rejected]


def opening_facts(reader: Reader, opening: Opening) -> OpeningFacts:
    place = opening.municipality
    demands = ((reader.taxonomy.skill_by_id(row.skill_id).code, row.required) for row in _asked_for(opening))
    return OpeningFacts(
        kind=opening.kind,
        state=opening.state,
        occupation=_code(reader, opening.occupation_id) if opening.occupation_id else None,
        other_occupations=tuple(code for code, _ in _others(reader, opening)),
        licences=tuple(row.category for row in opening.licences),
        education_min=opening.education_min,
        languages=tuple((row.language, row.level) for row in opening.languages),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        remote=opening.remote,
        starts_on=opening.starts_on,
        apply_by=opening.apply_by,
        working_time=opening.working_time,
        places_left=opening.places - opening.places_taken,
        demands=tuple(sorted(demands)),
    )
