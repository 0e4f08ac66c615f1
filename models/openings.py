"""Openings: vacancies and internship slots, and what they ask for."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamps, UtcDateTime, now, one_of
from models.employers import Employer
from models.reference import Municipality, Occupation, Skill
from models.vocabulary import (
    FACT_SOURCES,
    LANGUAGE_LEVELS,
    LICENCE_CATEGORIES,
    OPENING_KINDS,
    OPENING_STATES,
    PAY_PERIODS,
    WORKING_TIMES,
)


class Opening(Timestamps, Base):
    __tablename__ = "opening"
    __table_args__ = (
        one_of("kind", OPENING_KINDS, "kind_is_known"),
        one_of("state", OPENING_STATES, "state_is_known"),
        one_of("pay_period", PAY_PERIODS, "pay_period_is_known"),
        one_of("working_time", WORKING_TIMES, "working_time_is_known"),
        one_of("occupation_source", FACT_SOURCES, "occupation_source_is_known"),
        CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name="confidence_0_to_1"),
        CheckConstraint("education_min BETWEEN 0 AND 8", name="education_min_isced_0_to_8"),
        CheckConstraint("places >= 1", name="places_at_least_one"),
        CheckConstraint("places_taken >= 0 AND places_taken <= places", name="places_not_oversold"),
        CheckConstraint("hours_per_week > 0 AND hours_per_week <= 60", name="hours_plausible"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("pay_to >= pay_from AND pay_from >= 0", name="pay_range_in_order"),
        CheckConstraint("employer_id IS NOT NULL OR source IS NOT NULL", name="has_employer_or_source"),
        UniqueConstraint("source", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    # why a coordinator sent it back, or why it was closed
    state_reason: Mapped[str] = mapped_column(String(500), default="")
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id", ondelete="CASCADE"), index=True)
    source: Mapped[str | None] = mapped_column(String(120))
    external_id: Mapped[str | None] = mapped_column(String(120))
    # of the record last imported: the same record again changes nothing
    import_digest: Mapped[str | None] = mapped_column(String(64))
    # folded: what searches look through
    search_text: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    occupation_id: Mapped[int | None] = mapped_column(ForeignKey("occupation.id"), index=True)
    occupation_source: Mapped[str | None] = mapped_column(String(12))
    occupation_confidence: Mapped[float | None]
    education_min: Mapped[int | None]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    # the place in the advertiser's words, also where it is no municipality of Serbia
    place: Mapped[str] = mapped_column(String(300), default="")
    remote: Mapped[bool] = mapped_column(default=False)
    places: Mapped[int] = mapped_column(default=1)
    places_taken: Mapped[int] = mapped_column(default=0)
    hours_per_week: Mapped[int | None]
    working_time: Mapped[str | None] = mapped_column(String(12))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    apply_by: Mapped[date | None]
    # pay of a vacancy, stipend of an internship
    pay_from: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    pay_to: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    pay_currency: Mapped[str] = mapped_column(String(3), default="RSD")
    pay_period: Mapped[str | None] = mapped_column(String(10))
    offers: Mapped[str] = mapped_column(Text, default="")
    mentor: Mapped[str] = mapped_column(String(200), default="")
    learning_goals: Mapped[str] = mapped_column(Text, default="")
    # of its texts, as they were read; NULL: not read since there is this column
    language: Mapped[str | None] = mapped_column(String(3))
    # an internship, or the text says that no experience is needed
    beginners: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    employer: Mapped[Employer | None] = relationship()
    occupation: Mapped[Occupation | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    skills: Mapped[list["OpeningSkill"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="OpeningSkill.skill_id"
    )
    languages: Mapped[list["OpeningLanguage"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="OpeningLanguage.language"
    )
    licences: Mapped[list["OpeningLicence"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="OpeningLicence.category"
    )


class OpeningStep(Base):
    """What somebody did with an opening. Steps are added and never changed; one that was undone says so (`undone_at`).

    `day_before` and `day_after`: the last day to apply, of a step that moved it. Which account it was stands in the
    audit trail.
    """

    __tablename__ = "opening_step"
    __table_args__ = (
        one_of("from_state", OPENING_STATES, "from_state_is_known"),
        one_of("to_state", OPENING_STATES, "to_state_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(12))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    by_staff: Mapped[bool]
    day_before: Mapped[date | None]
    day_after: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OpeningSkill(Base):
    """A skill asked for: required or desired, weighing 0 < weight <= 1 among its kind.

    `rejected`: somebody has said that the text does not ask for this; it stays out at the next reading.
    """

    __tablename__ = "opening_skill"
    __table_args__ = (
        CheckConstraint("weight > 0 AND weight <= 1", name="weight_0_to_1"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence_0_to_1"),
        one_of("source", FACT_SOURCES, "source_is_known"),
    )

    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), primary_key=True, index=True)
    required: Mapped[bool] = mapped_column(default=True)
    weight: Mapped[float] = mapped_column(default=1.0)
    source: Mapped[str] = mapped_column(String(12), default="employer")
    confidence: Mapped[float] = mapped_column(default=1.0)
    evidence: Mapped[str] = mapped_column(String(300), default="")
    rejected: Mapped[bool] = mapped_column(default=False)

    skill: Mapped[Skill] = relationship()


class OpeningLanguage(Base):
    """The least level asked for; NULL: asked for, level not said."""

    __tablename__ = "opening_language"
    __table_args__ = (one_of("level", LANGUAGE_LEVELS, "level_is_cefr_or_native"),)

    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(3), primary_key=True)
    level: Mapped[str | None] = mapped_column(String(6))


class OpeningLicence(Base):
    __tablename__ = "opening_licence"
    __table_args__ = (one_of("category", LICENCE_CATEGORIES, "category_is_known"),)

    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(3), primary_key=True)
