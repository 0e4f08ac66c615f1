"""Searches that an account keeps."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.browsing import (
    RhythmSchema,
    SavedSearchInputSchema,
    SavedSearchPageSchema,
    SavedSearchSchema,
)
from matching_service.request_context import current_actor, transaction
from matching_service.services.browsing import saved_searches
from matching_service.services.paging import Page

blp = Blueprint("saved_searches_api", __name__, description="Searches that an account keeps, to be told of what is new")
ONE = "/saved-searches/<row_id:search_id>"


@blp.get("/saved-searches")
@blp.signed_in
@blp.response(200, SavedSearchPageSchema)
def list_saved_searches():
    """My own, the newest first, on one page; for beneficiaries"""
    with transaction() as session:
        found = saved_searches.mine(session, current_actor())
    return Page(found, len(found))


@blp.post("/saved-searches")
@blp.signed_in
@blp.takes(SavedSearchInputSchema)
@blp.changes(201, SavedSearchSchema, "searches.keep")
def save_search(session, record):
    """Keep a search"""
    return saved_searches.save(session, current_actor(), record), url_for(".list_saved_searches")


@blp.put(f"{ONE}/rhythm")
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(RhythmSchema)
@blp.response(200, SavedSearchSchema)
def change_rhythm(asked, search_id):
    """How often to be told of what is new"""
    with transaction() as session:
        return saved_searches.change(session, current_actor(), search_id, asked["rhythm"])


@blp.delete(ONE)
@blp.signed_in
@blp.refuses(404, 503)
@blp.response(204)
def remove_saved_search(search_id):
    """Keep it no more"""
    with transaction() as session:
        saved_searches.remove(session, current_actor(), search_id)
