"""User accounts and roles, in the shape Flask-Security works with."""

from datetime import date, datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, BigInteger, Column, ForeignKey, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamps, UtcDateTime, one_of
from models.sign_in import Passkey
from models.vocabulary import PAGE_LANGUAGES, ROLES

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(RoleMixin, Base):
    __tablename__ = "role"
    __table_args__ = (one_of("name", ROLES, "role_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    permissions = None  # permissions are decided in the services, by role


class User(UserMixin, Timestamps, Base):
    __tablename__ = "user_account"
    __table_args__ = (one_of("language", PAGE_LANGUAGES, "language_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    # NULL: has not been signed in yet
    language: Mapped[str | None] = mapped_column(String(8))
    # A company's account acts for this employer.
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id", ondelete="CASCADE"), index=True)
    # Staff work with the people of this organisation.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # Of the accounts of a company, the one that invites and removes the others.
    is_owner: Mapped[bool] = mapped_column(default=False)
    # NULL: nobody has shown yet that mail to this address arrives
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The last day somebody used it, NULL: nobody did. Rows of browsers go when they are signed out; this stays.
    last_visit_on: Mapped[date | None]
    # The second factor: `authenticator` or NULL, its secret (encrypted), and the last time step a code was used for.
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON(none_as_null=True)))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)

    # Set by whoever loads the account, for Flask-Security: whether the role asks for a second factor here.
    must_have_second_factor = False

    webauthn: Mapped[list[Passkey]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    roles: Mapped[list[Role]] = relationship(secondary=user_role, lazy="selectin")

    def check_tf_required(self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool) -> tuple[bool, list]:
        return self.must_have_second_factor or bool(tf_setup_methods), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        return self.must_have_second_factor
