"""Vacancies and internship slots."""

from flask import current_app, url_for

from matching_service.api.answers import ranked
from matching_service.api.blueprint import Blueprint, require_sign_in
from matching_service.api.schemas.base import CandidatesQuerySchema
from matching_service.api.schemas.browsing import FacetsSchema, HintQuerySchema, HintsSchema, WantedSchema, wanted
from matching_service.api.schemas.openings import (
    DraftSchema,
    HistorySchema,
    LastDaySchema,
    NewOpeningSchema,
    OpeningInputSchema,
    OpeningPageSchema,
    OpeningQuerySchema,
    OpeningSchema,
    ReachSchema,
    TransitionSchema,
)
from matching_service.api.schemas.ranking import RankingSchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.browsing.browse import browse
from matching_service.services.browsing.hints import hints
from matching_service.services.casework import pools
from matching_service.services.identity.actors import company_of
from matching_service.services.marketplace import openings, postings
from matching_service.services.matching import drafts, ranking, reach

blp = Blueprint("openings", __name__, description="Vacancies and internship slots, from draft to closed")
ONE = "/openings/<row_id:opening_id>"


@blp.get("/openings")
@blp.open_to_all
@blp.refuses(403)
@blp.asks(OpeningQuerySchema)
@blp.response(200, OpeningPageSchema)
def list_openings(query):
    """Openings that can be applied for, for anybody: by relevance where there are words, otherwise the newest first

    Words are read in five languages and both scripts, with slips of the keyboard; `near` and `km` keep what is near a
    municipality, or done from home. With `state` or `mine`, for companies and staff: openings in any state, the latest
    change first; a company sees its own.
    """
    state, mine = query.pop("state", None), query.pop("mine")
    with transaction() as session:
        if state is None and not mine:
            return browse(session, current_engine(), wanted(query), **query).page
        actor = require_sign_in()
        employer_id = company_of(actor) if mine else None
        return openings.search(session, actor, state=state, employer_id=employer_id, **query)


@blp.get("/openings/facets")
@blp.asks(WantedSchema)
@blp.response(200, FacetsSchema)
def count_openings(query):
    """How many openings that can be applied for there are for each value of each filter"""
    with transaction() as session:
        found = browse(session, current_engine(), wanted(query), limit=1)
    return {**found.facets, "total": found.page.total}


@blp.get("/openings/hints")
@blp.asks(HintQuerySchema)
@blp.response(200, HintsSchema)
def suggest_searches(query):
    """What the text typed so far may become: trades, places and titles of openings that can be applied for"""
    with transaction() as session:
        return {"items": hints(session, current_engine(), **query)}


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


@blp.post("/opening-readings")
@blp.signed_in
@blp.takes(OpeningInputSchema)
@blp.response(200, DraftSchema)
def read_draft(record):
    """What an opening in the body says, read and not stored; for companies and staff

    `skills` and `occupation` are as they would be stored; `concerns` is wording that asks for what the law protects;
    `reach` is about how many people meet the conditions and fit, null for fewer than 5.
    """
    with transaction() as session:
        return drafts.read(session, current_actor(), current_engine(), record, current_app.config["SECRET_KEY"])


@blp.get(f"{ONE}/reach")
@blp.signed_in
@blp.refuses(404, 503)
@blp.response(200, ReachSchema)
def show_reach(opening_id):
    """About how many people an opening reaches; for its company and staff"""
    with transaction() as session:
        actor, engine = current_actor(), current_engine()
        openings.get(session, actor, opening_id)
        found = reach.of_openings(session, actor, engine, (opening_id,), current_app.config["SECRET_KEY"])
        return found[opening_id]


@blp.get(f"{ONE}/history")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, HistorySchema)
def show_history(opening_id):
    """What was done with an opening, the latest first, and what may be taken back; for its company and staff"""
    with transaction() as session:
        return postings.history(session, current_actor(), opening_id)


@blp.post(f"{ONE}/copies")
@blp.signed_in
@blp.changes(201, OpeningSchema, "openings.create")
def copy_opening(session, opening_id):
    """Add a draft that says the same, without days"""
    made = postings.copy(session, current_actor(), current_engine(), opening_id)
    return made, url_for(".show_opening", opening_id=made.id)


@blp.post(f"{ONE}/last-day")
@blp.signed_in
@blp.takes(LastDaySchema)
@blp.changes(200, OpeningSchema, "openings.extend")
def extend_opening(session, wanted, opening_id):
    """Move the last day to apply of a published or paused opening, without a new approval"""
    return postings.extend(session, current_actor(), current_engine(), opening_id, wanted["apply_by"])


@blp.post(f"{ONE}/undo")
@blp.signed_in
@blp.changes(200, OpeningSchema, "openings.undo")
def undo_opening(session, opening_id):
    """Take back the last pause, resumption, end or move of the last day, within seven days"""
    return postings.undo(session, current_actor(), current_engine(), opening_id)


@blp.get(f"{ONE}/candidates")
@blp.signed_in
@blp.refuses(404, 503)
@blp.asks(CandidatesQuerySchema)
@blp.response(200, RankingSchema)
def rank_candidates(query, opening_id):
    """People for an opening, best first; for staff"""
    wanted, pool = "include" in query, query.get("pool")
    with transaction() as session:
        actor = current_actor()
        only = None if pool is None else pools.people_in(session, actor, pool)
        asked = {"limit": query["limit"], "with_ineligible": wanted, "only": only}
        found = ranking.rank_people(session, actor, current_engine(), opening_id, **asked)
    return ranked(found, wanted)
