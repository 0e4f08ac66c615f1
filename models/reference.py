"""Reference data: municipalities, and the taxonomy of occupations and skills with their labels."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, one_of
from models.vocabulary import LABEL_KINDS, LABEL_LANGUAGES, SKILL_KINDS


class Municipality(Base):
    __tablename__ = "municipality"
    __table_args__ = (
        one_of("kind", ("city", "municipality", "city_municipality"), "kind_is_known"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_in_degrees"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_in_degrees"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    district: Mapped[str] = mapped_column(String(60), index=True)
    district_name: Mapped[str] = mapped_column(String(80))
    latitude: Mapped[float]
    longitude: Mapped[float]
    # other spellings, separated by |
    synonyms: Mapped[str] = mapped_column(String(400), default="")


class Occupation(Base):
    __tablename__ = "occupation"
    __table_args__ = (
        CheckConstraint("length(isco_code) = 4", name="isco_code_has_four_digits"),
        UniqueConstraint("esco_uri"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(160), unique=True)
    isco_code: Mapped[str] = mapped_column(String(4), index=True)
    field: Mapped[str | None] = mapped_column(String(40), index=True)
    esco_uri: Mapped[str | None] = mapped_column(String(200))

    labels: Mapped[list["OccupationLabel"]] = relationship(
        cascade="all, delete-orphan", order_by="OccupationLabel.id", passive_deletes=True
    )
    skills: Mapped[list["OccupationSkill"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Skill(Base):
    __tablename__ = "skill"
    __table_args__ = (one_of("kind", SKILL_KINDS, "kind_is_known"), UniqueConstraint("esco_uri"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    field: Mapped[str | None] = mapped_column(String(40))
    esco_uri: Mapped[str | None] = mapped_column(String(200))

    labels: Mapped[list["SkillLabel"]] = relationship(
        cascade="all, delete-orphan", order_by="SkillLabel.id", passive_deletes=True
    )


class OccupationLabel(Base):
    __tablename__ = "occupation_label"
    __table_args__ = (
        one_of("language", LABEL_LANGUAGES, "language_is_known"),
        one_of("kind", LABEL_KINDS, "kind_is_known"),
        CheckConstraint("length(text) > 0", name="text_not_empty"),
        UniqueConstraint("occupation_id", "language", "text", name="uq_occupation_label_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occupation_id: Mapped[int] = mapped_column(ForeignKey("occupation.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(400))


class SkillLabel(Base):
    __tablename__ = "skill_label"
    __table_args__ = (
        one_of("language", LABEL_LANGUAGES, "language_is_known"),
        one_of("kind", LABEL_KINDS, "kind_is_known"),
        CheckConstraint("length(text) > 0", name="text_not_empty"),
        UniqueConstraint("skill_id", "language", "text", name="uq_skill_label_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(400))


class OccupationSkill(Base):
    __tablename__ = "occupation_skill"
    __table_args__ = (Index("ix_occupation_skill_skill_id", "skill_id"),)

    occupation_id: Mapped[int] = mapped_column(ForeignKey("occupation.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id", ondelete="CASCADE"), primary_key=True)
    essential: Mapped[bool]


class TaxonomyRevision(Base):
    """One row: counts changes of the taxonomy, so that every process knows when its copy is stale."""

    __tablename__ = "taxonomy_revision"
    __table_args__ = (CheckConstraint("id = 1", name="only_one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    revision: Mapped[int]
    # digest of the starter files last loaded: unchanged files are not loaded again
    starter_digest: Mapped[str] = mapped_column(String(64), default="")
