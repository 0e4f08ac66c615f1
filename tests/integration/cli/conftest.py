import pytest
from click.testing import CliRunner

from matching_service.cli import main


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, and an environment that says nothing."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SECRET_KEY", "SECRET_KEY_FILE", "PASSWORD_SALT", "MATCHING_MODE", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


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
