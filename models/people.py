"""People the programmes support: the profile the matcher may know, and apart from it what it must not."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamps, one_of
from models.reference import Municipality, Occupation, Skill
from models.vocabulary import (
    FACT_SOURCES,
    LANGUAGE_LEVELS,
    LICENCE_CATEGORIES,
    MENTION_KINDS,
    REQUALIFICATION_KINDS,
    REQUALIFICATION_STATES,
    WORKING_TIMES,
)


class Person(Timestamps, Base):
    """A profile. NULL and an incomplete list mean unknown, which is never held against a person."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("mobility_km >= 0", name="mobility_not_negative"),
        one_of("working_time", WORKING_TIMES, "working_time_is_known"),
        UniqueConstraint("source", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(60))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    mobility_km: Mapped[int | None]
    available_from: Mapped[date | None]
    working_time: Mapped[str | None] = mapped_column(String(12))
    # in the person's own words; both are read by the matcher
    about: Mapped[str] = mapped_column(Text, default="")
    wishes: Mapped[str] = mapped_column(Text, default="")
    # True: the list holds all there is, so what is not in it is missing; False: what is not in it is unknown
    skills_complete: Mapped[bool] = mapped_column(default=False)
    languages_complete: Mapped[bool] = mapped_column(default=False)
    licences_complete: Mapped[bool] = mapped_column(default=False)
    # who keeps the profile; with whom it is shared stands in person_share
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    # the account of the person, where there is one; where the profile came from, when imported
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), unique=True)
    source: Mapped[str | None] = mapped_column(String(120))
    external_id: Mapped[str | None] = mapped_column(String(120))
    # of the record last imported: the same record again changes nothing
    import_digest: Mapped[str | None] = mapped_column(String(64))
    # folded: what searches look through, and what lists are sorted by
    search_text: Mapped[str] = mapped_column(Text, default="")
    sort_name: Mapped[str] = mapped_column(String(400), default="", index=True)

    municipality: Mapped[Municipality | None] = relationship()
    educations: Mapped[list["Education"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Education.id"
    )
    experiences: Mapped[list["Experience"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Experience.id"
    )
    requalifications: Mapped[list["Requalification"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Requalification.id"
    )
    mentions: Mapped[list["OccupationMention"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="OccupationMention.occupation_id"
    )
    skills: Mapped[list["PersonSkill"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PersonSkill.skill_id"
    )
    languages: Mapped[list["PersonLanguage"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PersonLanguage.language"
    )
    licences: Mapped[list["PersonLicence"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PersonLicence.category"
    )


class Education(Base):
    __tablename__ = "education"
    __table_args__ = (
        CheckConstraint("isced_level BETWEEN 0 AND 8", name="isced_level_0_to_8"),
        CheckConstraint("year BETWEEN 1940 AND 2100", name="year_plausible"),
        CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name="confidence_0_to_1"),
        one_of("occupation_source", FACT_SOURCES, "occupation_source_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    isced_level: Mapped[int | None]
    field: Mapped[str] = mapped_column(String(200), default="")
    qualification: Mapped[str] = mapped_column(String(200), default="")
    institution: Mapped[str] = mapped_column(String(200), default="")
    year: Mapped[int | None]
    # what the qualification trains for, as read from its name or corrected
    occupation_id: Mapped[int | None] = mapped_column(ForeignKey("occupation.id"))
    occupation_source: Mapped[str | None] = mapped_column(String(12))
    occupation_confidence: Mapped[float | None]

    occupation: Mapped[Occupation | None] = relationship()


class Experience(Base):
    __tablename__ = "experience"
    __table_args__ = (
        CheckConstraint("years >= 0 AND years <= 70", name="years_plausible"),
        CheckConstraint("ended_year BETWEEN 1940 AND 2100", name="ended_year_plausible"),
        CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name="confidence_0_to_1"),
        one_of("occupation_source", FACT_SOURCES, "occupation_source_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    employer_name: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    years: Mapped[float | None]
    # NULL: still going on, or unknown
    ended_year: Mapped[int | None]
    occupation_id: Mapped[int | None] = mapped_column(ForeignKey("occupation.id"))
    occupation_source: Mapped[str | None] = mapped_column(String(12))
    occupation_confidence: Mapped[float | None]

    occupation: Mapped[Occupation | None] = relationship()


class Requalification(Base):
    """Training into another occupation (requalification) or for more within one (additional)."""

    __tablename__ = "requalification"
    __table_args__ = (
        one_of("kind", REQUALIFICATION_KINDS, "kind_is_known"),
        one_of("state", REQUALIFICATION_STATES, "state_is_known"),
        CheckConstraint("hours > 0", name="hours_positive"),
        CheckConstraint("year BETWEEN 1940 AND 2100", name="year_plausible"),
        CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name="confidence_0_to_1"),
        one_of("occupation_source", FACT_SOURCES, "occupation_source_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="requalification")
    state: Mapped[str] = mapped_column(String(12), default="completed")
    from_text: Mapped[str] = mapped_column(String(300), default="")
    to_text: Mapped[str] = mapped_column(String(300))
    from_occupation_id: Mapped[int | None] = mapped_column(ForeignKey("occupation.id"))
    to_occupation_id: Mapped[int | None] = mapped_column(ForeignKey("occupation.id"))
    occupation_source: Mapped[str | None] = mapped_column(String(12))
    occupation_confidence: Mapped[float | None]
    provider: Mapped[str] = mapped_column(String(200), default="")
    year: Mapped[int | None]
    hours: Mapped[int | None]
    certificate: Mapped[str] = mapped_column(String(200), default="")

    from_occupation: Mapped[Occupation | None] = relationship(foreign_keys=[from_occupation_id])
    to_occupation: Mapped[Occupation | None] = relationship(foreign_keys=[to_occupation_id])


class OccupationMention(Base):
    """An occupation that a person's own words name (`about`) or wish for (`wishes`), as read or as corrected.

    `kind`: work that was done, a mention that leaves it open, or a wish. `years` and `ended_year` NULL: not said; as of
    the day of the reading. `given_up`: the words say that it cannot or will not be done any more. `rejected`: somebody
    has said that the text does not mean this; it stays out at the next reading.
    """

    __tablename__ = "occupation_mention"
    __table_args__ = (
        one_of("kind", MENTION_KINDS, "kind_is_known"),
        CheckConstraint("years >= 0 AND years <= 70", name="years_plausible"),
        CheckConstraint("ended_year BETWEEN 1940 AND 2100", name="ended_year_plausible"),
        one_of("source", FACT_SOURCES, "source_is_known"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence_0_to_1"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    occupation_id: Mapped[int] = mapped_column(ForeignKey("occupation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    years: Mapped[float | None]
    ended_year: Mapped[int | None]
    given_up: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(12), default="text")
    confidence: Mapped[float] = mapped_column(default=1.0)
    evidence: Mapped[str] = mapped_column(String(300), default="")
    rejected: Mapped[bool] = mapped_column(default=False)

    occupation: Mapped[Occupation] = relationship()


class PersonSkill(Base):
    """Level 1 basic, 2 independent, 3 skilled, 4 expert; 0: is known not to have it; NULL: has it, level unknown."""

    __tablename__ = "person_skill"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 4", name="level_0_to_4"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence_0_to_1"),
        one_of("source", FACT_SOURCES, "source_is_known"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), primary_key=True, index=True)
    level: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(12))
    confidence: Mapped[float] = mapped_column(default=1.0)
    # the words it was read from
    evidence: Mapped[str] = mapped_column(String(300), default="")

    skill: Mapped[Skill] = relationship()


class PersonLanguage(Base):
    """NULL level: speaks it, level unknown."""

    __tablename__ = "person_language"
    __table_args__ = (one_of("level", LANGUAGE_LEVELS, "level_is_cefr_or_native"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(3), primary_key=True)
    level: Mapped[str | None] = mapped_column(String(6))


class PersonLicence(Base):
    __tablename__ = "person_licence"
    __table_args__ = (one_of("category", LICENCE_CATEGORIES, "category_is_known"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(3), primary_key=True)
