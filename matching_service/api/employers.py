"""Companies."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.base import TextPageQuerySchema
from matching_service.api.schemas.employers import EmployerInputSchema, EmployerPageSchema, EmployerSchema
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import employers

blp = Blueprint("employers", __name__, description="Companies, each known by its tax number (PIB)")
ONE = "/employers/<row_id:employer_id>"


@blp.get("/employers")
@blp.signed_in
@blp.asks(TextPageQuerySchema)
@blp.response(200, EmployerPageSchema)
def list_employers(query):
    """Companies by name; for staff"""
    with transaction() as session:
        return employers.search(session, current_actor(), **query)


@blp.post("/employers")
@blp.signed_in
@blp.takes(EmployerInputSchema)
@blp.changes(201, EmployerSchema, "employers.create")
def create_employer(session, record):
    """Add a company, not verified yet; for staff"""
    employer = employers.create(session, current_actor(), record)
    return employer, url_for(".show_employer", employer_id=employer.id)


@blp.get(ONE)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, EmployerSchema)
def show_employer(employer_id):
    """A company, for staff and its own account"""
    with transaction() as session:
        return employers.get(session, current_actor(), employer_id)


@blp.put(ONE)
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.takes(EmployerInputSchema)
@blp.response(200, EmployerSchema)
def replace_employer(record, employer_id):
    """Replace what is known of a company, but not its PIB; for staff and its own account

    A company that gives itself another name is not verified any more, and what it has published or paused waits for
    approval again.
    """
    with transaction() as session:
        return employers.update(session, current_actor(), current_engine(), employer_id, record)


@blp.post(f"{ONE}/verify")
@blp.signed_in
@blp.refuses(404)
@blp.changes(200, EmployerSchema, "employers.verify")
def verify_employer(session, employer_id):
    """Say that the company exists and may recruit; for coordinators"""
    return employers.verify(session, current_actor(), employer_id)
