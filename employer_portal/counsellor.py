"""Pages of a counsellor: find a person, see what is open for them; find an opening, see whom to call first."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import notices, words
from employer_portal.access import only
from employer_portal.forms.casework import ContactForm, FollowUpForm
from employer_portal.forms.profile import BasicsForm
from employer_portal.i18n import gettext
from employer_portal.presentation import in_serbian_order, municipalities_by_code
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.casework import follow_ups, pools, responsibility, today
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import applications, openings
from matching_service.services.matching import ranking, trainings, what_if
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord

blueprint = Blueprint("counsellor", __name__)
blueprint.before_request(only("counsellor", "coordinator"))

RECENT = 8
RANKED, MOST_RANKED = 20, 200


@blueprint.get("/counsellor")
def home():
    """`?whose=everybody`: what waits for colleagues too; `?undo=quiet-12`: the last change can be taken back."""
    whose = "everybody" if request.args.get("whose") == "everybody" else "mine"
    with transaction() as session:
        to_do = today.items(session, current_actor(), whose)
        recent = openings.search(session, current_actor(), state="published", limit=RECENT)
        sent = applications.recent(session, current_actor())
        everybody = people.search(session, current_actor(), limit=1).total
        to_ask = people.search(session, current_actor(), to_ask=True, limit=1).total
    return render_template(
        "counsellor/home.html",
        today=to_do,
        groups=words.TODAY_GROUPS,
        undo=undo_of_last_change(),
        openings=recent.items,
        applications=sent,
        people_total=everybody,
        to_ask=to_ask,
    )


@blueprint.get("/people")
def people_list():
    text, place = request.args.get("text", "").strip(), request.args.get("municipality", "")
    to_ask, cursor = "to_ask" in request.args, request.args.get("cursor")
    with transaction() as session:
        page = people.search(
            session, current_actor(), text=text, municipality=place or None, to_ask=to_ask, cursor=cursor
        )
        offered = [one for one in pools.listed(session, current_actor()) if not one.closed]
    places = sorted(municipalities_by_code().values(), key=lambda record: in_serbian_order(record.name))
    return render_template(
        "counsellor/people.html", page=page, text=text, place=place, places=places, to_ask=to_ask, pools=offered
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
def new_person():
    form = BasicsForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            record = form.applied_to(PersonRecord(given_name="", family_name=""))
            made = people.create(session, current_actor(), current_engine(), record)
            flash(gettext("The profile is made. Now ask for the consents: until then nobody is proposed."))
            return redirect(url_for("consents.of_person", person_id=made.id))
    return render_template("profile/new.html", form=form), 422 if form.problems() else 200


@blueprint.get("/people/<int:person_id>")
def person(person_id: int):
    return person_page(person_id)


def person_page(person_id: int, follow_up: FollowUpForm | None = None, contact: ContactForm | None = None) -> str:
    """With what is planned, and forms to plan and to write down; these as they were sent, where something is wrong."""
    actor, blank = current_actor(), follow_up or FollowUpForm(formdata=None)
    with transaction() as session:
        detail = people.get(session, actor, person_id)
        sent = applications.of_person(session, actor, person_id)
        colleagues = responsibility.colleagues(session, actor)
        work = {
            "responsible": responsibility.of_person(session, actor, person_id),
            "follow_ups": follow_ups.of_person(session, actor, person_id),
            "in_pools": pools.of_person(session, actor, person_id),
            "pools": [one for one in pools.listed(session, actor) if not one.closed],
        }
    blank.offer(colleagues, actor.user_id)
    return render_template(
        "counsellor/person.html",
        person=detail,
        applications=sent,
        reasons=words.STEP_REASONS,
        colleagues=colleagues,
        follow_up_form=blank,
        contact_form=contact or ContactForm(formdata=None),
        undo=undo_of_last_change(),
        **work,
    )


def undo_of_last_change() -> str | None:
    """Where the last change of today's list is taken back; None: nothing was changed just now."""
    kind, _, number = request.args.get("undo", "").partition("-")
    if not (number.isdecimal() and len(number) < 10):
        return None
    if kind == "follow_up":
        return url_for("casework.follow_up", follow_up_id=int(number), what="undo")
    return url_for("casework.bring_back", kind=kind, item_id=int(number)) if kind in words.TODAY_KINDS else None


