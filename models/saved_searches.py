"""Searches that people keep, and the openings they were told of by e-mail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, now, one_of
from models.vocabulary import DIGEST_RHYTHMS


class SavedSearch(Base):
    """`query`: what is looked for, as parameters of an address; `told_at`: when openings were last looked for, to be
    told of by e-mail."""

    __tablename__ = "saved_search"
    __table_args__ = (
        one_of("rhythm", DIGEST_RHYTHMS, "rhythm_is_known"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(String(2000), default="")
    rhythm: Mapped[str] = mapped_column(String(8), default="daily")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ToldOpening(Base):
    """An opening that an account was told of: it is told of no second time, whatever search finds it."""

    __tablename__ = "told_opening"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True, index=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
