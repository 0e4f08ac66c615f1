"""Pages of protected data: staff read them for a purpose that they state, the person reads the own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import words
from employer_portal.access import only, own_profile
from employer_portal.forms.protected import NoteForm, ProtectedForm
from employer_portal.i18n import gettext
from matching_service.request_context import current_actor, transaction
from matching_service.services.profiles import people
from matching_service.services.protection import case_notes, protected

blueprint = Blueprint("protected", __name__, url_prefix="/people/<int:person_id>/protected")
blueprint.before_request(only("counsellor", "coordinator"))
my_blueprint = Blueprint("my_protected", __name__, url_prefix="/my/protected")
my_blueprint.before_request(only("beneficiary"))

# Statistics are made of many, by the report; nobody opens the data of one person for them.
OFFERED = {key: words.PROTECTED_PURPOSES[key] for key in ("support", "correction", "export")}


@blueprint.get("")
def of_person(person_id: int):
    """`?purpose=support` shows the data; without it the page asks what they are read for."""
    purpose = request.args.get("purpose")
    if purpose in OFFERED:
        return _opened(person_id, purpose, NoteForm())
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
    return render_template("protected/ask.html", person=person, purposes=OFFERED)


@blueprint.route("/edit", methods=["GET", "POST"])
def edit(person_id: int):
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
        known = protected.read(session, current_actor(), person_id, "correction")
    form = ProtectedForm.of(known)
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            protected.write(session, current_actor(), person_id, form.record())
            flash(gettext("Saved."))
            return redirect(url_for("protected.of_person", person_id=person_id, purpose="correction"))
    return render_template("protected/edit.html", person=person, form=form), 422 if form.problems() else 200


@blueprint.post("/notes")
def add_note(person_id: int):
    """With `corrects` in the form the note stands in the place of that one."""
    form = NoteForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            corrects = request.form.get("corrects", type=int)
            case_notes.add(session, current_actor(), person_id, form.text.data, corrects)
            flash(gettext("The note is kept."))
            return redirect(url_for("protected.of_person", person_id=person_id, purpose="support", _anchor="notes"))
    return _opened(person_id, "support", form), 422


def _opened(person_id: int, purpose: str, form: NoteForm) -> str:
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
        known = protected.read(session, current_actor(), person_id, purpose)
        notes = case_notes.of_person(session, current_actor(), person_id, purpose)
    return render_template(
        "protected/of_person.html", person=person, known=known, notes=notes, purpose=purpose, form=form
    )


@my_blueprint.get("")
def mine():
    with transaction() as session:
        known = protected.read(session, current_actor(), own_profile(), "export")
    return render_template("protected/mine.html", known=known)
