"""An opening as a value: what comes in, what goes out, and how a stored row becomes one."""

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from decimal import Decimal

from matching_service.services.profiles.person_record import LanguageRecord, OccupationReading, occupation_reading
from models import Opening


@dataclass(frozen=True, slots=True)
class SkillDemand:
    """A skill asked for; `source` "text" marks what was read from the description.
    A rejected one is not asked for, and is kept so that the description is not read that way again."""

    code: str
    required: bool = True
    weight: float = 1.0
    source: str = "employer"
    confidence: float = 1.0
    evidence: str = ""
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class OpeningRecord:
    title: str
    kind: str = "vacancy"
    description: str = ""
    occupation: OccupationReading = dataclass_field(default_factory=OccupationReading)
    skills: tuple[SkillDemand, ...] = ()
    education_min: int | None = None
    languages: tuple[LanguageRecord, ...] = ()
    licences: tuple[str, ...] = ()
    municipality: str | None = None
    place: str = ""
    remote: bool = False
    places: int = 1
    hours_per_week: int | None = None
    working_time: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    pay_from: Decimal | None = None
    pay_to: Decimal | None = None
    pay_currency: str = "RSD"
    pay_period: str | None = None
    offers: str = ""
    mentor: str = ""
    learning_goals: str = ""


@dataclass(frozen=True, slots=True)
class OpeningDetail:
    id: int
    state: str
    state_reason: str
    record: OpeningRecord
    employer_id: int | None
    employer_name: str
    places_taken: int
    published_at: datetime | None
    updated_at: datetime
    # actions this actor may take now, such as ("submit", "close")
    actions: tuple[str, ...]
    # of its texts; None: not read yet
    language: str | None = None


@dataclass(frozen=True, slots=True)
class OpeningSummary:
    id: int
    title: str
    kind: str
    state: str
    employer_name: str
    municipality: str | None
    place: str
    remote: bool
    occupation: str | None
    field: str | None
    places: int
    places_taken: int
    apply_by: date | None
    published_at: datetime | None
    state_reason: str = ""
    # of its texts; None: not read yet
    language: str | None = None
    pay_from: Decimal | None = None
    pay_to: Decimal | None = None
    pay_currency: str = "RSD"
    pay_period: str | None = None


# Fields that are columns of the same name.
PLAIN_FIELDS = (
    "title", "kind", "description", "education_min", "place", "remote", "places", "hours_per_week",
    "working_time", "starts_on", "ends_on", "apply_by", "pay_from", "pay_to", "pay_currency", "pay_period",
    "offers", "mentor", "learning_goals",
)  # fmt: skip


def opening_record(row: Opening) -> OpeningRecord:
    return OpeningRecord(
        **{name: getattr(row, name) for name in PLAIN_FIELDS},
        occupation=occupation_reading(row),
        municipality=row.municipality.code if row.municipality else None,
        skills=tuple(
            SkillDemand(
                item.skill.code, item.required, item.weight, item.source, item.confidence, item.evidence, item.rejected
            )
            for item in row.skills
        ),
        languages=tuple(LanguageRecord(item.language, item.level) for item in row.languages),
        licences=tuple(item.category for item in row.licences),
    )


def opening_summary(row: Opening) -> OpeningSummary:
    return OpeningSummary(
        id=row.id,
        title=row.title,
        kind=row.kind,
        state=row.state,
        employer_name=row.employer.name if row.employer else "",
        municipality=row.municipality.code if row.municipality else None,
        place=row.place,
        remote=row.remote,
        occupation=row.occupation.code if row.occupation else None,
        field=row.occupation.field if row.occupation else None,
        places=row.places,
        places_taken=row.places_taken,
        apply_by=row.apply_by,
        published_at=row.published_at,
        state_reason=row.state_reason,
        language=row.language,
        pay_from=row.pay_from,
        pay_to=row.pay_to,
        pay_currency=row.pay_currency,
        pay_period=row.pay_period,
    )
