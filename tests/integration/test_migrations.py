"""Migrations run for real, on both databases, and end at the models."""

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.profiles.people import ExperienceRecord
from matching_service.services.protection import case_notes, protected, sealing
from matching_service.services.protection.protected import ProtectedRecord
from matching_service.services.trail import audit
from models import Base, Reading, migrate
from models.copy import copy_database
from models.session import make_engine
from tests import factories


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
        " places_taken, pay_currency, offers, mentor, learning_goals, search_text, beginners, created_at, updated_at)"
        " VALUES ('vacancy', 'draft', '', 'ads', 'Pekar', '', '', false, 1, 2, 'RSD', '', '', '', '', false,"
        " '2026-01-01', '2026-01-01')"
    )
    with pytest.raises(IntegrityError, match="places_not_oversold"), database.begin() as connection:
        connection.execute(oversold)


READINGS = Reading.__table__


@pytest.fixture
def filled(database, empty_database_url):
    """A migrated database with readings of people and openings, and of more people than are migrated at once."""
    migrate.upgrade(empty_database_url)
    with Session(database) as session:
        factories.reference_data(session)
        engine = Engine()
        person = factories.person(session, engine, experiences=(ExperienceRecord("pekar"),), licences=("B",)).id
        factories.opening(session, engine, title="Šivač")
        deleted = factories.person(session, engine).id
        engine.forget(session, "person", deleted)
        session.commit()
    with database.begin() as connection:
        one = connection.execute(select(READINGS).where(READINGS.c.entity_id == person)).mappings().first()
        connection.execute(insert(READINGS), [dict(one) | {"entity_id": 10_000 + more} for more in range(2_100)])
    return database


def readings(database):
    with database.connect() as connection:
        return connection.execute(select(READINGS).order_by(READINGS.c.kind, READINGS.c.entity_id)).all()


def test_upgrading_a_filled_database_gives_the_checksums_of_saving(filled, empty_database_url):
    before = readings(filled)
    migrate.downgrade(empty_database_url, "0002")
    migrate.upgrade(empty_database_url, "0005")
    assert readings(filled) == before
    with Session(filled) as session:
        assert not Engine().is_stale(session)
        assert len(Engine().snapshot(session).people.index) == 2_101


def test_upgrading_takes_everybody_out_of_rankings_until_consents_are_recorded(filled, empty_database_url):
    with Session(filled) as session:
        before = Engine().snapshot(session)
    migrate.downgrade(empty_database_url, "0005")
    migrate.upgrade(empty_database_url)
    with Session(filled) as session:
        after = Engine().snapshot(session)
        assert (len(before.people.index), len(after.people.index)) == (2_101, 0)
        assert len(after.openings.index) == len(before.openings.index) == 1
        assert after.revision == before.revision + 1


def test_checksums_are_copied_with_everything(filled, tmp_path):
    url = f"sqlite:///{tmp_path}/copy.sqlite"
    migrate.upgrade(url)
    copy = make_engine(url)
    copy_database(filled, copy)
    assert readings(copy) == readings(filled)
    with copy.connect() as connection:
        assert connection.scalar(select(func.count()).where(READINGS.c.checksum == 0)) == 0
    copy.dispose()


PLAIN = (
    "INSERT INTO protected_data (person_id, birth_date, sex, ethnicity, health, returnee, case_notes)"
    " VALUES (:person, '1991-03-08', 'female', 'Romkinja', 'astma', true, 'Traži posao u šivenju.')"
)
KEY = bytes(range(32))


@pytest.fixture
def in_the_clear(database, empty_database_url):
    """A database of revision 0006 where protected data still stands in the clear; gives the id of the person."""
    migrate.upgrade(empty_database_url, "0006")
    with database.begin() as connection:
        connection.execute(text("INSERT INTO organisation (id, name, created_at) VALUES (1, 'A', '2026-01-01')"))
        person = (
            "INSERT INTO person (id, given_name, family_name, about, wishes, skills_complete, languages_complete,"
            " licences_complete, search_text, sort_name, created_at, updated_at, organisation_id)"
            " VALUES (:id, 'Ana', 'Jović', '', '', false, false, false, '', '', '2026-01-01', '2026-01-01', 1)"
        )
        connection.execute(text(person), [{"id": 7}, {"id": 8}])
        connection.execute(text(PLAIN), {"person": 7})
        connection.execute(text("INSERT INTO protected_data (person_id) VALUES (8)"))
    return 7


def test_protected_data_in_the_clear_is_sealed(in_the_clear, database, empty_database_url):
    migrate.upgrade(empty_database_url, protected_keys=(KEY,))
    with Session(database, info=sealing.with_keys((KEY,))) as session:
        record = protected.read(session, OPERATOR, in_the_clear, "support")
        assert record == ProtectedRecord("female", date(1991, 3, 8), "Romkinja", returnee=True)
        notes = case_notes.of_person(session, OPERATOR, in_the_clear, "support")
        assert {note.text for note in notes} == {"astma", "Traži posao u šivenju."}
        assert protected.read(session, OPERATOR, 8, "support") == ProtectedRecord()


def test_without_keys_protected_data_stays_as_it_is(in_the_clear, database, empty_database_url):
    with pytest.raises(migrate.Refused, match="2 rows of protected data must be sealed: set PROTECTED_KEYS"):
        migrate.upgrade(empty_database_url)
    with database.connect() as connection:
        assert connection.scalar(text("SELECT case_notes FROM protected_data WHERE person_id = 7"))


def test_nothing_sealed_is_put_in_the_clear_again(in_the_clear, database, empty_database_url):
    migrate.upgrade(empty_database_url, protected_keys=(KEY,))
    with pytest.raises(migrate.Refused, match="in the clear"):
        migrate.downgrade(empty_database_url, "0006")
    assert migrate.is_current(database)


def test_the_audit_trail_is_guarded_in_a_migrated_database(database, empty_database_url):
    migrate.upgrade(empty_database_url)
    with Session(database) as session:
        audit.record(session, OPERATOR, "people.read", ("person", 1))
        session.commit()
    with pytest.raises(DatabaseError, match="append-only"), database.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry"))
