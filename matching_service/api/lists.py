"""Ranked lists as they were shown; for coordinators and auditors."""

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.lists import ListPageSchema, ListQuerySchema, ListSchema, ReplaySchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.lists import list_records, list_replay

blp = Blueprint("ranked_lists", __name__, description="Ranked lists as they were shown, and made again")
ONE = "/lists/<row_id:list_id>"


@blp.get("/lists")
@blp.signed_in
@blp.asks(ListQuerySchema)
@blp.response(200, ListPageSchema)
def list_showings(query):
    """Who was shown which list, the latest first"""
    with transaction() as session:
        return list_records.search(session, current_actor(), **query)


@blp.get(ONE)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, ListSchema)
def show_list(list_id):
    """A list as it was shown, and to whom"""
    with transaction() as session:
        return list_records.detail(session, current_actor(), list_id)


@blp.get(f"{ONE}/replay")
@blp.signed_in
@blp.refuses(404, 503)
@blp.response(200, ReplaySchema)
def replay_list(list_id):
    """The list made again from what it was made of, compared line by line; noted in the audit trail"""
    with transaction() as session:
        return list_replay.replay(session, current_actor(), current_engine(), list_id)
