"""What the law protects, and case notes: read for a stated purpose, each reading in the audit trail."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.protected import (
    CaseNotesSchema,
    NewNoteSchema,
    NoteWrittenSchema,
    ProtectedSchema,
    PurposeQuerySchema,
)
from matching_service.request_context import current_actor, transaction
from matching_service.services.protection import case_notes, protected

blp = Blueprint("protected_data", __name__, description="What the law protects specially; nothing that ranks sees it")
OF_PERSON = "/profiles/<row_id:profile_id>"


@blp.get(f"{OF_PERSON}/protected")
@blp.signed_in
@blp.refuses(404, 409)
@blp.asks(PurposeQuerySchema)
@blp.response(200, ProtectedSchema)
def show_protected(query, profile_id):
    """Protected data of a person, for a purpose that is written down; for staff and the person"""
    with transaction() as session:
        return protected.read(session, current_actor(), profile_id, query["purpose"])


@blp.put(f"{OF_PERSON}/protected")
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.takes(ProtectedSchema)
@blp.response(200, ProtectedSchema)
def replace_protected(record, profile_id):
    """Replace the protected data of a person; what is null or left out is not known; for staff"""
    with transaction() as session:
        protected.write(session, current_actor(), profile_id, record)
        return protected.read(session, current_actor(), profile_id, "correction")


@blp.get(f"{OF_PERSON}/notes")
@blp.signed_in
@blp.refuses(404)
@blp.asks(PurposeQuerySchema)
@blp.response(200, CaseNotesSchema)
def list_notes(query, profile_id):
    """Case notes, the newest first, corrected ones too; for staff and the person"""
    with transaction() as session:
        return {"items": case_notes.of_person(session, current_actor(), profile_id, query["purpose"])}


@blp.post(f"{OF_PERSON}/notes")
@blp.signed_in
@blp.refuses(404)
@blp.takes(NewNoteSchema)
@blp.changes(201, NoteWrittenSchema, "notes.write")
def write_note(session, note, profile_id):
    """Add a case note, or one that corrects another; for staff

    Notes are never changed: whoever corrects a corrected note gets 409.
    """
    note_id = case_notes.add(session, current_actor(), profile_id, note["text"], note["corrects_id"])
    return {"id": note_id}, url_for(".list_notes", profile_id=profile_id)
