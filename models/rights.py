"""Rights of people over what is kept about them: what they have asked for, and what remains of those who are gone."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base, UtcDateTime, now, one_of
from models.people import Person
from models.vocabulary import REQUEST_KINDS, REQUEST_STATES, REQUEST_SUBJECTS


class RightsRequest(Base):
    """A person asks for a correction of what they cannot change themselves, or for everything to be erased.

    Answered by staff with a reason. An erasure takes the request with it; the audit trail says that there was one.
    """

    __tablename__ = "rights_request"
    __table_args__ = (
        one_of("kind", REQUEST_KINDS, "kind_is_known"),
        one_of("about", REQUEST_SUBJECTS, "about_is_known"),
        one_of("state", REQUEST_STATES, "state_is_known"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_at_a_time"),
        CheckConstraint("(kind = 'correction') = (about IS NOT NULL)", name="correction_is_about_something"),
        Index("ix_rights_request_state_kind", "state", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    # what is to be corrected; NULL for an erasure
    about: Mapped[str | None] = mapped_column(String(10))
    # what is asked for and what is answered, in words: it may tell what the law protects (services.rights.requests)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10), default="open")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # the person, or a counsellor for them; NULL: an account that is gone
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    person: Mapped[Person] = relationship()
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])


class Departed(Base):
    """People who were erased, counted: a row for each year and group, so that nobody in it can be told apart.

    `unknown`: not known, or without consent to statistics. `placed`: those with at least one accepted application.
    """

    __tablename__ = "departed"
    __table_args__ = (
        CheckConstraint("people > 0", name="people_positive"),
        CheckConstraint("placed <= people", name="placed_within_people"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sex: Mapped[str] = mapped_column(String(10), primary_key=True)
    age_band: Mapped[str] = mapped_column(String(12), primary_key=True)
    district: Mapped[str] = mapped_column(String(60), primary_key=True)
    people: Mapped[int]
    placed: Mapped[int]
    applications_sent: Mapped[int]
    applications_accepted: Mapped[int]
    trainings_completed: Mapped[int]
