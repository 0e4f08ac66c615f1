"""Rights of people: a copy of what is held on them, correction, erasure; asked by the person or by staff for them."""

from collections.abc import Callable

import orjson
from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for

from employer_portal import copies, copy_words
from employer_portal.access import only, own_profile
from employer_portal.forms.rights import AnswerForm, CorrectionForm, EraseForm, ErasureForm
from employer_portal.i18n import gettext
from employer_portal.words import word
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.profiles import people
from matching_service.services.rights import erasure, requests
from matching_service.services.rights.export import Export, as_json, export

my_blueprint = Blueprint("my_data", __name__, url_prefix="/my/data")
my_blueprint.before_request(only("beneficiary"))
blueprint = Blueprint("rights", __name__)
blueprint.before_request(only("counsellor", "coordinator"))

COPY = "copy.<any(html, json):suffix>"


# ---- the person


@my_blueprint.get("")
def mine():
    with transaction() as session:
        asked = requests.of_person(session, current_actor(), own_profile())
    return render_template("rights/mine.html", requests=asked)


@my_blueprint.get(f"/{COPY}")
def my_copy(suffix: str):
    return _attached(own_profile(), suffix)


@my_blueprint.route("/correction", methods=["GET", "POST"])
def ask_correction():
    form = CorrectionForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            requests.ask_correction(session, current_actor(), own_profile(), form.about.data, form.words.data)
            flash(gettext("Your request is sent. Your counsellor answers within 30 days."))
            return redirect(url_for("my_data.mine"))
    return render_template("rights/correction.html", form=form), 422 if form.problems() else 200


@my_blueprint.route("/erasure", methods=["GET", "POST"])
def ask_erasure():
    form = ErasureForm()
    if form.validate_on_submit() and _asked_erasure(form, own_profile()):
        return redirect(url_for("my_data.mine"))
    with transaction() as session:
        waiting = requests.open_erasure(session, current_actor(), own_profile())
    page = render_template("rights/erasure.html", form=form, waiting=waiting)
    return page, 422 if form.problems() else 200


@my_blueprint.post("/requests/<int:request_id>/withdraw")
def withdraw(request_id: int):
    with transaction() as session:
        requests.withdraw(session, current_actor(), request_id)
    flash(gettext("Your request is taken back."))
    return redirect(url_for("my_data.mine"))


# ---- staff


@blueprint.route("/people/<int:person_id>/data", methods=["GET", "POST"])
def of_person(person_id: int):
    """A POST asks for the erasure in the person's name."""
    form = ErasureForm()
    if form.validate_on_submit() and _asked_erasure(form, person_id):
        return redirect(url_for("rights.of_person", person_id=person_id))
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
        asked = requests.of_person(session, current_actor(), person_id)
    page = render_template("rights/person.html", person=person, requests=asked, form=form)
    return page, 422 if form.problems() else 200


@blueprint.get(f"/people/<int:person_id>/data/{COPY}")
def copy(person_id: int, suffix: str):
    return _attached(person_id, suffix)


@blueprint.get("/requests/<int:request_id>")
def request(request_id: int):
    return _request_page(request_id, AnswerForm(), EraseForm())


@blueprint.post("/requests/<int:request_id>/<any(done, refused):state>")
def answer(request_id: int, state: str):
    form = AnswerForm()
    if form.validate():
        with form.refusals_shown(), transaction() as session:
            requests.answer(session, current_actor(), request_id, state == "done", form.answer.data)
            flash(gettext("Your answer is saved; the person can read it."))
            return redirect(url_for("public.start"))
    return _request_page(request_id, form, EraseForm()), 422


@blueprint.post("/requests/<int:request_id>/erase")
def erase(request_id: int):
    form = EraseForm()
    if not form.validate():
        return _request_page(request_id, AnswerForm(), form), 422
    with transaction() as session:
        asked = requests.get(session, current_actor(), request_id)
        if asked.kind != "erasure":
            abort(404)
        erasure.erase(session, current_actor(), current_engine(), asked.person_id)
    with transaction() as session:
        current_engine().clean_files(session)
    flash(gettext("Everything about this person is erased."))
    return redirect(url_for("public.start"))


def _request_page(request_id: int, answer_form: AnswerForm, erase_form: EraseForm) -> str:
    """A coordinator sees what would go."""
    actor = current_actor()
    with transaction() as session:
        asked = requests.get(session, actor, request_id)
        may_erase = asked.kind == "erasure" and asked.state == "open" and actor.is_a("coordinator")
        told = erasure.preview(session, actor, asked.person_id) if may_erase else None
    return render_template("rights/request.html", asked=asked, erasure=told, form=answer_form, erase_form=erase_form)


def _asked_erasure(form: ErasureForm, person_id: int) -> bool:
    with form.refusals_shown(), transaction() as session:
        requests.ask_erasure(session, current_actor(), person_id, form.words.data or "")
        flash(gettext("The request is sent. A coordinator answers within 30 days."))
        return True
    return False


def _attached(person_id: int, suffix: str) -> Response:
    with transaction() as session:
        made = export(session, current_actor(), person_id)
    return attachment(made, suffix)


def attachment(made: Export, suffix: str) -> Response:
    """To be saved, and kept by no cache on the way."""
    content = copies.as_html(made) if suffix == "html" else orjson.dumps(as_json(made), option=orjson.OPT_INDENT_2)
    kinds = {"html": "text/html; charset=utf-8", "json": "application/json"}
    name = copies.file_name(made, suffix)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=kinds[suffix], headers=headers)


def init_app(app) -> None:
    filters = {
        "request_kind_name": copy_words.REQUEST_KINDS,
        "request_subject_name": copy_words.REQUEST_SUBJECTS,
        "request_state_name": copy_words.REQUEST_STATES,
        "table_name": copy_words.TABLES,
        "retention_name": copy_words.LEAVING,
    }
    app.jinja_env.filters.update({name: _worded(table) for name, table in filters.items()})


def _worded(table: dict) -> Callable[[object], str]:
    return lambda value: word(table, value)
