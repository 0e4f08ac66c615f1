"""Pages of a company: who is coming, what must be answered today, and its openings from draft to closed."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from employer_portal import drafting, inbox, notices, words
from employer_portal.access import only
from employer_portal.forms.company import CompanyForm
from employer_portal.forms.openings import DemandsForm, LastDayForm, OpeningForm, demand_rows
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.identity import accounts
from matching_service.services.marketplace import (
    application_inbox,
    applications,
    employers,
    openings,
    postings,
    wording,
)
from matching_service.services.marketplace.employers import EmployerDetail
from matching_service.services.marketplace.openings import OpeningDetail, OpeningRecord
from matching_service.services.matching import reach

blueprint = Blueprint("company", __name__, url_prefix="/company")
blueprint.before_request(only("employer"))

OWN = 200
# of those who wait for an answer
WAITING = 3
# What a company does with its opening; the rest is for the coordinator.
OWN_ACTIONS = ("submit", "pause", "resume", "fill", "close")
SHOWN_AGAIN_AFTER_APPROVAL = ("published", "paused")
NOT_OVER = ("draft", "pending_approval", "published", "paused")
ENDED = ("filled", "closed", "expired")


@blueprint.get("")
def dashboard():
    with transaction() as session:
        own = openings.search(session, current_actor(), limit=OWN).items
        counts = applications.counts_for_openings(session, current_actor(), tuple(item.id for item in own))
        employer = employers.get(session, current_actor(), current_actor().employer_id)
        received = application_inbox.read(session, current_actor(), WAITING)
        answers = applications.responsiveness(session, employer.id)
        counted = _reach_of(session, own)
    return render_template(
        "company/dashboard.html",
        openings=own,
        counts=counts,
        reach=counted,
        employer=employer,
        ended=ENDED,
        inbox=received,
        answers=answers,
        reasons=words.STEP_REASONS,
        offer_ends=inbox.offer_ends(),
    )


def _reach_of(session, own):
    """Of those that look for people now."""
    wanted = tuple(item.id for item in own if item.state == "published")
    return reach.of_openings(session, current_actor(), current_engine(), wanted, current_app.config["SECRET_KEY"])


@blueprint.get("/openings/new")
def choose_kind():
    return render_template("company/choose_kind.html")


@blueprint.route("/openings/new/<any(internship, vacancy):kind>", methods=["GET", "POST"])
def new_opening(kind: str):
    form, before = _opening_form(kind, places=1, pay_currency="RSD"), OpeningRecord(title="", kind=kind)
    if form.validate_on_submit() and (record := drafting.decided(form.record(before))):
        with form.refusals_shown(), transaction() as session:
            made = openings.create(session, current_actor(), current_engine(), record)
            return redirect(_after_saving(made.id))
    return _edit_page(form, before)


@blueprint.get("/openings/<int:opening_id>")
def opening(opening_id: int):
    return _opening_page(opening_id, LastDayForm(formdata=None))


@blueprint.post("/openings/<int:opening_id>/last-day")
def move_last_day(opening_id: int):
    form = LastDayForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            postings.extend(session, current_actor(), current_engine(), opening_id, form.apply_by.data)
            _say_done(opening_id, gettext("The last day is moved. No new approval is needed."))
            return redirect(url_for(".opening", opening_id=opening_id))
    return _opening_page(opening_id, form), 422


@blueprint.post("/openings/<int:opening_id>/copy")
def copy_opening(opening_id: int):
    with transaction() as session:
        made = postings.copy(session, current_actor(), current_engine(), opening_id)
    flash(gettext("This is a copy, without days. Change what is different, and save."))
    return redirect(url_for(".edit_opening", opening_id=made.id))


@blueprint.post("/openings/<int:opening_id>/undo")
def undo(opening_id: int):
    with transaction() as session:
        postings.undo(session, current_actor(), current_engine(), opening_id)
    flash(gettext("Taken back: it is as it was before."))
    return redirect(url_for(".opening", opening_id=opening_id))


@blueprint.route("/openings/<int:opening_id>/edit", methods=["GET", "POST"])
def edit_opening(opening_id: int):
    detail = _own_opening(opening_id)
    form = _opening_form(detail.record.kind, obj=detail.record)
    if form.validate_on_submit() and (record := drafting.decided(form.record(detail.record))):
        with form.refusals_shown(), transaction() as session:
            openings.update(session, current_actor(), current_engine(), opening_id, record)
            _say_saved(detail)
            return redirect(_after_saving(opening_id))
    return _edit_page(form, detail.record, detail)


@blueprint.route("/openings/<int:opening_id>/reading", methods=["GET", "POST"])
def check_reading(opening_id: int):
    """What was read out of the company's text, to be confirmed or corrected."""
    detail = _own_opening(opening_id)
    form = DemandsForm(occupation=detail.record.occupation, skills=demand_rows(detail.record))
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            openings.update(session, current_actor(), current_engine(), opening_id, form.record(detail.record))
            _say_saved(detail)
            more = request.form.get("then") == "more"
            return redirect(url_for("company.check_reading" if more else "company.opening", opening_id=opening_id))
    demands = {demand.code: demand for demand in detail.record.skills}
    found = wording.concerns(detail.record)
    page = render_template("company/reading.html", form=form, opening=detail, demands=demands, concerns=found)
    return page, _status(form)


