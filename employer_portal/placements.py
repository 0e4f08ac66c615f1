"""Pages of a placement, the same for company, intern and staff: where it stands, and what comes next for the reader."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from employer_portal import agreement_text, i18n, papers, placement_words, words
from employer_portal.access import only
from employer_portal.forms.placements import DayForm, HoursForm, TermsForm, evaluation_form
from employer_portal.i18n import gettext
from employer_portal.placement_steps import next_steps
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, transaction
from matching_service.services.placements import agreements, attendance, certificates, evaluations, outcomes, placements
from matching_service.services.placements.attendance import Hours
from matching_service.services.placements.placement_record import PlacementDetail

blueprint = Blueprint("placements", __name__, url_prefix="/places")
blueprint.before_request(only("beneficiary", "employer", "counsellor", "coordinator"))

ONE = "/<int:placement_id>"
ACTIONS = "begin, begin_job, finish, break_off"
# the agreement is in Serbian, as the law is; beside it stands what the intern reads
LEGAL = "sr"


@blueprint.get("")
def listed():
    with transaction() as session:
        found = placements.listed(session, current_actor())
    return render_template("placements/list.html", placements=found, words=placement_words)


@blueprint.get("/of-application/<int:application_id>")
def of_application(application_id: int):
    with transaction() as session:
        found = placements.of_application(session, current_actor(), application_id)
    return redirect(_page(found.id))


@blueprint.get(ONE)
def one(placement_id: int):
    actor = current_actor()
    with transaction() as session:
        detail = placements.get(session, actor, placement_id)
        shown = {
            "attendance": attendance.of_placement(session, actor, placement_id),
            "moments": evaluations.of_placement(session, actor, placement_id),
            "certificates": certificates.of_placement(session, actor, placement_id) if detail.of_person else (),
            "outcomes": outcomes.of_placement(session, actor, placement_id) if detail.is_staff else (),
        }
    steps = next_steps(detail, **shown)
    told = {"today": date.today(), "periods": words.PAY_PERIODS}
    return render_template(
        "placements/one.html", place=detail, next_steps=steps, words=placement_words, **told, **shown
    )


@blueprint.route(f"{ONE}/terms", methods=["GET", "POST"])
def terms(placement_id: int):
    with transaction() as session:
        detail = placements.get(session, current_actor(), placement_id)
    form = TermsForm(obj=detail.terms)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            saved = placements.change(session, current_actor(), placement_id, form.terms())
            _say_changed(detail, saved)
            return redirect(_page(placement_id))
    return render_template("placements/terms.html", form=form, place=detail), _status(form)


def _say_changed(before: PlacementDetail, after: PlacementDetail) -> None:
    if after.version > before.version:
        flash(gettext("Saved. As the agreement is another one now, all three have to sign it again."))
    else:
        flash(gettext("Saved."))


# ---- the agreement


@blueprint.get(f"{ONE}/agreement")
def agreement(placement_id: int):
    """The agreement to be read and printed by the browser."""
    return render_template("placements/agreement.html", for_pdf=False, **_agreement(placement_id))


@blueprint.get(f"{ONE}/agreement.pdf")
def agreement_pdf(placement_id: int):
    shown = _agreement(placement_id)
    try:
        return papers.pdf(f"ugovor-{placement_id}-{shown['agreement'].version}", "placements/agreement.html", **shown)
    except papers.CannotBeMade:
        return redirect(url_for("placements.agreement", placement_id=placement_id, no_pdf="1"))


def _agreement(placement_id: int) -> dict[str, object]:
    with transaction() as session:
        found = agreements.get(session, current_actor(), placement_id)
    other = i18n.known(request.args.get("language") or i18n.current().code)
    with i18n.speaking(LEGAL):
        legal = agreement_text.text(found)
    beside = None
    if other.content != LEGAL:
        with i18n.speaking(other.code):
            beside = agreement_text.text(found)
    return {"agreement": found, "legal": legal, "beside": beside}


@blueprint.post(f"{ONE}/sign")
def sign(placement_id: int):
    with transaction() as session:
        signed = agreements.sign(session, current_actor(), placement_id, _version())
    return _signed(signed)


@blueprint.post(f"{ONE}/signatures")
def record_signature(placement_id: int):
    """Staff have the signed paper before them."""
    day, side = _day(), request.form.get("side", "")
    if day is None:
        flash(gettext("Write the date as day, month and year, such as 22. 11. 2026."), "error")
        return redirect(_page(placement_id, "agreement"))
    try:
        with transaction() as session:
            signed = agreements.record_signature(session, current_actor(), placement_id, side, day, _version())
    except Invalid:
        flash(gettext("Choose who has signed, and a day that is not in the future."), "error")
        return redirect(_page(placement_id, "agreement"))
    return _signed(signed)


def _signed(signed: PlacementDetail) -> Response:
    if signed.state == "agreed":
        flash(gettext("All three have signed: it is agreed."))
    else:
        flash(gettext("The signature is noted."))
    return redirect(_page(signed.id, "agreement"))


def _version() -> int:
    return request.form.get("version", 0, type=int)


def _day() -> date | None:
    """As it is written in the form, today where nothing is written; None: it cannot be read."""
    form = DayForm(request.form)
    if not request.form.get("day", "").strip():
        return date.today()
    return form.day.data if form.validate() else None


# ---- steps


@blueprint.post(f"{ONE}/<any({ACTIONS}):action>")
def act(placement_id: int, action: str):
    day, reason = _day(), request.form.get("reason") or None
    try:
        with transaction() as session:
            placements.act(session, current_actor(), placement_id, action, reason, day or date.max)
    except Invalid as error:
        flash(_said(error), "error")
    else:
        flash(gettext(placement_words.STEPS_DONE[action]))
    return redirect(_page(placement_id))


def _said(error: Invalid) -> str:
    if "reason" in error.problems:
        return gettext("Choose a reason.")
    return gettext("Write the day on which it happened: not in the future, and not before the beginning.")


@blueprint.post(f"{ONE}/undo")
def undo(placement_id: int):
    with transaction() as session:
        placements.undo(session, current_actor(), placement_id)
    flash(gettext("Taken back: it is as it was before."))
    return redirect(_page(placement_id))


# ---- hours, evaluations, certificates, outcomes


@blueprint.route(f"{ONE}/hours/<day>", methods=["GET", "POST"])
def hours(placement_id: int, day: str):
    """Of the week that begins on this Monday."""
    monday = _monday(day)
    with transaction() as session:
        detail = placements.get(session, current_actor(), placement_id)
        weeks = attendance.of_placement(session, current_actor(), placement_id).weeks
    week = next((one for one in weeks if one.monday == monday), None)
    usual = Hours(detail.terms.hours_per_week, None, 0, 0)
    form = HoursForm(obj=(week.hours if week else None) or usual)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            attendance.enter(session, current_actor(), placement_id, monday, form.hours())
            flash(gettext("The hours are entered."))
            return redirect(_page(placement_id, "hours"))
    return render_template("placements/hours.html", form=form, place=detail, monday=monday, week=week), _status(form)


def _monday(day: str) -> date:
    """Of what cannot be read a day in no placement, which the service refuses."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return date.max


