"""A profile as a value: what comes in, what goes out, and how a stored row becomes one."""

from dataclasses import dataclass
from datetime import date

from models import Education, Experience, Person, Requalification


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
    """An occupation of which `about` tells (kind "work"), that it names ("mention"), or that `wishes` name ("wish").

    `years` and `ended_year` None: not said. `given_up`: not to be done any more. Records with `source` "text" are
    replaced whenever the texts are read again; a rejected one is kept, so that it stays rejected.
    """

    code: str
    kind: str = "mention"
    source: str = "counsellor"
    confidence: float = 1.0
    evidence: str = ""
    rejected: bool = False
    years: float | None = None
    ended_year: int | None = None
    given_up: bool = False


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


# Fields that are columns of the same name.
PLAIN_FIELDS = (
    "given_name", "family_name", "email", "phone", "mobility_km", "available_from", "working_time", "about",
    "wishes", "skills_complete", "languages_complete", "licences_complete",
)  # fmt: skip
MENTION_FIELDS = (
    "kind", "source", "confidence", "evidence", "rejected", "years", "ended_year", "given_up",
)  # fmt: skip
EDUCATION_FIELDS = ("isced_level", "field", "qualification", "institution", "year")
EXPERIENCE_FIELDS = ("title", "employer_name", "description", "years", "ended_year")
REQUALIFICATION_FIELDS = (
    "to_text", "from_text", "kind", "state", "provider", "year", "hours", "certificate",
)  # fmt: skip


def person_record(row: Person) -> PersonRecord:
    return PersonRecord(
        **{name: getattr(row, name) for name in PLAIN_FIELDS},
        municipality=row.municipality.code if row.municipality else None,
        educations=tuple(_education(education) for education in row.educations),
        experiences=tuple(_experience(experience) for experience in row.experiences),
        requalifications=tuple(_requalification(training) for training in row.requalifications),
        mentions=tuple(
            MentionRecord(item.occupation.code, **{name: getattr(item, name) for name in MENTION_FIELDS})
            for item in row.mentions
        ),
        skills=tuple(
            SkillRecord(item.skill.code, item.level, item.source, item.confidence, item.evidence) for item in row.skills
        ),
        languages=tuple(LanguageRecord(item.language, item.level) for item in row.languages),
        licences=tuple(item.category for item in row.licences),
    )


def occupation_reading(row: object, name: str = "occupation") -> OccupationReading:
    """Of a row with the columns occupation_source and occupation_confidence, and an occupation under `name`."""
    occupation = getattr(row, name)
    return OccupationReading(
        occupation.code if occupation else None, row.occupation_source or "text", row.occupation_confidence
    )


def _education(row: Education) -> EducationRecord:
    return EducationRecord(
        **{name: getattr(row, name) for name in EDUCATION_FIELDS}, occupation=occupation_reading(row)
    )


def _experience(row: Experience) -> ExperienceRecord:
    return ExperienceRecord(
        **{name: getattr(row, name) for name in EXPERIENCE_FIELDS}, occupation=occupation_reading(row)
    )


def _requalification(row: Requalification) -> RequalificationRecord:
    return RequalificationRecord(
        **{name: getattr(row, name) for name in REQUALIFICATION_FIELDS},
        to_occupation=occupation_reading(row, "to_occupation"),
        from_occupation=occupation_reading(row, "from_occupation"),
    )
