"""`matching-service db`: the database of the environment, made ready."""

from pathlib import Path

import click
from sqlalchemy import make_url

from matching_service.cli.environment import (
    clear_database_errors,
    command_engine,
    command_settings,
    database,
    private_folder,
)
from matching_service.cli.output import counted, json_option, print_record, progress
from matching_service.cli.taxonomy import read_everything_again
from matching_service.config import Settings
from matching_service.errors import BadInput, ConfigurationError
from matching_service.services.reference_data import reference
from models import migrate
from models.copy import NotEmpty, copy_database
from models.session import make_engine


@click.group()
def db() -> None:
    """The database that DATABASE_URL names (instance/matching.sqlite unless set)."""


@db.command()
@json_option
def upgrade(as_json: bool) -> None:
    """Bring tables and reference data up to date, and read everything again where that has changed.

    Safe to repeat: what is up to date stays as it is. What ends by the clock, `matching-service worker` ends.
    """
    settings = command_settings()
    database_url = settings.database_url
    with clear_database_errors(database_url):
        _make_sqlite_folder(database_url)
        _migrate(database_url, settings)
    with database() as session:
        engine = command_engine()
        loaded = reference.load_reference_data(session)
        reread = read_everything_again(session, engine) if engine.is_stale(session) else 0
    done = {
        "database": _shown(database_url),
        "reference_data_loaded": loaded,
        "read_again": reread,
    }
    print_record(done, _sentence(done), as_json=as_json)


@db.command()
@click.argument("target_url")
@json_option
def copy(target_url: str, as_json: bool) -> None:
    """Copy everything from the database of the environment into the one of TARGET_URL, which must be empty.

    Stop the service first; afterwards start it with DATABASE_URL set to TARGET_URL.
    """
    settings = command_settings()
    source_url = settings.database_url
    with clear_database_errors(source_url):
        _migrate(source_url, settings)
    with clear_database_errors(target_url):
        _make_sqlite_folder(target_url)
        migrate.upgrade(target_url)
        copied = _copy(source_url, target_url)
    done = {"from": _shown(source_url), "to": _shown(target_url), "rows": copied}
    print_record(done, f"{counted(copied, 'row')} copied to {done['to']}", as_json=as_json)


def _migrate(database_url: str, settings: Settings) -> None:
    try:
        migrate.upgrade(database_url, protected_keys=settings.protected_keys)
    except migrate.Refused as refused:
        raise ConfigurationError(str(refused)) from refused


def _copy(source_url: str, target_url: str) -> int:
    source, target = make_engine(source_url), make_engine(target_url)
    try:
        with progress("Copying") as advance:
            return copy_database(source, target, advance)
    except NotEmpty as error:
        raise BadInput(f"{_shown(target_url)} is not empty: it has rows in {error}") from None
    finally:
        source.dispose()
        target.dispose()


def _make_sqlite_folder(database_url: str) -> None:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        private_folder(Path(url.database).parent)


def _shown(database_url: str) -> str:
    return make_url(database_url).render_as_string(hide_password=True)


def _sentence(done: dict[str, object]) -> str:
    reference_data = "loaded" if done["reference_data_loaded"] else "unchanged"
    notes = [f"reference data {reference_data}"]
    if done["read_again"]:
        notes.append(f"profiles and openings read again: {done['read_again']}")
    return f"Database ready: {done['database']} ({'; '.join(notes)})"
