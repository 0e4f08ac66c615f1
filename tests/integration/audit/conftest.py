import pytest
from sqlalchemy import text

from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from tests import databases

COUNSELLOR = Actor(7, "Mila", frozenset({"counsellor"}))


@pytest.fixture
def trail(session):
    """`trail(5)` writes five entries, each in a transaction of its own."""

    def write(number):
        for person_id in range(1, number + 1):
            audit.record(session, COUNSELLOR, "people.read", ("person", person_id), details={"part": "ž"})
            session.commit()

    return write


@pytest.fixture
def tamper(database):
    """What somebody could do who owns the database: `tamper("DELETE FROM audit_entry WHERE number = 3")`."""

    def run(*statements):
        with database.begin() as connection, databases.audit_trail_unguarded(connection):
            for statement in statements:
                connection.execute(text(statement))

    return run
