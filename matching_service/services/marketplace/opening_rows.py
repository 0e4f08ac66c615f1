"""Checking an opening and writing it into rows."""

import re

from sqlalchemy.orm import Session

from matching_service.matcher.taxonomy import Taxonomy
from matching_service.services import codes, rows
from matching_service.services.codes import Codes
from matching_service.services.marketplace import opening_words
from matching_service.services.marketplace.opening_record import PLAIN_FIELDS, OpeningRecord, SkillDemand
from matching_service.services.profiles.person_rows import check_languages, check_licences, check_occupations
from matching_service.services.validation import Problems
from models import Municipality, Opening, OpeningLanguage, OpeningLicence, OpeningSkill, vocabulary

_CURRENCY = re.compile(r"[A-Z]{3}")
_LARGEST_PAY = 9_999_999_999


def look_up_codes(session: Session, record: OpeningRecord) -> Codes:
    skills = [skill.code for skill in record.skills]
    return codes.look_up(session, record.municipality, [record.occupation.code], skills)


def check(record: OpeningRecord, known: Codes, places_taken: int = 0) -> None:
    """Raises Invalid with all problems."""
    problems = Problems()
    problems.lengths("", record, Opening)
    problems.required("title", record.title)
    problems.one_of("kind", record.kind, vocabulary.OPENING_KINDS)
    problems.known("municipality", record.municipality, known.municipalities)
    problems.within("education_min", record.education_min, 0, 8)
    problems.within("places", record.places, 1, 10_000)
    problems.check("places", record.places >= places_taken, "fewer_than_taken")
    problems.within("hours_per_week", record.hours_per_week, 1, 60)
    problems.one_of("working_time", record.working_time, vocabulary.WORKING_TIMES)
    _check_dates(problems, record)
    _check_pay(problems, record)
    check_occupations(problems, [("occupation", record.occupation)], known)
    _check_skills(problems, record.skills, known)
    check_languages(problems, record.languages)
    check_licences(problems, record.licences)
    problems.raise_if_any()


def write(row: Opening, record: OpeningRecord, known: Codes) -> None:
    """Everything stated; what has source "text" is left for the engine to redo."""
    for name in PLAIN_FIELDS:
        setattr(row, name, getattr(record, name))
    row.municipality_id = known.municipality_id(record.municipality)
    rows.write_occupation(row, record.occupation, known)
    _write_skills(row, record.skills, known)
    rows.match_languages(row.languages, record.languages, OpeningLanguage)
    rows.match_licences(row.licences, record.licences, OpeningLicence)


def unsaved(session: Session, record: OpeningRecord) -> Opening:
    """A published row of the record that belongs to no session and is never stored. Raises Invalid."""
    known = look_up_codes(session, record)
    check(record, known)
    row = Opening(state="published", places_taken=0)
    write(row, record, known)
    if row.municipality_id is not None:
        row.municipality = session.get(Municipality, row.municipality_id)
    return row


def write_search_text(row: Opening, taxonomy: Taxonomy) -> None:
    """After the texts were read: also found by the Serbian name of the occupation read from them. With it, what else
    the texts are chosen by."""
    said = "\n".join(filter(None, (row.title, row.description, row.learning_goals, row.offers)))
    row.language, row.beginners = opening_words.language_of(said), opening_words.for_beginners(row.kind, said)
    texts = [row.title, row.description, row.place, row.offers, row.learning_goals]
    if row.municipality is not None:
        texts.append(row.municipality.name)
    if row.occupation_id is not None:
        texts.append(taxonomy.occupation_by_id(row.occupation_id).label())
    row.search_text = opening_words.words_of("\n".join(filter(None, texts)))


def _check_dates(problems: Problems, record: OpeningRecord) -> None:
    if record.starts_on and record.ends_on:
        problems.check("ends_on", record.ends_on >= record.starts_on, "ends_before_start")


def _check_pay(problems: Problems, record: OpeningRecord) -> None:
    problems.within("pay_from", record.pay_from, 0, _LARGEST_PAY)
    problems.within("pay_to", record.pay_to, 0, _LARGEST_PAY)
    if record.pay_from is not None and record.pay_to is not None:
        problems.check("pay_to", record.pay_to >= record.pay_from, "less_than_pay_from")
    problems.check("pay_currency", bool(_CURRENCY.fullmatch(record.pay_currency)), "not_allowed")
    problems.one_of("pay_period", record.pay_period, vocabulary.PAY_PERIODS)


def _check_skills(problems: Problems, skills: tuple[SkillDemand, ...], known: Codes) -> None:
    for position, item in enumerate(skills):
        path = f"skills/{position}/"
        problems.lengths(path, item, OpeningSkill)
        problems.known(f"{path}code", item.code, known.skills)
        problems.check(f"{path}weight", 0 < item.weight <= 1, "out_of_range")
        problems.one_of(f"{path}source", item.source, vocabulary.FACT_SOURCES)
        problems.within(f"{path}confidence", item.confidence, 0, 1)
    problems.distinct("skills", [item.code for item in skills], "code")


def _write_skills(row: Opening, skills: tuple[SkillDemand, ...], known: Codes) -> None:
    wanted = {known.skills[item.code]: item for item in skills if item.source != "text" or item.rejected}
    read = {item.skill_id: None for item in row.skills if item.source == "text"}
    rows.match_by_key(
        row.skills,
        read | wanted,
        key=lambda item: item.skill_id,
        make=lambda skill_id: OpeningSkill(skill_id=skill_id),
        write=_write_skill,
    )


def _write_skill(row: OpeningSkill, record: SkillDemand | None) -> None:
    if record is not None:
        row.required, row.weight = record.required, record.weight
        # a rejection is somebody's word, also where a form sends it with the source it was shown with
        row.source = "employer" if record.source == "text" else record.source
        row.confidence, row.evidence, row.rejected = record.confidence, record.evidence, record.rejected
