"""One opening as the public sees it, what is like it, and those whose time is over."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.matcher.eligibility import distance_km
from matching_service.services.identity.actors import Actor
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.opening_record import OpeningDetail, OpeningSummary, opening_summary
from matching_service.services.marketplace.opening_states import is_open
from models import Municipality, Opening, browsing_queries, queries, reference_queries

SIMILAR = 4
# The same trade anywhere goes before the same field, and that before a neighbour; then the nearer ones.
_SAME_OCCUPATION, _SAME_FIELD, _SAME_KIND, _NEAR = 4.0, 2.0, 0.5, 1.5
NEAR_KM = 100.0
OVER = ("paused", "filled", "closed", "expired")


@dataclass(frozen=True, slots=True)
class PublicOpening:
    """`open`: it can be applied for now."""

    detail: OpeningDetail
    open: bool
    similar: tuple[OpeningSummary, ...]


@dataclass(frozen=True, slots=True)
class OverOpening:
    """One that was public and is not any more: no more of it is told than that, and what is like it."""

    state: str
    similar: tuple[OpeningSummary, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    id: int
    updated_at: datetime


def show(session: Session, actor: Actor, opening_id: int) -> PublicOpening:
    """Anyone for a published one; the own employer and staff for any. Raises NotFound otherwise."""
    detail = openings.get(session, actor, opening_id)
    row = queries.opening(session, opening_id)
    return PublicOpening(detail, is_open(row, date.today()), _similar(session, row))


def over(session: Session, opening_id: int) -> OverOpening:
    """For anybody. Raises NotFound for what never was public, and for what is or may be again after approval."""
    row = queries.opening(session, opening_id)
    if row is None or row.state not in OVER or row.published_at is None:
        raise NotFound("opening", opening_id)
    return OverOpening(row.state, _similar(session, row))


def listed(session: Session) -> tuple[Listed, ...]:
    """All that can be applied for, for search engines: at most what one file of theirs takes."""
    return tuple(Listed(*row) for row in browsing_queries.listed(session, date.today()))


def _similar(session: Session, row: Opening) -> tuple[OpeningSummary, ...]:
    others = [other for other in browsing_queries.open_rows(session, date.today()) if other.id != row.id]
    seats = {each.code: each for each in reference_queries.municipalities(session)} if row.municipality else {}
    likeness = {other.id: _likeness(row, other, seats) for other in others}
    best = sorted((each for each in others if likeness[each.id] >= _SAME_FIELD), key=lambda o: (-likeness[o.id], -o.id))
    found = browsing_queries.openings_by_id(session, [other.id for other in best[:SIMILAR]])
    return tuple(opening_summary(each) for each in found)


def _likeness(row: Opening, other, seats: dict[str, Municipality]) -> float:
    field = row.occupation.field if row.occupation else None
    same = _SAME_OCCUPATION * (row.occupation_id is not None and other.occupation_id == row.occupation_id)
    same += _SAME_FIELD * (field is not None and other.field == field) + _SAME_KIND * (other.kind == row.kind)
    if same < _SAME_FIELD:
        return 0.0
    there = seats.get(other.municipality) if row.municipality else None
    if there is None:
        return same
    km = distance_km(row.municipality.latitude, row.municipality.longitude, there.latitude, there.longitude)
    return same + _NEAR * max(0.0, 1 - km / NEAR_KM)
