"""What has become of placements, counted for donors: a page and a file for spreadsheets."""

from flask import Blueprint, Response, render_template, request

from employer_portal import placement_words
from employer_portal.access import only
from employer_portal.i18n import gettext
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, transaction
from matching_service.services.placements import outcome_table
from matching_service.services.placements.outcome_table import GROUPS, OutcomeTable

blueprint = Blueprint("outcomes", __name__, url_prefix="/coordinator")
blueprint.before_request(only("coordinator", "auditor"))


@blueprint.get("/outcomes")
def page():
    found = _table()
    return render_template("coordinator/outcomes.html", table=found, groups=GROUPS, words=placement_words, name=_name)


@blueprint.get("/outcomes.csv")
def csv():
    found = _table()
    columns = (" + ".join(gettext(placement_words.COUNTED[state]) for state in states) for states in found.columns)
    heads = [gettext(placement_words.GROUPS[found.by]), gettext("People"), *columns]
    text = outcome_table.as_csv(found, heads, lambda group: _name(found.by, group), gettext("fewer than 5"))
    name = f"outcomes-{found.by}-{found.months}.csv"
    # with the mark by which Excel knows UTF-8
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + text, mimetype="text/csv; charset=utf-8", headers=headers)


def _table() -> OutcomeTable:
    """As the address says; what it cannot mean is as if nothing was said."""
    by, months = request.args.get("by", "programme"), request.args.get("months", 6, type=int)
    with transaction() as session:
        try:
            return outcome_table.table(session, current_actor(), by, months)
        except Invalid:
            return outcome_table.table(session, current_actor())


def _name(by: str, group: str) -> str:
    return gettext(placement_words.KINDS[group]) if by == "kind" else group