@blueprint.route(
    f"{ONE}/evaluations/<any(mid_term, final):moment>/<any(by_company, by_person):whose>", methods=["GET", "POST"]
)
def evaluate(placement_id: int, moment: str, whose: str):
    side = whose.removeprefix("by_")
    with transaction() as session:
        detail = placements.get(session, current_actor(), placement_id)
    form = evaluation_form(side)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            evaluations.give(session, current_actor(), placement_id, moment, side, form.scales(), form.words.data)
            flash(gettext("Thank you. The counsellor sees it at once."))
            return redirect(_page(placement_id, "evaluations"))
    scales = [form[name] for name in placement_words.SCALES[side]]
    shown = {"form": form, "place": detail, "moment": moment, "side": side, "scales": scales, "words": placement_words}
    return render_template("placements/evaluate.html", **shown), _status(form)


@blueprint.post(f"{ONE}/outcomes")
def record_outcome(placement_id: int):
    months, state = request.form.get("months", 0, type=int), request.form.get("state", "")
    with transaction() as session:
        outcomes.record(session, current_actor(), placement_id, months, state)
    flash(gettext("Noted."))
    return redirect(_page(placement_id, "outcomes"))


def _page(placement_id: int, anchor: str | None = None) -> str:
    return url_for("placements.one", placement_id=placement_id, _anchor=anchor)


def _status(form) -> int:
    return 422 if form.problems() else 200