@blueprint.get("/people/<int:person_id>/openings")
def openings_for_person(person_id: int):
    with transaction() as session:
        detail = people.get(session, current_actor(), person_id)
        mine = applications.of_person(session, current_actor(), person_id)
        sent = {item.opening_id: item.was_sent for item in mine if item.was_sent or item.state == "draft"}
        ranked = ranking.rank_openings(session, current_actor(), current_engine(), person_id, **_asked())
    return render_template("counsellor/openings_for_person.html", person=detail, ranking=ranked, sent=sent)


@blueprint.get("/people/<int:person_id>/trainings")
def trainings_for_person(person_id: int):
    with transaction() as session:
        detail = people.get(session, current_actor(), person_id)
        found = trainings.outlook(session, current_actor(), current_engine(), person_id)
    return render_template("counsellor/trainings.html", person=detail, outlook=found)


@blueprint.post("/people/<int:person_id>/applications/<int:opening_id>")
def apply_for(person_id: int, opening_id: int):
    with transaction() as session:
        applications.apply(session, current_actor(), person_id, opening_id)
    return redirect(url_for("counsellor.openings_for_person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/applications/<int:opening_id>/draft")
def prepare_for(person_id: int, opening_id: int):
    """The person finds it under their applications, changes it and sends it."""
    with transaction() as session:
        made = applications.prepare(session, current_actor(), person_id, opening_id)
    here = url_for("counsellor.openings_for_person", person_id=person_id, _anchor=f"opening-{opening_id}")
    undo = url_for("applications.take", application_id=made.id, action="withdraw")
    notices.say(
        gettext("Prepared. The person sees it under My applications and sends it."), undo, reason="not_told", next=here
    )
    return redirect(here)


@blueprint.get("/openings")
def openings_list():
    text, state = request.args.get("text", "").strip(), request.args.get("state", "")
    with transaction() as session:
        page = openings.search(
            session, current_actor(), text=text, state=state or None, cursor=request.args.get("cursor")
        )
    return render_template("counsellor/openings.html", page=page, text=text, state=state, states=words.STATES)


@blueprint.get("/openings/<int:opening_id>/people")
def people_for_opening(opening_id: int):
    with transaction() as session:
        detail = openings.get(session, current_actor(), opening_id)
        answers = applications.responsiveness(session, detail.employer_id) if detail.employer_id is not None else None
        sent = applications.sent_for(session, current_actor(), opening_id)
        proposed = shortlists.proposed(session, current_actor(), opening_id)
        offered = [one for one in pools.listed(session, current_actor()) if not one.closed]
        pool = next((one for one in offered if one.id == request.args.get("pool", type=int)), None)
        only = None if pool is None else pools.people_in(session, current_actor(), pool.id)
        ranked = ranking.rank_people(session, current_actor(), current_engine(), opening_id, **_asked(), only=only)
    return render_template(
        "counsellor/people_for_opening.html",
        opening=detail,
        ranking=ranked,
        answers=answers,
        sent=sent,
        proposed=proposed,
        pools=offered,
        pool=pool,
        not_ranked=words.NOT_RANKED,
    )


@blueprint.get("/openings/<int:opening_id>/people/<int:person_id>")
def gaps(opening_id: int, person_id: int):
    with transaction() as session:
        opening = openings.get(session, current_actor(), opening_id)
        person = people.get(session, current_actor(), person_id)
        found = what_if.gaps(session, current_actor(), current_engine(), person_id, opening_id)
    return render_template(
        "counsellor/gaps.html", opening=opening, person=person, gaps=found, not_ranked=words.NOT_RANKED
    )


def _asked() -> dict[str, object]:
    """How much of a ranked list the reader wants to see."""
    limit = request.args.get("limit", RANKED, type=int)
    return {"limit": min(max(limit, 1), MOST_RANKED), "with_ineligible": "ineligible" in request.args}
