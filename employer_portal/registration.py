"""A company signs itself up."""

from flask import Blueprint, redirect, render_template, session, url_for

from employer_portal import letters
from employer_portal.forms.company import RegistrationForm
from employer_portal.i18n import mark
from matching_service.request_context import transaction
from matching_service.services.identity import accounts
from matching_service.services.marketplace import employers

blueprint = Blueprint("registration", __name__)
# of the browser: the address that it has registered
_ADDRESS = "registered_address"


@blueprint.route("/register", methods=["GET", "POST"])
def register():
    form = RegistrationForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as database:
            _register(database, form)
            session[_ADDRESS] = form.email.data
            return redirect(url_for("registration.registered"))
    return render_template("registration.html", form=form), 422 if form.problems() else 200


@blueprint.get("/register/sent")
def registered():
    """The same for every address that was typed."""
    if _ADDRESS not in session:
        return redirect(url_for("registration.register"))
    return render_template("registered.html", email=session[_ADDRESS])


def _register(database, form: RegistrationForm) -> None:
    """Whether the address has an account is told to whoever reads its mail, not to whoever types it here."""
    if employers.register(database, form.record(), form.account()) is None:
        letters.write(database, form.email.data, mark("You have an account already"), "already_registered")
    else:
        accounts.ask_to_confirm(database, form.email.data)
