"""A CV pasted or uploaded, read, and confirmed piece by piece: by staff for anybody they keep, by a person on the
own profile."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal import presentation, words
from employer_portal.access import only
from employer_portal.forms.intake import LISTS, ONCE, ConfirmForm, ConfirmNewForm, CvForm
from employer_portal.i18n import gettext
from matching_service.errors import Forbidden
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.intake import intake
from matching_service.services.intake.files import MOST_BYTES
from matching_service.services.intake.proposal import Found, Proposal
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonDetail

blueprint = Blueprint("intake", __name__)
blueprint.before_request(only("counsellor", "coordinator", "beneficiary"))
# the other fields of the form that a file comes with
_MORE_BYTES = 512 * 1024


@blueprint.url_value_preprocessor
def take_larger_files(_endpoint, _values) -> None:
    """Before anything looks at the form: a CV with a picture is larger than other forms may be."""
    request.max_content_length = MOST_BYTES + _MORE_BYTES


@blueprint.route("/people/cv", methods=["GET", "POST"])
def new():
    _require_staff()
    return _handed_in(None)


@blueprint.post("/people/cv/confirm")
def confirm_new():
    _require_staff()
    return _confirmed(None)


@blueprint.route("/people/<int:person_id>/cv", methods=["GET", "POST"])
def of_person(person_id: int):
    return _handed_in(_person(person_id))


@blueprint.post("/people/<int:person_id>/cv/confirm")
def confirm(person_id: int):
    return _confirmed(_person(person_id))


def _require_staff() -> None:
    if not current_actor().is_staff:
        raise Forbidden("a new profile is made by staff")


def _person(person_id: int) -> PersonDetail:
    with transaction() as session:
        return people.get(session, current_actor(), person_id)


def _handed_in(person: PersonDetail | None):
    form = CvForm()
    if form.validate_on_submit():
        with form.refusals_shown(), transaction() as session:
            asked = (session, current_actor(), current_engine())
            content, person_id = form.content(), person and person.id
            if content:
                proposal = intake.read_file(*asked, content, person_id)
            else:
                proposal = intake.read_text(*asked, form.text.data or "", person_id)
            return _confirm_page(_form_of(proposal, person), person)
    return render_template("intake/read.html", form=form, person=person), 422 if form.problems() else 200


def _confirmed(person: PersonDetail | None):
    form = ConfirmNewForm() if person is None else ConfirmForm()
    if form.validate():
        with form.refusals_shown(), transaction() as session:
            asked = (session, current_actor(), current_engine())
            saved = intake.take_over(*asked, form.confirmed(), person and person.id)
            flash(_done(person))
            return redirect(_after(person, saved))
    return _confirm_page(form, person), 422


def _done(person: PersonDetail | None) -> str:
    if person is None:
        return gettext("The profile is made. Now ask for the consents: until then nobody is proposed.")
    return gettext("What you ticked is in the profile now. The CV itself is not kept.")


def _after(person: PersonDetail | None, saved: PersonDetail) -> str:
    if person is None:
        return url_for("consents.of_person", person_id=saved.id)
    if current_actor().is_staff:
        return url_for("counsellor.person", person_id=saved.id)
    return url_for("graduate.my_profile")


def _confirm_page(form: ConfirmForm, person: PersonDetail | None) -> str:
    return render_template("intake/confirm.html", form=form, person=person, left_out=words.NOT_TAKEN_OVER)


# ---- a proposal as the rows of the form


def _form_of(proposal: Proposal, person: PersonDetail | None) -> ConfirmForm:
    rows = {name: [_row(name, one) for one in _new(_listed(proposal, name))] for name in (*ONCE, *LISTS)}
    shown = {"left_out": list(proposal.left_out), "unread": list(proposal.unread), "there": _there(proposal)}
    if person is None:
        names = {name: _value(getattr(proposal, name)) for name in ("given_name", "family_name")}
        return ConfirmNewForm(formdata=None, data=rows | shown | names)
    return ConfirmForm(formdata=None, data=rows | shown | {"other_name": _other_name(proposal)})


def _listed(proposal: Proposal, name: str) -> tuple[Found, ...]:
    found = getattr(proposal, name)
    return found if isinstance(found, tuple) else (found,) if found else ()


def _new(found: tuple[Found, ...]) -> list[Found]:
    return [one for one in found if not one.is_there]


def _value(found: Found[str] | None) -> str:
    return found.value if found else ""


def _row(name: str, found: Found) -> dict[str, object]:
    head = {"take": found.is_sure, "sure": "1" if found.is_sure else "", "passage": found.passage}
    head["instead"] = _shown(name, found.instead_of) if found.instead_of else ""
    return head | _occupation(found) | _answers(name, found)


def _answers(name: str, found: Found) -> dict[str, object]:
    if name in ONCE:
        return {"value": found.value}
    if name == "licences":
        return {"category": found.value}
    return asdict(found.value)


def _occupation(found: Found) -> dict[str, object]:
    """Only a sure reading is chosen from the beginning."""
    if not found.guesses:
        return {}
    best = found.guesses[0]
    guesses = " ".join(f"{guess.code}:{guess.confidence:.2f}" for guess in found.guesses)
    read = getattr(found.value, "to_occupation", None) or getattr(found.value, "occupation", None)
    return {"guesses": guesses, "counts_as": best.code if read and read.code == best.code else None}


def _shown(name: str, value: object) -> str:
    if name == "municipality":
        return presentation.municipality(value)
    return words.word(words.LANGUAGE_LEVELS, value) if name == "languages" else str(value)


def _there(proposal: Proposal) -> list[str]:
    """What the profile says already, in words."""
    return [_named(name, one.value) for name in (*ONCE, *LISTS) for one in _listed(proposal, name) if one.is_there]


def _named(name: str, value) -> str:
    if name == "skills":
        return presentation.skill(value.code)
    if name == "languages":
        return words.word(words.SPOKEN_LANGUAGES, value.language)
    if name in LISTS and name != "licences":
        return next(
            (
                text
                for field in ("title", "to_text", "qualification", "institution")
                if (text := getattr(value, field, ""))
            ),
            "",
        )
    if name in ("about", "wishes"):
        return gettext("Own words")
    return _shown(name, value)


def _other_name(proposal: Proposal) -> str:
    """The name in the CV, where it is not that of the profile."""
    names = [one for one in (proposal.given_name, proposal.family_name) if one]
    return " ".join(one.value for one in names) if any(one.instead_of for one in names) else ""
