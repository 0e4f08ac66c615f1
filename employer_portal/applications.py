"""What somebody does with an application: the person, the company, or staff for either; the same buttons for all."""

from flask import Blueprint, flash, redirect, request, url_for

from employer_portal import words
from employer_portal.access import only
from employer_portal.i18n import current, gettext
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.marketplace.application_record import ApplicationDetail

blueprint = Blueprint("applications", __name__, url_prefix="/applications/<int:application_id>")
blueprint.before_request(only("beneficiary", "employer", "counsellor", "coordinator"))

ACTIONS = "submit, review, shortlist, interview, offer, reject, accept, withdraw"


@blueprint.post(f"/<any({ACTIONS}):action>")
def take(application_id: int, action: str):
    reason, note = request.form.get("reason") or None, request.form.get("note", "")
    try:
        with transaction() as session:
            taken = application_steps.act(
                session, current_actor(), current_engine(), application_id, action, reason, note, current().content
            )
    except Invalid as error:
        flash(gettext("Choose a reason.") if "reason" in error.problems else gettext("The note is too long."), "error")
        with transaction() as session:
            taken = applications.get(session, current_actor(), application_id)
    else:
        flash(gettext(words.APPLICATION_STEPS_DONE[action]))
    return redirect(_page_of(taken))


@blueprint.post("/undo")
def undo(application_id: int):
    with transaction() as session:
        taken = application_steps.undo(session, current_actor(), current_engine(), application_id)
    flash(gettext("Taken back: it is as it was before."))
    return redirect(_page_of(taken))


def _page_of(application: ApplicationDetail) -> str:
    """Where the actor sees the application."""
    actor, anchor = current_actor(), f"application-{application.id}"
    if actor.is_staff:
        return url_for("counsellor.person", person_id=application.person_id, _anchor=anchor)
    if actor.is_a("employer"):
        return url_for("company_people.of_opening", opening_id=application.opening_id, _anchor=anchor)
    return url_for("graduate.my_applications", _anchor=anchor)
