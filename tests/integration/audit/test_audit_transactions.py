"""Entries are written with what they tell of, or not at all, and one after the other."""

import threading
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit, audit_chain
from models import AuditEntry, Role
from tests.integration.audit.conftest import COUNSELLOR


def actions(database):
    with Session(database) as session:
        return session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()


def test_nothing_is_written_before_the_commit(session, database):
    audit.record(session, COUNSELLOR, "audit.read")
    session.flush()
    assert actions(database) == []
    session.commit()
    assert actions(database) == ["audit.read"]


@pytest.mark.parametrize("give_up", [Session.rollback, Session.close])
def test_nothing_is_written_of_what_was_rolled_back(session, database, give_up):
    audit.record(session, COUNSELLOR, "audit.read")
    give_up(session)
    audit.record(session, COUNSELLOR, "audit.export")
    session.commit()
    assert actions(database) == ["audit.export"]


def test_entries_of_a_savepoint_rolled_back_are_dropped(session, database):
    audit.record(session, COUNSELLOR, "audit.read")
    with session.begin_nested():
        audit.record(session, COUNSELLOR, "fairness.read")
        inner = session.begin_nested()
        audit.record(session, COUNSELLOR, "retention.run")
        inner.rollback()
    outer = session.begin_nested()
    with session.begin_nested():
        audit.record(session, COUNSELLOR, "protected.rotate")
    outer.rollback()
    audit.record(session, COUNSELLOR, "audit.export")
    session.commit()
    assert actions(database) == ["audit.read", "fairness.read", "audit.export"]


def test_a_savepoint_is_no_commit(session, database):
    with session.begin_nested():
        audit.record(session, COUNSELLOR, "audit.read")
    session.rollback()
    assert actions(database) == []


def test_what_a_failed_commit_tells_of_is_not_written(session, database):
    session.add(Role(name="king"))
    audit.record(session, COUNSELLOR, "audit.read")
    with pytest.raises(Exception, match="role_is_known"):
        session.commit()
    session.rollback()
    session.commit()
    assert actions(database) == []


def test_dates_are_kept_as_text(session):
    audit.record(session, COUNSELLOR, "audit.read", details={"until": date(2027, 1, 31), "kinds": ("x", "y")})
    session.commit()
    assert session.scalar(select(AuditEntry.details)) == {"until": "2027-01-31", "kinds": ["x", "y"]}
    assert audit_chain.verify(session).problem is None


def test_one_commit_asks_three_statements_whatever_it_tells(session, count_statements, trail):
    trail(1)
    for number in range(50):
        audit.record(session, COUNSELLOR, "people.read", ("person", number))
    with count_statements() as statements:
        session.commit()
    assert len(statements) == 3


def test_the_head_is_locked_after_everything_else(session, count_statements):
    audit.record(session, COUNSELLOR, "audit.read")
    session.add(Role(name="counsellor"))
    with count_statements() as statements:
        session.commit()
    assert [statement.split()[:2] for statement in statements[:2]] == [["INSERT", "INTO"], ["UPDATE", "audit_head"]]
    assert "role" in statements[0]


def test_writers_at_the_same_time_make_one_chain(session, database):
    writers, rounds = 6, 8
    start = threading.Barrier(writers)
    failed = []

    def write(writer):
        start.wait()
        for number in range(rounds):
            try:
                with Session(database) as mine, mine.begin():
                    audit.record(mine, Actor(writer), "people.read", ("person", number))
                    with mine.begin_nested():
                        audit.record(mine, Actor(writer), "openings.update", ("opening", number))
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    verdict = audit_chain.verify(session)
    assert (verdict.problem, verdict.entries) == (None, 2 * writers * rounds)
    told = session.execute(select(AuditEntry.actor_id, AuditEntry.subject_id).order_by(AuditEntry.number)).all()
    for writer in range(writers):
        own = [number for actor_id, number in told if actor_id == writer]
        assert own == sorted(own)
