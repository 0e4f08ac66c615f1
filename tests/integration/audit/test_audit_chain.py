"""What was written is found as it was written, or what happened to it is told."""

import hashlib
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from matching_service.services.trail import audit_chain
from models import AuditEntry, AuditHead, migrate
from models.copy import copy_database
from models.session import make_engine

BEFORE_THE_FIRST = "0" * 64


def entries(session):
    return session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()


def test_an_empty_trail_is_whole(session):
    assert audit_chain.verify(session) == audit_chain.Verdict(0, BEFORE_THE_FIRST)


def test_entries_follow_one_another(session, trail):
    trail(3)
    first, second, third = entries(session)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert [first.previous_hash, second.previous_hash] == [BEFORE_THE_FIRST, first.hash]
    assert audit_chain.verify(session) == audit_chain.Verdict(3, third.hash)


def test_the_hash_is_the_documented_one(session, trail):
    trail(2)
    last = entries(session)[-1]
    at = last.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    told = [2, at, 7, "counsellor", "people.read", "person", 2, None, {"part": "ž"}, last.previous_hash]
    canonical = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert last.hash == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE audit_entry SET actor_id = 8 WHERE number = 3"], "entry 3 was changed"),
        (["UPDATE audit_entry SET actor_id = NULL WHERE number = 3"], "entry 3 was changed"),
        (["UPDATE audit_entry SET roles = 'auditor' WHERE number = 2"], "entry 2 was changed"),
        (["UPDATE audit_entry SET action = 'people.search' WHERE number = 5"], "entry 5 was changed"),
        (["UPDATE audit_entry SET subject_kind = 'opening' WHERE number = 1"], "entry 1 was changed"),
        (["UPDATE audit_entry SET subject_id = 4 WHERE number = 3"], "entry 3 was changed"),
        (["UPDATE audit_entry SET purpose = 'support' WHERE number = 3"], "entry 3 was changed"),
        (["UPDATE audit_entry SET details = '{}' WHERE number = 3"], "entry 3 was changed"),
        (["UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE number = 3"], "entry 3 was changed"),
        (["UPDATE audit_entry SET hash = previous_hash WHERE number = 3"], "entry 3 was changed"),
        (["DELETE FROM audit_entry WHERE number = 1"], "entry 1 is missing"),
        (["DELETE FROM audit_entry WHERE number = 3"], "entry 3 is missing"),
        (["DELETE FROM audit_entry WHERE number = 5"], "the end was cut off or replaced: entry 4 "),
        (["DELETE FROM audit_entry"], "the end was cut off or replaced: entry 0 "),
        (["DELETE FROM audit_head"], "the head is missing"),
        (
            [
                "DELETE FROM audit_entry WHERE number = 3",
                "UPDATE audit_entry SET number = 3 WHERE number = 4",
                "UPDATE audit_entry SET number = 4 WHERE number = 5",
            ],
            "entry 3 does not follow the one before it",
        ),
        (
            [
                "UPDATE audit_entry SET number = 99 WHERE number = 2",
                "UPDATE audit_entry SET number = 2 WHERE number = 3",
                "UPDATE audit_entry SET number = 3 WHERE number = 99",
            ],
            "entry 2 does not follow the one before it",
        ),
        (
            [
                "INSERT INTO audit_entry SELECT 6, at, actor_id, roles, action, subject_kind, subject_id, purpose,"
                " details, hash, hash FROM audit_entry WHERE number = 5"
            ],
            "entry 6 was changed",
        ),
    ],
)
def test_whatever_is_done_to_the_trail_is_found(session, trail, tamper, statements, told):
    trail(5)
    tamper(*statements)
    assert audit_chain.verify(session).problem.startswith(told)


def test_an_end_cut_off_with_its_head_is_found_by_a_hash_noted_elsewhere(session, trail, tamper):
    trail(5)
    noted = audit_chain.verify(session).newest_hash
    tamper(
        "DELETE FROM audit_entry WHERE number > 3",
        "UPDATE audit_head SET entries = 3, hash = (SELECT hash FROM audit_entry WHERE number = 3)",
    )
    session.expire_all()
    assert audit_chain.verify(session).problem is None
    assert noted in audit_chain.verify(session, noted).problem


def test_how_many_entries_came_after_a_noted_hash(session, trail):
    trail(2)
    noted = audit_chain.verify(session).newest_hash
    assert audit_chain.verify(session, noted).since == 0
    trail(3)
    assert audit_chain.verify(session, noted).since == 3
    assert audit_chain.verify(session, BEFORE_THE_FIRST).since == 5


CHANGES = (
    "UPDATE audit_entry SET roles = 'auditor'",
    "DELETE FROM audit_entry WHERE number = 1",
    "INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (number) DO UPDATE SET roles = 'auditor'",
)
# each database has a way of its own to do without a plain UPDATE or DELETE
OWN_CHANGE = {
    "sqlite": "INSERT OR REPLACE INTO audit_entry SELECT number, at, actor_id, 'auditor', action, subject_kind,"
    " subject_id, purpose, details, previous_hash, hash FROM audit_entry WHERE number = 1",
    "postgresql": "TRUNCATE audit_entry",
}


@pytest.mark.parametrize("way", [*range(len(CHANGES)), "own"])
def test_the_database_refuses_to_change_the_trail(session, database, trail, way, backend):
    statement = OWN_CHANGE[backend] if way == "own" else CHANGES[way]
    trail(2)
    with pytest.raises(DatabaseError), database.begin() as connection:
        connection.execute(text(statement))
    assert audit_chain.verify(session).entries == 2


def test_the_trail_is_copied_whole(session, trail, database, tmp_path):
    trail(3)
    url = f"sqlite:///{tmp_path}/copy.sqlite"
    migrate.upgrade(url)
    copy = make_engine(url)
    copy_database(database, copy)
    with copy.connect() as connection:
        assert audit_chain.verify(connection) == audit_chain.verify(session)
        assert connection.execute(select(AuditHead.entries)).scalar() == 3
    copy.dispose()
