"""What counsellors have to do for people, and who works with whom; for staff."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.casework import (
    CounsellorInputSchema,
    CounsellorSchema,
    FollowUpInputSchema,
    FollowUpListSchema,
    FollowUpPageSchema,
    FollowUpQuerySchema,
    FollowUpSchema,
    PostponementSchema,
    TodayQuerySchema,
    TodaySchema,
)
from matching_service.request_context import current_actor, transaction
from matching_service.services.casework import follow_ups, responsibility, today
from matching_service.services.casework.responsibility import Responsible

blp = Blueprint(
    "counsellors_work", __name__, description="What counsellors have to do for people, and who works with whom"
)
OF_PERSON = "/profiles/<row_id:profile_id>"
ONE = "/follow-ups/<row_id:follow_up_id>"


@blp.get("/today")
@blp.signed_in
@blp.asks(TodayQuerySchema)
@blp.response(200, TodaySchema)
def list_today(query):
    """Whom to call first: what waits for the caller, or for everybody; for staff"""
    with transaction() as session:
        return today.items(session, current_actor(), query["whose"])


@blp.get("/follow-ups")
@blp.signed_in
@blp.asks(FollowUpQuerySchema)
@blp.response(200, FollowUpPageSchema)
def list_follow_ups(query):
    """What is to be done, what is due first; for staff"""
    with transaction() as session:
        return follow_ups.search(session, current_actor(), **query)


@blp.get(f"{OF_PERSON}/follow-ups")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, FollowUpListSchema)
def list_follow_ups_of_profile(profile_id):
    """What is to be done for a person, and what was done; for staff"""
    with transaction() as session:
        return {"items": follow_ups.of_person(session, current_actor(), profile_id)}


@blp.post(f"{OF_PERSON}/follow-ups")
@blp.signed_in
@blp.takes(FollowUpInputSchema)
@blp.changes(201, FollowUpSchema, "follow_ups.write")
def plan_follow_up(session, planned, profile_id):
    """Plan something for a person; for staff"""
    made = follow_ups.add(session, current_actor(), profile_id, **planned)
    return made, url_for(".show_follow_up", follow_up_id=made.id)


@blp.get(ONE)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, FollowUpSchema)
def show_follow_up(follow_up_id):
    """One follow-up with its steps; for staff"""
    with transaction() as session:
        return follow_ups.get(session, current_actor(), follow_up_id)


@blp.put(ONE)
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.takes(FollowUpInputSchema)
@blp.response(200, FollowUpSchema)
def change_follow_up(planned, follow_up_id):
    """Another text, day or counsellor (null: it stays with whom it is); for staff"""
    with transaction() as session:
        return follow_ups.change(session, current_actor(), follow_up_id, **planned)


@blp.post(f"{ONE}/done")
@blp.signed_in
@blp.changes(200, FollowUpSchema, "follow_ups.write")
def finish_follow_up(session, follow_up_id):
    """It is done; for staff"""
    return follow_ups.done(session, current_actor(), follow_up_id)


@blp.post(f"{ONE}/undo")
@blp.signed_in
@blp.changes(200, FollowUpSchema, "follow_ups.write")
def undo_follow_up(session, follow_up_id):
    """Take back that it is done, or was put off; for staff"""
    return follow_ups.undo(session, current_actor(), follow_up_id)


@blp.post(f"{ONE}/postponement")
@blp.signed_in
@blp.takes(PostponementSchema)
@blp.changes(200, FollowUpSchema, "follow_ups.write")
def postpone_follow_up(session, asked, follow_up_id):
    """Put it off until another day; for staff"""
    return follow_ups.postpone(session, current_actor(), follow_up_id, asked["until"])


@blp.get(f"{OF_PERSON}/counsellor")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, CounsellorSchema)
def show_counsellor(profile_id):
    """Who works with the person in the caller's organisation; for staff"""
    with transaction() as session:
        return _told(responsibility.of_person(session, current_actor(), profile_id))


@blp.put(f"{OF_PERSON}/counsellor")
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(CounsellorInputSchema)
@blp.response(200, CounsellorSchema)
def hand_over_profile(asked, profile_id):
    """Hand the person over, with what is to be done for them; for staff"""
    with transaction() as session:
        responsibility.assign(session, current_actor(), profile_id, asked["user_id"])
        return _told(responsibility.of_person(session, current_actor(), profile_id))


def _told(found: Responsible | None) -> Responsible | dict[str, None]:
    return found or {"user_id": None, "name": None, "since": None}
