"""Invitations: written by staff and by owners of companies, answered by whoever was invited."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import letters
from employer_portal.access import only
from employer_portal.forms.accounts import AcceptanceForm, InvitationForm
from employer_portal.forms.base import PortalForm
from employer_portal.i18n import gettext, mark
from matching_service.errors import NotFound
from matching_service.request_context import current_actor, transaction
from matching_service.services.identity import account_admin, invitations
from matching_service.services.identity.invitations import NewInvitation
from matching_service.services.profiles import people

blueprint = Blueprint("invitations", __name__)


def sent(form: PortalForm, invite: Callable[..., NewInvitation]) -> bool:
    """Whether what was sent in the form is an invitation now, with its letter; if not, the form says why.

    `invite` takes the session.
    """
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            _write_letter(session, invite(session))
            flash(gettext("The invitation is on its way."))
            return True
    return False


def _write_letter(session, made: NewInvitation) -> None:
    """With the link, in the transaction that has made the invitation."""
    link = url_for("invitations.accept", token=made.token, _external=True)
    invitation = made.invitation
    letters.write(
        session,
        invitation.email,
        mark("You are invited"),
        "invitation",
        invitation_id=invitation.id,
        link=link,
        invitation=invitation,
    )


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
def accept(token: str):
    form = AcceptanceForm()
    try:
        with transaction() as session:
            found = invitations.find(session, token)
        if form.validate_on_submit():
            with form.refusals_shown(), transaction() as session:
                invitations.accept(session, token, form.name.data, form.password.data)
                flash(gettext("Your account is ready. Sign in."))
                return redirect(url_for("security.login"))
    except NotFound:
        return render_template("invitations/ended.html"), 404
    status = 422 if form.problems() else 200
    return render_template("invitations/accept.html", form=form, invitation=found, token=token), status


@blueprint.post("/invitations/<int:invitation_id>/revoke")
def revoke(invitation_id: int):
    with transaction() as session:
        invitations.revoke(session, current_actor(), invitation_id)
    flash(gettext("The invitation is withdrawn: its link leads nowhere now."))
    return redirect(_back())


def _back() -> str:
    person_id = request.form.get("person", type=int)
    if person_id:
        return url_for("invitations.person", person_id=person_id)
    if current_actor().is_a("employer"):
        return url_for("invitations.colleagues")
    return url_for("accounts.listed")


@blueprint.route("/people/<int:person_id>/account", methods=["GET", "POST"])
def person(person_id: int):
    """The account of a person, or the way to one."""
    form = InvitationForm()
    if sent(form, lambda session: invitations.invite_person(session, current_actor(), person_id, form.email.data)):
        return redirect(url_for("invitations.person", person_id=person_id))
    with transaction() as session:
        waiting = invitations.open_ones(session, current_actor(), person_id=person_id)
        detail = people.get(session, current_actor(), person_id)
    status = 422 if form.problems() else 200
    return render_template("invitations/person.html", form=form, person=detail, invitations=waiting), status


@blueprint.route("/company/colleagues", methods=["GET", "POST"])
def colleagues():
    only("employer")()
    form = InvitationForm()
    if sent(form, lambda session: invitations.invite_colleague(session, current_actor(), form.email.data)):
        return redirect(url_for("invitations.colleagues"))
    with transaction() as session:
        waiting = invitations.open_ones(session, current_actor())
        found = account_admin.colleagues(session, current_actor())
    status = 422 if form.problems() else 200
    return render_template("company/colleagues.html", form=form, colleagues=found, invitations=waiting), status


@blueprint.post("/company/colleagues/<int:user_id>/remove")
def remove_colleague(user_id: int):
    with transaction() as session:
        account_admin.remove_colleague(session, current_actor(), user_id)
    flash(gettext("The account is closed."))
    return redirect(url_for("invitations.colleagues"))
