"""Moving everything from one database to another, SQLite to PostgreSQL in the first place."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from models.base import Base

_BATCH = 2_000


class NotEmpty(Exception):
    """The database to copy into already holds something; the message names the table."""


def copy_database(source: Engine, target: Engine, progress: Callable[[int], None] = lambda rows: None) -> int:
    """Copy all rows of all tables in one transaction; how many. Ids, digests and revisions stay as they are.

    Both databases are migrated to the newest revision. Raises NotEmpty where `target` holds rows. `progress(rows)` is
    told of every batch.
    """
    copied = 0
    with source.connect() as reading, target.begin() as writing:
        for table in Base.metadata.sorted_tables:
            if writing.execute(select(table).limit(1)).first() is not None:
                raise NotEmpty(table.name)
        for table in Base.metadata.sorted_tables:
            copied += _copy_table(reading, writing, table, progress)
            _move_sequence(writing, table)
    return copied


def _copy_table(reading: Connection, writing: Connection, table: Table, progress: Callable[[int], None]) -> int:
    copied = 0
    rows = reading.execution_options(yield_per=_BATCH).execute(select(table)).mappings()
    for batch in rows.partitions():
        writing.execute(insert(table), [dict(row) for row in batch])
        copied += len(batch)
        progress(len(batch))
    return copied


def _move_sequence(writing: Connection, table: Table) -> None:
    """PostgreSQL counts ids by itself: let it go on above those that were copied."""
    column = table.autoincrement_column
    if writing.dialect.name != "postgresql" or column is None:
        return
    sequence = writing.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    highest = writing.scalar(select(func.max(column)))
    if sequence and highest:
        writing.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
