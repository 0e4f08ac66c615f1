"""What a change would make of a profile, without storing it: read, weighed and checked as if it had been saved."""

from copy import copy
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy.orm import Session

from matching_service.matcher.documents import PersonFacts, Profile
from matching_service.matcher.features import Features
from matching_service.matcher.reading import Reader
from matching_service.services.codes import Codes
from matching_service.services.index import documents, reading
from matching_service.services.profiles import person_rows
from matching_service.services.profiles.person_record import (
    LanguageRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What a profile would gain. A skill or language that it has already is replaced, a licence not doubled."""

    skills: tuple[SkillRecord, ...] = ()
    languages: tuple[LanguageRecord, ...] = ()
    licences: tuple[str, ...] = ()
    requalifications: tuple[RequalificationRecord, ...] = ()

    def applied_to(self, record: PersonRecord) -> PersonRecord:
        skills = {item.code: item for item in (*record.skills, *self.skills)}
        languages = {item.language: item for item in (*record.languages, *self.languages)}
        return replace(
            record,
            skills=tuple(skills.values()),
            languages=tuple(languages.values()),
            licences=tuple(dict.fromkeys((*record.licences, *self.licences))),
            requalifications=(*record.requalifications, *self.requalifications),
        )


_NO_CHANGE = ProfileChange()


class ProfileInMemory:
    """A profile to which changes can be made that nobody stores.

    It takes the way a saved profile takes - record, rows, reading, features - so what it gives is what saving would
    give. Texts that it has read before it does not read again. It asks the database when it is made, and never after.
    """

    def __init__(self, session: Session, reader: Reader, record: PersonRecord):
        self._record = record
        self._reader = _reading_each_text_once(reader)
        self._row = person_rows.unsaved(session, record)
        occupations, skills = reader.taxonomy.occupations.values(), reader.taxonomy.skills.values()
        self._known = Codes(
            {record.municipality: self._row.municipality_id},
            {concept.code: concept.id for concept in occupations},
            {concept.code: concept.id for concept in skills},
        )

    def check(self, change: ProfileChange) -> None:
        """Raises Invalid where the change could not be saved, with paths such as `skills/0/code`."""
        person_rows.check(_only(change), self._known)

    def read(self, change: ProfileChange = _NO_CHANGE) -> Profile:
        person_rows.write(self._row, change.applied_to(self._record), self._known)
        reading.read_person(self._reader, self._row)
        return documents.profile_of(self._reader, self._row)

    def changed(self, change: ProfileChange) -> tuple[Features, PersonFacts]:
        """What the ranking would know of the person."""
        profile = self.read(change)
        features = self._reader.encoder.transform_profile(profile)
        return features, documents.person_facts(self._reader, self._row, profile)


def _only(change: ProfileChange) -> PersonRecord:
    """The change alone, so that what is wrong with it is told by its own paths."""
    return PersonRecord(
        "N.",
        "N.",
        skills=change.skills,
        languages=change.languages,
        licences=change.licences,
        requalifications=change.requalifications,
    )


def _reading_each_text_once(reader: Reader) -> Reader:
    """Only quicker: what it gives is the same."""
    work_in = cache(reader.work_in)
    once = copy(reader)
    once.occupation = cache(reader.occupation)
    once.work_in = lambda text, today=None, known=(): work_in(text, today, tuple(known))
    once.skills = copy(reader.skills)
    once.skills.find = cache(reader.skills.find)
    return once
