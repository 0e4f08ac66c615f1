"""Searches kept by people, and their letters; openings know their language and whether beginners may come."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SEARCH, TOLD, OPENING = "saved_search", "told_opening", "opening"


def upgrade() -> None:
    with op.batch_alter_table(OPENING) as opening:
        opening.add_column(sa.Column("language", sa.String(length=3), nullable=True))
        opening.add_column(sa.Column("beginners", sa.Boolean(), nullable=False, server_default=sa.false()))
    table = sa.table(OPENING, sa.column("kind"), sa.column("beginners", sa.Boolean()))
    op.execute(table.update().where(table.c.kind == "internship").values(beginners=True))
    with op.batch_alter_table(OPENING) as opening:
        opening.alter_column("beginners", server_default=None)
    _add_searches()
    _add_told()


def downgrade() -> None:
    op.drop_table(TOLD)
    op.drop_table(SEARCH)
    with op.batch_alter_table(OPENING) as opening:
        opening.drop_column("beginners")
        opening.drop_column("language")


def _add_searches() -> None:
    op.create_table(
        SEARCH,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rhythm IN ('daily', 'weekly', 'off')", name=op.f("ck_saved_search_rhythm_is_known")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_saved_search_name_not_empty")),
        _of_account(SEARCH),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SEARCH}")),
    )
    op.create_index(op.f(f"ix_{SEARCH}_user_id"), SEARCH, ["user_id"])


def _add_told() -> None:
    op.create_table(
        TOLD,
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        _of_account(TOLD),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f(f"fk_{TOLD}_opening_id_opening"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "opening_id", name=op.f(f"pk_{TOLD}")),
    )
    op.create_index(op.f(f"ix_{TOLD}_opening_id"), TOLD, ["opening_id"])


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["user_account.id"], name=op.f(f"fk_{table}_user_id_user_account"), ondelete="CASCADE"
    )
