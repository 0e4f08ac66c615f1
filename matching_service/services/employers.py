"""Companies: registration, contact, verification."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matching_service.services.actors import Actor
from matching_service.services.paging import Page


@dataclass(frozen=True, slots=True)
class EmployerRecord:
    pib: str
    name: str
    municipality: str | None = None
    address: str = ""
    activity: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class EmployerDetail:
    id: int
    record: EmployerRecord
    verified_at: datetime | None


def register(session: Session, record: EmployerRecord, account: "NewAccount") -> EmployerDetail:  # noqa: F821
    """A company signs itself up, with the account that acts for it; not verified yet.

    Raises Invalid (PIB checksum by python-stdnum, taken PIB, taken e-mail, unknown municipality, short password).
    """
    raise NotImplementedError


def create(session: Session, actor: Actor, record: EmployerRecord) -> EmployerDetail:
    """Staff only. Raises Invalid."""
    raise NotImplementedError


def update(session: Session, actor: Actor, employer_id: int, record: EmployerRecord) -> EmployerDetail:
    """The company's own account, or staff. The PIB cannot be changed (Conflict)."""
    raise NotImplementedError


def get(session: Session, actor: Actor, employer_id: int) -> EmployerDetail:
    """The company's own account, or staff."""
    raise NotImplementedError


def search(
    session: Session, actor: Actor, *, text: str = "", limit: int = 20, cursor: str | None = None
) -> Page[EmployerDetail]:
    """By name. Staff only."""
    raise NotImplementedError


def verify(session: Session, actor: Actor, employer_id: int) -> EmployerDetail:
    """A coordinator has checked that the company exists and may recruit."""
    raise NotImplementedError
