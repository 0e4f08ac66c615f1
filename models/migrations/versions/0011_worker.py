"""The worker: what runs when, notices that are put into words when they are sent, and reminders of last days."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JOB, MESSAGE, APPLICATION = "worker_job", "message", "application"


def upgrade() -> None:
    op.create_table(
        JOB,
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f(f"pk_{JOB}")),
    )
    with op.batch_alter_table(MESSAGE) as message:
        message.add_column(sa.Column("kind", sa.String(length=40), nullable=True))
        message.add_column(sa.Column("details", sa.JSON(none_as_null=True), nullable=True))
        message.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        message.add_column(sa.Column("problem", sa.String(length=80), server_default="", nullable=False))
        message.create_check_constraint(op.f("ck_message_notice_to_an_account"), "kind IS NULL OR user_id IS NOT NULL")
    with op.batch_alter_table(MESSAGE) as message:
        message.alter_column("problem", server_default=None)
    op.add_column(APPLICATION, sa.Column("reminded_of", sa.Date(), nullable=True))


def downgrade() -> None:
    """Notices that wait go: before, there was nothing to put them into words."""
    table = sa.table(MESSAGE, sa.column("kind"), sa.column("sent_at"))
    op.execute(table.delete().where(table.c.kind.is_not(None), table.c.sent_at.is_(None)))
    with op.batch_alter_table(APPLICATION) as application:
        application.drop_column("reminded_of")
    with op.batch_alter_table(MESSAGE) as message:
        message.drop_constraint(op.f("ck_message_notice_to_an_account"), type_="check")
        for column in ("problem", "taken_at", "details", "kind"):
            message.drop_column(column)
    op.drop_table(JOB)
