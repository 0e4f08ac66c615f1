"""Vacancies and internship slots."""

from flask import url_for

from matching_service.api.answers import ranked
from matching_service.api.blueprint import Blueprint, require_sign_in
from matching_service.api.schemas.base import RankingQuerySchema
from matching_service.api.schemas.openings import (
    NewOpeningSchema,
    OpeningInputSchema,
    OpeningPageSchema,
    OpeningQuerySchema,
    OpeningSchema,
    TransitionSchema,
)
from matching_service.api.schemas.ranking import RankingSchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.identity.actors import company_of
from matching_service.services.marketplace import openings
from matching_service.services.matching import ranking

blp = Blueprint("openings", __name__, description="Vacancies and internship slots, from draft to closed")
ONE = "/openings/<row_id:opening_id>"


@blp.get("/openings")
@blp.open_to_all
@blp.refuses(403)
@blp.asks(OpeningQuerySchema)
@blp.response(200, OpeningPageSchema)
def list_openings(query):
    """Published openings for anybody, newest first

    With `state` or `mine`, for companies and staff: openings in any state, the latest change first; a company sees
    its own.
    """
    state, mine = query.pop("state", None), query.pop("mine")
    with transaction() as session:
        if state is None and not mine:
            return openings.browse(session, **query).page
        actor = require_sign_in()
        employer_id = company_of(actor) if mine else None
        return openings.search(session, actor, state=state, employer_id=employer_id, **query)


@blp.post("/openings")
@blp.signed_in
@blp.takes(NewOpeningSchema)
@blp.changes(201, OpeningSchema, "openings.create")
def create_opening(session, new):
    """Add a draft; an employer for its own company, staff for the company they name"""
    opening = openings.create(session, current_actor(), current_engine(), new.record, new.employer_id)
    return opening, url_for(".show_opening", opening_id=opening.id)


@blp.get(ONE)
@blp.open_to_all
@blp.refuses(404)
@blp.response(200, OpeningSchema)
def show_opening(opening_id):
    """A published opening for anybody; any other for its employer and staff"""
    with transaction() as session:
        return openings.get(session, current_actor(), opening_id)


@blp.put(ONE)
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.takes(OpeningInputSchema)
@blp.response(200, OpeningSchema)
def replace_opening(record, opening_id):
    """Replace an opening; a published one that its employer edits waits for approval again"""
    with transaction() as session:
        return openings.update(session, current_actor(), current_engine(), opening_id, record)


@blp.post(f"{ONE}/transitions")
@blp.signed_in
@blp.refuses(404)
@blp.takes(TransitionSchema)
@blp.changes(200, OpeningSchema, lambda taken, **_path: f"openings.{taken['action']}")
def act_on_opening(session, transition, opening_id):
    """Submit, approve, return, pause, resume, fill, close or expire an opening

    A 409 tells in `allowed` what may be done with it instead.
    """
    return openings.act(session, current_actor(), current_engine(), opening_id, **transition)


@blp.get(f"{ONE}/candidates")
@blp.signed_in
@blp.refuses(404, 503)
@blp.asks(RankingQuerySchema)
@blp.response(200, RankingSchema)
def rank_candidates(query, opening_id):
    """People for an opening, best first; for staff"""
    wanted = "include" in query
    with transaction() as session:
        found = ranking.rank_people(
            session,
            current_actor(),
            current_engine(),
            opening_id,
            limit=query["limit"],
            with_ineligible=wanted,
        )
    return ranked(found, wanted)
