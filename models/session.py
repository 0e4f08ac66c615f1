"""Engine and sessions for SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import psycopg
from sqlalchemy import Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

_POSTGRESQL_BUSY = (
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.SerializationFailure,
)


def make_engine(database_url: str) -> Engine:
    """An engine for a `sqlite:` or `postgresql:` URL; psycopg 3 is the driver of the latter.

    Its errors name no values: they end up in logs, and values are names and stories of people.
    """
    url = make_url(database_url)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(
        url,
        pool_pre_ping=url.get_backend_name() == "postgresql",
        hide_parameters=True,
        json_deserializer=orjson.loads,
    )
    event.listen(engine, "handle_error", _hide_row)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection, _record):
    """Foreign keys are off in SQLite unless asked for on each connection, outside a transaction. What is deleted is
    overwritten with zeros: an erasure should hold for the pages of the file too."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _hide_row(context: ExceptionContext) -> None:
    """PostgreSQL quotes the key or the whole row that it refused; what it says first is enough."""
    refused = context.original_exception
    if isinstance(refused, psycopg.IntegrityError | psycopg.DataError):
        refused.args = (refused.diag.message_primary,)
        context.sqlalchemy_exception.args = (f"({type(refused).__name__}) {refused}",)


def is_busy(error: OperationalError) -> bool:
    """Whether the database gave up waiting for other transactions; the same again may succeed."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(error.orig, _POSTGRESQL_BUSY)


@contextmanager
def transaction(engine: Engine, info: dict[str, object] | None = None) -> Iterator[Session]:
    """A session that commits at the end, and rolls back when anything was raised. It carries `info`."""
    with Session(engine, expire_on_commit=False, info=info) as session, session.begin():
        yield session
