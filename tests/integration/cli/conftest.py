import shutil

import pytest
from click.testing import CliRunner

from matching_service.cli import main
from matching_service.services.reference_data.reference import load_reference_data
from models import migrate
from models.session import make_engine, transaction
from tests import factories


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, and an environment that says nothing."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SECRET_KEY", "SECRET_KEY_FILE", "PROTECTED_KEYS", "MATCHING_MODE", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEMANTIC", "off")  # the same whether the extra is installed or not
    return tmp_path


def prepare(path, load):
    """A migrated SQLite database at the path, with the reference data that `load(session)` writes."""
    database_url = f"sqlite:///{path}"
    migrate.upgrade(database_url)
    engine = make_engine(database_url)
    with transaction(engine) as session:
        load(session)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory):
    return prepare(tmp_path_factory.mktemp("cli") / "matching.sqlite", load_reference_data)


@pytest.fixture(scope="session")
def small_database_file(tmp_path_factory):
    """With the few trades of tests.factories: a command that reads texts starts in a moment with them."""
    return prepare(tmp_path_factory.mktemp("small") / "matching.sqlite", factories.reference_data)


@pytest.fixture
def keep_database(folder):
    """`keep_database(path)` puts a copy of the database where commands look for it; gives the working folder."""

    def keep(path):
        (folder / "instance").mkdir()
        shutil.copy(path, folder / "instance" / "matching.sqlite")
        return folder

    return keep


@pytest.fixture
def prepared(keep_database, prepared_database):
    """The working folder with the database that `db upgrade` leaves."""
    return keep_database(prepared_database)


@pytest.fixture
def small_database(keep_database, small_database_file):
    """The working folder with a database of a few trades."""
    return keep_database(small_database_file)


@pytest.fixture
def run(folder):
    """Run the command line as a terminal would: `run("db", "upgrade")`."""

    def invoke(*args, **extra):
        return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="matching-service", **extra)

    return invoke


@pytest.fixture
def refused(run):
    """Run a command that must end in one line on stderr and exit status 2; give the line."""

    def invoke(*args, **extra):
        result = run(*args, **extra)
        lines = result.stderr.splitlines()
        assert (result.exit_code, len(lines), result.stdout) == (2, 1, ""), result.output
        return lines[0]

    return invoke
