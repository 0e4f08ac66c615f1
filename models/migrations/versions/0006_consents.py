"""Consents: what each person has agreed to, in which words, since when and until when.

Nobody who is registered has agreed to anything that is on record, so nobody is ranked until that is recorded.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PURPOSES = "'profiled', 'ranked', 'shown_to_employer', 'statistics'"
_READING = sa.table(
    "reading",
    *(sa.column(name) for name in ("kind", "revision", "deleted", "indices", "values", "checksum")),
    sa.column("facts", sa.JSON()),
)
_REVISION = sa.table("reading_revision", sa.column("revision"))


def upgrade() -> None:
    _create_consent()
    _create_shortlisted()
    _take_everybody_out_of_rankings()


def _create_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("employer_name", sa.String(200), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("declared_by", sa.String(200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"purpose IN ({_PURPOSES})", name=op.f("ck_consent_purpose_is_known")),
        sa.CheckConstraint("how IN ('paper', 'in_person', 'online')", name=op.f("ck_consent_how_is_known")),
        sa.CheckConstraint("language IN ('sr', 'en', 'de', 'sq', 'rom')", name=op.f("ck_consent_language_is_known")),
        sa.CheckConstraint(
            "(purpose = 'shown_to_employer' AND employer_id IS NOT NULL)"
            " OR (purpose <> 'shown_to_employer' AND employer_id IS NULL)",
            name=op.f("ck_consent_employer_where_shown"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NOT NULL OR withdrawn_by_id IS NULL",
            name=op.f("ck_consent_withdrawn_by_somebody_at_a_time"),
        ),
        _reference("consent", "person_id", "person", "CASCADE"),
        _reference("consent", "employer_id", "employer", "CASCADE"),
        _reference("consent", "recorded_by_id", "user_account", "SET NULL"),
        _reference("consent", "withdrawn_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person_id_purpose", "consent", ["person_id", "purpose"])
    op.create_index(op.f("ix_consent_employer_id"), "consent", ["employer_id"])


def _create_shortlisted() -> None:
    op.create_table(
        "shortlisted",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _reference("shortlisted", "opening_id", "opening", "CASCADE"),
        _reference("shortlisted", "person_id", "person", "CASCADE"),
        _reference("shortlisted", "proposed_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("opening_id", "person_id", name=op.f("pk_shortlisted")),
        sa.UniqueConstraint("code", name=op.f("uq_shortlisted_code")),
    )
    op.create_index(op.f("ix_shortlisted_person_id"), "shortlisted", ["person_id"])


def _reference(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _take_everybody_out_of_rankings() -> None:
    op.execute(_REVISION.update().values(revision=_REVISION.c.revision + 1))
    newest = sa.select(_REVISION.c.revision).scalar_subquery()
    nothing = {"indices": b"", "values": b"", "facts": {}, "checksum": 0}
    people = (_READING.c.kind == "person") & (_READING.c.deleted == sa.false())
    op.execute(_READING.update().where(people).values(deleted=sa.true(), revision=newest, **nothing))


def downgrade() -> None:
    op.drop_table("shortlisted")
    op.drop_table("consent")
