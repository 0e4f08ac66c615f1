"""A checksum of each reading, by which copies kept in index files are compared."""

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_READING = sa.table(
    "reading",
    *(sa.column(name) for name in ("kind", "entity_id", "indices", "values", "checksum")),
    sa.column("facts", sa.JSON()),
)
_AT_ONCE = 2_000


def upgrade() -> None:
    with op.batch_alter_table("reading") as reading:
        reading.add_column(sa.Column("checksum", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("reading") as reading:
        reading.alter_column("checksum", server_default=None)
    for kind in ("person", "opening"):
        _fill(op.get_bind(), kind)


def _fill(database: sa.Connection, kind: str) -> None:
    """Some at a time: all readings of a register do not fit into memory."""
    table, last = _READING.c, 0
    these = sa.select(_READING).where(table.kind == kind).order_by(table.entity_id).limit(_AT_ONCE)
    this = (table.kind == kind) & (table.entity_id == sa.bindparam("this"))
    update = _READING.update().where(this).values(checksum=sa.bindparam("of_this"))
    while rows := database.execute(these.where(table.entity_id > last)).all():
        database.execute(update, [{"this": row.entity_id, "of_this": _checksum(row)} for row in rows])
        last = rows[-1].entity_id


def _checksum(row: sa.Row) -> int:
    return zlib.crc32(bytes(row.indices) + bytes(row.values) + json.dumps(row.facts, sort_keys=True).encode())


def downgrade() -> None:
    with op.batch_alter_table("reading") as reading:
        reading.drop_column("checksum")
