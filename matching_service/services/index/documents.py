"""Rows of the database as the matcher is told of them: profiles and postings, and the facts that hard rules look at."""

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
from matching_service.matcher.negation import affirmed
from matching_service.matcher.opening_reading import DESCRIPTION, TITLE
from matching_service.matcher.reading import Reader
from models import Education, Experience, OccupationMention, Opening, OpeningSkill, Person, Requalification

# Words of a person's texts, by where they stand; a title that a requalification has left behind counts as plain text.
EXPERIENCE_TITLE, REQUALIFICATION_TITLE, QUALIFICATION, PLAIN = 2.0, TITLE, 1.5, 1.0


def profile_of(reader: Reader, person: Person) -> Profile:
    """Work counts by how long ago it ended, as of today."""
    year, left_behind = date.today().year, _left_behind(person)
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