@blueprint.post("/openings/<int:opening_id>/<any(submit, pause, resume, fill, close):action>")
def act(opening_id: int, action: str):
    with transaction() as session:
        openings.act(session, current_actor(), current_engine(), opening_id, action)
    if action == "submit":
        flash(words.word(words.DONE, action))
    else:
        _say_done(opening_id, words.word(words.DONE, action))
    return redirect(url_for("company.opening", opening_id=opening_id))


@blueprint.route("/profile", methods=["GET", "POST"])
def profile():
    actor = current_actor()
    with transaction() as session:
        detail = employers.get(session, actor, actor.employer_id)
        is_owner = accounts.owns_company(session, actor)
    form = CompanyForm(obj=detail.record)
    if detail.verified_at:
        form.tell_what_a_new_name_means()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            saved = employers.update(session, actor, current_engine(), detail.id, form.record(detail.record.pib))
            _say_company_saved(detail, saved)
            return redirect(url_for("company.profile"))
    return render_template("company/profile.html", form=form, employer=detail, is_owner=is_owner), _status(form)


def _opening_page(opening_id: int, form: LastDayForm) -> str:
    secret = current_app.config["SECRET_KEY"]
    with transaction() as session:
        actor, engine = current_actor(), current_engine()
        detail = openings.get(session, actor, opening_id)
        told = postings.history(session, actor, opening_id)
        count = applications.counts_for_openings(session, actor, (opening_id,))[opening_id]
        counted = reach.of_openings(session, actor, engine, (opening_id,), secret) if detail.state in NOT_OVER else {}
    return render_template(
        "company/opening.html",
        opening=detail,
        applications=count,
        actions=[action for action in detail.actions if action in OWN_ACTIONS],
        history=told,
        reach=counted.get(opening_id),
        concerns=wording.concerns(detail.record) if detail.state == "draft" else (),
        form=form,
        latest=postings.latest_day(detail.published_at.date() if detail.published_at else None),
    )


def _say_done(opening_id: int, message: str) -> None:
    notices.say(message, url_for(".undo", opening_id=opening_id))


def _edit_page(form: OpeningForm, before: OpeningRecord, opening: OpeningDetail | None = None):
    """What was read stands beside the text of an opening that is there; for a new one it comes while it is typed."""
    shown = drafting.shown_for(form.sound_record(before)) if opening or drafting.was_sent() else None
    page = render_template("company/edit_opening.html", form=form, kind=before.kind, opening=opening, shown=shown)
    return page, 422 if form.problems() or (shown and shown.form.problems()) else 200


def _after_saving(opening_id: int) -> str:
    """Whoever has seen what was read need not check it again."""
    page = "company.opening" if drafting.was_sent() else "company.check_reading"
    return url_for(page, opening_id=opening_id)


def _opening_form(kind: str, **filled) -> OpeningForm:
    form = OpeningForm(**filled)
    if kind == "internship":
        form.speak_of_an_allowance()
    return form


def _own_opening(opening_id: int) -> OpeningDetail:
    """As its employer sees it. Forbidden for another's."""
    with transaction() as session:
        return openings.get(session, current_actor(), opening_id)


def _say_company_saved(before: EmployerDetail, after: EmployerDetail) -> None:
    """A new name takes the company's openings off the pages, as a change of their text does."""
    if before.verified_at and not after.verified_at:
        flash(
            gettext(
                "Saved. As the name is new, a coordinator has to confirm the company and approve its openings again."
                " Until then they are not shown."
            )
        )
    else:
        flash(gettext("Saved."))


def _say_saved(before: OpeningDetail) -> None:
    """A change takes a published opening off the pages; the company must not learn it from a missing phone call."""
    if before.state in SHOWN_AGAIN_AFTER_APPROVAL:
        flash(gettext("Saved. The opening is not shown until a coordinator approves the change."))
    else:
        flash(gettext("Saved."))


def _status(form) -> int:
    return 422 if form.problems() else 200
