"""Employers: companies, each known by its PIB (tax number)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamps, UtcDateTime
from models.reference import Municipality


class Employer(Timestamps, Base):
    __tablename__ = "employer"
    __table_args__ = (CheckConstraint("length(pib) = 9", name="pib_has_nine_digits"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # the checksum is checked where the number is typed in (python-stdnum); the database holds its form
    pib: Mapped[str] = mapped_column(String(9), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    # name and PIB, folded: what searches look through and lists are sorted by
    search_text: Mapped[str] = mapped_column(String(400), default="", index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    address: Mapped[str] = mapped_column(String(300), default="")
    activity: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(255), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    # NULL: not verified
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    municipality: Mapped[Municipality | None] = relationship()
