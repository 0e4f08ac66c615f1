"""What the demo shows in place of a mailbox. Nothing of it exists in production."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, render_template, request

from employer_portal import i18n, letters
from matching_service.request_context import transaction
from matching_service.services import messages
from matching_service.services.messages import WrittenLetter

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

SHOWN = 50


@blueprint.before_request
def only_in_the_demo():
    if current_app.config["MODE"] == "production":
        abort(404)


@blueprint.app_context_processor
def whether_this_is_the_demo():
    return {"is_demo": current_app.config["MODE"] == "demo"}


@blueprint.get("/messages")
def mailbox():
    to = request.args.get("to") or None
    with transaction() as session:
        found = messages.latest(session, SHOWN, to)
        boxes = messages.mailboxes(session)
    told = [(_in_words(item), _tag(item)) for item in found]
    return render_template("demo/messages.html", letters=told, mailboxes=boxes, to=to, now=datetime.now(UTC))


def _in_words(item: WrittenLetter) -> WrittenLetter:
    """The text of what was sent is forgotten; what waits is put into words as it will be."""
    if item.notice is None or item.sent_at is not None:
        return item
    subject, body, _stop = letters.in_words(item.notice)
    return replace(item, letter=replace(item.letter, subject=subject, body=body))


def _tag(item: WrittenLetter) -> str | None:
    """For screen readers: the language of the letter, None where it is not known."""
    return i18n.known(item.notice.language).tag if item.notice else None
