"""Profiles of the people the programmes support."""

from flask import url_for

from matching_service.api.answers import ranked
from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.base import RankingQuerySchema
from matching_service.api.schemas.profiles import (
    ProfileInputSchema,
    ProfilePageSchema,
    ProfileQuerySchema,
    ProfileSchema,
)
from matching_service.api.schemas.ranking import RankingSchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.matching import ranking
from matching_service.services.profiles import people

blp = Blueprint("profiles", __name__, description="What the matcher knows of a person")
ONE = "/profiles/<row_id:profile_id>"


@blp.get("/profiles")
@blp.signed_in
@blp.asks(ProfileQuerySchema)
@blp.response(200, ProfilePageSchema)
def list_profiles(query):
    """People by family name; for staff"""
    with transaction() as session:
        return people.search(session, current_actor(), **query)


@blp.post("/profiles")
@blp.signed_in
@blp.takes(ProfileInputSchema)
@blp.changes(201, ProfileSchema, "people.create")
def create_profile(session, record):
    """Add a profile, read its texts, rank it from now on; for staff"""
    person = people.create(session, current_actor(), current_engine(), record)
    return person, url_for(".show_profile", profile_id=person.id)


@blp.get(ONE)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, ProfileSchema)
def show_profile(profile_id):
    """A profile, for staff and the person"""
    with transaction() as session:
        return people.get(session, current_actor(), profile_id)


@blp.put(ONE)
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(ProfileInputSchema)
@blp.response(200, ProfileSchema)
def replace_profile(record, profile_id):
    """Replace a profile; for staff and the person

    Readings with the source `text` are made again from the new texts.
    """
    with transaction() as session:
        return people.update(session, current_actor(), current_engine(), profile_id, record)


@blp.get(f"{ONE}/openings")
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.asks(RankingQuerySchema)
@blp.response(200, RankingSchema)
def rank_openings(query, profile_id):
    """Published openings for a person, best first; for staff and the person"""
    wanted = "include" in query
    with transaction() as session:
        found = ranking.rank_openings(
            session,
            current_actor(),
            current_engine(),
            profile_id,
            limit=query["limit"],
            with_ineligible=wanted,
        )
    return ranked(found, wanted)
