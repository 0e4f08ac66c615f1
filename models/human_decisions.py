"""Where people decide against the order of a list, and where somebody asks that a person looks again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base, UtcDateTime, now, one_of
from models.openings import Opening
from models.people import Person
from models.vocabulary import OVERRIDE_REASONS


class Override(Base):
    """A counsellor puts a person on another place of an opening's list (`place`, from 1), or aside (NULL).

    Kept when it is taken back; at most one is in force for a person and an opening.
    """

    __tablename__ = "rank_override"
    __table_args__ = (
        one_of("reason", OVERRIDE_REASONS, "reason_is_known"),
        CheckConstraint("place >= 1", name="place_from_one"),
        CheckConstraint(
            "taken_back_at IS NOT NULL OR taken_back_by_id IS NULL", name="taken_back_by_somebody_at_a_time"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    place: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text, default="")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    opening: Mapped[Opening] = relationship()
    set_by: Mapped[User | None] = relationship(foreign_keys=[set_by_id])


Index(
    "uq_rank_override_in_force",
    Override.opening_id,
    Override.person_id,
    unique=True,
    sqlite_where=Override.taken_back_at.is_(None),
    postgresql_where=Override.taken_back_at.is_(None),
)


class ReviewRequest(Base):
    """A person asks that somebody looks again at why they were or were not proposed for an opening."""

    __tablename__ = "review_request"
    __table_args__ = (CheckConstraint("answered_at IS NOT NULL OR answer = ''", name="answered_at_a_time"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    person: Mapped[Person] = relationship()
    opening: Mapped[Opening] = relationship()
    answered_by: Mapped[User | None] = relationship()
