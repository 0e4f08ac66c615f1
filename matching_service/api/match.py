"""Ranking of what is not stored."""

from matching_service.api.answers import ranked
from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.ranking import MatchRequestSchema, RankingSchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services import ranking

blp = Blueprint("match", __name__, description="Ranking without storing")


@blp.post("/match")
@blp.signed_in
@blp.takes(MatchRequestSchema)
@blp.response(200, RankingSchema)
def match(wanted):
    """Openings for the profile in the body, or people for the opening in it; nothing is stored; for staff"""
    with transaction() as session:
        if wanted.profile is not None:
            rank, record = ranking.rank_openings_for_record, wanted.profile
        else:
            rank, record = ranking.rank_people_for_record, wanted.opening
        return ranked(rank(session, current_actor(), current_engine(), record, limit=wanted.limit))
