import pytest

from matching_service import __version__


def test_tells_its_version(run):
    assert __version__ in run("--version").stdout


def test_help_names_every_command(run):
    help_text = run("--help").stdout
    assert all(name in help_text for name in ("db", "serve", "users"))


def test_no_command_shows_the_help(run):
    result = run()
    assert result.exit_code == 2
    assert "serve" in result.stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["--nonsense"], "No such option"),
        (["db", "downgrade"], "No such command 'downgrade'"),
        (["serve", "--port", "many"], "'many' is not a valid integer"),
    ],
)
def test_a_wrong_command_is_one_clear_line(refused, args, told):
    assert told in refused(*args)


def test_an_unknown_mode_is_one_clear_line(refused):
    assert "MATCHING_MODE is 'hasty'" in refused("db", "upgrade", env={"MATCHING_MODE": "hasty"})
