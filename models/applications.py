"""Applications: one person for one opening."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamps, UtcDateTime, one_of
from models.openings import Opening
from models.people import Person
from models.vocabulary import APPLICATION_STATES


class Application(Timestamps, Base):
    __tablename__ = "application"
    __table_args__ = (
        one_of("state", APPLICATION_STATES, "state_is_known"),
        UniqueConstraint("person_id", "opening_id", name="uq_application_one_per_person_and_opening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="submitted")
    message: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    opening: Mapped[Opening] = relationship()
