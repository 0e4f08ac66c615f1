"""Changing a profile, one section at a time: by a counsellor all of it, by its owner the plain parts."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from employer_portal.access import only
from employer_portal.forms.base import PortalForm
from employer_portal.forms.entries import EducationsForm, EntriesForm, ExperiencesForm, RequalificationsForm
from employer_portal.forms.profile import BasicsForm, LanguagesForm, MentionsForm, SkillsForm, WordsForm
from employer_portal.i18n import gettext, mark
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord

blueprint = Blueprint("profile", __name__)
blueprint.before_request(only("counsellor", "coordinator", "beneficiary"))


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    form: type[PortalForm]
    for_owner: bool = False
    title_for_owner: str = ""


SECTIONS = {
    "basics": Section(mark("Contact and place"), BasicsForm, for_owner=True),
    "words": Section(mark("In the person's own words"), WordsForm, True, mark("In your words")),
    "mentions": Section(mark("Occupations read from these words"), MentionsForm),
    "experience": Section(mark("Work experience"), ExperiencesForm),
    "education": Section(mark("Schooling"), EducationsForm),
    "training": Section(mark("Requalifications and training"), RequalificationsForm),
    "skills": Section(mark("Skills"), SkillsForm),
    "languages": Section(mark("Languages and driving licences"), LanguagesForm, for_owner=True),
}


@blueprint.route("/people/<int:person_id>/edit/<section>", methods=["GET", "POST"])
def edit(person_id: int, section: str):
    chosen = SECTIONS.get(section)
    if chosen is None or not (current_actor().is_staff or chosen.for_owner):
        abort(404)
    with transaction() as session:
        detail = people.get(session, current_actor(), person_id)
    form = chosen.form(obj=detail.record)
    if current_actor().person_id == person_id:
        form.speak_to_the_person()
    if request.method == "GET" or "add" in request.form:
        return _page(section, chosen, detail, _with_blank(form))
    return _save(section, chosen, detail, form)


def _save(section: str, chosen: Section, detail: people.PersonDetail, form: PortalForm):
    if form.validate():
        with form.refusals_shown(), transaction() as session:
            people.update(session, current_actor(), current_engine(), detail.id, form.applied_to(detail.record))
            flash(gettext("Saved."))
            return redirect(_after(section, detail.id))
    return _page(section, chosen, detail, form), 422


def _after(section: str, person_id: int) -> str:
    if request.form.get("then") == "more":
        return url_for("profile.edit", person_id=person_id, section=section)
    if current_actor().is_staff:
        return url_for("counsellor.person", person_id=person_id, _anchor=section)
    return url_for("graduate.my_profile")


def _with_blank(form: PortalForm) -> PortalForm:
    """A list offers one empty entry to fill in."""
    if isinstance(form, EntriesForm):
        form.add_blank()
    return form


def _page(section: str, chosen: Section, detail: people.PersonDetail, form: PortalForm) -> str:
    record: PersonRecord = detail.record
    is_own = current_actor().person_id == detail.id
    return render_template(
        f"profile/{section}.html",
        form=form,
        title=gettext(chosen.title_for_owner if is_own and chosen.title_for_owner else chosen.title),
        person=detail,
        skills={skill.code: skill for skill in record.skills},
        mentions={mention.code: mention for mention in record.mentions},
    )
