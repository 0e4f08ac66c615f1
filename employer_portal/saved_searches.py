"""Searches that people keep: looked at again, told of by e-mail, and stopped from the letter without signing in."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from employer_portal import search_page, stop_links, words
from employer_portal.access import only
from employer_portal.i18n import gettext
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, transaction
from matching_service.services.browsing import saved_searches
from matching_service.services.browsing.saved_searches import SavedSearchRecord

blueprint = Blueprint("saved_searches", __name__, url_prefix="/my/searches")
blueprint.before_request(only("beneficiary"))
# Whoever has the letter may stop the letters, and nothing else.
stop_blueprint = Blueprint("stop_letters", __name__)


@blueprint.get("")
def mine():
    with transaction() as session:
        found = saved_searches.mine(session, current_actor())
    return render_template("graduate/searches.html", searches=found, page=search_page, rhythms=words.DIGEST_RHYTHMS)


@blueprint.post("")
def save():
    record = SavedSearchRecord(*(request.form.get(name, "") for name in ("name", "query", "rhythm")))
    try:
        with transaction() as session:
            kept = saved_searches.save(session, current_actor(), record)
    except Invalid:
        flash(gettext("Give the search a short name."))
        return redirect(search_page.address(_wanted(record.query)))
    flash(gettext("The search is saved. You will find it under: My searches."))
    return redirect(url_for("saved_searches.mine", _anchor=f"search-{kept.id}"))


@blueprint.post("/<int:search_id>/rhythm")
def change(search_id: int):
    with transaction() as session:
        saved_searches.change(session, current_actor(), search_id, request.form.get("rhythm", ""))
    flash(gettext("Changed."))
    return redirect(url_for("saved_searches.mine", _anchor=f"search-{search_id}"))


@blueprint.post("/<int:search_id>/remove")
def remove(search_id: int):
    """What was removed is offered again on the next page."""
    with transaction() as session:
        record = saved_searches.remove(session, current_actor(), search_id)
        found = saved_searches.mine(session, current_actor())
    return render_template(
        "graduate/searches.html", searches=found, page=search_page, rhythms=words.DIGEST_RHYTHMS, removed=record
    )


@stop_blueprint.get("/letters/stop/<token>")
def ask(token: str):
    """Only asks: programs that look at e-mails open every link in them."""
    _account_of(token)
    return render_template("letters_stopped.html", token=token, stopped=False)


@stop_blueprint.post("/letters/stop/<token>")
def stop(token: str):
    """The button, and the one click of programs that read List-Unsubscribe-Post (RFC 8058)."""
    user_id = _account_of(token)
    with transaction() as session:
        saved_searches.stop_letters(session, user_id)
    return render_template("letters_stopped.html", token=token, stopped=True)


def _account_of(token: str) -> int:
    account = stop_links.account_of(token)
    if account is None:
        abort(404)
    return account


def _wanted(query: str):
    return saved_searches.Wanted.of_query(query)
