"""Vacancies and internship slots, from draft to closed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from matching_service.services.actors import Actor
from matching_service.services.engine import Engine
from matching_service.services.paging import Page
from matching_service.services.people import LanguageRecord, OccupationReading, Saved


@dataclass(frozen=True, slots=True)
class SkillDemand:
    """A skill asked for; `source` "text" marks what was read from the description."""

    code: str
    required: bool = True
    weight: float = 1.0
    source: str = "employer"
    confidence: float = 1.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class OpeningRecord:
    title: str
    kind: str = "vacancy"
    description: str = ""
    occupation: OccupationReading = OccupationReading()
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


@dataclass(frozen=True, slots=True)
class FacetCount:
    """`value` is a municipality code, a field key or an opening kind."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Browse:
    """A page of published openings with counts for each filter, each counted as if that filter were off."""

    page: Page[OpeningSummary]
    municipalities: tuple[FacetCount, ...]
    fields: tuple[FacetCount, ...]
    kinds: tuple[FacetCount, ...]


# action -> (states it starts from, state it leads to, roles that may take it)
# "employer" means the opening's own employer.
TRANSITIONS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "submit": (("draft",), "pending_approval", ("employer", "counsellor", "coordinator")),
    "approve": (("pending_approval",), "published", ("coordinator",)),
    "return": (("pending_approval",), "draft", ("coordinator",)),
    "pause": (("published",), "paused", ("employer", "counsellor", "coordinator")),
    "resume": (("paused",), "published", ("employer", "counsellor", "coordinator")),
    "fill": (("published", "paused"), "filled", ("employer", "counsellor", "coordinator")),
    "close": (
        ("draft", "pending_approval", "published", "paused"),
        "closed",
        ("employer", "counsellor", "coordinator"),
    ),
    "expire": (("published", "paused"), "expired", ("coordinator",)),
}


def create(
    session: Session, actor: Actor, engine: Engine, record: OpeningRecord, employer_id: int | None = None
) -> OpeningDetail:
    """A draft. An employer's account creates for its own company; staff name the employer. Raises Invalid."""
    raise NotImplementedError


def update(
    session: Session, actor: Actor, engine: Engine, opening_id: int, record: OpeningRecord
) -> OpeningDetail:
    """Own employer while draft or pending (an edit of a pending or published one by its employer goes back to
    draft -> must be submitted again), staff at any time. Raises NotFound, Forbidden, Invalid, Conflict when ended."""
    raise NotImplementedError


def get(session: Session, actor: Actor, opening_id: int) -> OpeningDetail:
    """Anyone for a published one; the own employer and staff for any. NotFound otherwise."""
    raise NotImplementedError


def browse(
    session: Session,
    *,
    text: str = "",
    municipality: str | None = None,
    field: str | None = None,
    kind: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Browse:
    """Published openings that are still open, newest first, for anybody."""
    raise NotImplementedError


def search(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    state: str | None = None,
    employer_id: int | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[OpeningSummary]:
    """Openings in any state, latest change first. Staff see all, an employer its own."""
    raise NotImplementedError


def act(
    session: Session, actor: Actor, engine: Engine, opening_id: int, action: str, reason: str = ""
) -> OpeningDetail:
    """Take one of TRANSITIONS. Raises Conflict (with the allowed actions), Forbidden, NotFound, Invalid
    (a return without a reason)."""
    raise NotImplementedError


def put_imported(
    session: Session, engine: Engine, source: str, external_id: str, record: OpeningRecord
) -> Saved:
    """Create (published) or update the opening known as (source, external_id); unchanged input changes nothing."""
    raise NotImplementedError
