"""Attempts are counted before they are checked, by all processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from matching_service.errors import TooManyAttempts
from matching_service.services import attempts
from models import FailedAttempts
from models.base import now


def begin(database, **tried):
    """Whether the attempt may be made; committed, as a process does before it looks at the password."""
    with Session(database) as session:
        try:
            attempts.begin(session, **tried)
        except TooManyAttempts:
            return False
        session.commit()
        return True


def test_as_many_attempts_at_once_as_one_after_the_other(database):
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _n: begin(database, account="ana@example.test"), range(24)))
    assert sum(allowed) == attempts.FREE["account"]


def test_one_address_may_not_try_many_accounts(database):
    allowed = [begin(database, account=f"{number}@example.test", address="10.0.0.7") for number in range(50)]
    assert sum(allowed) == attempts.FREE["address"]
    assert begin(database, account="other@example.test", address="10.0.0.8")


def test_a_success_forgets_the_account_and_one_attempt_of_the_address(session):
    for _attempt in range(3):
        last = attempts.begin(session, account="ana@example.test", address="10.0.0.7")
    attempts.succeeded(session, last)
    left = dict(session.execute(select(FailedAttempts.kind, FailedAttempts.failures)).all())
    assert left == {"address": 2}


def test_failures_are_forgotten_after_a_day(session):
    for _attempt in range(4):
        attempts.begin(session, account="ana@example.test")
    session.execute(update(FailedAttempts).values(last_at=now() - timedelta(days=2)))
    assert attempts.begin(session, account="ANA@example.test ").pause == timedelta(0)
    attempts.begin(session, account="new@example.test")
    assert session.scalar(select(func.count()).select_from(FailedAttempts)) == 2


def test_no_address_can_be_read_from_what_is_kept(session):
    attempts.begin(session, account="ana@example.test", address="10.0.0.7")
    assert "ana" not in str(session.execute(select(FailedAttempts.__table__)).all())
    assert "10.0.0" not in str(session.execute(select(FailedAttempts.__table__)).all())
