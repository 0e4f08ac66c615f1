"""Applications: one person for one opening, and each step on their way."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base, Timestamps, UtcDateTime, now, one_of
from models.openings import Opening
from models.people import Person
from models.vocabulary import APPLICATION_STATES, REJECTION_REASONS, WITHDRAWAL_REASONS


class Application(Timestamps, Base):
    __tablename__ = "application"
    __table_args__ = (
        one_of("state", APPLICATION_STATES, "state_is_known"),
        UniqueConstraint("person_id", "opening_id", name="uq_application_one_per_person_and_opening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    message: Mapped[str] = mapped_column(Text, default="")
    # the last day for the answer of whose turn it is; NULL where nobody has to answer
    answer_by: Mapped[date | None] = mapped_column(index=True)
    # the last day of which whoever has the turn was reminded
    reminded_of: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    opening: Mapped[Opening] = relationship()
    steps: Mapped[list["ApplicationStep"]] = relationship(
        back_populates="application",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="ApplicationStep.id",
    )


class ApplicationStep(Base):
    """What somebody did with an application, or what followed from something else (`caused_by_id`: the step it
    followed from). Steps are added and never changed; one that was undone says so (`undone_at`)."""

    __tablename__ = "application_step"
    __table_args__ = (
        one_of("from_state", APPLICATION_STATES, "from_state_is_known"),
        one_of("to_state", APPLICATION_STATES, "to_state_is_known"),
        one_of("reason", (*REJECTION_REASONS, *WITHDRAWAL_REASONS), "reason_is_known"),
        CheckConstraint("undone_at IS NOT NULL OR undone_by_id IS NULL", name="undone_by_somebody_at_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(16))
    from_state: Mapped[str] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    caused_by_id: Mapped[int | None] = mapped_column(ForeignKey("application_step.id", ondelete="SET NULL"), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    application: Mapped[Application] = relationship(back_populates="steps")
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
