"""Rights of people over what is held on them: a copy, correction, erasure."""

from flask import url_for

from matching_service.api.answers import json_response
from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.rights import (
    AnswerInputSchema,
    CopySchema,
    ErasureSchema,
    RequestInputSchema,
    RequestSchema,
    RequestsSchema,
    WaitingSchema,
)
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.rights import erasure, requests
from matching_service.services.rights.export import as_json, export

blp = Blueprint("data_rights", __name__, description="A copy of what is held on a person, correction, erasure")
PERSON = "/profiles/<row_id:profile_id>"
REQUEST = "/data-requests/<row_id:request_id>"


@blp.get(f"{PERSON}/copy")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, CopySchema)
def copy_all(profile_id):
    """All that is held on a person; for the person, and staff of the organisation that keeps the profile"""
    with transaction() as session:
        return json_response(as_json(export(session, current_actor(), profile_id)))


@blp.get(f"{PERSON}/data-requests")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, RequestsSchema)
def list_data_requests(profile_id):
    """What was asked for about a person, latest first; for the person, and staff"""
    with transaction() as session:
        return {"items": requests.of_person(session, current_actor(), profile_id)}


@blp.post(f"{PERSON}/data-requests")
@blp.signed_in
@blp.refuses(404)
@blp.takes(RequestInputSchema)
@blp.changes(201, RequestSchema, "rights.ask")
def ask_data_request(session, asked, profile_id):
    """Ask for a correction or for erasure; the person, or staff for them"""
    made = _ask(session, profile_id, **asked)
    return made, url_for(".show_data_request", request_id=made.id)


def _ask(session, person_id: int, kind: str, about: str | None, words: str) -> requests.RequestDetail:
    if (kind == "correction") != (about is not None):
        raise Invalid({"about": "required" if about is None else "not_allowed"})
    if kind == "erasure":
        return requests.ask_erasure(session, current_actor(), person_id, words)
    return requests.ask_correction(session, current_actor(), person_id, about, words)


@blp.get("/data-requests")
@blp.signed_in
@blp.response(200, WaitingSchema)
def list_waiting_data_requests():
    """Requests that wait for an answer, at most 50, the oldest first; for staff"""
    with transaction() as session:
        return requests.waiting(session, current_actor())


@blp.get(REQUEST)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, RequestSchema)
def show_data_request(request_id):
    """One request; for the person, and staff"""
    with transaction() as session:
        return requests.get(session, current_actor(), request_id)


@blp.post(f"{REQUEST}/answer")
@blp.signed_in
@blp.refuses(404)
@blp.takes(AnswerInputSchema)
@blp.changes(200, RequestSchema, "rights.answer")
def answer_data_request(session, answer, request_id):
    """Say that a correction is done, or refuse, with a reason; for staff"""
    return requests.answer(session, current_actor(), request_id, answer["done"], answer["answer"])


@blp.post(f"{REQUEST}/withdrawal")
@blp.signed_in
@blp.refuses(404)
@blp.changes(200, RequestSchema, "rights.ask")
def withdraw_data_request(session, request_id):
    """Take a request back; the person, or staff for them"""
    return requests.withdraw(session, current_actor(), request_id)


@blp.get(f"{PERSON}/erasure")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, ErasureSchema)
def preview_erasure(profile_id):
    """What erasing a person would delete, and what would stay; for coordinators"""
    with transaction() as session:
        return erasure.preview(session, current_actor(), profile_id)


@blp.delete(PERSON)
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.response(204)
def erase_profile(profile_id):
    """Erase a person and all that is theirs for good; for coordinators, where erasure was asked for"""
    with transaction() as session:
        erasure.erase(session, current_actor(), current_engine(), profile_id)
    with transaction() as session:
        current_engine().clean_files(session)
