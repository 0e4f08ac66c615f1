"""Steps with several applications at once, where one answer is true of all of them."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from matching_service.errors import Conflict
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.marketplace.application_record import ApplicationDetail
from matching_service.services.marketplace.application_states import LIVE
from models import queries


def reject_rest(session: Session, actor: Actor, engine: Engine, opening_id: int) -> tuple[ApplicationDetail, ...]:
    """All places of the company's opening are taken: whoever still waits for an answer is told so.

    Raises NotFound, Forbidden, and Conflict: places_free (so that each needs an answer of their own).
    """
    queries.take_turn(session)
    opening = permissions.require_opening(session, actor, "shortlist.read", opening_id)
    session.refresh(opening, ["places", "places_taken"])
    if opening.places_taken < opening.places:
        raise Conflict("places_free")
    waiting = [one for one in applications.of_opening(session, actor, opening_id).values() if one.state in LIVE]
    return tuple(application_steps.act(session, actor, engine, one.id, "reject", "place_filled") for one in waiting)


def undo_all(
    session: Session, actor: Actor, engine: Engine, application_ids: Collection[int]
) -> tuple[ApplicationDetail, ...]:
    """Take back the last step of each, or of none. Raises NotFound, Forbidden, and Conflict: nothing_to_undo."""
    permissions.require(actor, "applications.undo")
    return tuple(application_steps.undo(session, actor, engine, number) for number in application_ids)
