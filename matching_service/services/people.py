"""Profiles of beneficiaries: kept by counsellors, seen by their owners."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching_service.services.actors import Actor
from matching_service.services.engine import Engine
from matching_service.services.paging import Page


@dataclass(frozen=True, slots=True)
class OccupationReading:
    """Which occupation a text stands for: read by the program (`source` "text", with confidence) or set by a
    person (`source` "self", "counsellor", "employer"; confidence 1). `code` None: the text stays text."""

    code: str | None = None
    source: str = "text"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class EducationRecord:
    isced_level: int | None = None
    field: str = ""
    qualification: str = ""
    institution: str = ""
    year: int | None = None
    occupation: OccupationReading = OccupationReading()


@dataclass(frozen=True, slots=True)
class ExperienceRecord:
    title: str
    employer_name: str = ""
    description: str = ""
    years: float | None = None
    ended_year: int | None = None
    occupation: OccupationReading = OccupationReading()


@dataclass(frozen=True, slots=True)
class RequalificationRecord:
    to_text: str
    from_text: str = ""
    kind: str = "requalification"
    state: str = "completed"
    provider: str = ""
    year: int | None = None
    hours: int | None = None
    certificate: str = ""
    to_occupation: OccupationReading = OccupationReading()
    from_occupation: OccupationReading = OccupationReading()


@dataclass(frozen=True, slots=True)
class SkillRecord:
    """`code` in the taxonomy; level 0 (known not to have it) to 4 (expert), None: has it, level unknown.
    Records with `source` "text" are replaced whenever the profile's texts are read again."""

    code: str
    level: int | None = None
    source: str = "counsellor"
    confidence: float = 1.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """An occupation named in `about` (kind "mention") or in `wishes` (kind "wish"). Records with `source` "text" are
    replaced whenever the texts are read again; a rejected one is kept, so that it stays rejected."""

    code: str
    kind: str = "mention"
    source: str = "counsellor"
    confidence: float = 1.0
    evidence: str = ""
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class LanguageRecord:
    language: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A profile as it comes in and goes out. `municipality` is a code such as `nis`."""

    given_name: str
    family_name: str
    email: str | None = None
    phone: str | None = None
    municipality: str | None = None
    mobility_km: int | None = None
    available_from: date | None = None
    working_time: str | None = None
    about: str = ""
    wishes: str = ""
    skills_complete: bool = False
    languages_complete: bool = False
    licences_complete: bool = False
    educations: tuple[EducationRecord, ...] = ()
    experiences: tuple[ExperienceRecord, ...] = ()
    requalifications: tuple[RequalificationRecord, ...] = ()
    mentions: tuple[MentionRecord, ...] = ()
    skills: tuple[SkillRecord, ...] = ()
    languages: tuple[LanguageRecord, ...] = ()
    licences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonDetail:
    id: int
    record: PersonRecord
    has_account: bool = False


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A line of a list. `occupations` are codes: what the person counts as, latest first."""

    id: int
    name: str
    municipality: str | None
    occupations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did; `changed` False when an import found everything as it was."""

    id: int
    created: bool
    changed: bool


def create(session: Session, actor: Actor, engine: Engine, record: PersonRecord) -> PersonDetail:
    """Store a new profile, read its texts, index it. Staff only. Raises Invalid."""
    raise NotImplementedError


def update(session: Session, actor: Actor, engine: Engine, person_id: int, record: PersonRecord) -> PersonDetail:
    """Replace a profile by `record`. Staff, or the person. Raises NotFound, Invalid, Forbidden."""
    raise NotImplementedError


def get(session: Session, actor: Actor, person_id: int) -> PersonDetail:
    """Staff, or the person. Raises NotFound, Forbidden."""
    raise NotImplementedError


def search(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    municipality: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[PersonSummary]:
    """People whose name, occupation text or about contains every word of `text` (case, script and diacritics
    do not matter), by family name. Staff only."""
    raise NotImplementedError


def delete(session: Session, actor: Actor, person_id: int) -> None:
    """Remove a profile and everything that hangs on it, and its place in the index. Staff only."""
    raise NotImplementedError


def put_imported(
    session: Session, engine: Engine, source: str, external_id: str, record: PersonRecord
) -> Saved:
    """Create or update the profile known as (source, external_id); unchanged input changes nothing."""
    raise NotImplementedError
