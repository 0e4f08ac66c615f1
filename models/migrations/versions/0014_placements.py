"""Placements: agreements, attendance, evaluations, certificates, outcomes."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = (
    "signing_key", "placement", "placement_step", "agreement_signature", "attendance_week", "placement_evaluation",
    "certificate", "placement_outcome",
)  # fmt: skip


def upgrade() -> None:
    _add_keys()
    _add_placements()
    _add_steps()
    _add_signatures()
    _add_weeks()
    _add_evaluations()
    _add_certificates()
    _add_outcomes()
    _place_accepted()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _place_accepted() -> None:
    """What was accepted before is a placement of which nothing is agreed yet."""
    op.execute(
        """
        INSERT INTO placement (
            application_id, person_id, employer_id, kind, state, version, title, starts_on, ends_on, hours_per_week,
            mentor, duties, allowance, allowance_currency, allowance_period, created_at, updated_at
        )
        SELECT
            application.id, application.person_id, opening.employer_id,
            CASE opening.kind WHEN 'internship' THEN 'internship' ELSE 'employment' END, 'prepared', 1, opening.title,
            opening.starts_on, opening.ends_on, opening.hours_per_week, opening.mentor, opening.learning_goals,
            opening.pay_from, opening.pay_currency, opening.pay_period, application.updated_at, application.updated_at
        FROM application JOIN opening ON opening.id = application.opening_id
        WHERE application.state = 'accepted'
        """
    )


def _add_keys() -> None:
    op.create_table(
        "signing_key",
        sa.Column("name", sa.String(length=43), nullable=False),
        sa.Column("public", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_signing_key")),
    )


def _add_placements() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("hours_per_week", sa.Integer(), nullable=True),
        sa.Column("mentor", sa.String(length=200), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("allowance", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("allowance_currency", sa.String(length=3), nullable=False),
        sa.Column("allowance_period", sa.String(length=10), nullable=True),
        sa.Column("agreed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("mid_term_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "allowance_period IN ('hour', 'month', 'total')", name=op.f("ck_placement_allowance_period_is_known")
        ),
        sa.CheckConstraint("kind IN ('internship', 'employment')", name=op.f("ck_placement_kind_is_known")),
        sa.CheckConstraint(
            "state IN ('prepared', 'agreed', 'under_way', 'finished', 'broken_off')",
            name=op.f("ck_placement_state_is_known"),
        ),
        sa.CheckConstraint("allowance >= 0", name=op.f("ck_placement_allowance_not_negative")),
        sa.CheckConstraint("ended_on >= began_on", name=op.f("ck_placement_ended_after_begin")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_placement_ends_after_start")),
        sa.CheckConstraint("hours_per_week > 0 AND hours_per_week <= 60", name=op.f("ck_placement_hours_plausible")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_placement_version_positive")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_placement_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_placement_employer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_placement_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("application_id", name=op.f("uq_placement_application_id")),
    )
    op.create_index(op.f("ix_placement_employer_id"), "placement", ["employer_id"])
    op.create_index(op.f("ix_placement_person_id"), "placement", ["person_id"])
    op.create_index(op.f("ix_placement_state"), "placement", ["state"])


def _add_signatures() -> None:
    op.create_table(
        "agreement_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("how IN ('paper', 'online')", name=op.f("ck_agreement_signature_how_is_known")),
        sa.CheckConstraint(
            "side IN ('company', 'person', 'programme')", name=op.f("ck_agreement_signature_side_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_agreement_signature_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_agreement_signature_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signature")),
        sa.UniqueConstraint(
            "placement_id", "version", "side", name=op.f("uq_agreement_signature_placement_id_version_side")
        ),
    )


def _add_weeks() -> None:
    op.create_table(
        "attendance_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("excused + missed <= planned", name=op.f("ck_attendance_week_missed_within_planned")),
        sa.CheckConstraint(
            "planned >= 0 AND present >= 0 AND excused >= 0 AND missed >= 0 AND planned <= 100 AND present <= 100",
            name=op.f("ck_attendance_week_hours_plausible"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_attendance_week_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_attendance_week_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_week")),
    )
    op.create_index(op.f("ix_attendance_week_placement_id_monday"), "attendance_week", ["placement_id", "monday"])


def _add_certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("badge", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_for", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "revoked_for IN ('mistake', 'not_earned', 'asked', 'replaced')",
            name=op.f("ck_certificate_revoked_for_is_known"),
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_for IS NULL)", name=op.f("ck_certificate_revoked_for_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["user_account.id"], name=op.f("fk_certificate_issued_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_certificate_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
    )
    op.create_index(op.f("ix_certificate_placement_id"), "certificate", ["placement_id"])


def _add_evaluations() -> None:
    op.create_table(
        "placement_evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("scales", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("moment IN ('mid_term', 'final')", name=op.f("ck_placement_evaluation_moment_is_known")),
        sa.CheckConstraint("side IN ('company', 'person')", name=op.f("ck_placement_evaluation_side_is_known")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_placement_evaluation_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_evaluation_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_evaluation")),
        sa.UniqueConstraint(
            "placement_id", "moment", "side", name=op.f("uq_placement_evaluation_placement_id_moment_side")
        ),
    )


def _add_outcomes() -> None:
    op.create_table(
        "placement_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('employed_here', 'employed_elsewhere', 'not_employed', 'unknown', 'not_reached')",
            name=op.f("ck_placement_outcome_state_is_known"),
        ),
        sa.CheckConstraint("months IN (3, 6, 12)", name=op.f("ck_placement_outcome_months_are_known")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_placement_outcome_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_outcome_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_outcome")),
    )
    op.create_index(op.f("ix_placement_outcome_placement_id"), "placement_outcome", ["placement_id"])


def _add_steps() -> None:
    op.create_table(
        "placement_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "from_state IN ('prepared', 'agreed', 'under_way', 'finished', 'broken_off')",
            name=op.f("ck_placement_step_from_state_is_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('found_work', 'person_left', 'did_not_come', 'personal', 'company_ended', 'not_as_agreed', 'agreed_by_all', 'other')",
            name=op.f("ck_placement_step_reason_is_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('prepared', 'agreed', 'under_way', 'finished', 'broken_off')",
            name=op.f("ck_placement_step_to_state_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_placement_step_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_step_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_step")),
    )
    op.create_index(op.f("ix_placement_step_placement_id"), "placement_step", ["placement_id"])
