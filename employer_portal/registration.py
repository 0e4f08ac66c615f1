"""A company signs itself up."""

from flask import Blueprint, render_template

from employer_portal import letters
from employer_portal.forms.company import RegistrationForm
from employer_portal.i18n import gettext
from matching_service.request_context import transaction
from matching_service.services.identity import accounts
from matching_service.services.marketplace import employers

blueprint = Blueprint("registration", __name__)


@blueprint.route("/register", methods=["GET", "POST"])
def register():
    form = RegistrationForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            _register(session, form)
            return render_template("registered.html", email=form.email.data)
    return render_template("registration.html", form=form), 422 if form.problems() else 200


def _register(session, form: RegistrationForm) -> None:
    """Whether the address has an account is told to whoever reads its mail, not to whoever types it here."""
    if employers.register(session, form.record(), form.account()) is None:
        letters.write(session, form.email.data, gettext("You have an account already"), "already_registered")
    else:
        accounts.ask_to_confirm(session, form.email.data)
