"""Accounts: confirmation, second factors, sessions, invitations, service tokens, messages to be sent."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROLE = "ck_role_role_is_known"
ROLES_BEFORE = ("beneficiary", "employer", "counsellor", "coordinator")
NEW_ROLES = ("auditor", "service")


def upgrade() -> None:
    _know_roles((*ROLES_BEFORE, *NEW_ROLES))


def downgrade() -> None:
    gone = ", ".join(f"'{name}'" for name in NEW_ROLES)
    op.execute(f"DELETE FROM user_role WHERE role_id IN (SELECT id FROM role WHERE name IN ({gone}))")
    op.execute(f"DELETE FROM role WHERE name IN ({gone})")
    _know_roles(ROLES_BEFORE)


def _know_roles(names: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{name}'" for name in names)
    with op.batch_alter_table("role") as role:
        role.drop_constraint(op.f(ROLE), type_="check")
        role.create_check_constraint(op.f(ROLE), f"name IN ({listed})")
