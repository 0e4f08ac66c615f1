"""The language that somebody reads pages and letters in."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

USER, KNOWN = "user_account", "ck_user_account_language_is_known"
LANGUAGES = ("sr", "sr-Cyrl", "sq", "rom", "de", "en")


def upgrade() -> None:
    with op.batch_alter_table(USER) as user:
        user.add_column(sa.Column("language", sa.String(8), nullable=True))
        listed = ", ".join(f"'{language}'" for language in LANGUAGES)
        user.create_check_constraint(op.f(KNOWN), f"language IN ({listed})")


def downgrade() -> None:
    with op.batch_alter_table(USER) as user:
        user.drop_constraint(op.f(KNOWN), type_="check")
        user.drop_column("language")
