"""The work of counsellors with people: who works with whom, what is to be done when, and lists of people they keep."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base, UtcDateTime, now, one_of
from models.organisations import Organisation
from models.people import Person
from models.vocabulary import FOLLOW_UP_STEPS, POSTPONABLE


class Responsibility(Base):
    """The counsellor who works with a person, at most one within each organisation that may see the person."""

    __tablename__ = "responsibility"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))


class FollowUp(Base):
    """Something to be done for a person on a day. What became of it stands in its steps."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("done_at IS NOT NULL OR done_by_id IS NULL", name="done_by_somebody_at_a_time"),
        Index("ix_follow_up_assigned_to_id_due_on", "assigned_to_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date] = mapped_column(index=True)
    # whose it is to do; NULL: the account is gone, so it is anybody's
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    person: Mapped[Person] = relationship()
    assigned_to: Mapped[User | None] = relationship(foreign_keys=[assigned_to_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])
    steps: Mapped[list["FollowUpStep"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="FollowUpStep.id"
    )


class FollowUpStep(Base):
    """What somebody did with a follow-up, and the day it was due afterwards. Steps are added and never changed."""

    __tablename__ = "follow_up_step"
    __table_args__ = (one_of("action", FOLLOW_UP_STEPS, "action_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    by: Mapped[User | None] = relationship()


class Postponed(Base):
    """An account does not want to be reminded of something about a person before a day (`until`).

    `kind` and `item_id`: a line of today's list that is no follow-up, such as the application of this id.
    """

    __tablename__ = "postponed"
    __table_args__ = (one_of("kind", POSTPONABLE, "kind_is_known"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    until: Mapped[date]


class Pool(Base):
    """A named list of people that an organisation keeps. `checked_at`: when somebody last looked it through."""

    __tablename__ = "pool"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # not used any more; it can be taken up again
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()


class PoolMember(Base):
    __tablename__ = "pool_member"

    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    pool: Mapped[Pool] = relationship()
