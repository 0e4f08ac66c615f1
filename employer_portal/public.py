"""Pages for anybody: the start, placements to browse, one placement, what is typed, languages."""

from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request

from employer_portal import i18n, job_posting, lookup, presentation, search_page, words
from employer_portal.access import first_screen
from employer_portal.addresses import own_page
from matching_service.errors import NotFound
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.browsing import public_openings
from matching_service.services.browsing.browse import browse, newest
from matching_service.services.browsing.hints import hints as typed_hints
from matching_service.services.browsing.wanted import RADII, Wanted
from matching_service.services.marketplace import applications

blueprint = Blueprint("public", __name__)

NEWEST = 6
MAP = "map"


@blueprint.get("/")
def start():
    own = first_screen(current_actor())
    if own:
        return redirect(own)
    with transaction() as session:
        page = newest(session, NEWEST)
    return render_template("public/start.html", newest=page.items, total=page.total)


@blueprint.get("/placements")
def placements():
    wanted = Wanted.of(request.args.to_dict(flat=False))
    view = MAP if request.args.get("view") == MAP else ""
    cursor = None if view else request.args.get("cursor")
    with transaction() as session:
        found = browse(session, current_engine(), wanted, cursor=cursor)
    places = presentation.municipalities_by_code()
    return render_template(
        "public/placements.html",
        wanted=wanted,
        found=found,
        view=view,
        page=search_page,
        drawing=search_page.drawn(wanted, found, places) if view else None,
        places=sorted(places.values(), key=lambda place: presentation.in_serbian_order(place.name)),
        radii=sorted({*RADII, wanted.km}),
        rhythms=words.DIGEST_RHYTHMS,
    )


@blueprint.get("/placements/hints")
def hints():
    """A fragment: what the text typed so far may become."""
    with transaction() as session:
        found = typed_hints(session, current_engine(), request.args.get("text", ""), i18n.current().code)
    return render_template("public/hints.html", hints=found)


@blueprint.get("/placements/<int:opening_id>")
def placement(opening_id: int):
    try:
        with transaction() as session:
            shown = public_openings.show(session, current_actor(), opening_id)
            employer_id = shown.detail.employer_id
            answers = applications.responsiveness(session, employer_id) if employer_id is not None else None
            mine = applications.own_for(session, current_actor(), opening_id) if current_actor().person_id else None
    except NotFound:
        return _over(opening_id)
    data = job_posting.of(shown.detail, presentation.municipalities_by_code()) if shown.open else None
    return render_template(
        "public/placement.html",
        opening=shown.detail,
        is_open=shown.open,
        similar=shown.similar,
        mine=mine,
        answers=answers,
        data=data,
    )


def _over(opening_id: int):
    """410 tells search engines to forget it; people get the way to what is like it. Raises NotFound."""
    with transaction() as session:
        gone = public_openings.over(session, opening_id)
    return render_template("public/over.html", gone=gone), HTTPStatus.GONE


@blueprint.get("/suggestions/<any(occupation, skill):kind>")
def suggestions(kind: str):
    """A fragment: what the text typed into `field` may stand for."""
    field = request.args.get("field", "")
    text = request.args.get(field, "")
    found = lookup.suggestions(text, kind)
    exact = lookup.named_exactly(text, found)
    return render_template(
        "suggestions.html",
        field=field,
        text=text,
        found=found,
        picked=(exact.code,) if exact else (),
        several=kind == "skill",
    )


@blueprint.get("/language/<code>")
def set_language(code: str):
    if code not in i18n.languages():
        abort(404)
    response = redirect(own_page(request.args.get("next")))
    i18n.choose(response, code)
    return response
