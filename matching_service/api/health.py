"""Is the process alive, and can it work?"""

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.reference import HealthSchema
from matching_service.request_context import transaction
from matching_service.services import readiness

blp = Blueprint("health", __name__, prefix="/health", description="For whatever watches over the service")


@blp.get("/live")
@blp.response(200, HealthSchema)
def live():
    """The process answers"""
    return {"status": "live"}


@blp.get("/ready")
@blp.refuses(503)
@blp.response(200, HealthSchema)
def ready():
    """The database answers too, and is migrated to what this program needs"""
    with transaction() as session:
        readiness.check(session)
    return {"status": "ready"}


@blp.get("/worker")
@blp.refuses(503)
@blp.response(200, HealthSchema)
def worker():
    """A worker has been at work in the last five minutes: e-mails are sent, and what is due is done"""
    with transaction() as session:
        readiness.check_worker(session)
    return {"status": "working"}
