"""What remains of those who were erased, and how long what is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REQUEST, DEPARTED, ANSWER = "rights_request", "departed", "idempotent_response"
SUBJECTS = ("profile", "protected", "notes", "other")


def upgrade() -> None:
    _add_requests()
    _add_departed()
    # answers kept until now do not say whom they tell of; they are kept for a day only
    op.execute(f"DELETE FROM {ANSWER}")
    with op.batch_alter_table(ANSWER) as answer:
        answer.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        answer.create_foreign_key(op.f(f"fk_{ANSWER}_person_id"), "person", ["person_id"], ["id"], ondelete="CASCADE")
        answer.create_index(op.f(f"ix_{ANSWER}_person_id"), ["person_id"])


def downgrade() -> None:
    with op.batch_alter_table(ANSWER) as answer:
        answer.drop_index(op.f(f"ix_{ANSWER}_person_id"))
        answer.drop_constraint(op.f(f"fk_{ANSWER}_person_id"), type_="foreignkey")
        answer.drop_column("person_id")
    op.drop_table(DEPARTED)
    op.drop_table(REQUEST)


def _add_requests() -> None:
    op.create_table(
        REQUEST,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('correction', 'erasure')", name=op.f(f"ck_{REQUEST}_kind_is_known")),
        sa.CheckConstraint(f"about IN {SUBJECTS}", name=op.f(f"ck_{REQUEST}_about_is_known")),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'refused', 'withdrawn')", name=op.f(f"ck_{REQUEST}_state_is_known")
        ),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f(f"ck_{REQUEST}_answered_at_a_time")),
        sa.CheckConstraint(
            "(kind = 'correction') = (about IS NOT NULL)", name=op.f(f"ck_{REQUEST}_correction_is_about_something")
        ),
        _key("person_id", "person", "CASCADE"),
        _key("asked_by_id", "user_account", "SET NULL"),
        _key("answered_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REQUEST}")),
    )
    op.create_index(op.f(f"ix_{REQUEST}_person_id"), REQUEST, ["person_id"])
    op.create_index(f"ix_{REQUEST}_state_kind", REQUEST, ["state", "kind"])


def _key(column: str, table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{REQUEST}_{column}"), ondelete=ondelete)


def _add_departed() -> None:
    op.create_table(
        DEPARTED,
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_band", sa.String(length=12), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("people", "placed", "applications_sent", "applications_accepted", "trainings_completed")
        ),
        sa.CheckConstraint("people > 0", name=op.f(f"ck_{DEPARTED}_people_positive")),
        sa.CheckConstraint("placed <= people", name=op.f(f"ck_{DEPARTED}_placed_within_people")),
        sa.PrimaryKeyConstraint("year", "sex", "age_band", "district", name=op.f(f"pk_{DEPARTED}")),
    )
