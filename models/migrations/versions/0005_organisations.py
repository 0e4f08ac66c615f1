"""Organisations: whose people are whose, and with whom they are shared."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ORGANISATION = sa.table("organisation", sa.column("id"), sa.column("name"), sa.column("created_at"))
_OF_STAFF = sa.text(
    "UPDATE user_account SET organisation_id = :organisation WHERE id IN (SELECT user_id FROM user_role"
    " JOIN role ON role.id = role_id WHERE role.name IN ('counsellor', 'coordinator', 'auditor', 'service'))"
)


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    for table in ("person", "user_account"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
    _put_everybody_into_one(op.get_bind())
    for table in ("person", "user_account"):
        with op.batch_alter_table(table) as changed:
            changed.create_foreign_key(op.f(f"fk_{table}_organisation_id"), "organisation", ["organisation_id"], ["id"])
            changed.create_index(op.f(f"ix_{table}_organisation_id"), ["organisation_id"])
            if table == "person":
                changed.alter_column("organisation_id", existing_type=sa.Integer(), nullable=False)
    _create_shares()


def _put_everybody_into_one(database: sa.Connection) -> None:
    """Whoever is there already works, or is kept, in one organisation; an empty database has none."""
    counted = [database.scalar(sa.text(f"SELECT count(*) FROM {table}")) for table in ("person", "user_account")]
    if not any(counted):
        return
    organisation = {"name": "Program", "created_at": sa.func.now()}
    database.execute(_ORGANISATION.insert().values(organisation))
    this = {"organisation": database.scalar(sa.select(sa.func.min(_ORGANISATION.c.id)))}
    database.execute(sa.text("UPDATE person SET organisation_id = :organisation"), this)
    database.execute(_OF_STAFF, this)


def _create_shares() -> None:
    op.create_table(
        "person_share",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("shared_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_share_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_person_share_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shared_by"], ["user_account.id"], name=op.f("fk_person_share_shared_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_person_share")),
    )
    op.create_index(op.f("ix_person_share_organisation_id"), "person_share", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("person_share")
    for table in ("user_account", "person"):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_organisation_id"), type_="foreignkey")
            changed.drop_index(op.f(f"ix_{table}_organisation_id"))
            changed.drop_column("organisation_id")
    op.drop_table("organisation")
