"""What commands take from the environment: settings, the database, the kept secret key."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from matching_service.config import Settings
from matching_service.errors import BadInput, ConfigurationError
from matching_service.services.index.engine import Engine
from matching_service.services.index.index_files import index_files
from matching_service.services.index.text_encoder import text_encoder
from matching_service.services.protection import sealing
from models.session import make_engine, transaction

DEMO_KEY_FILE = "instance/secret_key"
# Names of URLs that models.session makes an engine of; others would need drivers that are not installed.
_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgres", "postgresql", "postgresql+psycopg")


def command_settings() -> Settings:
    """Settings for a command that signs nothing: no secret key is asked for unless MATCHING_MODE is set.

    Raises ConfigurationError.
    """
    return _settings({"MATCHING_MODE": "demo", **os.environ})


def command_engine() -> Engine:
    """The matcher for a command, reading texts as the service does. Raises ConfigurationError."""
    settings = command_settings()
    return Engine(text_encoder(settings.semantic), index_files(settings.index_folder, settings.database_url))


def account_settings() -> Settings:
    """Settings for a command that makes passwords or tokens: they hold only with the key of the service.

    Raises ConfigurationError.
    """
    return _settings(_with_secret_key({"MATCHING_MODE": "demo", **os.environ}))


def service_environment() -> dict[str, str]:
    """The environment to serve with: production unless MATCHING_MODE is set. Raises ConfigurationError."""
    environ = _with_secret_key(os.environ)
    _settings(environ)
    return environ


def _settings(environ: Mapping[str, str]) -> Settings:
    """The demo's keys for protected data are for whoever says that this is the demo: nothing real is sealed by them."""
    settings = Settings.from_env(environ)
    check_database_url(settings.database_url)
    has_keys = "MATCHING_MODE" in os.environ or os.environ.get("PROTECTED_KEYS")
    return settings if has_keys else replace(settings, protected_keys=())


def check_database_url(database_url: str) -> None:
    """Raises ConfigurationError for what is no URL, and for databases other than SQLite and PostgreSQL."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(f"DATABASE_URL cannot be read: {error}") from error
    if url.drivername not in _DRIVERS:
        raise ConfigurationError(f"DATABASE_URL: {url.drivername} is neither SQLite nor PostgreSQL (psycopg)")


def _with_secret_key(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ`, with the kept key where SECRET_KEY is not set.

    The key is kept in SECRET_KEY_FILE; the demo has a place of its own for it, production has not.
    """
    default = DEMO_KEY_FILE if environ.get("MATCHING_MODE") == "demo" else ""
    key_file = environ.get("SECRET_KEY_FILE") or default
    if environ.get("SECRET_KEY") or not key_file:
        return dict(environ)
    return {**environ, "SECRET_KEY": kept_secret_key(Path(key_file))}


def kept_secret_key(path: Path) -> str:
    """The key in the file. The first time one is made there, for its owner only (mode 600)."""
    private_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise ConfigurationError(f"the secret key cannot be kept in {path}: {error.strerror}") from error
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key + "\n")
    return key


def private_folder(folder: Path) -> None:
    """Make the folder, closed to others (mode 700), unless it is there. Raises ConfigurationError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"the folder {folder} cannot be made: {error.strerror}") from error


@contextmanager
def database() -> Iterator[Session]:
    """A transaction on the database of the environment. Raises BadInput where that cannot be used."""
    settings = command_settings()
    with clear_database_errors(settings.database_url):
        engine = make_engine(settings.database_url)
        try:
            with transaction(engine, sealing.with_keys(settings.protected_keys)) as session:
                yield session
        finally:
            engine.dispose()


@contextmanager
def clear_database_errors(database_url: str) -> Iterator[None]:
    """Turn "no such database, no connection, no tables" into one line that tells what to do."""
    check_database_url(database_url)
    try:
        yield
    except DatabaseError as error:
        if not _is_of_the_database(error):
            raise
        raise BadInput(_database_problem(database_url, error)) from error


def _is_of_the_database(error: DatabaseError) -> bool:
    """Whether the database itself is at fault, not what was asked of it; a plain DatabaseError: a file that is none."""
    if isinstance(error, ProgrammingError):
        return isinstance(error.orig, psycopg.errors.UndefinedTable)
    return isinstance(error, OperationalError) or type(error) is DatabaseError


def _database_problem(database_url: str, error: DatabaseError) -> str:
    shown = make_url(database_url).render_as_string(hide_password=True)
    reason = str(error.orig).splitlines()[0]
    unprepared = "no such table" in reason or isinstance(error.orig, psycopg.errors.UndefinedTable)
    advice = "; `matching-service db upgrade` prepares it" if unprepared else ""
    return f"the database {shown} cannot be used: {reason}{advice}"
