"""Lists of people that an organisation keeps: made, filled from a person, a search or a ranked list, looked through."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal.access import only
from employer_portal.forms.casework import PoolForm
from employer_portal.i18n import gettext, ngettext
from matching_service.request_context import current_actor, transaction
from matching_service.services.casework import pools

blueprint = Blueprint("pools", __name__)
blueprint.before_request(only("counsellor", "coordinator"))

CHANGES = {"checked": pools.checked, "close": pools.close, "reopen": pools.reopen}


@blueprint.route("/pools", methods=["GET", "POST"])
def listed():
    form = PoolForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            made = pools.make(session, current_actor(), form.name.data, form.note.data)
            flash(gettext("The list is made. Now put people into it."))
            return redirect(url_for("pools.one", pool_id=made.id))
    with transaction() as session:
        found = pools.listed(session, current_actor())
    return render_template("casework/pools.html", pools=found, form=form), 422 if form.problems() else 200


@blueprint.get("/pools/<int:pool_id>")
def one(pool_id: int):
    """`?removed=12`: offers to put that person back."""
    with transaction() as session:
        pool = pools.get(session, current_actor(), pool_id)
        members = pools.members(session, current_actor(), pool_id)
    removed = request.args.get("removed", type=int)
    return render_template("casework/pool.html", pool=pool, members=members, removed=removed)


@blueprint.route("/pools/<int:pool_id>/edit", methods=["GET", "POST"])
def edit(pool_id: int):
    with transaction() as session:
        pool = pools.get(session, current_actor(), pool_id)
    form = PoolForm(obj=pool)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            pools.change(session, current_actor(), pool_id, form.name.data, form.note.data)
            flash(gettext("Saved."))
            return redirect(url_for("pools.one", pool_id=pool_id))
    return render_template("casework/pool_edit.html", pool=pool, form=form), 422 if form.problems() else 200


@blueprint.post("/pools/<int:pool_id>/<any(checked, close, reopen):what>")
def change(pool_id: int, what: str):
    with transaction() as session:
        CHANGES[what](session, current_actor(), pool_id)
    flash(
        {
            "checked": gettext("Looked through today. From now on only newer changes are counted."),
            "close": gettext("Closed. The people stay in it, and you can open it again."),
            "reopen": gettext("Opened again."),
        }[what]
    )
    return redirect(url_for("pools.one", pool_id=pool_id))


@blueprint.post("/pools/<int:pool_id>/people")
def add(pool_id: int):
    """`person`, several times: these people."""
    with transaction() as session:
        added = pools.add(session, current_actor(), pool_id, request.form.getlist("person", type=int))
    flash(told(added))
    return redirect(url_for("pools.one", pool_id=pool_id))


@blueprint.post("/people/found/pools")
def add_found():
    """Whom the search for `text` in `municipality` finds."""
    pool_id, place = request.form.get("pool", 0, type=int), request.form.get("municipality") or None
    with transaction() as session:
        added = pools.add_found(session, current_actor(), pool_id, request.form.get("text", ""), place)
    flash(told(added))
    return redirect(url_for("pools.one", pool_id=pool_id))


@blueprint.post("/people/<int:person_id>/pools")
def add_person(person_id: int):
    with transaction() as session:
        pools.add(session, current_actor(), request.form.get("pool", 0, type=int), [person_id])
    flash(gettext("Added to the list."))
    return redirect(url_for("counsellor.person", person_id=person_id, _anchor="work"))


@blueprint.post("/pools/<int:pool_id>/people/<int:person_id>/remove")
def remove(pool_id: int, person_id: int):
    with transaction() as session:
        pools.remove(session, current_actor(), pool_id, person_id)
    return redirect(url_for("pools.one", pool_id=pool_id, removed=person_id))


def told(added: int) -> str:
    if not added:
        return gettext("Everybody was in the list already.")
    return ngettext("%(num)s person was added to the list.", "%(num)s people were added to the list.", added)
