"""What is proposed to be taken over into a profile: each thing with the passage it was read from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from matching_service.matcher.link import Link
from matching_service.matcher.text import fold
from matching_service.services.importing.known import Known
from matching_service.services.intake.curriculum import Course, Curriculum, Job, School, Text
from matching_service.services.profiles.person_record import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    OccupationReading,
    RequalificationRecord,
    SkillRecord,
)

Value = TypeVar("Value")

# An occupation or skill read with less is to be checked by a person.
SURE = 0.8
MOST_GUESSES = 4
LIKELY = 0.5
_SPLIT_SKILLS = ",;•·|/\n"


@dataclass(frozen=True, slots=True)
class Guess:
    """An occupation that a title may stand for."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """`is_sure`: may be taken over without a second look. `is_there`: the profile says so already. `instead_of`:
    what the
    profile says otherwise, which is kept unless somebody decides to replace it. `guesses`: occupations that the
    entry may
    stand for, best first."""

    value: Value
    passage: str
    is_sure: bool = True
    guesses: tuple[Guess, ...] = ()
    is_there: bool = False
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """None and empty: nothing was read. `left_out`: keys of what the document tells and nobody takes over. `unread`:
    skills that the vocabulary does not know."""

    given_name: Found[str] | None = None
    family_name: Found[str] | None = None
    email: Found[str] | None = None
    phone: Found[str] | None = None
    municipality: Found[str] | None = None
    about: Found[str] | None = None
    wishes: Found[str] | None = None
    experiences: tuple[Found[ExperienceRecord], ...] = ()
    educations: tuple[Found[EducationRecord], ...] = ()
    requalifications: tuple[Found[RequalificationRecord], ...] = ()
    skills: tuple[Found[SkillRecord], ...] = ()
    languages: tuple[Found[LanguageRecord], ...] = ()
    licences: tuple[Found[str], ...] = ()
    left_out: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


# more than any CV has; a page shows them all
MOST = {"jobs": 30, "schools": 15, "courses": 30, "skills": 60, "unread": 60}


def proposal_of(curriculum: Curriculum, known: Known, today: date) -> Proposal:
    skills, unread = _skills(curriculum.skill_lines, curriculum.other_lines, known)
    return Proposal(
        **{name: _said(getattr(curriculum, name)) for name in ("given_name", "family_name", "email", "phone")},
        **{name: _said(getattr(curriculum, name)) for name in ("municipality", "about", "wishes")},
        experiences=tuple(_experience(job, known, today) for job in curriculum.jobs[: MOST["jobs"]]),
        educations=tuple(_education(school, known) for school in curriculum.schools[: MOST["schools"]]),
        requalifications=tuple(_requalification(course, known) for course in curriculum.courses[: MOST["courses"]]),
        skills=tuple(skills[: MOST["skills"]]),
        languages=tuple(
            Found(LanguageRecord(one.language, one.level), one.passage, one.level is not None)
            for one in curriculum.languages
        ),
        licences=tuple(Found(one.value, one.passage, one.is_clear) for one in curriculum.licences),
        left_out=tuple(dict.fromkeys(curriculum.left_out)),
        unread=tuple(dict.fromkeys(unread))[: MOST["unread"]],
    )


def guesses_for(text: str, known: Known) -> tuple[Guess, ...]:
    """What the reader would take, and what comes near it."""
    best = known.reader.occupation(text)
    links = [*([best] if best else []), *known.reader.occupations.link(text, limit=MOST_GUESSES)]
    codes = {link.code: link.confidence for link in reversed(links)}
    ranked = sorted(codes.items(), key=lambda pair: (pair[0] != (best.code if best else None), -pair[1]))
    return tuple(Guess(code, confidence) for code, confidence in ranked[:MOST_GUESSES] if confidence > 0)


def read_as(text: str, known: Known) -> OccupationReading:
    link = known.reader.occupation(text)
    return OccupationReading(link.code, "text", link.confidence) if link else OccupationReading()


def _said(text: Text | None) -> Found[str] | None:
    return Found(text.value, text.passage, text.is_clear) if text and text.value else None


def _experience(job: Job, known: Known, today: date) -> Found[ExperienceRecord]:
    months = job.period.months(today) if job.period else None
    years = job.years if months is None else max(round(months / 12, 2), 0.08)
    ended = job.period.end.year if job.period and job.period.end else None
    occupation = read_as(job.title, known)
    record = ExperienceRecord(job.title, job.employer, job.description, years, ended, occupation)
    sure = job.is_clear and (occupation.confidence or 0) >= SURE
    return Found(record, job.passage, sure, guesses_for(job.title, known))


def _education(school: School, known: Known) -> Found[EducationRecord]:
    occupation = read_as(school.qualification, known)
    record = EducationRecord(
        school.level, school.field, school.qualification, school.institution, school.year, occupation
    )
    sure = school.is_clear and school.level is not None
    return Found(record, school.passage, sure, guesses_for(school.qualification, known) if school.qualification else ())


def _requalification(course: Course, known: Known) -> Found[RequalificationRecord]:
    occupation = read_as(course.title, known)
    record = RequalificationRecord(
        course.title,
        kind="requalification" if course.is_requalification else "additional",
        provider=course.provider,
        year=course.year,
        hours=course.hours,
        to_occupation=occupation,
    )
    return Found(record, course.passage, True, guesses_for(course.title, known))


def _skills(lines: Iterable[str], others: Iterable[str], known: Known) -> tuple[list[Found[SkillRecord]], list[str]]:
    """A skill that a whole item names, or that is named within it; the same one once, with its surest reading."""
    best: dict[str, Found[SkillRecord]] = {}
    unread = []
    for line, is_listed in (*((line, True) for line in lines), *((line, False) for line in others)):
        for item in _items(line, known):
            found = _skills_of(item, line, known) if is_listed else _named_in(item, line, known)
            unread += [] if found or not is_listed else [item]
            for one in found:
                before = best.get(one.value.code)
                if before is None or one.value.confidence > before.value.confidence:
                    best[one.value.code] = one
    return sorted(best.values(), key=lambda one: -one.value.confidence), unread


def _skills_of(item: str, line: str, known: Known) -> list[Found[SkillRecord]]:
    links = [link for link in known.reader.skills.link(item, limit=1) if link.confidence >= LIKELY]
    return _named_in(item, line, known) or _as_found(links, line)


def _named_in(item: str, line: str, known: Known) -> list[Found[SkillRecord]]:
    return _as_found(known.reader.skills_in([item], correct_typos=True), line)


def _as_found(links: Iterable[Link], line: str) -> list[Found[SkillRecord]]:
    return [Found(SkillRecord(link.code, confidence=link.confidence), line, link.confidence >= SURE) for link in links]


def _items(line: str, known: Known) -> Iterator[str]:
    """Between commas and bullets; behind the name of a group of skills."""
    group, colon, rest = line.partition(":")
    text = rest if colon and len(group.split()) <= 4 else line
    for sign in _SPLIT_SKILLS:
        text = text.replace(sign, "\n") if sign != "/" else text
    yield from (item.strip(" .-–") for item in text.split("\n") if len(fold(item).strip(" .-–")) > 1)
