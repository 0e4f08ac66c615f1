"""E-mails that wait to be sent, written in the transaction that gives reason for them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, now


class Message(Base):
    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_sent_at_next_attempt_at", "sent_at", "next_attempt_at"),
        CheckConstraint("kind IS NULL OR user_id IS NOT NULL", name="notice_to_an_account"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(255), index=True)
    # whose letter it is, or what it brings: it goes with them, whatever address it was sent to
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    # a notice is put into words when it is sent: `kind` says which it is, `details` what it is about; NULL: in words
    kind: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    subject: Mapped[str] = mapped_column(String(200))
    # emptied once it is sent: it holds links that let somebody in
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # since when a worker has it in hand; where that worker died, nobody knows whether it was sent
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    # of the last attempt that failed, the kind of error
    problem: Mapped[str] = mapped_column(String(80), default="")
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
