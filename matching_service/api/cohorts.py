"""Cohorts: places proposed for many people at once; for staff of the organisation."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.cohorts import (
    CohortAddedSchema,
    CohortIdsSchema,
    CohortInputSchema,
    CohortListSchema,
    CohortPairInputSchema,
    CohortPrioritySchema,
    CohortProposalSchema,
    CohortSchema,
    ConfirmationInputSchema,
    ConfirmationsSchema,
)
from matching_service.matcher.assignment_worth import Weights
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.cohorts import cohorts, confirmations, proposals
from matching_service.services.cohorts.confirmations import Confirmed

blp = Blueprint("cohorts_api", __name__, description="Places proposed for many people at once")
ONE = "/cohorts/<row_id:cohort_id>"
PROPOSAL = f"{ONE}/proposals/<row_id:run_id>"
PERSON = f"{ONE}/profiles/<row_id:profile_id>"


@blp.get("/cohorts")
@blp.signed_in
@blp.response(200, CohortListSchema)
def list_cohorts():
    """Cohorts of the organisation, the latest first"""
    with transaction() as session:
        return {"items": cohorts.search(session, current_actor())}


@blp.post("/cohorts")
@blp.signed_in
@blp.takes(CohortInputSchema)
@blp.changes(201, CohortSchema, "cohorts.change")
def create_cohort(session, values):
    """Make an empty cohort"""
    cohort_id = cohorts.create(session, current_actor(), values["name"], values["note"])
    _update(session, cohort_id, values)
    made = cohorts.get(session, current_actor(), cohort_id)
    return made, url_for(".show_cohort", cohort_id=cohort_id)


@blp.get(ONE)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, CohortSchema)
def show_cohort(cohort_id):
    """Who is in a cohort, which openings, what was said of pairs, and its proposals"""
    with transaction() as session:
        return cohorts.get(session, current_actor(), cohort_id)


@blp.put(ONE)
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(CohortInputSchema)
@blp.response(200, CohortSchema)
def replace_cohort(values, cohort_id):
    """Replace name, note and what counts"""
    with transaction() as session:
        _update(session, cohort_id, values)
        return cohorts.get(session, current_actor(), cohort_id)


@blp.post(f"{ONE}/members")
@blp.signed_in
@blp.takes(CohortIdsSchema)
@blp.changes(200, CohortAddedSchema, "cohorts.change")
def add_cohort_members(session, ids, cohort_id):
    """Add people and openings"""
    people = cohorts.add_people(session, current_actor(), cohort_id, ids["profile_ids"])
    openings = cohorts.add_openings(session, current_actor(), cohort_id, ids["opening_ids"])
    unknown = {"unknown_profiles": people.unknown, "unknown_openings": openings.unknown}
    return {"added": people.added + openings.added, **unknown}


@blp.delete(PERSON)
@blp.signed_in
@blp.refuses(404, 503)
@blp.response(204)
def remove_cohort_person(cohort_id, profile_id):
    """Take a person out, with what was said of them"""
    with transaction() as session:
        cohorts.remove_person(session, current_actor(), cohort_id, profile_id)


@blp.delete(f"{ONE}/openings/<row_id:opening_id>")
@blp.signed_in
@blp.refuses(404, 503)
@blp.response(204)
def remove_cohort_opening(cohort_id, opening_id):
    """Take an opening out, with what was said of it"""
    with transaction() as session:
        cohorts.remove_opening(session, current_actor(), cohort_id, opening_id)


@blp.put(f"{PERSON}/priority")
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(CohortPrioritySchema)
@blp.response(204)
def set_cohort_priority(values, cohort_id, profile_id):
    """Say how much a person comes before others, and why"""
    with transaction() as session:
        cohorts.put_first(session, current_actor(), cohort_id, profile_id, values["priority"], values["reason"])


@blp.put(f"{PERSON}/openings/<row_id:opening_id>")
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(CohortPairInputSchema)
@blp.response(204)
def set_cohort_pair(values, cohort_id, profile_id, opening_id):
    """Say that a pair must or must never be, or which wish of the person it is"""
    with transaction() as session:
        cohorts.say(session, current_actor(), cohort_id, profile_id, opening_id, **values)


@blp.post(f"{ONE}/proposals")
@blp.signed_in
@blp.changes(201, CohortProposalSchema, "cohorts.propose")
def propose_cohort(session, cohort_id):
    """Propose places for everybody in the cohort; nobody is told of it"""
    run_id = proposals.propose(session, current_actor(), current_engine(), cohort_id)
    made = proposals.get(session, current_actor(), cohort_id, run_id)
    return made, url_for(".show_cohort_proposal", cohort_id=cohort_id, run_id=run_id)


@blp.get(PROPOSAL)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, CohortProposalSchema)
def show_cohort_proposal(cohort_id, run_id):
    """A proposal as it was made"""
    with transaction() as session:
        return proposals.get(session, current_actor(), cohort_id, run_id)


@blp.post(f"{PROPOSAL}/confirmations")
@blp.signed_in
@blp.takes(ConfirmationInputSchema)
@blp.changes(200, ConfirmationsSchema, "cohorts.confirm")
def confirm_cohort_lines(session, values, cohort_id, run_id):
    """Tell companies of one person or of all with a place: by an application, or under a code"""
    if values["profile_id"] is None:
        return confirmations.confirm_all(session, current_actor(), cohort_id, run_id)
    confirmations.confirm(session, current_actor(), cohort_id, run_id, values["profile_id"])
    return Confirmed(1, {})


@blp.delete(f"{PROPOSAL}/confirmations/<row_id:profile_id>")
@blp.signed_in
@blp.refuses(404, 409, 503)
@blp.response(204)
def take_back_cohort_line(cohort_id, run_id, profile_id):
    """Take a confirmation back, unless the company has taken a step since"""
    with transaction() as session:
        confirmations.take_back(session, current_actor(), current_engine(), cohort_id, run_id, profile_id)


def _update(session, cohort_id: int, values: dict) -> None:
    weights = Weights(values["wish"], values["interest"], values["near"], values["lowest_fit"])
    cohorts.update(session, current_actor(), cohort_id, values["name"], values["note"], weights)
