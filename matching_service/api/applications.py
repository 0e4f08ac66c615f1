"""Applications: prepared, sent, answered, accepted; the same table of steps for people, companies and staff."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.applications import (
    ApplicationSchema,
    ApplicationsSchema,
    MessageSchema,
    NewApplicationSchema,
    StepSchema,
)
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import application_steps, applications

blp = Blueprint("job_applications", __name__, description="Applications, from draft to a place")
OF_PERSON = "/profiles/<row_id:profile_id>/applications"
ONE = "/applications/<row_id:application_id>"


@blp.get("/applications")
@blp.signed_in
@blp.response(200, ApplicationsSchema)
def list_own_applications():
    """A person's own; those that have come to a company and are under way; the latest of staff's people

    For a company those that wait for its answer come first, the nearest last day first.
    """
    with transaction() as session:
        return {"items": applications.mine(session, current_actor())}


@blp.get(OF_PERSON)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, ApplicationsSchema)
def list_applications_of_person(profile_id):
    """All of a person, the latest first; for staff and the person"""
    with transaction() as session:
        return {"items": applications.of_person(session, current_actor(), profile_id)}


@blp.get("/openings/<row_id:opening_id>/applications")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, ApplicationsSchema)
def list_applications_for_opening(opening_id):
    """What was sent for an opening by people who agree to be seen by its company; for the company"""
    with transaction() as session:
        return {"items": applications.of_opening(session, current_actor(), opening_id).values()}


@blp.post(OF_PERSON)
@blp.signed_in
@blp.refuses(404)
@blp.takes(NewApplicationSchema)
@blp.changes(201, ApplicationSchema, "applications.send")
def prepare_application(session, new, profile_id):
    """Write an application, which the company does not see before it is sent; for staff and the person"""
    made = applications.prepare(session, current_actor(), profile_id, **new)
    return made, url_for(".show_application", application_id=made.id)


@blp.get(ONE)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, ApplicationSchema)
def show_application(application_id):
    """One with its steps, and what you may do with it; for the person, staff, and the company while it may see it"""
    with transaction() as session:
        return applications.get(session, current_actor(), application_id)


@blp.put(ONE)
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.takes(MessageSchema)
@blp.response(200, ApplicationSchema)
def edit_application(new, application_id):
    """Another message in what is not sent yet; for staff and the person"""
    with transaction() as session:
        return applications.edit(session, current_actor(), application_id, **new)


@blp.post(f"{ONE}/transitions")
@blp.signed_in
@blp.refuses(404)
@blp.takes(StepSchema)
@blp.changes(200, ApplicationSchema, lambda taken, **_path: f"applications.{taken['action']}")
def act_on_application(session, step, application_id):
    """Submit, review, shortlist, interview, offer, reject, accept or withdraw

    Each is of the person or of the company; staff take them for both. A 409 tells in `allowed` what you may do instead.
    Who sends an application agrees to be seen by the company; who accepts leaves all other applications.
    """
    return application_steps.act(session, current_actor(), current_engine(), application_id, **step)


@blp.post(f"{ONE}/undo")
@blp.signed_in
@blp.refuses(404)
@blp.changes(200, ApplicationSchema, "applications.undo")
def undo_last_step(session, application_id):
    """Take the last step back with all that followed from it: whoever took it, within seven days"""
    return application_steps.undo(session, current_actor(), current_engine(), application_id)
