"""Pages of a coordinator: openings and companies that wait, and the answer to them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import presentation, words
from employer_portal.access import only
from employer_portal.forms.openings import ReturnForm
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import employers, openings, wording
from matching_service.services.marketplace.employers import EmployerDetail
from matching_service.services.protection import retention
from matching_service.services.rights import requests

blueprint = Blueprint("coordinator", __name__, url_prefix="/coordinator")
blueprint.before_request(only("coordinator"))

SHOWN = 100


@blueprint.get("")
def waiting():
    with transaction() as session:
        page = openings.search(session, current_actor(), state="pending_approval", limit=SHOWN)
        companies = employers.waiting(session, current_actor(), limit=1).total
        waiting, leaving = requests.waiting(session, current_actor()), retention.leaving(session, current_actor())
    return render_template("coordinator/waiting.html", page=page, companies=companies, waiting=waiting, leaving=leaving)


@blueprint.get("/openings/<int:opening_id>")
def review(opening_id: int):
    return _review_page(opening_id, ReturnForm())


@blueprint.post("/openings/<int:opening_id>/approve")
def approve(opening_id: int):
    with transaction() as session:
        openings.act(session, current_actor(), current_engine(), opening_id, "approve")
    flash(words.word(words.DONE, "approve"))
    return redirect(url_for("coordinator.waiting"))


@blueprint.post("/openings/<int:opening_id>/return")
def return_to_company(opening_id: int):
    form = ReturnForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            openings.act(session, current_actor(), current_engine(), opening_id, "return", form.reason.data)
            flash(words.word(words.DONE, "return"))
            return redirect(url_for("coordinator.waiting"))
    return _review_page(opening_id, form), 422


@blueprint.get("/companies")
def companies():
    with transaction() as session:
        page = employers.waiting(session, current_actor(), limit=SHOWN, cursor=request.args.get("cursor"))
    return render_template("coordinator/companies.html", page=page)


@blueprint.post("/companies/<int:employer_id>/verify")
def verify_company(employer_id: int):
    """The form says under which name the company was seen, and on the page of which opening, if any."""
    with transaction() as session:
        before = employers.get(session, current_actor(), employer_id)
        employers.verify(session, current_actor(), employer_id, request.form.get("name", ""))
    flash(_what_was_confirmed(before))
    opening_id = request.form.get("opening", type=int)
    if opening_id is None:
        return redirect(url_for("coordinator.companies"))
    return redirect(url_for("coordinator.review", opening_id=opening_id))


def _what_was_confirmed(before: EmployerDetail) -> str:
    name = before.record.name
    if before.verified_at is None:
        return gettext("The company %(name)s is confirmed.") % {"name": name}
    day = presentation.day(before.verified_at)
    return gettext("The company %(name)s was confirmed before, on %(day)s.") % {"name": name, "day": day}


def _review_page(opening_id: int, form: ReturnForm) -> str:
    actor = current_actor()
    with transaction() as session:
        detail = openings.get(session, actor, opening_id)
        employer = employers.get(session, actor, detail.employer_id) if detail.employer_id else None
    found = wording.concerns(detail.record)
    return render_template("coordinator/review.html", opening=detail, employer=employer, form=form, concerns=found)
