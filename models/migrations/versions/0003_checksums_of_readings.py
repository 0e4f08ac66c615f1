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


def upgrade() -> None:
    with op.batch_alter_table("reading") as reading:
        reading.add_column(sa.Column("checksum", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("reading") as reading:
        reading.alter_column("checksum", server_default=None)
    database = op.get_bind()
    table = _READING.c
    for row in database.execute(sa.select(*_READING.c)).all():
        content = bytes(row.indices) + bytes(row.values) + json.dumps(row.facts, sort_keys=True).encode()
        this = (table.kind == row.kind) & (table.entity_id == row.entity_id)
        database.execute(_READING.update().where(this).values(checksum=zlib.crc32(content)))


def downgrade() -> None:
    with op.batch_alter_table("reading") as reading:
        reading.drop_column("checksum")
