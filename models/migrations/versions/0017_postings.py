"""What companies keep of postings: the history of an opening, and the way back of its last step."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = "'draft', 'pending_approval', 'published', 'paused', 'filled', 'closed', 'expired'"


def upgrade() -> None:
    op.create_table(
        "opening_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("day_before", sa.Date(), nullable=True),
        sa.Column("day_after", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"from_state IN ({STATES})", name=op.f("ck_opening_step_from_state_is_known")),
        sa.CheckConstraint(f"to_state IN ({STATES})", name=op.f("ck_opening_step_to_state_is_known")),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_opening_step_opening_id_opening"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_step")),
    )
    op.create_index(op.f("ix_opening_step_opening_id"), "opening_step", ["opening_id"])


def downgrade() -> None:
    op.drop_table("opening_step")
