"""Pages of organisations: which there are, for coordinators; and with which a person is shared, for staff."""

from flask import Blueprint, flash, redirect, render_template, url_for

from employer_portal.access import only
from employer_portal.forms.organisations import OrganisationForm, ShareForm
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.identity import organisations
from matching_service.services.profiles import people

blueprint = Blueprint("organisations", __name__, url_prefix="/coordinator/organisations")
blueprint.before_request(only("coordinator"))
share_blueprint = Blueprint("shares", __name__, url_prefix="/people/<int:person_id>/shares")
share_blueprint.before_request(only("counsellor", "coordinator"))


@blueprint.route("", methods=["GET", "POST"])
def listed():
    form = OrganisationForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            organisations.create(session, current_actor(), form.name.data)
            flash(gettext("The organisation is added."))
            return redirect(url_for("organisations.listed"))
    with transaction() as session:
        found = organisations.listed(session, current_actor())
    page = render_template("coordinator/organisations.html", form=form, organisations=found)
    return page, 422 if form.problems() else 200


@blueprint.route("/<int:organisation_id>", methods=["GET", "POST"])
def rename(organisation_id: int):
    with transaction() as session:
        detail = organisations.get(session, current_actor(), organisation_id)
    form = OrganisationForm(name=detail.name)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            organisations.rename(session, current_actor(), organisation_id, form.name.data)
            flash(gettext("Saved."))
            return redirect(url_for("organisations.listed"))
    page = render_template("coordinator/organisation.html", form=form, organisation=detail)
    return page, 422 if form.problems() else 200


@share_blueprint.route("", methods=["GET", "POST"])
def of_person(person_id: int):
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
        shares = organisations.shares_of(session, current_actor(), person_id)
        others = organisations.others_than_home(session, current_actor(), person_id)
    form = ShareForm(others)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            wanted = (form.organisation_id.data, form.reason.data, form.ends_on.data)
            organisations.share(session, current_actor(), current_engine(), person_id, *wanted)
            flash(gettext("Shared."))
            return redirect(url_for("shares.of_person", person_id=person_id))
    page = render_template("counsellor/shares.html", form=form, person=person, shares=shares, others=others)
    return page, 422 if form.problems() else 200


@share_blueprint.post("/<int:organisation_id>/end")
def end(person_id: int, organisation_id: int):
    with transaction() as session:
        organisations.unshare(session, current_actor(), current_engine(), person_id, organisation_id)
    flash(gettext("Not shared any more."))
    return redirect(url_for("shares.of_person", person_id=person_id))
