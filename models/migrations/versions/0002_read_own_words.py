"""What own words tell of work, and vectors of labels."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KIND = "ck_occupation_mention_kind_is_known"
YEARS = "ck_occupation_mention_years_plausible"
ENDED_YEAR = "ck_occupation_mention_ended_year_plausible"


def upgrade() -> None:
    op.create_table(
        "label_vector",
        sa.Column("encoder", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=5), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("role IN ('label', 'query')", name=op.f("ck_label_vector_role_is_known")),
        sa.PrimaryKeyConstraint("encoder", "role", "digest", name=op.f("pk_label_vector")),
    )
    with op.batch_alter_table("occupation_mention") as mention:
        mention.add_column(sa.Column("years", sa.Double(), nullable=True))
        mention.add_column(sa.Column("ended_year", sa.Integer(), nullable=True))
        mention.add_column(sa.Column("given_up", sa.Boolean(), nullable=False, server_default=sa.false()))
        mention.drop_constraint(op.f(KIND), type_="check")
        mention.create_check_constraint(op.f(KIND), "kind IN ('work', 'mention', 'wish')")
        mention.create_check_constraint(op.f(YEARS), "years >= 0 AND years <= 70")
        mention.create_check_constraint(op.f(ENDED_YEAR), "ended_year BETWEEN 1940 AND 2100")
    with op.batch_alter_table("occupation_mention") as mention:
        mention.alter_column("given_up", server_default=None)


def downgrade() -> None:
    # work that was told of is a mention again, and nobody is proposed for what they have given up
    op.execute("DELETE FROM occupation_mention WHERE given_up")
    op.execute("UPDATE occupation_mention SET kind = 'mention' WHERE kind = 'work'")
    with op.batch_alter_table("occupation_mention") as mention:
        for name in (YEARS, ENDED_YEAR, KIND):
            mention.drop_constraint(op.f(name), type_="check")
        mention.create_check_constraint(op.f(KIND), "kind IN ('mention', 'wish')")
        for column in ("given_up", "ended_year", "years"):
            mention.drop_column(column)
    op.drop_table("label_vector")
