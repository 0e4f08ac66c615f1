"""A placement as its readers see it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from matching_service.services.identity.actors import Actor
from matching_service.services.placements import placement_states
from matching_service.services.placements.placement_states import SIDES, TRANSITIONS, UNDO_DAYS
from models import Placement, PlacementStep, base

# What an agreement on an internship cannot do without.
NEEDED = ("title", "starts_on", "ends_on", "hours_per_week", "mentor", "duties")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the sides agree on. `allowance` None: not said; 0: none."""

    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    hours_per_week: int | None = None
    mentor: str = ""
    duties: str = ""
    allowance: Decimal | None = None
    allowance_currency: str = "RSD"
    allowance_period: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureDetail:
    side: str
    how: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class StepDetail:
    action: str
    reason: str | None
    happened_on: date | None
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class PlacementDetail:
    """`sides`: for whom the reader acts. `missing`: of NEEDED, what the agreement still lacks. `unsigned`: sides that
    have not signed this version. `undo`: the step that the reader may take back, None: there is none."""

    id: int
    application_id: int
    person_id: int
    person_name: str
    person_phone: str
    person_email: str
    employer_id: int | None
    employer_name: str
    kind: str
    state: str
    terms: Terms
    began_on: date | None
    ended_on: date | None
    version: int
    missing: tuple[str, ...]
    signatures: tuple[SignatureDetail, ...]
    unsigned: tuple[str, ...]
    steps: tuple[StepDetail, ...]
    sides: tuple[str, ...]
    actions: tuple[str, ...]
    undo: str | None

    @property
    def of_person(self) -> bool:
        """Whether the reader is the person, or acts for them."""
        return "person" in self.sides

    @property
    def is_staff(self) -> bool:
        return "programme" in self.sides


def placement_detail(actor: Actor, row: Placement, sides: frozenset[str]) -> PlacementDetail:
    """`sides`: for whom the actor acts on it."""
    last = undoable(actor, row, sides)
    signed = in_force(row)
    return PlacementDetail(
        id=row.id,
        application_id=row.application_id,
        person_id=row.person_id,
        person_name=name_of(row),
        person_phone=row.person.phone or "",
        person_email=row.person.email or "",
        employer_id=row.employer_id,
        employer_name=row.employer.name if row.employer else "",
        kind=row.kind,
        state=row.state,
        terms=terms_of(row),
        began_on=row.began_on,
        ended_on=row.ended_on,
        version=row.version,
        missing=missing(row),
        signatures=signed,
        unsigned=tuple(side for side in SIDES if side not in {one.side for one in signed}),
        steps=tuple(_step(one) for one in row.steps),
        sides=tuple(side for side in SIDES if side in sides),
        actions=placement_states.allowed(actor, row.kind, row.state, sides),
        undo=last.action if last else None,
    )


def name_of(row: Placement) -> str:
    return f"{row.person.given_name} {row.person.family_name}"


def terms_of(row: Placement) -> Terms:
    return Terms(**{name: getattr(row, name) for name in Terms.__slots__})


def missing(row: Placement) -> tuple[str, ...]:
    """A job needs nothing here: its contract is made elsewhere."""
    return tuple(name for name in NEEDED if not getattr(row, name)) if row.kind == "internship" else ()


def in_force(row: Placement) -> tuple[SignatureDetail, ...]:
    """Signatures of the newest version, in the order of SIDES."""
    signed = {one.side: one for one in row.signatures if one.version == row.version}
    return tuple(SignatureDetail(side, signed[side].how, signed[side].signed_on) for side in SIDES if side in signed)


def undoable(actor: Actor, row: Placement, sides: frozenset[str]) -> PlacementStep | None:
    """The last step that counts, if the actor may take such steps here and it is not too old."""
    step = next((one for one in reversed(row.steps) if one.undone_at is None), None)
    if step is None or not TRANSITIONS[step.action].sides or step.at < base.now() - timedelta(UNDO_DAYS):
        return None
    mine = placement_states.is_for(step.action, sides) and placement_states.may(actor, step.action)
    return step if mine else None


def _step(row: PlacementStep) -> StepDetail:
    return StepDetail(row.action, row.reason, row.happened_on, row.at, undone=row.undone_at is not None)
