"""Pages of consents: a counsellor records what somebody has signed, the person gives and withdraws it themselves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from employer_portal.access import only, own_profile
from employer_portal.errors import conflict_message
from employer_portal.forms.consents import ConsentForm
from employer_portal.i18n import current, gettext
from matching_service.errors import Conflict
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.consent import consent_texts, consents
from matching_service.services.consent.consents import PURPOSES, Agreement, ConsentDetail
from matching_service.services.marketplace import employers
from matching_service.services.profiles import people

blueprint = Blueprint("consents", __name__, url_prefix="/people/<int:person_id>/consents")
blueprint.before_request(only("counsellor", "coordinator"))
my_blueprint = Blueprint("my_consents", __name__, url_prefix="/my/consents")
my_blueprint.before_request(only("beneficiary"))

# What a person can agree to without a company; to be shown to one is asked where that company is.
GENERAL = tuple(purpose for purpose in PURPOSES if purpose != "shown_to_employer")


@blueprint.route("", methods=["GET", "POST"])
def of_person(person_id: int):
    """`?employer=7` asks also whether that company may see the person."""
    form = ConsentForm(request.args.get("employer", type=int))
    if form.validate_on_submit():
        with form.refusals_shown():
            if _recorded(person_id, form):
                flash(gettext("Recorded."))
                return redirect(url_for("consents.of_person", person_id=person_id))
    return _page(person_id, form)


@blueprint.post("/withdraw/<any(profiled, ranked, shown_to_employer, statistics):purpose>")
def withdraw(person_id: int, purpose: str):
    _withdraw(person_id, purpose)
    return redirect(url_for("consents.of_person", person_id=person_id))


@blueprint.get("/paper")
def paper(person_id: int):
    """The words to be read out, printed and signed."""
    language, employer_id = request.args.get("language", consent_texts.FALLBACK), request.args.get("employer", type=int)
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
        company = employers.get(session, current_actor(), employer_id) if employer_id else None
    if company is None:
        texts = [consent_texts.text(purpose, language) for purpose in GENERAL]
    else:
        texts = [consent_texts.text("shown_to_employer", language).of_company(company.record.name)]
    return render_template("consents/paper.html", person=person, texts=texts, asked=language, company=company)


@my_blueprint.get("")
def mine():
    with transaction() as session:
        history = consents.of_person(session, current_actor(), own_profile())
    return render_template("consents/mine.html", **_shown(history))


@my_blueprint.post("/<any(profiled, ranked, statistics):purpose>")
def give_mine(purpose: str):
    agreement = Agreement(purpose, language=current().content, how="online")
    with transaction() as session:
        consents.give(session, current_actor(), current_engine(), own_profile(), agreement)
    flash(gettext("Your consent is recorded."))
    return redirect(url_for("my_consents.mine"))


@my_blueprint.post("/withdraw/<any(profiled, ranked, shown_to_employer, statistics):purpose>")
def withdraw_mine(purpose: str):
    _withdraw(own_profile(), purpose)
    return redirect(url_for("my_consents.mine"))


def _recorded(person_id: int, form: ConsentForm) -> bool:
    """All that is ticked or nothing; what does not go together is told in the form."""
    try:
        with transaction() as session:
            for agreement in form.agreements():
                consents.give(session, current_actor(), current_engine(), person_id, agreement)
    except Conflict as refused:
        form.purposes.errors = [conflict_message(refused)]
        return False
    return True


def _page(person_id: int, form: ConsentForm):
    with transaction() as session:
        person = people.get(session, current_actor(), person_id)
        history = consents.of_person(session, current_actor(), person_id)
        company = employers.get(session, current_actor(), form.employer_id) if form.employer_id else None
    page = render_template("consents/of_person.html", person=person, form=form, company=company, **_shown(history))
    return page, 422 if form.problems() else 200


def _withdraw(person_id: int, purpose: str) -> None:
    employer_id = request.form.get("employer", type=int)
    with transaction() as session:
        consents.withdraw(session, current_actor(), current_engine(), person_id, purpose, employer_id)
    flash(gettext("The consent is withdrawn, from now on."))


def _shown(history: tuple[ConsentDetail, ...]) -> dict[str, object]:
    """For each purpose its words, in the language of the page where there are any, and what is in force."""
    live = [one for one in history if one.in_force]
    return {
        "texts": {purpose: consent_texts.text(purpose, current().content) for purpose in GENERAL},
        "live": {one.purpose: one for one in reversed(live) if one.purpose in GENERAL},
        "companies": list({one.employer_id: one for one in live if one.employer_id}.values()),
        "history": history,
    }
