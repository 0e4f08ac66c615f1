"""Can the service do its work right now?"""

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from matching_service.errors import ServiceError
from matching_service.services import job_runs
from models.base import now
from models.migrate import is_current


class NotReady(ServiceError):
    """Whoever sends requests here should wait."""


def check(session: Session) -> None:
    """Raises NotReady when the database does not answer or is not migrated to the newest revision."""
    try:
        current = is_current(session.connection())
    except OperationalError as error:
        raise NotReady("the database does not answer") from error
    if not current:
        raise NotReady("the database is not migrated")


def check_worker(session: Session) -> None:
    """Raises NotReady when no worker has been at work of late, or the database is not ready."""
    check(session)
    if not job_runs.status(session, now()).works:
        raise NotReady("no worker has been at work for five minutes")
