"""Whom a company may see for an opening of its own: codes, and names of those who have agreed to it."""

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.shortlists import CodeSchema, ProposalSchema, ShortlistSchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.lists import shortlists

blp = Blueprint("opening_shortlists", __name__, description="Whom a company may see for its openings")
OF_OPENING = "/openings/<row_id:opening_id>/shortlist"


@blp.get(OF_OPENING)
@blp.signed_in
@blp.refuses(404, 409)
@blp.response(200, ShortlistSchema)
def show_shortlist(opening_id):
    """Who was proposed for an opening or has applied for it; for its company"""
    with transaction() as session:
        return {"items": shortlists.for_company(session, current_actor(), current_engine(), opening_id)}


@blp.post(OF_OPENING)
@blp.signed_in
@blp.refuses(404)
@blp.takes(ProposalSchema)
@blp.changes(200, CodeSchema, "shortlist.propose")
def propose_person(session, proposal, opening_id):
    """Let the company of an opening see a person under a code; for staff"""
    return {"code": shortlists.propose(session, current_actor(), opening_id, proposal["profile_id"])}


@blp.delete(f"{OF_OPENING}/<row_id:profile_id>")
@blp.signed_in
@blp.refuses(404, 503)
@blp.response(204)
def take_back_proposal(opening_id, profile_id):
    """Propose a person no more; for staff"""
    with transaction() as session:
        shortlists.take_back(session, current_actor(), opening_id, profile_id)
