"""Lists as they were shown, and made again: for coordinators and auditors."""

from flask import Blueprint, render_template, request

from employer_portal import words
from employer_portal.access import only
from matching_service.matcher.features import PARTS
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services import list_records, list_replay
from matching_service.services.matches import Note

blueprint = Blueprint("lists", __name__, url_prefix="/lists")
blueprint.before_request(only("coordinator", "auditor"))


@blueprint.get("")
def shown():
    direction, subject_id = request.args.get("direction"), request.args.get("of", type=int)
    with transaction() as session:
        page = list_records.search(
            session,
            current_actor(),
            direction=direction if direction in words.LIST_DIRECTIONS else None,
            subject_id=subject_id,
            cursor=request.args.get("cursor"),
        )
    return render_template("lists/shown.html", page=page, direction=direction, subject_id=subject_id)


@blueprint.get("/<int:list_id>")
def one(list_id: int):
    with transaction() as session:
        found = list_records.detail(session, current_actor(), list_id)
    return render_template("lists/one.html", list=found, parts=PARTS, note=Note, replay=None)


@blueprint.get("/<int:list_id>/replay")
def replay(list_id: int):
    with transaction() as session:
        again = list_replay.replay(session, current_actor(), current_engine(), list_id)
    return render_template("lists/one.html", list=again.list, parts=PARTS, note=Note, replay=again)
