"""Accounts: confirmation, second factors, sessions, invitations, service tokens, messages to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROLE = "ck_role_role_is_known"
ROLES_BEFORE = ("beneficiary", "employer", "counsellor", "coordinator")
NEW_ROLES = ("auditor", "service")


USER = "user_account"
HANDLE = "uq_user_account_fs_webauthn_user_handle"


def upgrade() -> None:
    _know_roles((*ROLES_BEFORE, *NEW_ROLES))
    _widen_accounts()
    _add_sign_in()
    _add_invitations()
    _add_messages()


def _widen_accounts() -> None:
    with op.batch_alter_table(USER) as user:
        user.add_column(sa.Column("is_owner", sa.Boolean(), nullable=False, server_default=sa.false()))
        user.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        user.add_column(sa.Column("last_visit_on", sa.Date(), nullable=True))
        user.add_column(sa.Column("tf_primary_method", sa.String(length=20), nullable=True))
        user.add_column(sa.Column("tf_totp_secret", sa.String(length=255), nullable=True))
        user.add_column(sa.Column("tf_last_counter", sa.BigInteger(), nullable=True))
        user.add_column(sa.Column("mf_recovery_codes", sa.JSON(), nullable=True))
        user.add_column(sa.Column("fs_webauthn_user_handle", sa.String(length=64), nullable=True))
        user.create_unique_constraint(op.f(HANDLE), ["fs_webauthn_user_handle"])
    # whoever could sign in until now need confirm nothing; the first account of a company is its owner
    op.execute(f"UPDATE {USER} SET confirmed_at = created_at")
    first = f"SELECT min(id) FROM {USER} WHERE employer_id IS NOT NULL GROUP BY employer_id"
    op.execute(f"UPDATE {USER} SET is_owner = true WHERE id IN ({first})")
    with op.batch_alter_table(USER) as user:
        user.alter_column("is_owner", server_default=None)


def _add_sign_in() -> None:
    op.create_table(
        "signed_in_browser",
        sa.Column("id", sa.Integer(), nullable=False),
        _user_id(),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("network", sa.String(length=40), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        _to_user("signed_in_browser", "user_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_browser")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_browser_token_hash")),
    )
    op.create_index(op.f("ix_signed_in_browser_user_id"), "signed_in_browser", ["user_id"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        _user_id(),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("extensions", sa.String(length=255), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(length=64), nullable=False),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("usage", sa.String(length=20), nullable=False),
        _to_user("passkey", "user_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])
    op.create_table(
        "failed_attempts",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('account', 'address', 'code', 'pair')", name=op.f("ck_failed_attempts_kind_is_known")
        ),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_failed_attempts")),
    )
    op.create_index(op.f("ix_failed_attempts_last_at"), "failed_attempts", ["last_at"])


def _add_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"role IN ({_listed((*ROLES_BEFORE, *NEW_ROLES))})", op.f("ck_invitation_role_is_known")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_invitation_employer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id"), ondelete="CASCADE"),
        _to_user("invitation", "invited_by_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    for column in ("email", "employer_id", "person_id"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])
    op.create_table(
        "service_token",
        sa.Column("id", sa.Integer(), nullable=False),
        _user_id(),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        _to_user("service_token", "user_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_service_token_token_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_service_token_user_id")),
    )


def _add_messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        _to_user("message", "user_id", "CASCADE"),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_message_invitation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    for column in ("to", "user_id", "invitation_id"):
        op.create_index(op.f(f"ix_message_{column}"), "message", [column])
    op.create_index("ix_message_sent_at_next_attempt_at", "message", ["sent_at", "next_attempt_at"])


def _user_id() -> sa.Column:
    return sa.Column("user_id", sa.Integer(), nullable=False)


def _to_user(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{USER}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def downgrade() -> None:
    for table in ("message", "service_token", "invitation", "failed_attempts", "passkey", "signed_in_browser"):
        op.drop_table(table)
    gone = _listed(NEW_ROLES)
    of_these = f"SELECT user_id FROM user_role JOIN role ON role.id = role_id WHERE role.name IN ({gone})"
    op.execute(f"DELETE FROM {USER} WHERE id IN ({of_these})")
    op.execute(f"DELETE FROM user_role WHERE role_id IN (SELECT id FROM role WHERE name IN ({gone}))")
    op.execute(f"DELETE FROM role WHERE name IN ({gone})")
    _know_roles(ROLES_BEFORE)
    with op.batch_alter_table(USER) as user:
        user.drop_constraint(op.f(HANDLE), type_="unique")
        for column in ("fs_webauthn_user_handle", "mf_recovery_codes", "tf_last_counter", "tf_totp_secret"):
            user.drop_column(column)
        for column in ("tf_primary_method", "last_visit_on", "confirmed_at", "is_owner"):
            user.drop_column(column)


def _know_roles(names: tuple[str, ...]) -> None:
    with op.batch_alter_table("role") as role:
        role.drop_constraint(op.f(ROLE), type_="check")
        role.create_check_constraint(op.f(ROLE), f"name IN ({_listed(names)})")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)
