"""Queries for what people ask of those who keep their data."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, joinedload

from models.base import LARGEST_ID
from models.organisation_queries import Reach
from models.people import Person
from models.rights import RightsRequest

_SHOWN = (
    joinedload(RightsRequest.person),
    joinedload(RightsRequest.asked_by),
    joinedload(RightsRequest.answered_by),
)


def open_erasure(session: Session, person_id: int) -> RightsRequest | None:
    """The request for the person's erasure that is not answered yet."""
    statement = select(RightsRequest).where(RightsRequest.person_id == person_id, *_open("erasure"))
    return session.scalar(statement.limit(1))


def open_requests(session: Session, reach: Reach, limit: int) -> Sequence[RightsRequest]:
    """Those of people within reach, the oldest first."""
    statement = _within(select(RightsRequest), reach).options(*_SHOWN)
    return session.scalars(statement.order_by(RightsRequest.asked_at, RightsRequest.id).limit(limit)).all()


def count_open_requests(session: Session, reach: Reach) -> int:
    return session.scalar(_within(select(func.count(RightsRequest.id)), reach))


def requests_of(session: Session, person_id: int) -> Sequence[RightsRequest]:
    """Latest first."""
    statement = select(RightsRequest).where(RightsRequest.person_id == person_id).options(*_SHOWN)
    return session.scalars(statement.order_by(RightsRequest.asked_at.desc(), RightsRequest.id.desc())).all()


def request(session: Session, request_id: int) -> RightsRequest | None:
    if not 0 < request_id <= LARGEST_ID:
        return None
    statement = select(RightsRequest).where(RightsRequest.id == request_id).options(*_SHOWN)
    return session.scalar(statement, execution_options={"populate_existing": True})


def request_to_answer(session: Session, request_id: int) -> RightsRequest | None:
    """As the database has it now; nobody else answers it until this transaction ends."""
    this = RightsRequest.id == request_id
    if 0 < request_id <= LARGEST_ID:
        # an update that changes nothing holds the row, in PostgreSQL and SQLite alike
        session.execute(update(RightsRequest).where(this).values(state=RightsRequest.state))
    return request(session, request_id)


def _open(kind: str) -> tuple:
    return RightsRequest.kind == kind, RightsRequest.state == "open"


def _within(statement: Select, reach: Reach) -> Select:
    return statement.join(Person, Person.id == RightsRequest.person_id).where(
        RightsRequest.state == "open", reach.holds()
    )
