"""Whom a company may see: proposed by a counsellor under a code, and as the company sees them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import inbox, words
from employer_portal.access import only
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import applications, openings

blueprint = Blueprint("shortlists", __name__, url_prefix="/openings/<int:opening_id>/people/<int:person_id>")
blueprint.before_request(only("counsellor", "coordinator"))
opening_blueprint = Blueprint("shortlists_of_opening", __name__, url_prefix="/openings/<int:opening_id>/people")
opening_blueprint.before_request(only("counsellor", "coordinator"))
company_blueprint = Blueprint("company_people", __name__, url_prefix="/company/openings/<int:opening_id>/people")
company_blueprint.before_request(only("employer"))


@blueprint.post("/propose")
def propose(opening_id: int, person_id: int):
    with transaction() as session:
        code = shortlists.propose(session, current_actor(), opening_id, person_id)
    told = gettext("Proposed. The company sees skills and fit under the code %(code)s, and not who it is.")
    flash(told % {"code": code})
    return redirect(url_for("counsellor.people_for_opening", opening_id=opening_id, _anchor=f"person-{person_id}"))


@blueprint.post("/take-back")
def take_back(opening_id: int, person_id: int):
    with transaction() as session:
        shortlists.take_back(session, current_actor(), opening_id, person_id)
    flash(gettext("Taken back. The company sees this person no more."))
    return redirect(url_for("counsellor.people_for_opening", opening_id=opening_id, _anchor=f"person-{person_id}"))


@opening_blueprint.post("/take-back")
def take_back_several(opening_id: int):
    ids = [int(text) for text in request.form.get("people", "").split(",") if text.isdecimal()]
    with transaction() as session:
        shortlists.take_back_several(session, current_actor(), opening_id, ids)
    flash(gettext("Taken back: it is as it was before."))
    return redirect(url_for("counsellor.people_for_opening", opening_id=opening_id))


@company_blueprint.get("")
def of_opening(opening_id: int):
    with transaction() as session:
        detail = openings.get(session, current_actor(), opening_id)
        shown = shortlists.for_company(session, current_actor(), current_engine(), opening_id)
        sent = applications.of_opening(session, current_actor(), opening_id)
    return render_template(
        "company/people.html",
        opening=detail,
        people=shown,
        applications=sent,
        reasons=words.STEP_REASONS,
        offer_ends=inbox.offer_ends(),
    )
