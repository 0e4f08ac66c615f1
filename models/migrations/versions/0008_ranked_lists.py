"""Ranked lists as they were shown, and what counsellors put before or after."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_ranked_list()
    _create_read_input()
    _create_ranked_line()
    _create_shown_list()
    _create_rank_override()
    _create_review_request()


def downgrade() -> None:
    op.drop_table("review_request")
    op.drop_table("rank_override")
    op.drop_table("shown_list")
    op.drop_table("ranked_line")
    op.drop_table("read_input")
    op.drop_table("ranked_list")


def _create_ranked_list() -> None:
    op.create_table(
        "ranked_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_checksum", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked_for", sa.Integer(), nullable=False),
        sa.Column("with_ineligible", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("taxonomy_revision", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("erased", sa.Integer(), nullable=False),
        sa.CheckConstraint("direction IN ('people', 'openings')", name=op.f("ck_ranked_list_direction_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranked_list")),
        sa.UniqueConstraint("digest", name=op.f("uq_ranked_list_digest")),
    )
    op.create_index(op.f("ix_ranked_list_day"), "ranked_list", ["day"], unique=False)
    op.create_index("ix_ranked_list_direction_subject_id", "ranked_list", ["direction", "subject_id"], unique=False)


def _create_read_input() -> None:
    op.create_table(
        "read_input",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("entity_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checksum", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("indices", sa.LargeBinary(), nullable=False),
        sa.Column("values", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'opening')", name=op.f("ck_read_input_kind_is_known")),
        sa.PrimaryKeyConstraint("kind", "entity_id", "checksum", name=op.f("pk_read_input")),
    )


def _create_ranked_line() -> None:
    op.create_table(
        "ranked_line",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("section", sa.String(length=9), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=True),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("checksum", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("computed_rank", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=True),
        sa.Column("distance_km", sa.Double(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=True),
        sa.Column("override_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('person', 'opening')", name=op.f("ck_ranked_line_kind_is_known")),
        sa.CheckConstraint(
            "section IN ('ranked', 'set_aside', 'left_out', 'proposed')", name=op.f("ck_ranked_line_section_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["ranked_list.id"], name=op.f("fk_ranked_line_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", "place", name=op.f("pk_ranked_line")),
    )
    op.create_index("ix_ranked_line_kind_entity_id", "ranked_line", ["kind", "entity_id"], unique=False)


def _create_shown_list() -> None:
    op.create_table(
        "shown_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("register", sa.String(length=32), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["ranked_list.id"], name=op.f("fk_shown_list_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_shown_list_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_list")),
    )
    op.create_index(op.f("ix_shown_list_at"), "shown_list", ["at"], unique=False)
    op.create_index(op.f("ix_shown_list_list_id"), "shown_list", ["list_id"], unique=False)
    op.create_index(op.f("ix_shown_list_user_id"), "shown_list", ["user_id"], unique=False)


def _create_rank_override() -> None:
    op.create_table(
        "rank_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('met_in_person', 'employer_wish', 'condition_not_recorded', 'person_wish', 'data_error', 'other')",
            name=op.f("ck_rank_override_reason_is_known"),
        ),
        sa.CheckConstraint("place >= 1", name=op.f("ck_rank_override_place_from_one")),
        sa.CheckConstraint(
            "taken_back_at IS NOT NULL OR taken_back_by_id IS NULL",
            name=op.f("ck_rank_override_taken_back_by_somebody_at_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_rank_override_opening_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rank_override_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["user_account.id"], name=op.f("fk_rank_override_set_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"],
            ["user_account.id"],
            name=op.f("fk_rank_override_taken_back_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rank_override")),
    )
    op.create_index(op.f("ix_rank_override_person_id"), "rank_override", ["person_id"], unique=False)
    op.create_index(
        "uq_rank_override_in_force",
        "rank_override",
        ["opening_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )


def _create_review_request() -> None:
    op.create_table(
        "review_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("answered_at IS NOT NULL OR answer = ''", name=op.f("ck_review_request_answered_at_a_time")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_review_request_answered_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_review_request_opening_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_request_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_request")),
    )
    op.create_index(op.f("ix_review_request_opening_id"), "review_request", ["opening_id"], unique=False)
    op.create_index(op.f("ix_review_request_person_id"), "review_request", ["person_id"], unique=False)
