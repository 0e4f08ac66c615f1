"""What people have sent to a company and who waits for an answer: over all openings, the nearest last day first."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import notices, words
from employer_portal.access import only
from employer_portal.i18n import gettext, ngettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import application_batches, application_inbox, applications
from matching_service.services.marketplace.application_inbox import MOST_SHOWN

blueprint = Blueprint("inbox", __name__, url_prefix="/company/applications")
blueprint.before_request(only("employer"))

SHOWN = 15
# How long an offer may stay open; the first is chosen unless the company says otherwise.
OFFER_DAYS = (7, 3, 14, 30)


def offer_ends() -> tuple[date, ...]:
    return tuple(date.today() + timedelta(days) for days in OFFER_DAYS)


@blueprint.get("")
def listed():
    limit = min(max(request.args.get("limit", SHOWN, type=int), 1), MOST_SHOWN)
    with transaction() as session:
        inbox = application_inbox.read(session, current_actor(), limit)
        answers = applications.responsiveness(session, current_actor().employer_id)
    return render_template(
        "company/inbox.html", inbox=inbox, answers=answers, reasons=words.STEP_REASONS, offer_ends=offer_ends()
    )


@blueprint.post("/to/<int:opening_id>/rest")
def reject_rest(opening_id: int):
    with transaction() as session:
        told = application_batches.reject_rest(session, current_actor(), current_engine(), opening_id)
    numbers = ",".join(str(one.id) for one in told)
    message = ngettext(
        "%(num)s person is told that the place is taken.", "%(num)s people are told that the place is taken.", len(told)
    )
    notices.say(message % {"num": len(told)}, url_for(".undo_several") if told else None, numbers=numbers)
    return redirect(url_for(".listed"))


@blueprint.post("/undo")
def undo_several():
    numbers = [int(text) for text in request.form.get("numbers", "").split(",") if text.isdecimal()]
    with transaction() as session:
        application_batches.undo_all(session, current_actor(), current_engine(), numbers[:MOST_SHOWN])
    flash(gettext("Taken back: it is as it was before."))
    return redirect(url_for(".listed"))
