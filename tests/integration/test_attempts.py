"""Attempts are counted before they are checked, by all processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from matching_service.errors import TooManyAttempts
from matching_service.services.identity import attempts
from models import FailedAttempts
from models.base import now


def begin(database, **tried):
    """Whether the attempt may be made; committed, as a process does before it looks at the password."""
    with Session(database, info=attempts.with_key("s" * 32)) as session:
        try:
            attempts.begin(session, **tried)
        except TooManyAttempts:
            return False
        session.commit()
        return True


def fail(session, **tried):
    """An attempt that fails, after as long a wait as it takes."""
    session.execute(update(FailedAttempts).values(locked_until=None))
    return attempts.begin(session, **tried)


def test_as_many_attempts_at_once_as_one_after_the_other(database):
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _n: begin(database, account="ana@example.test", address="10.0.0.7"), range(24)))
    assert sum(allowed) == attempts.FREE["pair"]


def test_one_address_may_not_try_many_accounts(database):
    allowed = [begin(database, account=f"{number}@example.test", address="10.0.0.7") for number in range(50)]
    assert sum(allowed) == attempts.FREE["address"]
    assert begin(database, account="other@example.test", address="10.0.0.8")


def test_whoever_goes_on_from_one_address_keeps_nobody_out_who_comes_from_another(session):
    for _attempt in range(300):
        fail(session, account="ana@example.test", address="10.0.0.7")
    assert not attempts.begin(session, account="ana@example.test", address="10.0.0.8").pause


def test_guesses_from_many_addresses_are_few_together(database):
    allowed = [begin(database, account="ana@example.test", address=f"10.0.{n // 4}.7") for n in range(140)]
    assert sum(allowed) == attempts.FREE["account"]


def test_addresses_that_go_on_count_again_once_there_were_too_many_failures(session):
    places = [f"10.0.{n}.7" for n in range(20)]
    for place in places * 6:
        fail(session, account="ana@example.test", address=place)
    pause = fail(session, account="ana@example.test", address="10.9.9.9").pause
    assert pause == attempts.LONGEST_PAUSE


def test_addresses_of_one_network_of_ipv6_are_one(database):
    allowed = [begin(database, account="ana@example.test", address=f"2001:db8:5:6::{n:x}") for n in range(12)]
    assert sum(allowed) == attempts.FREE["pair"]


def test_a_success_takes_back_what_its_address_added_and_nothing_of_others(session):
    for place in ("10.0.0.7", "10.0.0.7", "10.0.0.8", "10.0.0.8", "10.0.0.8"):
        last = attempts.begin(session, account="ana@example.test", address=place)
    attempts.succeeded(session, last)
    left = session.scalars(select(FailedAttempts.failures).where(FailedAttempts.kind.in_(("account", "pair")))).all()
    assert left == [2, 2]


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


def test_whoever_has_no_key_cannot_try_out_whose_attempts_are_kept(session):
    attempts.begin(session, account="ana@example.test", address="10.0.0.7")
    tried = ("ana@example.test", "10.0.0.7", "account ana@example.test", "address 10.0.0.7")
    kept = set(session.scalars(select(FailedAttempts.key)))
    assert not kept & {sha256(what.encode()).hexdigest() for what in tried}
