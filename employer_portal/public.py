"""Pages for anybody: the start, placements to browse, one placement, suggestions while typing, languages."""

from dataclasses import asdict, dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request, url_for

from employer_portal import i18n, lookup
from employer_portal.access import first_screen
from employer_portal.addresses import own_page
from matching_service.request_context import current_actor, transaction
from matching_service.services.marketplace import applications, openings

blueprint = Blueprint("public", __name__)

NEWEST = 6


@dataclass(frozen=True, slots=True)
class Filters:
    """What the visitor looks for; empty is not filtered."""

    text: str = ""
    municipality: str = ""
    field: str = ""
    kind: str = ""

    @classmethod
    def from_request(cls) -> "Filters":
        return cls(**{name: request.args.get(name, "").strip() for name in cls.__slots__})

    def used(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    def url_with(self, **changes: str) -> str:
        return url_for("public.placements", **replace(self, **changes).used())


@blueprint.get("/")
def start():
    own = first_screen(current_actor())
    if own:
        return redirect(own)
    with transaction() as session:
        found = openings.browse(session, limit=NEWEST)
    return render_template("public/start.html", newest=found.page.items, total=found.page.total)


@blueprint.get("/placements")
def placements():
    filters = Filters.from_request()
    with transaction() as session:
        found = openings.browse(session, **filters.used(), cursor=request.args.get("cursor"))
    return render_template("public/placements.html", filters=filters, found=found)


@blueprint.get("/placements/<int:opening_id>")
def placement(opening_id: int):
    with transaction() as session:
        detail = openings.get(session, current_actor(), opening_id)
        answers = applications.responsiveness(session, detail.employer_id) if detail.employer_id is not None else None
        mine = applications.own_for(session, current_actor(), opening_id) if current_actor().person_id else None
    return render_template("public/placement.html", opening=detail, answers=answers, mine=mine)


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
