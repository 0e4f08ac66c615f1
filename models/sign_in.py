"""What belongs to signing in: browsers that are signed in, passkeys, and attempts that failed."""

from datetime import datetime

from flask_security import WebAuthnMixin
from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, now, one_of

ATTEMPT_KINDS = ("account", "address", "code", "pair")


class SignedInBrowser(Base):
    """A browser in which somebody has signed in. Deleted, it is signed out."""

    __tablename__ = "signed_in_browser"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    # SHA-256 of what the cookie holds
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # such as "Firefox, Android"
    device: Mapped[str] = mapped_column(String(80), default="")
    # the network it was last seen in, without the part that tells one machine: "93.86.12.x"
    network: Mapped[str] = mapped_column(String(40), default="")
    # whether it stays signed in when it is closed
    kept: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    user: Mapped["User"] = relationship("User")  # noqa: F821 - accounts.py, which imports this


class Passkey(WebAuthnMixin, Base):
    """A key kept by somebody's telephone or computer; the columns are those Flask-Security fills in."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    extensions: Mapped[str | None] = mapped_column(String(255))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    lastuse_datetime: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(20))

    def get_user_mapping(self) -> dict[str, object]:
        return {"id": self.user_id}


class FailedAttempts(Base):
    """How often signing in has failed in a row: for an account, from an address, for both together (`pair`), with
    codes of a second factor."""

    __tablename__ = "failed_attempts"
    __table_args__ = (one_of("kind", ATTEMPT_KINDS, "kind_is_known"),)

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    # HMAC of what was tried: addresses of accounts, of mistyped ones, of machines are not told here
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
