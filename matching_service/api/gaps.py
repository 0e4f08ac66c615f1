"""What is missing between people and openings, and what training would change."""

from matching_service.api.answers import json_response
from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.gaps import (
    EffectSchema,
    GapsSchema,
    OutlookQuerySchema,
    OutlookSchema,
    ProfileChangeSchema,
)
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.matching import trainings, what_if

blp = Blueprint("gaps", __name__, description="What is missing, and what training would change")
PAIR = "/openings/<row_id:opening_id>/candidates/<row_id:profile_id>"


@blp.get(f"{PAIR}/gaps")
@blp.signed_in
@blp.refuses(404, 409)
@blp.response(200, GapsSchema)
def show_gaps(opening_id, profile_id):
    """What a person lacks for an opening, and where single changes would move them in its list; for staff"""
    with transaction() as session:
        return json_response(what_if.gaps(session, current_actor(), current_engine(), profile_id, opening_id))


@blp.post(f"{PAIR}/what-if")
@blp.signed_in
@blp.refuses(404, 409)
@blp.takes(ProfileChangeSchema)
@blp.response(200, EffectSchema)
def try_change(change, opening_id, profile_id):
    """Where a person would stand with more skills, licences, languages or training; nothing is stored; for staff"""
    with transaction() as session:
        effect = what_if.what_if(session, current_actor(), current_engine(), profile_id, opening_id, change)
        return json_response(effect)


@blp.get("/profiles/<row_id:profile_id>/trainings")
@blp.signed_in
@blp.refuses(404, 409)
@blp.asks(OutlookQuerySchema)
@blp.response(200, OutlookSchema)
def show_trainings(query, profile_id):
    """What to ask a person, and the requalifications that would open most openings; for staff and the person"""
    with transaction() as session:
        return json_response(trainings.outlook(session, current_actor(), current_engine(), profile_id, **query))
