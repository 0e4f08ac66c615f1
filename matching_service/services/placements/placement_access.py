"""For whom somebody acts on a placement."""

from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.placements.placement_states import COMPANY, PERSON, SIDES
from models import Placement, placement_queries

Found = tuple[Placement, frozenset[str]]


def found(session: Session, actor: Actor, action: str, placement_id: int, *, to_change: bool = True) -> Found:
    """The row and for whom the actor acts on it, held until the transaction ends where it is to be changed.

    Raises NotFound, Forbidden.
    """
    permissions.require(actor, action)
    look_up = placement_queries.one_to_change if to_change else placement_queries.one
    row = look_up(session, placement_id)
    sides = frozenset() if row is None else sides_of(session, actor, action, row)
    if not sides:
        raise NotFound("placement", placement_id)
    return row, sides


def sides_of(session: Session, actor: Actor, action: str, row: Placement) -> frozenset[str]:
    """Empty: it is none of theirs. Staff act for all sides."""
    if actor.is_operator:
        return frozenset(SIDES)
    if actor.is_staff and permissions.within_reach(session, actor, action, [row.person_id]):
        return frozenset(SIDES)
    if actor.is_a("beneficiary") and actor.person_id == row.person_id:
        return frozenset({PERSON})
    if actor.is_a("employer") and actor.employer_id == row.employer_id is not None and _may_see(session, row):
        return frozenset({COMPANY})
    return frozenset()


def _may_see(session: Session, row: Placement) -> bool:
    """Whether the company sees it: until something is agreed, by the person's consent; then as a side of it."""
    if is_bound(row):
        return True
    verified = row.employer is not None and row.employer.verified_at is not None
    return verified and consents.in_force(session, row.person_id, "shown_to_employer", row.employer_id)


def is_bound(row: Placement) -> bool:
    """Whether company and person have begun it, or all have signed."""
    return row.began_on is not None or row.state in ("agreed", "under_way", "finished")
