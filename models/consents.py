"""Consents: what each person has agreed to, in which words; and who is proposed to a company under a code."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base, UtcDateTime, now, one_of
from models.employers import Employer
from models.vocabulary import CONSENT_PURPOSES, CONSENT_WAYS, LABEL_LANGUAGES


class Consent(Base):
    """One consent of a person: given, and perhaps ended or withdrawn; never changed otherwise, so rows are the history.

    In force from `given_at` to the end of the day `ends_on` (NULL: no end), unless withdrawn. The words that were
    agreed to are those of data/consents in this version and language, with the company's name of that day in them.
    """

    __tablename__ = "consent"
    __table_args__ = (
        one_of("purpose", CONSENT_PURPOSES, "purpose_is_known"),
        one_of("how", CONSENT_WAYS, "how_is_known"),
        one_of("language", LABEL_LANGUAGES, "language_is_known"),
        CheckConstraint(
            "(purpose = 'shown_to_employer' AND employer_id IS NOT NULL)"
            " OR (purpose <> 'shown_to_employer' AND employer_id IS NULL)",
            name="employer_where_shown",
        ),
        CheckConstraint("withdrawn_at IS NOT NULL OR withdrawn_by_id IS NULL", name="withdrawn_by_somebody_at_a_time"),
        Index("ix_consent_person_id_purpose", "person_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(20))
    # the company that may see the person, where that is the purpose
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id", ondelete="CASCADE"), index=True)
    # as the company was called when the person agreed; empty for other purposes
    employer_name: Mapped[str] = mapped_column(String(200), default="")
    text_version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(3))
    how: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # who answers for it where nobody had signed in: papers declared by a command, files imported
    declared_by: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))

    employer: Mapped[Employer | None] = relationship()
    recorded_by: Mapped[User | None] = relationship(foreign_keys=[recorded_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])


class Shortlisted(Base):
    """A person whom a company may see for one of its openings: under `code` only, until the person agrees to more.

    `proposed_at` NULL: nobody has proposed the person, who has applied. The code stays with the pair until a consent
    ends under which the company has seen it beside the name (`named`): then it is drawn anew.
    """

    __tablename__ = "shortlisted"

    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    # drawn at random, so that it tells nothing
    code: Mapped[str] = mapped_column(String(12), unique=True)
    named: Mapped[bool] = mapped_column(default=False)
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
