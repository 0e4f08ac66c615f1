"""What the demo shows in place of a mailbox. Nothing of it exists in production."""

from dataclasses import replace

from flask import Blueprint, abort, current_app, render_template

from employer_portal import letters
from matching_service.request_context import transaction
from matching_service.services import messages
from matching_service.services.messages import WrittenLetter

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

SHOWN = 50


@blueprint.before_request
def only_in_the_demo():
    if current_app.config["MODE"] == "production":
        abort(404)


@blueprint.get("/messages")
def mailbox():
    with transaction() as session:
        found = messages.latest(session, SHOWN)
    return render_template("demo/messages.html", letters=[_in_words(item) for item in found])


def _in_words(item: WrittenLetter) -> WrittenLetter:
    if item.notice is None:
        return item
    subject, body, _stop = letters.in_words(item.notice)
    return replace(item, letter=replace(item.letter, subject=subject, body=body))
