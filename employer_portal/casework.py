"""What a counsellor does with people beside lists and profiles: plans, does, puts off, writes down, hands over."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import words
from employer_portal.access import only
from employer_portal.counsellor import person_page
from employer_portal.forms.casework import ContactForm, FollowUpForm
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, transaction
from matching_service.services.casework import caseload, follow_ups, responsibility, today

blueprint = Blueprint("casework", __name__)
blueprint.before_request(only("counsellor", "coordinator"))

# Days until the reminder comes back.
PUT_OFF = (1, 3, 7, 14, 30)


@blueprint.get("/caseload")
def own_people():
    """`?of=12`: of a colleague; `?of=nobody`: people with whom nobody works."""
    of, actor = request.args.get("of", ""), current_actor()
    asked = {"text": request.args.get("text", "").strip(), "stage": request.args.get("stage") or None}
    asked["sort"] = request.args.get("sort") or "next"
    user_id = None if of == "nobody" else int(of) if of.isdecimal() and len(of) < 10 else actor.user_id
    with transaction() as session:
        found = caseload.of_counsellor(session, actor, user_id, **asked)
        colleagues = responsibility.colleagues(session, actor)
        loads = responsibility.loads(session, actor) if actor.is_a("coordinator") else None
    return render_template(
        "casework/caseload.html",
        caseload=found,
        colleagues=colleagues,
        loads=loads,
        asked=asked | {"of": "nobody" if user_id is None else str(user_id)},
        stages=words.STAGES,
        sorts=words.CASELOAD_SORTS,
        today=date.today(),
    )


@blueprint.post("/people/<int:person_id>/follow-ups")
def add_follow_up(person_id: int):
    form = FollowUpForm()
    with transaction() as session:
        form.offer(responsibility.colleagues(session, current_actor()), None)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            follow_ups.add(session, current_actor(), person_id, form.text.data, form.due_on.data, form.assigned_to.data)
            flash(gettext("Planned. It will stand in the list of that day."))
            return redirect(_person(person_id))
    return person_page(person_id, follow_up=form), 422


@blueprint.post("/people/<int:person_id>/contacts")
def log_contact(person_id: int):
    form = ContactForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            told = (form.note(), form.next_step.data, form.next_on.data)
            caseload.log_contact(session, current_actor(), person_id, *told)
            flash(gettext("The note is kept."))
            return redirect(_person(person_id))
    return person_page(person_id, contact=form), 422


@blueprint.post("/people/<int:person_id>/responsible")
def hand_over(person_id: int):
    chosen = request.form.get("user_id", type=int)
    with transaction() as session:
        responsibility.assign(session, current_actor(), person_id, chosen)
    flash(gettext("Handed over, with what is still to be done.") if chosen else gettext("Nobody works with them now."))
    return redirect(_person(person_id))


@blueprint.post("/follow-ups/<int:follow_up_id>/<any(done, undo, postpone):what>")
def follow_up(follow_up_id: int, what: str):
    """`back=person` in the form: the page of the person is shown afterwards, else the list of today."""
    with transaction() as session:
        actor = current_actor()
        if what == "postpone":
            changed = follow_ups.postpone(session, actor, follow_up_id, _put_off_until())
        else:
            changed = (follow_ups.done if what == "done" else follow_ups.undo)(session, actor, follow_up_id)
    undo = {} if what == "undo" else {"undo": f"follow_up-{follow_up_id}"}
    if what == "undo":
        flash(gettext("Taken back: it is as it was before."))
    if request.form.get("back") == "person":
        return redirect(_person(changed.person_id, **undo))
    return redirect(url_for("counsellor.home", whose=request.form.get("whose"), **undo))


@blueprint.post("/today/<kind>/<int:item_id>/postpone")
def put_off(kind: str, item_id: int):
    with transaction() as session:
        person_id = request.form.get("person_id", 0, type=int)
        today.postpone(session, current_actor(), kind, item_id, person_id, _put_off_until())
    return redirect(url_for("counsellor.home", whose=request.form.get("whose"), undo=f"{kind}-{item_id}"))


@blueprint.post("/today/<kind>/<int:item_id>/back")
def bring_back(kind: str, item_id: int):
    with transaction() as session:
        today.bring_back(session, current_actor(), kind, item_id)
    flash(gettext("Taken back: it is as it was before."))
    return redirect(url_for("counsellor.home"))


def _put_off_until() -> date:
    days = request.form.get("days", 7, type=int)
    return date.today() + timedelta(days if days in PUT_OFF else 7)


def _person(person_id: int, **values: str) -> str:
    return url_for("counsellor.person", person_id=person_id, _anchor="work", **values)
