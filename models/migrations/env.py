"""Run by Alembic for each command of models.migrate: connects, and runs all steps in one transaction."""

from alembic import context
from sqlalchemy import Connection, Engine, event

from models import Base
from models.base import UtcDateTime
from models.session import make_engine

# any number, the same for every process that migrates
_LOCK = 5_211_004


def run() -> None:
    engine = make_engine(context.config.attributes["database_url"])
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_render_item,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            if engine.dialect.name == "postgresql":  # two processes that start at once: one after the other
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            context.run_migrations()
            _check_references(connection)
    engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    """Foreign keys off, and a real transaction around the tables.

    A batch migration drops a table and puts its copy in the place: with foreign keys on, that would delete every
    row of other tables that refers to it. And Python's driver would commit each CREATE TABLE on its own.
    """

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_references(connection: Connection) -> None:
    """What the database did not check meanwhile."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration would leave rows that refer to nothing: {broken[:10]}")


def _render_item(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name no type of ours, so that a change of it changes no migration."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


run()
