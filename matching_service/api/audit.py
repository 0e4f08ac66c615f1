"""The audit trail: who did what to whom, when and why."""

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.audit import AuditPageSchema, AuditQuerySchema
from matching_service.request_context import current_actor, transaction
from matching_service.services.trail import audit_trail
from matching_service.services.trail.audit_trail import AuditQuestion

blp = Blueprint("audit_trail", __name__, description="The audit trail, which is only ever added to")


@blp.get("/audit")
@blp.signed_in
@blp.asks(AuditQuerySchema)
@blp.response(200, AuditPageSchema)
def list_audit_entries(query):
    """Entries, the newest first; for coordinators and auditors; reading them is an entry as well"""
    paging = {name: query.pop(name) for name in ("limit", "cursor") if name in query}
    with transaction() as session:
        return audit_trail.search(session, current_actor(), AuditQuestion(**query), **paging)
