"""What the ranking index is built from: each profile and opening as read when it was saved."""

from sqlalchemy import JSON, BigInteger, CheckConstraint, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of


class Reading(Base):
    """Weighted features (little-endian int32 indices, float32 values) and the facts the hard rules need.

    `revision` orders the changes: a process that has seen revision r asks for the rows above r.
    A deleted person or opening leaves a row with nothing in it and `deleted` true. `checksum` tells whether a copy
    kept elsewhere is still what stands here.
    """

    __tablename__ = "reading"
    __table_args__ = (one_of("kind", ("person", "opening"), "kind_is_known"),)

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    entity_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(index=True)
    deleted: Mapped[bool] = mapped_column(default=False)
    # of the taxonomy and the feature weights it was made with; readings of another edition must be made again
    edition: Mapped[str] = mapped_column(String(40), index=True)
    indices: Mapped[bytes] = mapped_column(LargeBinary)
    values: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[dict] = mapped_column(JSON)
    # CRC-32 of features and facts
    checksum: Mapped[int] = mapped_column(BigInteger)


class ReadingRevision(Base):
    """One row, updated in the transaction that changes readings: it makes commits come in revision order."""

    __tablename__ = "reading_revision"
    __table_args__ = (CheckConstraint("id = 1", name="only_one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    revision: Mapped[int]
