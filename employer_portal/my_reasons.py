"""Why was I proposed, or not: for the person, in plain words, and whom to ask to look again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal.access import only, own_profile
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.lists import reviews, why

blueprint = Blueprint("my_reasons", __name__, url_prefix="/my/why")
blueprint.before_request(only("beneficiary"))


@blueprint.get("")
def mine():
    with transaction() as session:
        lines = why.of_person(session, current_actor(), own_profile())
    return render_template("graduate/why.html", lines=lines)


@blueprint.get("/<int:opening_id>")
def one(opening_id: int):
    with transaction() as session:
        found = why.of_opening(session, current_actor(), current_engine(), own_profile(), opening_id)
    return render_template("graduate/why_one.html", why=found)


@blueprint.post("/<int:opening_id>/review")
def ask(opening_id: int):
    with transaction() as session:
        reviews.ask(session, current_actor(), own_profile(), opening_id, request.form.get("text", ""))
    flash(gettext("Your request is sent. A counsellor will look again and answer you here."))
    return redirect(url_for("my_reasons.one", opening_id=opening_id, _anchor="review"))
