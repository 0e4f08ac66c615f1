"""A proposal beside the profile that is there: what it says already, what it says otherwise, and what both make."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matching_service.matcher.text import fold
from matching_service.services.intake.proposal import Found, Proposal
from matching_service.services.profiles.person_record import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)

Entry = ExperienceRecord | EducationRecord | RequalificationRecord
_ENTRIES = ("experiences", "educations", "requalifications")
_CONTACT = ("email", "phone", "municipality")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody has confirmed of a proposal, corrected where it was wrong. Empty: not taken over. The names
    are those of
    a new profile; one that is there keeps its own."""

    given_name: str = ""
    family_name: str = ""
    email: str | None = None
    phone: str | None = None
    municipality: str | None = None
    about: str = ""
    wishes: str = ""
    experiences: tuple[ExperienceRecord, ...] = ()
    educations: tuple[EducationRecord, ...] = ()
    requalifications: tuple[RequalificationRecord, ...] = ()
    skills: tuple[SkillRecord, ...] = ()
    languages: tuple[LanguageRecord, ...] = ()
    licences: tuple[str, ...] = ()

    @classmethod
    def of(cls, proposal: Proposal) -> "Confirmed":
        """All of a proposal that is sure, as it is read."""
        once = {name: _sure(getattr(proposal, name)) for name in ("given_name", "family_name", "about", "wishes")}
        reach = {name: _sure(getattr(proposal, name)) or None for name in _CONTACT}
        lists = (*_ENTRIES, "skills", "languages", "licences")
        sure = {name: tuple(one.value for one in getattr(proposal, name) if one.is_sure) for name in lists}
        return cls(**once, **reach, **sure)


def _sure(found: Found[str] | None) -> str:
    return found.value if found and found.is_sure else ""


def beside(proposal: Proposal, record: PersonRecord) -> Proposal:
    """The proposal with what the profile says already marked, and what it says otherwise not to be taken unasked."""
    plain = ("given_name", "family_name", *_CONTACT)
    levels = {one.language: one.level for one in record.languages}
    skills = {one.code: one.level for one in record.skills if one.source != "text"}
    return replace(
        proposal,
        **{name: _beside(getattr(proposal, name), getattr(record, name)) for name in plain},
        **{name: _words_beside(getattr(proposal, name), getattr(record, name)) for name in ("about", "wishes")},
        **{
            name: tuple(_entry_beside(one, getattr(record, name)) for one in getattr(proposal, name))
            for name in _ENTRIES
        },
        skills=tuple(_known_beside(one, one.value.code in skills) for one in proposal.skills),
        languages=tuple(_language_beside(one, levels) for one in proposal.languages),
        licences=tuple(_known_beside(one, one.value in record.licences) for one in proposal.licences),
    )


def together(record: PersonRecord, taken: Confirmed) -> PersonRecord:
    """The profile with what was confirmed; what it says already is not said twice."""
    spoken = {one.language: one for one in (*record.languages, *taken.languages)}
    stated = {one.code: one for one in record.skills if one.source != "text"}
    skills = {one.code: one for one in (*record.skills, *taken.skills)} | {
        code: one for code, one in stated.items() if one.level != 0 or code not in {item.code for item in taken.skills}
    }
    return replace(
        record,
        given_name=record.given_name or taken.given_name,
        family_name=record.family_name or taken.family_name,
        **{name: getattr(taken, name) or getattr(record, name) for name in _CONTACT},
        **{name: _words_together(getattr(record, name), getattr(taken, name)) for name in ("about", "wishes")},
        **{name: _entries_together(getattr(record, name), getattr(taken, name)) for name in _ENTRIES},
        skills=tuple(skills.values()),
        languages=tuple(spoken.values()),
        licences=tuple(dict.fromkeys((*record.licences, *taken.licences))),
    )


def _beside(found: Found[str] | None, there: str | None) -> Found[str] | None:
    if found is None or not there:
        return found
    if _same(found.value) == _same(there):
        return replace(found, is_there=True)
    return replace(found, is_sure=False, instead_of=there)


def _same(text: str) -> str:
    """Telephone numbers and names are the same however they are spaced."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _words_beside(found: Found[str] | None, there: str) -> Found[str] | None:
    return replace(found, is_there=True) if found and fold(found.value) in fold(there) else found


def _words_together(there: str, more: str) -> str:
    return there if fold(more) in fold(there) else "\n".join(filter(None, (there, more)))


def _entry_beside(found: Found[Entry], there: Iterable[Entry]) -> Found[Entry]:
    return _known_beside(found, any(_is_same(found.value, one) for one in there))


def _known_beside(found: Found, is_there: bool) -> Found:
    return replace(found, is_there=is_there)


def _language_beside(found: Found[LanguageRecord], levels: dict[str, str | None]) -> Found[LanguageRecord]:
    """Another level than the one recorded replaces it only where somebody says so; no level is recorded for less."""
    if found.value.language not in levels:
        return found
    level = levels[found.value.language]
    if found.value.level in (None, level):
        return replace(found, is_there=True)
    return replace(found, is_sure=level is None and found.is_sure, instead_of=level)


def _entries_together(there: tuple[Entry, ...], more: tuple[Entry, ...]) -> tuple[Entry, ...]:
    found = list(there)
    for one in more:
        if not any(_is_same(one, known) for known in found):
            found.append(one)
    return tuple(found)


def _is_same(one: Entry, other: Entry) -> bool:
    """The same title at the same place, as far as both say; the same schooling; the same training."""
    return all(_agree(*pair) for pair in _compared(one, other)) and any(first for first, _ in _compared(one, other))


def _compared(one: Entry, other: Entry) -> list[tuple[object, object]]:
    if isinstance(one, ExperienceRecord):
        names = ("title", "employer_name", "ended_year")
    elif isinstance(one, EducationRecord):
        names = ("qualification", "isced_level", "institution", "year")
    else:
        names = ("to_text", "provider", "year")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    if isinstance(one, ExperienceRecord):
        # work that goes on and work that has ended are two, where both say how long
        pairs[0] = (one.title or "?", other.title or "!")
    return pairs


def _agree(first: object, second: object) -> bool:
    """What is not said contradicts nothing."""
    if not first or not second:
        return True
    return _same(str(first)) == _same(str(second))
