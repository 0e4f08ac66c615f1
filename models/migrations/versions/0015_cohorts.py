"""Cohorts: proposals that place many people into many openings."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PAIR = ("cohort_id", "person_id", "opening_id")


def upgrade() -> None:
    _create_cohort()
    _create_members()
    _create_cohort_pair()
    _create_cohort_run()
    _create_cohort_line()


def downgrade() -> None:
    for table in ("cohort_line", "cohort_run", "cohort_pair", "cohort_opening", "cohort_person", "cohort"):
        op.drop_table(table)


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _create_cohort() -> None:
    shares = ("near", "wish", "interest", "lowest_fit")
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("wish", sa.Double(), nullable=False),
        sa.Column("interest", sa.Double(), nullable=False),
        sa.Column("near", sa.Double(), nullable=False),
        sa.Column("lowest_fit", sa.Double(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", _moment(), nullable=False),
        sa.Column("updated_at", _moment(), nullable=False),
        *(_check("cohort", f"{name}_is_a_share", f"{name} BETWEEN 0 AND 1") for name in shares),
        _to("cohort", "organisation_id", "organisation"),
        _to("cohort", "made_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_index(op.f("ix_cohort_organisation_id"), "cohort", ["organisation_id"])


def _create_members() -> None:
    reasons = "'waiting_long', 'programme_ends', 'placement_fell_through'"
    op.create_table(
        "cohort_person",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("priority_reason", sa.String(length=24), nullable=True),
        _check("cohort_person", "priority_is_known", "priority BETWEEN 0 AND 3"),
        _check("cohort_person", "priority_has_a_reason", "(priority = 0) = (priority_reason IS NULL)"),
        _check("cohort_person", "priority_reason_is_known", f"priority_reason IN ({reasons})"),
        _to("cohort_person", "cohort_id", "cohort"),
        _to("cohort_person", "person_id", "person"),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_cohort_person")),
    )
    op.create_index(op.f("ix_cohort_person_person_id"), "cohort_person", ["person_id"])
    op.create_table(
        "cohort_opening",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        _to("cohort_opening", "cohort_id", "cohort"),
        _to("cohort_opening", "opening_id", "opening"),
        sa.PrimaryKeyConstraint("cohort_id", "opening_id", name=op.f("pk_cohort_opening")),
    )
    op.create_index(op.f("ix_cohort_opening_opening_id"), "cohort_opening", ["opening_id"])


def _create_cohort_pair() -> None:
    op.create_table(
        "cohort_pair",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in PAIR),
        sa.Column("rule", sa.String(length=8), nullable=True),
        sa.Column("wish", sa.Integer(), nullable=True),
        _check("cohort_pair", "rule_is_known", "rule IN ('must', 'never')"),
        _check("cohort_pair", "wish_is_known", "wish BETWEEN 1 AND 3"),
        _check("cohort_pair", "says_something", "rule IS NOT NULL OR wish IS NOT NULL"),
        _to("cohort_pair", "cohort_id", "cohort"),
        _to("cohort_pair", "person_id", "person"),
        _to("cohort_pair", "opening_id", "opening"),
        sa.PrimaryKeyConstraint(*PAIR, name=op.f("pk_cohort_pair")),
    )
    op.create_index(op.f("ix_cohort_pair_person_id"), "cohort_pair", ["person_id"])
    op.create_index(op.f("ix_cohort_pair_opening_id"), "cohort_pair", ["opening_id"])


def _create_cohort_run() -> None:
    op.create_table(
        "cohort_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("people", "placed", "priority", "worth")),
        _to("cohort_run", "cohort_id", "cohort"),
        _to("cohort_run", "made_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_run")),
    )
    op.create_index(op.f("ix_cohort_run_cohort_id"), "cohort_run", ["cohort_id"])
    op.create_index(op.f("ix_cohort_run_made_at"), "cohort_run", ["made_at"])


def _create_cohort_line() -> None:
    outcomes = "'placed', 'none_fits', 'all_full', 'not_agreed', 'has_place'"
    op.create_table(
        "cohort_line",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("ruled_out", sa.JSON(), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=True),
        sa.Column("confirmed_at", _moment(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_as", sa.String(length=16), nullable=True),
        _check("cohort_line", "outcome_is_known", f"outcome IN ({outcomes})"),
        _check("cohort_line", "confirmed_as_is_known", "confirmed_as IN ('application', 'proposal', 'there_before')"),
        _check("cohort_line", "confirmed_as_something", "(confirmed_at IS NULL) = (confirmed_as IS NULL)"),
        _to("cohort_line", "run_id", "cohort_run"),
        _to("cohort_line", "person_id", "person"),
        _to("cohort_line", "opening_id", "opening", "SET NULL"),
        _to("cohort_line", "confirmed_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("run_id", "person_id", name=op.f("pk_cohort_line")),
    )
    op.create_index(op.f("ix_cohort_line_opening_id"), "cohort_line", ["opening_id"])
    op.create_index("ix_cohort_line_person_id_confirmed_at", "cohort_line", ["person_id", "confirmed_at"])
