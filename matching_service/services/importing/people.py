"""A line of a file of people -> a profile."""

import re

from matching_service.services.consent.consents import Agreement
from matching_service.services.importing import dates, education, languages, numbers, words
from matching_service.services.importing.agreements import agreements as read_text
from matching_service.services.importing.cells import Cells
from matching_service.services.importing.known import Known
from matching_service.services.importing.skills import named_skills
from matching_service.services.importing.unreadable import Unreadable
from matching_service.services.profiles.person_record import (
    EducationRecord,
    ExperienceRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)

LONGEST_TITLE = 300
LONGEST_QUALIFICATION = 200
_EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")
_ONLY_YEARS = re.compile(r"[\d.,\s]+(god\w*|years?|mes\w*)?\.?", re.IGNORECASE)
_YEARS_IN_TEXT = re.compile(r"\d+([.,]\d+)?\s*(god|year|mesec)\w*\.?(\s*i\s*\d+\s*mes\w*)?", re.IGNORECASE)


def read_person(cells: Cells, known: Known) -> PersonRecord:
    """What cannot be read but says something is kept in `about`. Raises Invalid for what is plainly wrong."""
    given_name, family_name = _names(cells)
    licences, no_other_licence = _licences(cells)
    record = {
        "given_name": given_name,
        "family_name": family_name,
        "email": cells.read("email", _email),
        "phone": cells.text("phone") or None,
        "municipality": cells.read_or_keep("municipality", _municipality(known), None, "about", "Mesto"),
        "mobility_km": cells.whole_number("mobility_km"),
        "available_from": cells.day("available_from"),
        "working_time": cells.read("working_time", _working_time),
        "educations": _educations(cells),
        "experiences": _experiences(cells),
        "requalifications": _trainings(cells),
        "skills": _skills(cells, known),
        "languages": cells.read_or_keep("languages", _languages, (), "about", "Jezici"),
        "licences": licences,
        "skills_complete": cells.yes("skills_complete"),
        "languages_complete": cells.yes("languages_complete"),
        "licences_complete": cells.yes("licences_complete") or no_other_licence,
    }
    cells.raise_if_wrong()
    return PersonRecord(**record, about=cells.kept("about"), wishes=cells.text("wishes"))


def read_agreements(cells: Cells) -> tuple[Agreement, ...]:
    """What the person has agreed to. Raises Invalid."""
    found = cells.read("consent", lambda text: read_text(text, cells.day_of), ())
    cells.raise_if_wrong()
    return found


def _names(cells: Cells) -> tuple[str, str]:
    """A full name is cut after its first word: what comes first is rarely two words, what comes last may be."""
    if full := cells.text("full_name"):
        given, _, family = full.partition(" ")
    elif full := cells.text("full_name_family_first"):
        family, _, given = full.partition(" ")
    else:
        given, family = cells.text("given_name"), cells.text("family_name")
    return given.strip(), family.strip()


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise Unreadable(text, "an e-mail address")
    return text


def _working_time(text: str) -> str:
    return words.one_of(text, words.WORKING_TIMES, "full_time, part_time or any")


def _municipality(known: Known):
    def read(text: str) -> str:
        code = known.places.municipality(text)
        if code is None:
            raise Unreadable(text, "a municipality")
        return code

    return read


def _languages(text: str):
    return languages.languages(text, highest=True)


def _licences(cells: Cells) -> tuple[tuple[str, ...], bool]:
    """Categories, and whether the cell says that there are no others because there are none."""
    text = cells.text("licences")
    if text and words.has_no_licence(text):
        return (), True
    return cells.read_or_keep("licences", words.licences, (), "about", "Vozačka dozvola"), False


def _educations(cells: Cells) -> tuple[EducationRecord, ...]:
    qualification = cells.text("qualification") or cells.text("occupation")
    level = None
    if text := cells.text("education_level"):
        level, qualification = _level(cells, text, qualification)
    record = EducationRecord(
        isced_level=level,
        field=cells.text("education_field"),
        qualification=qualification,
        institution=cells.text("school"),
        year=cells.read("education_year", dates.year),
    )
    return () if record == EducationRecord() else (record,)


