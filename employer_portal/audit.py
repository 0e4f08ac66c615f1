"""The audit trail for coordinators and auditors: who did what to whom, when and why."""

from flask import Blueprint, render_template, request

from employer_portal import audit_words
from employer_portal.access import only
from employer_portal.forms.audit import AuditForm
from matching_service.request_context import current_actor, transaction
from matching_service.services.trail import audit_trail
from matching_service.services.trail.audit_trail import AuditQuestion

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
blueprint.before_request(only("coordinator", "auditor"))


@blueprint.get("")
def trail():
    form = AuditForm(request.args)
    question = form.question() if form.validate() else AuditQuestion()
    with transaction() as session:
        form.offer(audit_trail.actions(session, current_actor()))
        page = audit_trail.search(session, current_actor(), question, cursor=request.args.get("cursor"))
    status = 422 if form.problems() else 200
    return render_template("audit/trail.html", form=form, page=page, asked=_asked(), words=audit_words), status


def _asked() -> dict[str, str]:
    """What the next page and the links of a line keep of the question."""
    return {name: value for name, value in request.args.items() if value and name in AuditForm.NAMES}
