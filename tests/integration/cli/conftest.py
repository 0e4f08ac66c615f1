import shutil

import pytest
from click.testing import CliRunner

from matching_service.cli import main
from matching_service.services.reference import load_reference_data
from models import migrate
from models.session import make_engine, transaction


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, and an environment that says nothing."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SECRET_KEY", "SECRET_KEY_FILE", "PASSWORD_SALT", "MATCHING_MODE", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "matching.sqlite"
    database_url = f"sqlite:///{path}"
    migrate.upgrade(database_url)
    engine = make_engine(database_url)
    with transaction(engine) as session:
        load_reference_data(session)
    engine.dispose()
    return path


@pytest.fixture
def prepared(folder, prepared_database):
    """The working folder with the database that `db upgrade` leaves."""
    (folder / "instance").mkdir()
    shutil.copy(prepared_database, folder / "instance" / "matching.sqlite")
    return folder


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
