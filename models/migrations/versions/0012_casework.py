"""Casework: who works with whom, follow-ups with a due date, pools of people."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RESPONSIBILITY, FOLLOW_UP, STEP = "responsibility", "follow_up", "follow_up_step"
POSTPONED, POOL, MEMBER = "postponed", "pool", "pool_member"
ACCOUNT = "user_account"
STEPS = ("made", "changed", "postponed", "handed_over", "done", "undone")
POSTPONABLE = (
    "application", "offer", "consent_to_ask", "consent_ending", "invitation", "quiet", "leaving", "review", "request",
    "agreement", "begin", "evaluation", "evaluation_to_read", "outcome",
)  # fmt: skip


def upgrade() -> None:
    _add_responsibilities()
    _add_follow_ups()
    _add_pools()


def downgrade() -> None:
    for table in (MEMBER, POOL, POSTPONED, STEP, FOLLOW_UP, RESPONSIBILITY):
        op.drop_table(table)


def _add_responsibilities() -> None:
    op.create_table(
        RESPONSIBILITY,
        _number("person_id"),
        _number("organisation_id"),
        _number("user_id"),
        _moment("since"),
        _number("set_by_id", nullable=True),
        _key(RESPONSIBILITY, "person_id", "person", "CASCADE"),
        _key(RESPONSIBILITY, "organisation_id", "organisation", "CASCADE"),
        _key(RESPONSIBILITY, "user_id", ACCOUNT, "CASCADE"),
        _key(RESPONSIBILITY, "set_by_id", ACCOUNT, "SET NULL"),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f(f"pk_{RESPONSIBILITY}")),
    )
    op.create_index(op.f(f"ix_{RESPONSIBILITY}_user_id"), RESPONSIBILITY, ["user_id"])


def _add_follow_ups() -> None:
    op.create_table(
        FOLLOW_UP,
        _number("id"),
        _number("person_id"),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _number("assigned_to_id", nullable=True),
        _moment("created_at"),
        _number("created_by_id", nullable=True),
        _moment("done_at", nullable=True),
        _number("done_by_id", nullable=True),
        sa.CheckConstraint(
            "done_at IS NOT NULL OR done_by_id IS NULL", name=op.f(f"ck_{FOLLOW_UP}_done_by_somebody_at_a_time")
        ),
        _key(FOLLOW_UP, "person_id", "person", "CASCADE"),
        *(_key(FOLLOW_UP, f"{did}_id", ACCOUNT, "SET NULL") for did in ("assigned_to", "created_by", "done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FOLLOW_UP}")),
    )
    op.create_index(op.f(f"ix_{FOLLOW_UP}_person_id"), FOLLOW_UP, ["person_id"])
    op.create_index(op.f(f"ix_{FOLLOW_UP}_due_on"), FOLLOW_UP, ["due_on"])
    op.create_index(f"ix_{FOLLOW_UP}_assigned_to_id_due_on", FOLLOW_UP, ["assigned_to_id", "due_on"])
    op.create_table(
        STEP,
        _number("id"),
        _number("follow_up_id"),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _moment("at"),
        _number("by_id", nullable=True),
        sa.CheckConstraint(f"action IN {STEPS}", name=op.f(f"ck_{STEP}_action_is_known")),
        _key(STEP, "follow_up_id", FOLLOW_UP, "CASCADE"),
        _key(STEP, "by_id", ACCOUNT, "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{STEP}")),
    )
    op.create_index(op.f(f"ix_{STEP}_follow_up_id"), STEP, ["follow_up_id"])
    op.create_table(
        POSTPONED,
        _number("user_id"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        _number("person_id"),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint(f"kind IN {POSTPONABLE}", name=op.f(f"ck_{POSTPONED}_kind_is_known")),
        _key(POSTPONED, "user_id", ACCOUNT, "CASCADE"),
        _key(POSTPONED, "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "kind", "item_id", name=op.f(f"pk_{POSTPONED}")),
    )
    op.create_index(op.f(f"ix_{POSTPONED}_person_id"), POSTPONED, ["person_id"])


def _add_pools() -> None:
    op.create_table(
        POOL,
        _number("id"),
        _number("organisation_id"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        _moment("created_at"),
        _moment("checked_at"),
        _moment("closed_at", nullable=True),
        _key(POOL, "organisation_id", "organisation", "CASCADE"),
        sa.UniqueConstraint("organisation_id", "name", name=op.f(f"uq_{POOL}_organisation_id_name")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{POOL}")),
    )
    op.create_table(
        MEMBER,
        _number("pool_id"),
        _number("person_id"),
        _moment("added_at"),
        _number("added_by_id", nullable=True),
        _key(MEMBER, "pool_id", POOL, "CASCADE"),
        _key(MEMBER, "person_id", "person", "CASCADE"),
        _key(MEMBER, "added_by_id", ACCOUNT, "SET NULL"),
        sa.PrimaryKeyConstraint("pool_id", "person_id", name=op.f(f"pk_{MEMBER}")),
    )
    op.create_index(op.f(f"ix_{MEMBER}_person_id"), MEMBER, ["person_id"])


def _number(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
