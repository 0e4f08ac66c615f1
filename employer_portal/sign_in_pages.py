"""Where the pages of the sign-in library would lead people astray, ours answer."""

from collections.abc import Callable

from flask import Flask, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import UserMixin, current_user
from flask_security.confirmable import confirm_email_token_status
from flask_security.utils import check_and_get_token_status, get_message

from employer_portal.forms.sign_in import CodeForm

_View = Callable[[str], ResponseReturnValue]


def init_app(app: Flask) -> None:
    for name, around in (("confirm_email", _confirmed_once), ("two_factor_setup_validate", _with_the_same_key)):
        name = f"security.{name}"
        app.view_functions[name] = around(app.view_functions[name])
    app.extensions["security"].tf_token_validation_context_processor(_key_to_set_up)


def _confirmed_once(view: _View) -> _View:
    """Whoever opens the link again may sign in: nothing needs to be sent once more."""

    def confirm(token: str) -> ResponseReturnValue:
        _expired, invalid, user = confirm_email_token_status(token)
        if invalid or user is None or user.confirmed_at is None:
            return view(token)
        flash(get_message("ALREADY_CONFIRMED")[0])
        return redirect(url_for("security.login"))

    return confirm


def _with_the_same_key(view: _View) -> _View:
    """A wrong code leaves the key that the app has got already: only the code is asked for again."""

    def validate(token: str) -> ResponseReturnValue:
        answer = view(token)
        setup = check_and_get_token_status(token, "tf_setup", current_app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"])[2]
        went_back = getattr(answer, "location", None) == url_for("security.two_factor_setup")
        return _key_once_more(token, setup["totp_secret"]) if setup and went_back else answer

    return validate


def _key_once_more(token: str, secret: str) -> ResponseReturnValue:
    session.pop("_flashes", None)  # the same words stand at the box
    form = CodeForm(formdata=None)
    form.code.errors = [get_message("TWO_FACTOR_INVALID_TOKEN")[0]]
    shown = _for_the_app(secret, current_user)
    page = render_template(
        "security/two_factor_setup.html",
        two_factor_verify_code_form=form,
        chosen_method="authenticator",
        changing=True,
        state_token=token,
        authr_qrcode=shown["image"],
        authr_key=shown["key"],
    )
    return page, 422


def _key_to_set_up() -> dict[str, object]:
    """Whoever must have a second factor sets it up while signing in: after a wrong code the key is shown again."""
    if session.get("tf_state") != "validating_profile":
        return {}
    user = current_app.extensions["security"].datastore.find_user(fs_uniquifier=session.get("tf_user_id"))
    return {"key_to_set_up": _for_the_app(session["tf_totp_secret"], user)} if user else {}


def _for_the_app(secret: str, user: UserMixin) -> dict[str, str]:
    return current_app.extensions["security"].totp_factory.fetch_setup_values(secret, user)
