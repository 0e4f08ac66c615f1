"""Pages of a coordinator: what waits for approval, and the answer to it."""

from flask import Blueprint, flash, redirect, render_template, url_for

from employer_portal import words
from employer_portal.access import only
from employer_portal.forms.openings import ReturnForm
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import employers, openings
from matching_service.services.protection import retention
from matching_service.services.rights import requests

blueprint = Blueprint("coordinator", __name__, url_prefix="/coordinator")
blueprint.before_request(only("coordinator"))

SHOWN = 100


@blueprint.get("")
def waiting():
    with transaction() as session:
        page = openings.search(session, current_actor(), state="pending_approval", limit=SHOWN)
        waiting, leaving = requests.waiting(session, current_actor()), retention.leaving(session, current_actor())
    return render_template("coordinator/waiting.html", page=page, waiting=waiting, leaving=leaving)


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


@blueprint.post("/openings/<int:opening_id>/verify-company")
def verify_company(opening_id: int):
    with transaction() as session:
        detail = openings.get(session, current_actor(), opening_id)
        employers.verify(session, current_actor(), detail.employer_id)
    flash(gettext("The company is confirmed."))
    return redirect(url_for("coordinator.review", opening_id=opening_id))


def _review_page(opening_id: int, form: ReturnForm) -> str:
    actor = current_actor()
    with transaction() as session:
        detail = openings.get(session, actor, opening_id)
        employer = employers.get(session, actor, detail.employer_id) if detail.employer_id else None
    return render_template("coordinator/review.html", opening=detail, employer=employer, form=form)
