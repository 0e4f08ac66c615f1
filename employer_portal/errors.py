"""Errors as pages in plain words. What goes wrong under /api/ answers for itself."""

from math import ceil

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from employer_portal.i18n import gettext, mark
from matching_service.errors import Busy, Conflict, Forbidden, Invalid, NotAgreed, NotFound
from matching_service.request_context import current_actor
from matching_service.services.identity.actors import ANONYMOUS

# What a Conflict of the services means to the reader.
CONFLICTS = {
    "wrong_state": mark("This is in another state by now. Go back and look at it again."),
    "employer_not_verified": mark("First confirm that the company exists and may recruit."),
    "renamed_since": mark("The company has changed its name meanwhile. Load the page again and look at the new name."),
    "opening_ended": mark("This opening has ended; it can no longer be changed."),
    "opening_not_open": mark("This opening is not taking applications any more."),
    "already_applied": mark("An application for this opening was sent before."),
    "profiled_first": mark("First comes the consent to the profile: without it there is nothing to compare."),
    "withdrawn_since": mark("The person has withdrawn this consent after that day."),
    "already_asked": mark("Erasure was asked for before; the request waits for an answer."),
    "already_answered": mark("Somebody has answered this request before."),
    "not_asked_for": mark("Nobody has asked for this erasure, or it was answered before."),
    "own_request": mark("You have entered this request yourself. Another coordinator has to erase."),
    "erase_instead": mark("An erasure is not answered: a coordinator erases, or refuses with the reason."),
    "already_corrected": mark("Somebody has corrected this note already. Open it again and correct the correction."),
    "protected_data_cannot_be_opened": mark(
        "The protected data of this person cannot be opened: the key is missing. Tell whoever looks after the service."
    ),
    "review_waits": mark("You have asked already. Wait for the answer."),
    "no_company": mark("This opening belongs to no company that could see anybody."),
    "no_places_left": mark("Somebody else has taken the last place in the meantime."),
    "already_done": mark("This is done already. Take that back first."),
    "pool_closed": mark("This list is closed. Open it again first."),
    "pool_full": mark("A list may hold 500 people. Make another one for the rest."),
    "nothing_to_undo": mark("This cannot be taken back any more."),
    "answer_lost": mark("This was done when it was first sent. Look at the result on its page."),
    "places_free": mark("There are still free places, so each person needs an answer of their own."),
    "company_waits": mark("Your company waits to be confirmed. Then you will see here who is proposed to you."),
    "own_account": mark("This is your own account. Somebody else has to do that."),
    "agreement_signed": mark(
        "Somebody has signed the agreement, so this cannot be taken back any more. It can be ended early."
    ),
    "too_many_searches": mark("You keep as many searches as there is room for. Remove one first."),
    "cohort_is_empty": mark("First add people and openings to the cohort."),
    "newer_proposal": mark("There is a newer proposal. Look at that one and confirm there."),
    "nothing_to_confirm": mark("No place is proposed for this person, so there is nothing to confirm."),
    "confirmed_elsewhere": mark("This person was confirmed for another opening before. Take that back first."),
    "agreement_changed": mark("The agreement was changed in the meantime. Read it again, then sign."),
    "agreement_incomplete": mark("Something is still missing in the agreement. Fill it in first."),
    "no_agreement": mark("A job needs no agreement here: company and person make a contract of employment."),
    "signed_before": mark("This side has signed already."),
    "certificate_issued": mark("A certificate was issued. Revoke it first."),
    "hours_entered": mark("Hours were entered, so the beginning cannot be taken back. It can be ended early."),
    "not_begun": mark("It has not begun yet."),
    "already_evaluated": mark("This evaluation was given before."),
    "not_finished": mark("A certificate is issued when the internship is finished."),
    "revoked_before": mark("This certificate was revoked before."),
    "not_due_yet": mark("It is too early to ask this."),
    "deadline_passed": mark("The last day to apply has passed. Change it first."),
}


# What is missing where a person has not agreed to it.
NOT_AGREED = {
    "ranked": mark("The person has not agreed to be compared with openings, or has withdrawn it."),
    "shown_to_employer": mark("The person has not agreed to be seen by this company."),
}


def _not_found(_error):
    return render_template("errors/404.html"), 404


def _forbidden(_error):
    """A visitor may only need to sign in; whoever is signed in has come to the wrong door."""
    if current_actor() is ANONYMOUS:
        return redirect(
            url_for("security.login", next=request.full_path.rstrip("?") if request.method == "GET" else None)
        )
    return render_template("errors/403.html"), 403


def conflict_message(error: Conflict) -> str | None:
    message = CONFLICTS.get(str(error))
    return gettext(message) if message else None


def _conflict(error: Conflict):
    return render_template("errors/409.html", message=conflict_message(error)), 409


def _not_agreed(error: NotAgreed):
    message = gettext(NOT_AGREED[error.purpose])
    return render_template("errors/not_agreed.html", message=message, error=error), 409


def _bad_request(_error):
    return render_template("errors/400.html"), 400


def _form_too_old(_error):
    return render_template("errors/400.html", too_old=True), 400


def _too_much(_error):
    return render_template("errors/400.html", too_much=True), 413


def _too_often(error: TooManyRequests):
    """Without asking who is looking, which is what there was too much of."""
    page = render_template("errors/429.html", minutes=ceil(error.retry_after / 60))
    return page, 429, {"Retry-After": str(error.retry_after)}


def _broken(_error: HTTPException):
    """Without asking who is looking: what broke may be the database."""
    return render_template("errors/500.html"), 500


def init_app(app: Flask) -> None:
    handlers = {
        NotFound: _not_found,
        404: _not_found,
        405: _not_found,
        Forbidden: _forbidden,
        403: _forbidden,
        Conflict: _conflict,
        NotAgreed: _not_agreed,
        Invalid: _bad_request,
        400: _bad_request,
        413: _too_much,
        429: _too_often,
        CSRFError: _form_too_old,
        500: _broken,
        Busy: lambda _error: (render_template("errors/500.html"), 503),
    }
    for error, handler in handlers.items():
        app.register_error_handler(error, handler)
