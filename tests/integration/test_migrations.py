"""Migrations run for real, on both databases, and end at the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from models import Base, migrate
from models.session import make_engine


@pytest.fixture
def database(empty_database_url):
    database = make_engine(empty_database_url)
    yield database
    database.dispose()


def constraints(database):
    """Names of what Alembic does not compare, by table."""
    inspector = inspect(database)
    return {
        table: sorted(check["name"] for check in inspector.get_check_constraints(table))
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_the_newest_revision_equals_the_models(database, empty_database_url):
    migrate.upgrade(empty_database_url)
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_revision_has_the_check_constraints_of_the_models(database, empty_database_url):
    migrate.upgrade(empty_database_url)
    migrated = constraints(database)
    migrate.downgrade(empty_database_url, "base")
    Base.metadata.create_all(database)
    assert migrated == constraints(database)


def test_downgrading_leaves_an_empty_database(database, empty_database_url):
    migrate.upgrade(empty_database_url)
    migrate.downgrade(empty_database_url, "base")
    assert inspect(database).get_table_names() == ["alembic_version"]
    assert not migrate.is_current(database)


def test_upgrading_twice_changes_nothing(database, empty_database_url):
    migrate.upgrade(empty_database_url)
    with database.begin() as connection:
        connection.execute(text("INSERT INTO role (id, name) VALUES (1, 'employer')"))
    migrate.upgrade(empty_database_url)
    assert migrate.is_current(database)
    with database.connect() as connection:
        assert connection.scalar(text("SELECT name FROM role")) == "employer"


def test_an_empty_database_is_not_current(database):
    assert not migrate.is_current(database)


def test_invariants_hold_in_the_database_itself(database, empty_database_url):
    migrate.upgrade(empty_database_url)
    oversold = text(
        "INSERT INTO opening (kind, state, state_reason, source, title, description, place, remote, places,"
        " places_taken, pay_currency, offers, mentor, learning_goals, search_text, created_at, updated_at)"
        " VALUES ('vacancy', 'draft', '', 'ads', 'Pekar', '', '', false, 1, 2, 'RSD', '', '', '', '',"
        " '2026-01-01', '2026-01-01')"
    )
    with pytest.raises(IntegrityError, match="places_not_oversold"), database.begin() as connection:
        connection.execute(oversold)
