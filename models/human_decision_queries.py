"""Queries for what people decide against the order of a list, and for requests that somebody looks again."""

from collections.abc import Sequence

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from models.accounts import User
from models.base import LARGEST_ID
from models.human_decisions import Override, ReviewRequest
from models.organisation_queries import Reach
from models.people import Person

_OVERRIDE, _USER = Override.__table__, User.__table__
# Asked with each ranked list: built once and of tables.
_IN_FORCE = (
    select(*_OVERRIDE.c, _USER.c.name.label("by"))
    .outerjoin(_USER, _USER.c.id == _OVERRIDE.c.set_by_id)
    .where(_OVERRIDE.c.taken_back_at.is_(None))
    .order_by(_OVERRIDE.c.set_at, _OVERRIDE.c.id)
)


def overrides_for_opening(session: Session, opening_id: int) -> Sequence[Row]:
    """Those in force, in the order in which they were set, with `by`, the name of who set them (None: unknown)."""
    return session.execute(_IN_FORCE.where(_OVERRIDE.c.opening_id == opening_id)).all()


def overrides_for_person(session: Session, person_id: int) -> Sequence[Row]:
    """As `overrides_for_opening`."""
    return session.execute(_IN_FORCE.where(_OVERRIDE.c.person_id == person_id)).all()


def override_history(session: Session, opening_id: int, person_id: int) -> Sequence[Row]:
    """(Override, name of who set it, name of who took it back), the latest first."""
    setter, taker = aliased(User), aliased(User)
    statement = (
        select(Override, setter.name, taker.name)
        .outerjoin(setter, setter.id == Override.set_by_id)
        .outerjoin(taker, taker.id == Override.taken_back_by_id)
        .where(Override.opening_id == opening_id, Override.person_id == person_id)
    )
    return session.execute(statement.order_by(Override.set_at.desc(), Override.id.desc())).all()


def override_in_force(session: Session, opening_id: int, person_id: int) -> Override | None:
    """As the database has it now; nobody else takes it back until this transaction ends."""
    these = (Override.opening_id == opening_id, Override.person_id == person_id, Override.taken_back_at.is_(None))
    # an update that changes nothing holds the row, in PostgreSQL and SQLite alike
    session.execute(update(Override).where(*these).values(place=Override.place))
    return session.scalar(select(Override).where(*these), execution_options={"populate_existing": True})


# ---- requests to look again


def waiting_reviews(session: Session, reach: Reach, limit: int) -> Sequence[ReviewRequest]:
    """Those of people within reach that nobody has answered, the oldest first."""
    statement = select(ReviewRequest).join(Person, Person.id == ReviewRequest.person_id)
    statement = statement.where(ReviewRequest.answered_at.is_(None), reach.holds())
    statement = statement.options(joinedload(ReviewRequest.person), joinedload(ReviewRequest.opening))
    return session.scalars(statement.order_by(ReviewRequest.asked_at, ReviewRequest.id).limit(limit)).all()


def review(session: Session, review_id: int) -> ReviewRequest | None:
    """With person and opening."""
    statement = select(ReviewRequest).where(ReviewRequest.id == review_id)
    statement = statement.options(joinedload(ReviewRequest.person), joinedload(ReviewRequest.opening))
    return session.scalar(statement) if 0 < review_id <= LARGEST_ID else None


def review_to_answer(session: Session, review_id: int) -> ReviewRequest | None:
    """As the database has it now; nobody else answers it until this transaction ends."""
    if not 0 < review_id <= LARGEST_ID:
        return None
    this = ReviewRequest.id == review_id
    session.execute(update(ReviewRequest).where(this).values(text=ReviewRequest.text))
    return session.scalar(select(ReviewRequest).where(this), execution_options={"populate_existing": True})


def reviews_of(session: Session, person_id: int, opening_id: int) -> Sequence[ReviewRequest]:
    """The latest first."""
    statement = select(ReviewRequest).where(ReviewRequest.person_id == person_id)
    statement = statement.where(ReviewRequest.opening_id == opening_id).options(joinedload(ReviewRequest.answered_by))
    return session.scalars(statement.order_by(ReviewRequest.asked_at.desc(), ReviewRequest.id.desc())).all()


def count_waiting(session: Session, person_id: int, opening_id: int) -> int:
    statement = select(func.count()).where(
        ReviewRequest.person_id == person_id,
        ReviewRequest.opening_id == opening_id,
        ReviewRequest.answered_at.is_(None),
    )
    return session.scalar(statement) or 0
