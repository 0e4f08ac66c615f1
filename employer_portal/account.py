"""My account: how I sign in, and the browsers in which I am signed in."""

from flask import Blueprint, flash, g, redirect, render_template, url_for

from employer_portal.i18n import gettext
from matching_service.errors import Forbidden
from matching_service.request_context import current_actor, transaction
from matching_service.services.identity import accounts, browsers

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.before_request
def signed_in_only():
    if current_actor().user_id is None:
        raise Forbidden("an account has who is signed in")


@blueprint.get("")
def home():
    with transaction() as session:
        mine = accounts.mine(session, current_actor())
        signed_in = browsers.of_actor(session, current_actor(), g.browser.id)
    return render_template("account/home.html", mine=mine, browsers=signed_in)


@blueprint.post("/browsers/<int:browser_id>/end")
def end_browser(browser_id: int):
    with transaction() as session:
        browsers.end(session, current_actor(), browser_id)
    flash(gettext("Signed out there."))
    return redirect(url_for("account.home"))


@blueprint.post("/browsers/end-others")
def end_others():
    with transaction() as session:
        accounts.sign_out_everywhere(session, current_actor(), except_browser=g.browser.id)
    flash(gettext("You are signed out everywhere but here."))
    return redirect(url_for("account.home"))
