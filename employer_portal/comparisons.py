"""Two people for one opening, or two openings for one person, side by side: the lines of the ranked list, aligned."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import notices
from employer_portal.access import only
from employer_portal.i18n import gettext, ngettext
from employer_portal.pools import told
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.casework import pools
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import openings
from matching_service.services.matching import ranking
from matching_service.services.profiles import people

blueprint = Blueprint("comparisons", __name__)
blueprint.before_request(only("counsellor", "coordinator"))

TWO = 2
MOST_AT_ONCE = 200


@blueprint.post("/openings/<int:opening_id>/people/chosen")
def chosen_people(opening_id: int):
    """What is to be done with the people ticked in the list: compared, put into the list `pool`, or proposed."""
    ids = list(dict.fromkeys(request.form.getlist("person", type=int)))
    if request.form.get("what") == "add":
        if not ids:
            return _again(opening_id, gettext("Tick the people first."))
        with transaction() as session:
            added = pools.add(session, current_actor(), request.form.get("pool", 0, type=int), ids)
        return _again(opening_id, told(added))
    if request.form.get("what") == "propose":
        return _propose(opening_id, ids[:MOST_AT_ONCE])
    if len(ids) != TWO:
        return _again(opening_id, gettext("Tick two people to compare them."))
    return redirect(url_for("comparisons.of_people", opening_id=opening_id, person=ids))


def _propose(opening_id: int, ids: list[int]):
    if not ids:
        return _again(opening_id, gettext("Tick the people first."))
    with transaction() as session:
        new = shortlists.propose_several(session, current_actor(), opening_id, ids)
    message = ngettext(
        "%(num)s person is proposed to the company.", "%(num)s people are proposed to the company.", len(new)
    )
    undo = url_for("shortlists_of_opening.take_back_several", opening_id=opening_id) if new else None
    notices.say(message % {"num": len(new)}, undo, people=",".join(map(str, new)))
    return redirect(url_for("counsellor.people_for_opening", opening_id=opening_id))


@blueprint.get("/openings/<int:opening_id>/people/compare")
def of_people(opening_id: int):
    ids = _two("person")
    with transaction() as session:
        opening = openings.get(session, current_actor(), opening_id)
        names = [_name(session, person_id) for person_id in ids]
        found = ranking.rank_people(session, current_actor(), current_engine(), opening_id, limit=TWO, only=ids)
    return render_template("casework/compare_people.html", opening=opening, sides=_sides(ids, names, found))


@blueprint.get("/people/<int:person_id>/openings/compare")
def of_openings(person_id: int):
    ids = _two("opening")
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
        if len(ids) != TWO:
            flash(gettext("Tick two openings to compare them."))
            return redirect(url_for("counsellor.openings_for_person", person_id=person_id))
        names = [openings.get(session, current_actor(), opening_id).record.title for opening_id in ids]
        found = ranking.rank_openings(session, current_actor(), current_engine(), person_id, limit=TWO, only=ids)
    return render_template("casework/compare_openings.html", person=person, sides=_sides(ids, names, found))


def _two(name: str) -> list[int]:
    return list(dict.fromkeys(request.args.getlist(name, type=int)))[:TWO]


def _name(session, person_id: int) -> str:
    record = people.get(session, current_actor(), person_id).record
    return f"{record.given_name} {record.family_name}"


def _sides(ids, names, found) -> list[dict[str, object]]:
    """In the order in which they were chosen. `match` None: left out of the list, for `reasons`; without reasons: has
    not agreed to be compared, or is not offered any more."""
    matches = {one.id: one for one in (*found.matches, *found.set_aside)}
    left_out = {one.id: one.reasons for one in found.ineligible}
    return [
        {"id": one, "name": name, "match": matches.get(one), "reasons": left_out.get(one, ())}
        for one, name in zip(ids, names, strict=True)
    ]


def _again(opening_id: int, message: str):
    flash(message)
    return redirect(url_for("counsellor.people_for_opening", opening_id=opening_id))
