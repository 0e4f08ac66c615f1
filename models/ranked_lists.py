"""Ranked lists as they were shown: each list once, whoever looked at it, and what it was made of."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, now, one_of

DIRECTIONS = ("people", "openings")
SECTIONS = ("ranked", "set_aside", "left_out", "proposed")
KINDS = ("person", "opening")


class ReadInput(Base):
    """A reading as it was when somebody was ranked; columns as in Reading. `entity_id` 0: of what was never stored."""

    __tablename__ = "read_input"
    __table_args__ = (one_of("kind", KINDS, "kind_is_known"),)

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    entity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    checksum: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    indices: Mapped[bytes] = mapped_column(LargeBinary)
    values: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[dict] = mapped_column(JSON)


class RankedList(Base):
    """One list, whoever has seen it and how often: equal lists have one row, by `digest` (SHA-256 of all that stands
    here and of the hashes of its lines).

    People for an opening, or openings for a person: `subject_id` (NULL: was not stored, or has been erased since) as
    read with `subject_checksum`. No foreign keys to people and openings: a list outlives them.
    """

    __tablename__ = "ranked_list"
    __table_args__ = (
        one_of("direction", DIRECTIONS, "direction_is_known"),
        Index("ix_ranked_list_direction_subject_id", "direction", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    direction: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[int | None]
    subject_checksum: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date] = mapped_column(index=True)
    asked_for: Mapped[int]
    with_ineligible: Mapped[bool]
    # whose list it is; NULL: everybody's
    organisation_id: Mapped[int | None]
    version: Mapped[str] = mapped_column(String(40))
    edition: Mapped[str] = mapped_column(String(40))
    taxonomy_revision: Mapped[int]
    eligible: Mapped[int]
    excluded: Mapped[int]
    # lines it had, and how many of them have been erased with the person they were about, or for whom the list was
    lines: Mapped[int]
    erased: Mapped[int] = mapped_column(default=0)


class RankedLine(Base):
    """A line as shown: `place` counts all lines from 1, `rank` those ranked; `computed_rank` is the rank by fit alone,
    of those proposed to a company (`section` proposed, which people put together) among themselves.

    `parts` in their order; `notes` are [key, values] of what is unknown, or of why somebody is left out. `hash`:
    SHA-256 of the line. Of a line that was erased with the person it was about, place and hash are left, all else is
    NULL; `entity_id`, `section`, `kind`, `checksum` and `notes` of any other are not.
    """

    __tablename__ = "ranked_line"
    __table_args__ = (
        one_of("section", SECTIONS, "section_is_known"),
        one_of("kind", KINDS, "kind_is_known"),
        Index("ix_ranked_line_kind_entity_id", "kind", "entity_id"),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("ranked_list.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    section: Mapped[str | None] = mapped_column(String(9))
    kind: Mapped[str | None] = mapped_column(String(8))
    entity_id: Mapped[int | None]
    checksum: Mapped[int | None] = mapped_column(BigInteger)
    rank: Mapped[int | None]
    computed_rank: Mapped[int | None]
    score: Mapped[float | None]
    parts: Mapped[list | None] = mapped_column(JSON)
    distance_km: Mapped[float | None]
    notes: Mapped[list | None] = mapped_column(JSON)
    override_id: Mapped[int | None]


class Shown(Base):
    """Somebody has seen a list. `register` tells who all were ranked, as read then; `inputs` is the hash of that and
    of all that is kept of the list's inputs."""

    __tablename__ = "shown_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("ranked_list.id", ondelete="CASCADE"), index=True)
    # NULL: a command of whoever administers the machine, or somebody whose account is gone
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    role: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    register: Mapped[str] = mapped_column(String(32))
    inputs: Mapped[str] = mapped_column(String(64))
