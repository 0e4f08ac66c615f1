"""What somebody does with an application: the person, the company, or staff for either; the same buttons for all."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for

from employer_portal import notices, presentation, words
from employer_portal.access import only
from employer_portal.addresses import own_page
from employer_portal.i18n import current, gettext, mark
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.marketplace.application_record import ApplicationDetail

blueprint = Blueprint("applications", __name__, url_prefix="/applications/<int:application_id>")
blueprint.before_request(only("beneficiary", "employer", "counsellor", "coordinator"))

ACTIONS = "submit, review, shortlist, interview, offer, reject, accept, withdraw"
PROBLEMS = {
    "reason": mark("Choose a reason."),
    "note": mark("The note is too long."),
    "until": mark("Choose the last day for the offer: within thirty days."),
}


@blueprint.post(f"/<any({ACTIONS}):action>")
def take(application_id: int, action: str):
    try:
        said = _said() | {"language": current().content}
        with transaction() as session:
            taken = application_steps.act(session, current_actor(), current_engine(), application_id, action, **said)
    except Invalid as error:
        flash(gettext(PROBLEMS[next(iter(error.problems))]))
        with transaction() as session:
            taken = applications.get(session, current_actor(), application_id)
    else:
        _say_done(taken, action)
    return redirect(_back_to(taken))


@blueprint.post("/undo")
def undo(application_id: int):
    with transaction() as session:
        taken = application_steps.undo(session, current_actor(), current_engine(), application_id)
    flash(gettext("Taken back: it is as it was before."))
    return redirect(_back_to(taken))


def _said() -> dict[str, object]:
    """What was said with the step. Raises Invalid."""
    try:
        until = date.fromisoformat(request.form["until"]) if request.form.get("until") else None
    except ValueError as error:
        raise Invalid({"until": "not_allowed"}) from error
    return {"reason": request.form.get("reason") or None, "note": request.form.get("note", ""), "until": until}


def _say_done(taken: ApplicationDetail, action: str) -> None:
    message = gettext(words.APPLICATION_STEPS_DONE[action]) % {"day": presentation.day(taken.answer_by)}
    can_undo = taken.undo == action
    back = {"next": request.form["next"]} if "next" in request.form else {}
    notices.say(message, url_for(".undo", application_id=taken.id) if can_undo else None, **back)


def _back_to(application: ApplicationDetail) -> str:
    return own_page(request.form.get("next"), _page_of(application))


def _page_of(application: ApplicationDetail) -> str:
    """Where the actor sees the application."""
    actor, anchor = current_actor(), f"application-{application.id}"
    if actor.is_staff:
        return url_for("counsellor.person", person_id=application.person_id, _anchor=anchor)
    if actor.is_a("employer"):
        return url_for("company_people.of_opening", opening_id=application.opening_id, _anchor=anchor)
    return url_for("my_applications.one", application_id=application.id)
