"""Pages of cohorts: who is in one and which openings, and the proposals made for all of them at once."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import words
from employer_portal.access import only
from employer_portal.errors import NOT_AGREED, conflict_message
from employer_portal.forms.cohorts import CohortForm, SettingsForm
from employer_portal.i18n import gettext, ngettext
from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.casework import pools
from matching_service.services.cohorts import cohorts, confirmations, proposals
from matching_service.services.cohorts.cohorts import MOST_OPENINGS, MOST_PEOPLE
from matching_service.services.marketplace import openings
from matching_service.services.profiles import people

blueprint = Blueprint("cohorts", __name__, url_prefix="/cohorts")
blueprint.before_request(only("counsellor", "coordinator"))

ONE, PROPOSAL = "/<int:cohort_id>", "/<int:cohort_id>/proposals/<int:run_id>"
# Openings or people of a proposal on one page: it has to load quickly on a telephone.
AT_ONCE, MEMBERS = 25, 100
CHOICES = 50
# Below this fit half of what is proposed is not what a counsellor would do (docs/cohorts.md).
LOOK_FIRST = 0.45
# Whom each way to look at a proposal shows; without one of them it is by openings.
VIEWS = {"people": ("placed",), "nowhere": ("none_fits", "all_full"), "out": ("not_agreed", "has_place")}


@blueprint.route("", methods=["GET", "POST"])
def listed():
    form = CohortForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            made = cohorts.create(session, current_actor(), form.name.data, form.note.data or "")
            return redirect(url_for("cohorts.one", cohort_id=made))
    with transaction() as session:
        found = cohorts.search(session, current_actor())
    return render_template("cohorts/listed.html", form=form, cohorts=found), 422 if form.problems() else 200


@blueprint.get(ONE)
def one(cohort_id: int):
    with transaction() as session:
        found = cohorts.get(session, current_actor(), cohort_id)
    start = max(request.args.get("from", 0, type=int), 0)
    return render_template(
        "cohorts/one.html",
        cohort=found,
        members=found.members[start : start + MEMBERS],
        more=start + MEMBERS if len(found.members) > start + MEMBERS else None,
        names={member.person_id: member.name for member in found.members},
        slots={slot.opening_id: slot for slot in found.slots},
    )


@blueprint.route(f"{ONE}/settings", methods=["GET", "POST"])
def settings(cohort_id: int):
    with transaction() as session:
        found = cohorts.get(session, current_actor(), cohort_id)
    shares = {name: round(100 * share) for name, share in asdict(found.weights).items()}
    form = SettingsForm(data={"name": found.name, "note": found.note, **shares})
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            told = form.name.data, form.note.data or "", form.weights()
            cohorts.update(session, current_actor(), cohort_id, *told)
            return redirect(url_for("cohorts.one", cohort_id=cohort_id))
    return render_template("cohorts/settings.html", form=form, cohort=found), 422 if form.problems() else 200


# ---- who and what is in it


@blueprint.get(f"{ONE}/people")
def choose_people(cohort_id: int):
    text, cursor = request.args.get("text", "").strip(), request.args.get("cursor")
    with transaction() as session:
        found = cohorts.get(session, current_actor(), cohort_id)
        page = people.search(session, current_actor(), text=text, cursor=cursor, limit=CHOICES)
        offered = pools.listed(session, current_actor())
    inside = {member.person_id for member in found.members}
    return render_template(
        "cohorts/choose_people.html",
        cohort=found,
        page=page,
        text=text,
        inside=inside,
        pools=[pool for pool in offered if not pool.closed and pool.people],
        most=MOST_PEOPLE,
    )


@blueprint.post(f"{ONE}/people")
def add_people(cohort_id: int):
    """Those ticked, all that a search finds, or all of a pool."""
    chosen = set(request.form.getlist("person", type=int))
    with transaction() as session:
        if "pool" in request.form:
            chosen |= pools.people_in(session, current_actor(), request.form.get("pool", 0, type=int))
        elif "all" in request.form:
            chosen |= _all_found(session, people.search, request.form.get("text", ""), MOST_PEOPLE)
        _add(session, cohorts.add_people, cohort_id, chosen)
    return redirect(url_for("cohorts.one", cohort_id=cohort_id, _anchor="people"))


@blueprint.get(f"{ONE}/openings")
def choose_openings(cohort_id: int):
    text, cursor = request.args.get("text", "").strip(), request.args.get("cursor")
    with transaction() as session:
        found = cohorts.get(session, current_actor(), cohort_id)
        page = openings.search(session, current_actor(), text=text, state="published", cursor=cursor, limit=CHOICES)
    inside = {slot.opening_id for slot in found.slots}
    return render_template(
        "cohorts/choose_openings.html", cohort=found, page=page, text=text, inside=inside, most=MOST_OPENINGS
    )


@blueprint.post(f"{ONE}/openings")
def add_openings(cohort_id: int):
    chosen = set(request.form.getlist("opening", type=int))
    with transaction() as session:
        if "all" in request.form:
            chosen |= _all_found(
                session, openings.search, request.form.get("text", ""), MOST_OPENINGS, state="published"
            )
        _add(session, cohorts.add_openings, cohort_id, chosen)
    return redirect(url_for("cohorts.one", cohort_id=cohort_id, _anchor="openings"))


def _all_found(session, search, text: str, most: int, **wanted) -> set[int]:
    """One more than `most` at most, which is refused then."""
    ids, cursor = set(), None
    while len(ids) <= most:
        page = search(session, current_actor(), text=text.strip(), cursor=cursor, limit=CHOICES, **wanted)
        ids |= {item.id for item in page.items}
        cursor = page.next_cursor
        if cursor is None:
            break
    return ids


def _add(session, add, cohort_id: int, chosen: set[int]) -> None:
    try:
        added = add(session, current_actor(), cohort_id, chosen).added
        flash(ngettext("%(num)s added.", "%(num)s added.", added) % {"num": added})
    except Invalid:
        most = {"people": MOST_PEOPLE, "openings": MOST_OPENINGS}
        flash(gettext("These are too many: at most %(people)s people and %(openings)s openings.") % most)


@blueprint.post(f"{ONE}/people/<int:person_id>/remove")
def remove_person(cohort_id: int, person_id: int):
    with transaction() as session:
        cohorts.remove_person(session, current_actor(), cohort_id, person_id)
    return redirect(url_for("cohorts.one", cohort_id=cohort_id, _anchor="people"))


@blueprint.post(f"{ONE}/openings/<int:opening_id>/remove")
def remove_opening(cohort_id: int, opening_id: int):
    with transaction() as session:
        cohorts.remove_opening(session, current_actor(), cohort_id, opening_id)
    return redirect(url_for("cohorts.one", cohort_id=cohort_id, _anchor="openings"))


@blueprint.post(f"{ONE}/people/<int:person_id>/first")
def put_first(cohort_id: int, person_id: int):
    reason = request.form.get("reason", "")
    with transaction() as session:
        cohorts.put_first(session, current_actor(), cohort_id, person_id, 1 if reason else 0, reason or None)
    return _back(cohort_id)


@blueprint.post(f"{ONE}/people/<int:person_id>/openings/<int:opening_id>")
def say(cohort_id: int, person_id: int, opening_id: int):
    """What was said of a pair; nothing: it is forgotten."""
    rule, wish = request.form.get("rule") or None, request.form.get("wish", type=int)
    with transaction() as session:
        cohorts.say(session, current_actor(), cohort_id, person_id, opening_id, rule=rule, wish=wish)
    if rule or wish:
        flash(gettext("Noted. It counts in the next proposal."))
    return _back(cohort_id)


def _back(cohort_id: int):
    run_id, person_id = request.form.get("run", type=int), request.form.get("of", type=int)
    if run_id and person_id:
        return redirect(url_for("cohorts.line", cohort_id=cohort_id, run_id=run_id, person_id=person_id))
    return redirect(url_for("cohorts.one", cohort_id=cohort_id))


# ---- proposals


@blueprint.post(f"{ONE}/proposals")
def propose(cohort_id: int):
    with transaction() as session:
        run_id = proposals.propose(session, current_actor(), current_engine(), cohort_id)
    return redirect(url_for("cohorts.proposal", cohort_id=cohort_id, run_id=run_id))


@blueprint.get(PROPOSAL)
def proposal(cohort_id: int, run_id: int):
    with transaction() as session:
        found = proposals.get(session, current_actor(), cohort_id, run_id)
    lines = {view: [line for line in found.lines if line.outcome in outcomes] for view, outcomes in VIEWS.items()}
    placed, start = lines["people"], max(request.args.get("from", 0, type=int), 0)
    by = request.args.get("by") if request.args.get("by") in VIEWS else ""
    lines_of = {opening_id: _lines_in(placed, opening_id) for opening_id in found.slots}
    # where nobody is proposed comes last
    slots = sorted(found.slots.values(), key=lambda slot: (not lines_of[slot.opening_id], slot.title.lower()))
    shown = lines.get(by, slots)
    return render_template(
        "cohorts/proposal.html",
        proposal=found,
        by=by,
        counts={view: len(inside) for view, inside in lines.items()},
        shown=shown[start : start + AT_ONCE],
        start=start,
        more=start + AT_ONCE if len(shown) > start + AT_ONCE else None,
        lines_of=lines_of,
        look_first=LOOK_FIRST,
        to_confirm=sum(line.confirmed_as is None for line in placed),
    )


def _lines_in(lines, opening_id: int) -> list:
    """Those with a place there, the best fit first."""
    inside = [line for line in lines if line.place.opening_id == opening_id]
    return sorted(inside, key=lambda line: (-line.place.fit, line.person_id))


@blueprint.get(f"{PROPOSAL}/people/<int:person_id>")
def line(cohort_id: int, run_id: int, person_id: int):
    with transaction() as session:
        cohort = cohorts.get(session, current_actor(), cohort_id)
        found = proposals.get(session, current_actor(), cohort_id, run_id)
    told = next((line for line in found.lines if line.person_id == person_id), None)
    if told is None:
        raise NotFound("person", person_id)
    said = {pair.opening_id: pair for pair in cohort.pairs if pair.person_id == person_id}
    names = {line.person_id: line.name for line in found.lines}
    member = next((one for one in cohort.members if one.person_id == person_id), None)
    return render_template(
        "cohorts/line.html",
        proposal=found,
        line=told,
        said=said,
        names=names,
        at_once=AT_ONCE,
        priority_reason=member.priority_reason if member else None,
        priority_reasons=words.COHORT_PRIORITY_REASONS,
    )


@blueprint.post(f"{PROPOSAL}/confirm")
def confirm(cohort_id: int, run_id: int):
    """One line, or all that are not confirmed."""
    person_id = request.form.get("person", type=int)
    with transaction() as session:
        if person_id is None:
            done = confirmations.confirm_all(session, current_actor(), cohort_id, run_id)
            flash(_told(done))
        else:
            told = confirmations.confirm(session, current_actor(), cohort_id, run_id, person_id)
            flash(words.word(words.COHORT_CONFIRMED_AS, told) + ".")
    return redirect(_page(cohort_id, run_id))


def _told(done: confirmations.Confirmed) -> str:
    told = [ngettext("%(num)s place confirmed.", "%(num)s places confirmed.", done.done) % {"num": done.done}]
    for why in sorted(set(done.refused.values())):
        count = sum(reason == why for reason in done.refused.values())
        refused = ngettext("%(num)s could not be confirmed:", "%(num)s could not be confirmed:", count)
        told += [refused % {"num": count}, _reason(why)]
    return " ".join(told)


def _reason(why: str) -> str:
    return gettext(NOT_AGREED["ranked"]) if why == "not_agreed" else conflict_message(Conflict(why)) or why


@blueprint.post(f"{PROPOSAL}/take-back")
def take_back(cohort_id: int, run_id: int):
    person_id = request.form.get("person", 0, type=int)
    with transaction() as session:
        confirmations.take_back(session, current_actor(), current_engine(), cohort_id, run_id, person_id)
    flash(gettext("Taken back."))
    return redirect(_page(cohort_id, run_id))


def _page(cohort_id: int, run_id: int) -> str:
    """Where the counsellor was in the proposal."""
    by, start = request.form.get("by") or None, request.form.get("from", type=int) or None
    return url_for("cohorts.proposal", cohort_id=cohort_id, run_id=run_id, by=by, **{"from": start})
