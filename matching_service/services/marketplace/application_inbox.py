"""What people have sent to a company: over all its openings, the nearest last day for an answer first."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor, company_of
from matching_service.services.lists import shortlists
from matching_service.services.lists.shortlists import Contact
from matching_service.services.marketplace.application_record import ApplicationDetail, application_detail
from matching_service.services.marketplace.application_states import COMPANY, LIVE, WITH_COMPANY
from matching_service.services.trail import audit
from models import Application, Shortlisted, application_queries

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Received:
    """An application that is under way. `days_left` for the answer of whose turn it is: 0 today, less: overdue."""

    application: ApplicationDetail
    contact: Contact
    days_left: int

    @property
    def waits_for_company(self) -> bool:
        return self.application.state in WITH_COMPANY


@dataclass(frozen=True, slots=True)
class FullOpening:
    """All of its places are taken, and people still wait for an answer."""

    id: int
    title: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """`waiting`: how many wait for an answer of the company, `total`: how many are under way; also of those that are
    not among `received`."""

    received: tuple[Received, ...]
    waiting: int
    total: int
    full: tuple[FullOpening, ...]


def read(session: Session, actor: Actor, limit: int = MOST_SHOWN) -> Inbox:
    """What is under way at the actor's company, of people who agree to be seen by it: first what waits for the company,
    then what waits for the person; the nearest last day first, equal ones by id. Empty before the company is verified.

    Raises Forbidden.
    """
    permissions.require(actor, "applications.waiting")
    company, today = company_of(actor), date.today()
    rows = application_queries.received(session, company, LIVE, today, limit)
    received = sorted((_received(actor, *row, today) for row in rows), key=lambda one: not one.waits_for_company)
    if received:
        audit.record(session, actor, "applications.waiting", ("employer", company), details={"shown": len(received)})
    waiting, total = (
        application_queries.count_received(session, company, states, today) for states in (WITH_COMPANY, LIVE)
    )
    full = application_queries.received_for_full(session, company, LIVE, today)
    return Inbox(tuple(received), waiting, total, tuple(FullOpening(*row) for row in full))


def _received(actor: Actor, row: Application, known: Shortlisted, today: date) -> Received:
    """The company sees the name beside the code, which is noted where it is new."""
    if not known.named:
        known.named = True
    detail = application_detail(actor, row, {COMPANY}, known.code)
    return Received(detail, shortlists.contact_of(row.person), (row.answer_by - today).days)
