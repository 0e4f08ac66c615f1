"""The texts of profiles and openings are read, and what was read is written onto their rows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from matching_service.matcher.link import Link
from matching_service.matcher.own_words import ToldWork
from matching_service.matcher.reading import Reader
from models import Education, Experience, OccupationMention, Opening, OpeningSkill, Person, PersonSkill, Requalification

EVIDENCE_LENGTH = 300
_READ = ("confidence", "evidence")
_OCCUPATIONS = {
    Education: ("occupation_id",),
    Experience: ("occupation_id",),
    Requalification: ("from_occupation_id", "to_occupation_id"),
}
_TOLD = ("kind", "years", "ended_year", "given_up", *_READ)


def read_person(reader: Reader, person: Person) -> None:
    """Read the texts of a profile: occupations of its entries, mentions and skills. What people set stays.

    What a text says in relation to now ("od 2018.", "pre pet godina") is as of today.
    """
    for experience in person.experiences:
        _read_occupation(reader, experience, experience.title)
    for education in person.educations:
        _read_occupation(reader, education, education.qualification)
    for requalification in person.requalifications:
        _read_requalification(reader, requalification)
    _read_mentions(reader, person, date.today())
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
    entries = [row for row in (*person.experiences, *person.educations) if row.occupation_id]
    known = [reader.taxonomy.occupation_by_id(row.occupation_id).code for row in entries]
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