def _level(cells: Cells, text: str, qualification: str) -> tuple[int | None, str]:
    """`IV stepen, mašinski tehničar` is a level and, where no other is given, the qualification."""
    try:
        levels, says_more = education.levels(text)
    except Unreadable as problem:
        if text.isdecimal():
            cells.wrong("education_level", str(problem))
        levels, says_more = [], True
    if says_more and (qualification or len(text) > LONGEST_QUALIFICATION):
        cells.keep("about", "Obrazovanje", text)
    elif says_more:
        qualification = text
    return max((high for _low, high in levels), default=None), qualification


def _experiences(cells: Cells) -> tuple[ExperienceRecord, ...]:
    found = []
    for part in cells.parts("experience"):
        if _ONLY_YEARS.fullmatch(part):
            _add_years_of_occupation(cells, part, found)
        elif ";" not in part and len(part) > LONGEST_TITLE:
            cells.keep("about", "Radno iskustvo", part)
        else:
            found.append(_experience(cells, part))
    return tuple(found)


def _add_years_of_occupation(cells: Cells, part: str, found: list[ExperienceRecord]) -> None:
    """A bare number of years is experience in the occupation of the line, where it names one."""
    title = cells.text("occupation") or cells.text("qualification")
    years = cells.read_piece("experience", part, numbers.years)
    if title and years:
        found.append(ExperienceRecord(title, years=years))
    elif years:
        cells.keep("about", "Radno iskustvo", f"{part} godina" if part.isdecimal() else part)


def _experience(cells: Cells, part: str) -> ExperienceRecord:
    """`title; employer; years; ended year; description`, or a title that may name the years."""
    title, employer, years, ended, description = _fields(part, 5)
    if not years and ";" not in part and (told := _YEARS_IN_TEXT.search(title)):
        years = told.group(0)
    return ExperienceRecord(
        title=title,
        employer_name=employer,
        years=cells.read_piece("experience", years, numbers.years),
        ended_year=cells.read_piece("experience", ended, dates.year),
        description=description,
    )


def _trainings(cells: Cells) -> tuple[RequalificationRecord, ...]:
    kinds = (("requalifications", "requalification"), ("additional_training", "additional"))
    return tuple(_training(cells, field, kind, part) for field, kind in kinds for part in cells.parts(field))


def _training(cells: Cells, field: str, kind: str, part: str) -> RequalificationRecord:
    """`from; to; provider; year; hours; certificate; state`, or only what it leads to."""
    start, goal, provider, year, hours, certificate, state = _fields(part, 7) if ";" in part else ("", part, *[""] * 5)
    return RequalificationRecord(
        from_text=start,
        to_text=goal,
        kind=kind,
        provider=provider,
        year=cells.read_piece(field, year, dates.year),
        hours=cells.read_piece(field, hours, numbers.whole_number),
        certificate=certificate,
        state=cells.read_piece(field, state, _state, "completed"),
    )


def _state(text: str) -> str:
    return words.one_of(text, words.REQUALIFICATION_STATES, "completed, ongoing, planned or dropped")


def _fields(part: str, count: int) -> list[str]:
    """The texts between semicolons; the last one keeps those that are too many."""
    fields = [field.strip() for field in part.split(";", count - 1)]
    return fields + [""] * (count - len(fields))


def _skills(cells: Cells, known: Known) -> tuple[SkillRecord, ...]:
    """Skills named by a label or code, with a level after `;`. Others are kept as text, where the reader finds them."""
    found: dict[str, SkillRecord] = {}
    for name, level in named_skills(cells, known, "skills", numbers.whole_number):
        code = known.skills.code(name)
        if code is None:
            cells.keep("about", "Veštine", name)
        else:
            found.setdefault(code, SkillRecord(code, level))
    return tuple(found.values())
