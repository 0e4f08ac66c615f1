"""Cohorts: many people and openings that a programme brings together, and the proposals that were made for them."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamps, UtcDateTime, now, one_of
from models.vocabulary import COHORT_CONFIRMED_AS, COHORT_OUTCOMES, COHORT_PRIORITY_REASONS, COHORT_RULES

HIGHEST_PRIORITY, LAST_WISH = 3, 3


class Cohort(Timestamps, Base):
    """Of one organisation. What each goal counts stands beside it: `near`, `wish` and `interest` against fit, which
    counts 1; below `lowest_fit` nobody is proposed."""

    __tablename__ = "cohort"
    __table_args__ = (
        *(CheckConstraint(f"{name} BETWEEN 0 AND 1", name=f"{name}_is_a_share") for name in ("near", "wish")),
        *(CheckConstraint(f"{name} BETWEEN 0 AND 1", name=f"{name}_is_a_share") for name in ("interest", "lowest_fit")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")
    wish: Mapped[float]
    interest: Mapped[float]
    near: Mapped[float]
    lowest_fit: Mapped[float]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))


class CohortPerson(Base):
    """`priority` 0: like everybody; the reason is of a closed list and never a trait that the law protects."""

    __tablename__ = "cohort_person"
    __table_args__ = (
        CheckConstraint(f"priority BETWEEN 0 AND {HIGHEST_PRIORITY}", name="priority_is_known"),
        CheckConstraint("(priority = 0) = (priority_reason IS NULL)", name="priority_has_a_reason"),
        one_of("priority_reason", COHORT_PRIORITY_REASONS, "priority_reason_is_known"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    priority: Mapped[int] = mapped_column(default=0)
    priority_reason: Mapped[str | None] = mapped_column(String(24))


class CohortOpening(Base):
    __tablename__ = "cohort_opening"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True, index=True)


class CohortPair(Base):
    """What people have said of a person and an opening: a counsellor that they must or must never come together
    (`rule`), the person as which wish they want it (`wish`, from 1)."""

    __tablename__ = "cohort_pair"
    __table_args__ = (
        one_of("rule", COHORT_RULES, "rule_is_known"),
        CheckConstraint(f"wish BETWEEN 1 AND {LAST_WISH}", name="wish_is_known"),
        CheckConstraint("rule IS NOT NULL OR wish IS NOT NULL", name="says_something"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True, index=True)
    rule: Mapped[str | None] = mapped_column(String(8))
    wish: Mapped[int | None]


class CohortRun(Base):
    """A proposal for all of a cohort, as it was made. `inputs`: weights, and the free places of each opening; of people
    only their lines tell."""

    __tablename__ = "cohort_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    day: Mapped[date]
    version: Mapped[str] = mapped_column(String(40))
    edition: Mapped[str] = mapped_column(String(40))
    inputs: Mapped[dict] = mapped_column(JSON)
    people: Mapped[int]
    placed: Mapped[int]
    priority: Mapped[int]
    worth: Mapped[int]

    cohort: Mapped[Cohort] = relationship()


class CohortLine(Base):
    """What a proposal says of one person: where to (`opening_id`), or why nowhere (`outcome`).

    `options`: what the person could have had, best first, and what each would have cost the others; `ruled_out`: how
    many openings each reason left out; `pinned`: what became of a pair that had to be. None of it tells of others.
    """

    __tablename__ = "cohort_line"
    __table_args__ = (
        one_of("outcome", COHORT_OUTCOMES, "outcome_is_known"),
        one_of("confirmed_as", COHORT_CONFIRMED_AS, "confirmed_as_is_known"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_as IS NULL)", name="confirmed_as_something"),
        Index("ix_cohort_line_person_id_confirmed_at", "person_id", "confirmed_at"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("cohort_run.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int] = mapped_column(default=0)
    options: Mapped[list] = mapped_column(JSON)
    ruled_out: Mapped[dict] = mapped_column(JSON)
    pinned: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    confirmed_as: Mapped[str | None] = mapped_column(String(16))
