"""A person applies in two minutes, follows what becomes of it, and accepts or declines a place."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for

from employer_portal import notices, presentation, words
from employer_portal.access import only, own_profile
from employer_portal.i18n import current, gettext
from matching_service.errors import NotFound
from matching_service.request_context import current_actor, transaction
from matching_service.services.consent import consent_texts
from matching_service.services.marketplace import application_states, applications, openings
from matching_service.services.marketplace.application_record import ApplicationDetail
from matching_service.services.marketplace.application_states import UNDECIDED, WITH_COMPANY
from matching_service.services.profiles import people

blueprint = Blueprint("my_applications", __name__, url_prefix="/my/applications")
blueprint.before_request(only("beneficiary"))


@blueprint.get("")
def listed():
    with transaction() as session:
        sent = applications.of_person(session, current_actor(), own_profile())
    return render_template("graduate/applications.html", sections=_sections(sent))


@blueprint.get("/<int:application_id>")
def one(application_id: int):
    with transaction() as session:
        shown = applications.get(session, current_actor(), application_id)
        mine = applications.of_person(session, current_actor(), own_profile())
    others = [other for other in mine if other.id != application_id and other.state in UNDECIDED]
    return render_template(
        "graduate/application.html",
        application=shown,
        others=others,
        reasons=words.STEP_REASONS,
        told=words.APPLICATION_STEPS_TOLD,
        with_company=WITH_COMPANY,
    )


@blueprint.get("/to/<int:opening_id>")
def write(opening_id: int):
    """What the company will see, a short message, what happens next; for somebody who has applied, how it stands."""
    with transaction() as session:
        opening = openings.get(session, current_actor(), opening_id)
        before = applications.own_for(session, current_actor(), opening_id)
        me = people.get(session, current_actor(), own_profile())
    if opening.state != "published":
        raise NotFound("opening", opening_id)
    if before is not None and before.state != "draft" and before.was_sent:
        return redirect(url_for(".one", application_id=before.id))
    consent = None
    if opening.employer_id is not None:
        consent = consent_texts.text("shown_to_employer", current().content).of_company(opening.employer_name)
    return render_template(
        "graduate/apply.html",
        opening=opening,
        me=me.record,
        person_id=me.id,
        message=before.message if before else "",
        consent=consent,
        answer_by=application_states.answer_by("submitted", date.today()),
    )


@blueprint.post("/to/<int:opening_id>")
def apply(opening_id: int):
    message = request.form.get("message", "").strip()
    with transaction() as session:
        if request.form.get("then") == "later":
            applications.prepare(session, current_actor(), own_profile(), opening_id, message)
            notices.say(gettext("Saved. The company does not see it before you send it."))
            return redirect(url_for(".listed"))
        sent = applications.apply(
            session, current_actor(), own_profile(), opening_id, message, language=current().content
        )
    told = gettext(
        "Your application is sent. The company sees your name, telephone and e-mail, and answers by %(day)s."
    )
    notices.say(told % {"day": presentation.day(sent.answer_by)})
    return redirect(url_for(".one", application_id=sent.id))


def _sections(sent: Sequence[ApplicationDetail]) -> dict[str, list[ApplicationDetail]]:
    """By whose turn it is; what was thrown away before it was sent is no application any more."""
    found: dict[str, list[ApplicationDetail]] = {name: [] for name in ("mine", "draft", "theirs", "accepted", "ended")}
    for item in sent:
        if item.state == "draft" or item.was_sent:
            found[_section_of(item.state)].append(item)
    return found


def _section_of(state: str) -> str:
    named = {"offered": "mine", "draft": "draft", "accepted": "accepted", **dict.fromkeys(WITH_COMPANY, "theirs")}
    return named.get(state, "ended")
