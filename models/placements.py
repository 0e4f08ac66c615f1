"""Placements: one for each accepted application, from the agreement to what has become of the person a year later."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.applications import Application
from models.base import Base, Timestamps, UtcDateTime, now, one_of
from models.employers import Employer
from models.people import Person
from models.vocabulary import (
    BREAK_OFF_REASONS,
    EVALUATION_MOMENTS,
    OUTCOME_MONTHS,
    OUTCOME_STATES,
    PAY_PERIODS,
    PLACEMENT_KINDS,
    PLACEMENT_STATES,
    REVOCATION_REASONS,
    SIGNING_SIDES,
    SIGNING_WAYS,
)


class Placement(Timestamps, Base):
    """`version` counts the contents of the agreement: signatures hold for the version they name."""

    __tablename__ = "placement"
    __table_args__ = (
        one_of("kind", PLACEMENT_KINDS, "kind_is_known"),
        one_of("state", PLACEMENT_STATES, "state_is_known"),
        one_of("allowance_period", PAY_PERIODS, "allowance_period_is_known"),
        CheckConstraint("hours_per_week > 0 AND hours_per_week <= 60", name="hours_plausible"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("ended_on >= began_on", name="ended_after_begin"),
        CheckConstraint("allowance >= 0", name="allowance_not_negative"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # NULL: an opening that was advertised elsewhere, by no company that is known here
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="prepared", index=True)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(300))
    # planned; NULL: not said yet, or without an end
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    # what has happened
    began_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    hours_per_week: Mapped[int | None]
    mentor: Mapped[str] = mapped_column(String(200), default="")
    duties: Mapped[str] = mapped_column(Text, default="")
    # NULL: not said; 0: none
    allowance: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    allowance_currency: Mapped[str] = mapped_column(String(3), default="RSD")
    allowance_period: Mapped[str | None] = mapped_column(String(10))
    # what all three have signed, as it stood; NULL: not all of them have signed the newest version
    agreed: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    # when both sides were written to about an evaluation
    mid_term_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    final_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship()
    employer: Mapped[Employer | None] = relationship()
    steps: Mapped[list["PlacementStep"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PlacementStep.id"
    )
    signatures: Mapped[list["Signature"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Signature.id"
    )
    evaluations: Mapped[list["Evaluation"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Evaluation.id"
    )


class PlacementStep(Base):
    """What somebody did with a placement. Steps are added and never changed; one that was undone says so."""

    __tablename__ = "placement_step"
    __table_args__ = (
        one_of("from_state", PLACEMENT_STATES, "from_state_is_known"),
        one_of("to_state", PLACEMENT_STATES, "to_state_is_known"),
        one_of("reason", BREAK_OFF_REASONS, "reason_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(16))
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(24))
    # the day it happened, which may be before it was recorded
    happened_on: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Signature(Base):
    """One side has signed one version of the agreement. `digest`: of what stood in it."""

    __tablename__ = "agreement_signature"
    __table_args__ = (
        one_of("side", SIGNING_SIDES, "side_is_known"),
        one_of("how", SIGNING_WAYS, "how_is_known"),
        UniqueConstraint("placement_id", "version", "side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"))
    version: Mapped[int]
    side: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(10))
    # on paper: the day that stands there
    signed_on: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))


class AttendanceWeek(Base):
    """Hours of one week. A correction is a new row: the one in force is the one that nothing has replaced."""

    __tablename__ = "attendance_week"
    __table_args__ = (
        CheckConstraint(
            "planned >= 0 AND present >= 0 AND excused >= 0 AND missed >= 0 AND planned <= 100 AND present <= 100",
            name="hours_plausible",
        ),
        CheckConstraint("excused + missed <= planned", name="missed_within_planned"),
        Index("ix_attendance_week_placement_id_monday", "placement_id", "monday"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"))
    monday: Mapped[date]
    planned: Mapped[int]
    present: Mapped[int]
    excused: Mapped[int]
    missed: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # NULL: in force
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Evaluation(Base):
    """What one side says of the other in the middle or at the end. `scales`: name -> 1 to 5."""

    __tablename__ = "placement_evaluation"
    __table_args__ = (
        one_of("moment", EVALUATION_MOMENTS, "moment_is_known"),
        one_of("side", SIGNING_SIDES[:2], "side_is_known"),
        UniqueConstraint("placement_id", "moment", "side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"))
    moment: Mapped[str] = mapped_column(String(10))
    side: Mapped[str] = mapped_column(String(10))
    scales: Mapped[dict] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # when a counsellor has read it
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Certificate(Base):
    """`number` is drawn by lot and stands in the address where anybody who has it may check the certificate.

    `badge`: the signed Open Badge as it was handed out; `content` what it and the PDF say, kept as it was.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        one_of("revoked_for", REVOCATION_REASONS, "revoked_for_is_known"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_for IS NULL)", name="revoked_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    content: Mapped[dict] = mapped_column(JSON)
    badge: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_for: Mapped[str | None] = mapped_column(String(16))


class SigningKey(Base):
    """A key that badges are signed with: the newest signs, all can be looked up. `sealed`: the private part."""

    __tablename__ = "signing_key"

    name: Mapped[str] = mapped_column(String(43), primary_key=True)
    public: Mapped[dict] = mapped_column(JSON)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Outcome(Base):
    """What has become of the person so many months later; the newest row of a month counts."""

    __tablename__ = "placement_outcome"
    __table_args__ = (
        CheckConstraint(f"months IN {OUTCOME_MONTHS}", name="months_are_known"),
        one_of("state", OUTCOME_STATES, "state_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"), index=True)
    months: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
