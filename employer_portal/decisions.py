"""Pages where a person decides: another place in a list than the fit gives, and an answer to who asks for a second
look."""

from flask import Blueprint, flash, redirect, render_template, url_for

from employer_portal.access import only
from employer_portal.forms.decisions import MOVE, AnswerForm, DecisionForm
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.lists import overrides, reviews, why
from matching_service.services.marketplace import openings
from matching_service.services.profiles import people

blueprint = Blueprint("decisions", __name__)
blueprint.before_request(only("counsellor", "coordinator"))


@blueprint.route("/openings/<int:opening_id>/people/<int:person_id>/place", methods=["GET", "POST"])
def decide(opening_id: int, person_id: int):
    form = DecisionForm(what=MOVE)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            overrides.decide(session, current_actor(), opening_id, person_id, **form.decision())
            flash(gettext("Your decision is in the list now, with your name and the reason."))
            return redirect(_list_url(opening_id, person_id))
    with transaction() as session:
        opening = openings.get(session, current_actor(), opening_id)
        person = people.get(session, current_actor(), person_id)
        past = overrides.history(session, current_actor(), opening_id, person_id)
    protected = overrides.protected_words(form.text.data or "")
    page = render_template(
        "counsellor/decide.html", form=form, opening=opening, person=person, history=past, protected=protected
    )
    return page, 422 if form.problems() else 200


@blueprint.post("/openings/<int:opening_id>/people/<int:person_id>/place/take-back")
def take_back(opening_id: int, person_id: int):
    with transaction() as session:
        overrides.take_back(session, current_actor(), opening_id, person_id)
    flash(gettext("The decision is taken back. The fit decides about the place again."))
    return redirect(_list_url(opening_id, person_id))


@blueprint.route("/reviews/<int:review_id>", methods=["GET", "POST"])
def answer_review(review_id: int):
    form = AnswerForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            reviews.answer(session, current_actor(), review_id, form.answer.data)
            flash(gettext("Your answer is sent. The person sees it on their page."))
            return redirect(url_for("counsellor.home"))
    with transaction() as session:
        asked = reviews.get(session, current_actor(), review_id)
        pair = (asked.review.person_id, asked.review.opening_id)
        found = why.of_opening(session, current_actor(), current_engine(), *pair)
    page = render_template("counsellor/review.html", form=form, asked=asked, why=found)
    return page, 422 if form.problems() else 200


def _list_url(opening_id: int, person_id: int) -> str:
    return url_for("counsellor.people_for_opening", opening_id=opening_id, _anchor=f"person-{person_id}")
