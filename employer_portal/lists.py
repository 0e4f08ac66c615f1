"""Lists as they were shown, and made again: for coordinators and auditors."""

from flask import Blueprint, render_template, request

from employer_portal import words
from employer_portal.access import only
from matching_service.matcher.features import PARTS
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.lists import list_records, list_replay
from matching_service.services.matching.matches import Note

# A list of people is for an opening, one of openings for a person.
OTHER = {"people": "openings", "openings": "people"}

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
        names = _names(session, page.items)
    return render_template("lists/shown.html", page=page, direction=direction, subject_id=subject_id, names=names)


@blueprint.get("/<int:list_id>")
def one(list_id: int):
    with transaction() as session:
        found = list_records.detail(session, current_actor(), list_id)
        names = _names(session, [found], found.lines)
    return render_template("lists/one.html", list=found, parts=PARTS, note=Note, replay=None, names=names)


@blueprint.get("/<int:list_id>/replay")
def replay(list_id: int):
    with transaction() as session:
        again = list_replay.replay(session, current_actor(), current_engine(), list_id)
        names = _names(session, [again.list], again.list.lines)
    return render_template("lists/one.html", list=again.list, parts=PARTS, note=Note, replay=again, names=names)


def _names(session, lists, lines=()) -> dict[str, dict[int, str]]:
    """By direction, of what lists are for; under "lines" of what stands in the lines of the only list."""
    ids = {direction: {each.subject_id for each in lists if each.direction == direction} for direction in OTHER}
    for each in lists:
        ids[OTHER[each.direction]] |= {line.entity_id for line in lines}
    ids = {direction: found - {None} for direction, found in ids.items()}
    people, openings = list_records.names(session, current_actor(), people=ids["openings"], openings=ids["people"])
    named = {"openings": people, "people": openings}
    return named | {"lines": named[OTHER[lists[0].direction]] if lists else {}}
