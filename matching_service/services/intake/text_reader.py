"""The text of a CV -> a curriculum."""

from collections.abc import Iterable
from datetime import date

from matching_service.matcher.reading import Reader
from matching_service.services.importing.known import Known
from matching_service.services.intake import contact, jobs, schooling, spoken
from matching_service.services.intake.curriculum import Curriculum, Job, Text
from matching_service.services.intake.left_out import sentences, without_protected_sentences
from matching_service.services.intake.sections import HEAD, Line, Sections, sections_of

_SHORTEST_PROSE = 60
_LONGEST_WORDS = 4000
_NOT_OF_THE_PERSON = ("references", "interests")


def curriculum_of(text: str, known: Known, today: date) -> Curriculum:
    sections = sections_of(text)
    own = [line for part, lines in sections.lines.items() if part not in _NOT_OF_THE_PERSON for line in lines]
    head = [*sections.of(HEAD), *sections.of("personal")]
    reach = contact.contact_of(head, own, known.places)
    schools, courses = schooling.schools_of(sections.of("education"), known.places)
    schools = schools or schooling.schools_told(_prose(sections, everything=True))
    about, about_drops = _words(_prose(sections))
    wishes, wishes_drop = _words(sections.of("wishes"))
    left_out = [*sections.left_out, *(["address"] if reach.has_street else [])]
    _short, short_drops = _words([line for line in head if not contact.is_contact(line.text)])
    left_out += ["own_words"] if about_drops or wishes_drop or short_drops else []
    return Curriculum(
        given_name=reach.given_name,
        family_name=reach.family_name,
        email=reach.email,
        phone=reach.phone,
        municipality=reach.municipality,
        about=about,
        wishes=wishes,
        jobs=tuple(_jobs(sections, known, today)),
        schools=tuple(schools),
        courses=(*courses, *schooling.courses_of(sections.of("training"))),
        skill_lines=tuple(line.text for line in sections.of("skills") if line.text),
        other_lines=tuple(line.text for line in sections.of("other") if line.text),
        languages=tuple(spoken.languages_of(_language_lines(sections))),
        licences=tuple(_licences(sections, own)),
        left_out=tuple(left_out),
    )


def _jobs(sections: Sections, known: Known, today: date) -> list[Job]:
    """Where nothing is listed, what the own words tell of work is proposed, to be checked."""
    listed = jobs.jobs_of(sections.of("experience"), known.reader, known.places, today)
    told = [] if listed else _told(_prose(sections, everything=True), known.reader, today)
    return listed or told


def _told(lines: Iterable[Line], reader: Reader, today: date) -> list[Job]:
    text = "\n".join(line.text for line in lines if line.text)
    return [
        Job(
            title=reader.taxonomy.occupation_label(told.link.code),
            years=told.years,
            passage=_sentence_with(text, told.link.evidence),
            is_clear=False,
        )
        for told in reader.work_in(text, today)
        if told.kind == "work" and not told.given_up
    ]


def _sentence_with(text: str, evidence: str) -> str:
    """The sentence in which a piece of text stands."""
    return next((sentence for sentence in sentences(text) if evidence in sentence), evidence)[:400]


def _prose(sections: Sections, everything: bool = False) -> list[Line]:
    """What the person says of themself: under a heading, or in long lines above the first one."""
    free = [line for line in sections.of(HEAD) if _is_prose(line.text)]
    more = sections.of("experience") if everything else []
    return [*sections.of("about"), *free, *more]


def _is_prose(text: str) -> bool:
    return len(text) >= _SHORTEST_PROSE and not contact.is_contact(text)


def _words(lines: list[Line]) -> tuple[Text | None, bool]:
    whole = "\n".join(line.text for line in lines if line.text).strip()
    kept, dropped = without_protected_sentences(whole)
    return (Text(kept[:_LONGEST_WORDS], kept[:400]) if kept else None), dropped


def _language_lines(sections: Sections) -> list[Line]:
    """Under their heading; else where skills or the head tell of languages."""
    return sections.of("languages") or [
        Line(told)
        for part in ("skills", "other", "personal", "about", HEAD)
        for line in sections.of(part)
        for told in spoken.told(line)
    ]


def _licences(sections: Sections, own: list[Line]) -> list[Text]:
    return spoken.licences_of(sections.of("licences"), is_part=True) or spoken.licences_of(own)
