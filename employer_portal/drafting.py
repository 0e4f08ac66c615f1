"""What a company's text says, shown beside it while it is being written; nothing is stored."""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request

from employer_portal.access import only
from employer_portal.forms.openings import OpeningForm
from employer_portal.forms.proposals import ProposalsForm
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import drafts
from matching_service.services.matching.drafts import Draft

blueprint = Blueprint("drafting", __name__, url_prefix="/company")
blueprint.before_request(only("employer"))


@dataclass(frozen=True, slots=True)
class Shown:
    """`demands`: what is asked for, by code."""

    draft: Draft
    form: ProposalsForm

    @property
    def demands(self) -> dict:
        return {demand.code: demand for demand in self.draft.record.skills}


@blueprint.post("/openings/new/<any(internship, vacancy):kind>/draft")
def new_opening(kind: str):
    return _fragment(OpeningRecord(title="", kind=kind))


@blueprint.post("/openings/<int:opening_id>/edit/draft")
def edit_opening(opening_id: int):
    with transaction() as session:
        before = openings.get(session, current_actor(), opening_id).record
    return _fragment(before)


def _fragment(before: OpeningRecord) -> str:
    form = OpeningForm()
    form.validate()
    return render_template("company/_draft.html", shown=shown_for(form.sound_record(before)))


def was_sent() -> bool:
    """Whether proposals stood in the form: without JavaScript none do."""
    return request.method == "POST" and "occupation_code" in request.form


def decided(record: OpeningRecord) -> OpeningRecord | None:
    """The record with what the request decides about its occupation and skills; None where that is not clear."""
    if not was_sent():
        return record
    sent = ProposalsForm.sent(request.form)
    return sent.record(record) if sent.validate() else None


def shown_for(record: OpeningRecord) -> Shown:
    """What is proposed for a record, and what the request decides about it."""
    sent = ProposalsForm.sent(request.form) if was_sent() else None
    clear = sent is None or sent.validate()
    wanted = sent.record(record) if sent and clear else record
    with transaction() as session:
        draft = drafts.read(session, current_actor(), current_engine(), wanted, current_app.config["SECRET_KEY"])
    return Shown(draft, ProposalsForm.showing(draft.record, sent.order if sent else ()) if clear else sent)
