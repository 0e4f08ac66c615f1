"""What people have agreed to: nobody is read or ranked without it."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.consents import AgreementSchema, ConsentSchema, ConsentsSchema, WithdrawalSchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.consent import consents

blp = Blueprint("person_consents", __name__, description="What people have agreed to, and have withdrawn")
OF_PERSON = "/profiles/<row_id:profile_id>/consents"


@blp.get(OF_PERSON)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, ConsentsSchema)
def list_consents(profile_id):
    """All consents of a person, those that have ended too; for staff and the person"""
    with transaction() as session:
        return {"items": consents.of_person(session, current_actor(), profile_id)}


@blp.post(OF_PERSON)
@blp.signed_in
@blp.refuses(404)
@blp.takes(AgreementSchema)
@blp.changes(201, ConsentSchema, "consents.record")
def give_consent(session, agreement, profile_id):
    """Record what a person has agreed to; for staff, and for the person, who gives it now and online

    It counts from the next ranking on.
    """
    given = consents.give(session, current_actor(), current_engine(), profile_id, agreement)
    return given, url_for(".list_consents", profile_id=profile_id)


@blp.post(f"{OF_PERSON}/withdrawals")
@blp.signed_in
@blp.refuses(404)
@blp.takes(WithdrawalSchema)
@blp.changes(200, ConsentsSchema, "consents.record")
def withdraw_consent(session, withdrawal, profile_id):
    """Take a consent back; the others end with the one to be profiled; for staff and the person"""
    return {"items": consents.withdraw(session, current_actor(), current_engine(), profile_id, **withdrawal)}
