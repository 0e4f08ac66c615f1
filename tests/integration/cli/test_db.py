import json

import pytest
from sqlalchemy import func, select

from matching_service.cli.environment import database
from models import Base, Employer
from models.session import make_engine, transaction


def test_a_fresh_folder_gets_a_private_database(run, folder):
    result = run("db", "upgrade")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "reference data loaded" in result.stdout
    assert (folder / "instance").stat().st_mode & 0o777 == 0o700


def test_upgrading_twice_changes_nothing(run, prepared):
    done = json.loads(run("db", "upgrade", "--json").stdout)
    assert done == {
        "database": "sqlite:///instance/matching.sqlite",
        "reference_data_loaded": False,
        "read_again": 0,
    }


@pytest.mark.parametrize(
    ("database_url", "told"),
    [
        ("nonsense", "DATABASE_URL cannot be read"),
        ("mysql+nonsense://localhost/x", "neither SQLite nor PostgreSQL"),
        ("mysql://me:hushhush@localhost/x", "neither SQLite nor PostgreSQL"),
        ("postgresql+psycopg2://me:hushhush@localhost/x", "neither SQLite nor PostgreSQL"),
        ("sqlite:////proc/nowhere/matching.sqlite", "the folder /proc/nowhere cannot be made"),
        ("sqlite:////proc/matching.sqlite", "cannot be used"),
        ("postgresql://me:hushhush@127.0.0.1:1/x", "cannot be used"),
    ],
)
def test_a_database_out_of_reach_is_one_clear_line_without_its_password(refused, database_url, told):
    line = refused("db", "upgrade", env={"DATABASE_URL": database_url})
    assert told in line
    assert "hushhush" not in line


ACCOUNT = ("--email", "a@demo.example", "--role", "counsellor", "--name", "A", "--password", "long enough")
COMMANDS = [
    ("db", "upgrade"),
    ("taxonomy", "stats"),
    ("users", "create", *ACCOUNT),
    ("db", "copy", "sqlite:///x.sqlite"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("database_url", "told"),
    [
        ("mysql://a/b", "neither SQLite nor PostgreSQL"),
        ("nonsense", "DATABASE_URL cannot be read"),
        ("sqlite:///letter.txt", "the database sqlite:///letter.txt cannot be used: file is not a database"),
    ],
)
def test_every_command_refuses_what_is_no_database(refused, folder, command, database_url, told):
    (folder / "letter.txt").write_text("Dear all, this is no database. " * 100)
    assert told in refused(*command, env={"DATABASE_URL": database_url})


@pytest.mark.parametrize("target_url", ["mysql://a/b", "nonsense", "sqlite:///letter.txt"])
def test_a_copy_goes_into_a_database_only(refused, prepared, target_url):
    (prepared / "letter.txt").write_text("Dear all, this is no database. " * 100)
    assert refused("db", "copy", target_url)


def test_the_service_does_not_start_on_what_is_no_database(refused, folder):
    (folder / "gunicorn.conf.py").touch()
    env = {"DATABASE_URL": "mysql://a/b", "MATCHING_MODE": "demo"}
    assert "neither SQLite nor PostgreSQL" in refused("serve", "--config", "gunicorn.conf.py", env=env)


def test_sqlite_and_postgresql_are_prepared_alike(run, empty_database_url):
    env = {"DATABASE_URL": empty_database_url}
    assert json.loads(run("db", "upgrade", "--json", env=env).stdout)["reference_data_loaded"]
    assert not json.loads(run("db", "upgrade", "--json", env=env).stdout)["reference_data_loaded"]


def test_a_command_on_a_database_without_tables_tells_how_to_prepare_it(refused, empty_database_url):
    line = refused(
        "users", "create", "--email", "a@demo.example", "--role", "counsellor", "--name", "A",
        "--password", "long enough", env={"DATABASE_URL": empty_database_url},
    )  # fmt: skip
    assert "`matching-service db upgrade` prepares it" in line


def test_everything_is_copied_into_an_empty_database_and_ids_go_on(run, prepared, empty_database_url):
    with database() as session:
        session.add(Employer(id=41, pib="100002803", name="Staklenik Vranje"))
    done = json.loads(run("db", "copy", empty_database_url, "--json").stdout)
    with database() as session:
        rows = sum(session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables)
    assert done["rows"] == rows > 1000
    copy = make_engine(empty_database_url)
    with transaction(copy) as session:
        assert session.scalars(select(Employer.name)).all() == ["Staklenik Vranje"]
        session.add(Employer(pib="100000049", name="Pekara Zora"))
        session.flush()
        assert session.scalars(select(Employer.id).order_by(Employer.id)).all() == [41, 42]
    copy.dispose()


def test_a_database_with_rows_is_not_copied_into(run, refused, prepared, empty_database_url):
    run("db", "upgrade", env={"DATABASE_URL": empty_database_url})
    assert "is not empty" in refused("db", "copy", empty_database_url)
