"""One opening as its readers see it, found only by those who may."""

from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.marketplace import opening_states
from matching_service.services.marketplace.opening_record import OpeningDetail, opening_record
from models import Opening, queries


def visible(session: Session, actor: Actor, opening_id: int) -> Opening:
    """Whoever may not see an opening does not learn that it exists."""
    row = queries.opening(session, opening_id)
    if row is None or not permissions.may_with_opening(actor, "openings.read", row):
        raise NotFound("opening", opening_id)
    return row


def detail(session: Session, actor: Actor, opening_id: int) -> OpeningDetail:
    session.flush()
    return as_detail(actor, queries.opening(session, opening_id))


def as_detail(actor: Actor, row: Opening) -> OpeningDetail:
    return OpeningDetail(
        id=row.id,
        state=row.state,
        state_reason=row.state_reason,
        record=opening_record(row),
        employer_id=row.employer_id,
        employer_name=row.employer.name if row.employer else "",
        places_taken=row.places_taken,
        published_at=row.published_at,
        updated_at=row.updated_at,
        actions=opening_states.allowed_actions(actor, row),
        language=row.language,
    )
