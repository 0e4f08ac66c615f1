"""What the demo shows in place of a mailbox. Nothing of it exists in production."""

from flask import Blueprint, abort, current_app, render_template

from matching_service.request_context import transaction
from matching_service.services import messages

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
    return render_template("demo/messages.html", letters=found)
