"""Accounts and tokens of machines, for coordinators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal.access import only
from employer_portal.forms.accounts import ServiceTokenForm, StaffInvitationForm
from employer_portal.i18n import gettext
from employer_portal.invitations import sent
from matching_service.request_context import current_actor, transaction
from matching_service.services.identity import account_admin, invitations, service_tokens

blueprint = Blueprint("accounts", __name__, url_prefix="/coordinator")
blueprint.before_request(only("coordinator"))

CHANGES = {
    "deactivate": account_admin.deactivate,
    "reactivate": account_admin.reactivate,
    "drop-second-factor": account_admin.drop_second_factor,
}


@blueprint.get("/accounts")
def listed():
    return _page(StaffInvitationForm(formdata=None))


@blueprint.post("/accounts/invite")
def invite():
    form = StaffInvitationForm()
    if sent(form, lambda session: invitations.invite_staff(session, current_actor(), form.email.data, form.role.data)):
        return redirect(url_for("accounts.listed"))
    return _page(form), 422


@blueprint.post("/accounts/<int:user_id>/<any(deactivate, reactivate, 'drop-second-factor'):change>")
def change(user_id: int, change: str):
    with transaction() as session:
        CHANGES[change](session, current_actor(), user_id)
    flash(gettext("Saved."))
    return redirect(url_for("accounts.listed", text=request.form.get("text") or None))


@blueprint.route("/tokens", methods=["GET", "POST"])
def tokens():
    form, made = ServiceTokenForm(days=90), None
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            made = service_tokens.make(session, current_actor(), form.name.data, form.days.data)
    with transaction() as session:
        found = service_tokens.of_actor(session, current_actor())
    status = 422 if form.problems() else 200
    return render_template("coordinator/tokens.html", form=form, made=made, tokens=found), status


@blueprint.post("/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int):
    with transaction() as session:
        service_tokens.revoke(session, current_actor(), token_id)
    flash(gettext("The token works no more."))
    return redirect(url_for("accounts.tokens"))


def _page(form: StaffInvitationForm) -> str:
    text = request.args.get("text", "").strip()
    with transaction() as session:
        page = account_admin.search(session, current_actor(), text=text, cursor=request.args.get("cursor"))
        waiting = invitations.open_ones(session, current_actor())
    return render_template("coordinator/accounts.html", form=form, page=page, text=text, invitations=waiting)
