"""What the law protects and what is told in confidence: sealed, and apart from all that ranks.

Only services.protected, services.case_notes and services.sealed_rows read these tables; contracts in setup.cfg hold the
matcher and the services around it off.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, now


class ProtectedData(Base):
    """`sealed`: sex, birth date, ethnicity, disability, returnee and family status, as services.protected writes it."""

    __tablename__ = "protected_data"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class CaseNote(Base):
    """A note on a person. Notes are added and never changed; a correction is a note that names the one it corrects.

    `author_id` has no foreign key: whose note it is stays true when the account has gone (the name is sealed with the
    text).
    """

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # nothing cascades: a note goes after the notes that correct it, or with them
    corrects_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("case_note.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
