"""A company signs itself up."""

from flask import Blueprint, flash, redirect, render_template, url_for

from employer_portal.forms.company import RegistrationForm
from employer_portal.i18n import gettext
from matching_service.request_context import transaction
from matching_service.services import employers

blueprint = Blueprint("registration", __name__)


@blueprint.route("/register", methods=["GET", "POST"])
def register():
    form = RegistrationForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            employers.register(session, form.record(), form.account())
            flash(gettext("Your company is registered. Sign in with your e-mail and password."))
            return redirect(url_for("security.login"))
    return render_template("registration.html", form=form), 422 if form.problems() else 200
