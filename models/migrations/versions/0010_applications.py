"""Applications from draft to placement, with each step and a last day for each answer."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPLICATION, STEP = "application", "application_step"
BEFORE = ("submitted", "in_review", "accepted", "rejected", "withdrawn")
STATES = (
    "draft", "submitted", "in_review", "shortlisted", "interview", "offered",
    "accepted", "rejected", "withdrawn", "expired", "placed_elsewhere", "cancelled",
)  # fmt: skip
REASONS = (
    "other_person", "place_filled", "experience_missing", "qualification_missing", "licence_missing",
    "language_level", "working_hours", "start_date", "too_far", "pay_expected", "not_reached", "did_not_come",
    "papers_missing", "opening_withdrawn", "other",
    "found_work", "distance", "pay_offered", "hours_offered", "other_plans", "not_told",
)  # fmt: skip
# days that companies have from today for what was sent before there were last days
DAYS = 14


def upgrade() -> None:
    _change_states(STATES, 16)
    with op.batch_alter_table(APPLICATION) as application:
        application.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        application.create_index(op.f(f"ix_{APPLICATION}_answer_by"), ["answer_by"])
    table = sa.table(APPLICATION, sa.column("state"), sa.column("answer_by", sa.Date()))
    waiting = table.c.state.in_(("submitted", "in_review"))
    op.execute(table.update().where(waiting).values(answer_by=date.today() + timedelta(DAYS)))
    _add_steps()


def downgrade() -> None:
    op.drop_table(STEP)
    with op.batch_alter_table(APPLICATION) as application:
        application.drop_index(op.f(f"ix_{APPLICATION}_answer_by"))
        application.drop_column("answer_by")
    table = sa.table(APPLICATION, sa.column("state"))
    for state, nearest in (
        ("draft", "withdrawn"), ("shortlisted", "in_review"), ("interview", "in_review"), ("offered", "in_review"),
        ("expired", "rejected"), ("placed_elsewhere", "withdrawn"), ("cancelled", "rejected"),
    ):  # fmt: skip
        op.execute(table.update().where(table.c.state == state).values(state=nearest))
    _change_states(BEFORE, 12)


def _change_states(states: tuple[str, ...], length: int) -> None:
    name = op.f(f"ck_{APPLICATION}_state_is_known")
    with op.batch_alter_table(APPLICATION) as application:
        application.drop_constraint(name, type_="check")
        application.alter_column("state", type_=sa.String(length=length), existing_nullable=False)
        application.create_check_constraint(name, _one_of("state", states))


def _add_steps() -> None:
    op.create_table(
        STEP,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("from_state", sa.String(length=16), nullable=False),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("caused_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(_one_of("from_state", STATES), name=op.f(f"ck_{STEP}_from_state_is_known")),
        sa.CheckConstraint(_one_of("to_state", STATES), name=op.f(f"ck_{STEP}_to_state_is_known")),
        sa.CheckConstraint(_one_of("reason", REASONS), name=op.f(f"ck_{STEP}_reason_is_known")),
        sa.CheckConstraint(
            "undone_at IS NOT NULL OR undone_by_id IS NULL", name=op.f(f"ck_{STEP}_undone_by_somebody_at_a_time")
        ),
        _key("application_id", APPLICATION, "CASCADE"),
        _key("by_id", "user_account", "SET NULL"),
        _key("caused_by_id", STEP, "SET NULL"),
        _key("undone_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{STEP}")),
    )
    for column in ("application_id", "caused_by_id"):
        op.create_index(op.f(f"ix_{STEP}_{column}"), STEP, [column])


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _key(column: str, table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{STEP}_{column}"), ondelete=ondelete)
