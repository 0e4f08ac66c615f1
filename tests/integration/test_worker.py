"""The worker: each letter goes out once, each job is done once when it is due, whoever does it and whatever breaks."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from matching_service.services import job_runs, messages, outbox
from matching_service.services.index.engine import Engine
from matching_service.services.jobs import JOBS, SIGN_OF_LIFE, Job
from matching_service.services.outbox import ConnectionLost, NotDelivered, NotKnown
from matching_service.worker import Worker
from models import Message, WorkerJob
from models.session import transaction

START = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


class MailServer:
    """`taken`: the letters it has; `raises`: what it does instead with letters to an address."""

    def __init__(self):
        self.taken, self.raises = [], {}

    @contextmanager
    def __call__(self):
        yield self.deliver

    def deliver(self, letter):
        if (raised := self.raises.get(letter.to)) is not None:
            raise raised
        self.taken.append(letter)

    @property
    def addresses(self):
        return [letter.to for letter in self.taken]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def server():
    return MailServer()


@pytest.fixture
def make_worker(database, clock, server):
    def make(*jobs, mail=server):
        begin = lambda: transaction(database)  # noqa: E731
        return Worker(begin, Engine(), jobs, lambda notice: (notice.kind, ""), mail, clock, threading.Event())

    return make


def write(session, *addresses):
    for address in addresses:
        messages.send(session, address, "Poruka", "Zdravo!\nhttps://example.test/a")
    session.commit()


def waiting(database, clock):
    with transaction(database) as session:
        return outbox.waiting(session, clock.now)


# ---- letters


def test_twenty_letters_and_five_workers_are_twenty_letters(session, database, make_worker, server):
    addresses = [f"{number}@example.test" for number in range(20)]
    write(session, *addresses)
    together = threading.Barrier(5)

    def work(worker):
        together.wait()
        return worker.round()["sent"]

    with ThreadPoolExecutor(5) as pool:
        sent = list(pool.map(work, [make_worker() for _ in range(5)]))
    assert sum(sent) == 20
    assert sorted(server.addresses) == sorted(addresses)
    with transaction(database) as fresh:
        rows = fresh.scalars(select(Message)).all()
    assert {(row.body, row.sent_at is None, row.taken_at) for row in rows} == {("", False, None)}


def test_a_worker_that_dies_with_a_letter_in_hand_leaves_it_to_people(session, database, make_worker, server, clock):
    write(session, "ana@example.test", "vera@example.test")

    class Killed(BaseException):
        pass

    server.raises["ana@example.test"] = Killed()
    with pytest.raises(Killed):
        make_worker().round()
    server.raises.clear()
    clock.now += HOUR
    assert make_worker().round()["sent"] == 1
    assert server.addresses == ["vera@example.test"]
    assert waiting(database, clock).not_known == 1
    with transaction(database) as fresh:
        assert outbox.again(fresh, clock.now) == 1
    make_worker().round()
    assert server.addresses == ["vera@example.test", "ana@example.test"]
    assert make_worker().round()["sent"] == 0


def test_a_broken_connection_ends_the_round_and_what_it_had_in_hand_is_known_or_not(
    session, database, make_worker, server, clock
):
    write(session, "ana@example.test", "vera@example.test", "iva@example.test")
    server.raises = {"ana@example.test": NotKnown("timeout"), "vera@example.test": ConnectionLost("gone")}
    make_worker().round()
    assert make_worker().round() == {"jobs": 0, "failed_jobs": 0, "sent": 0, "not_sent": 1}
    server.raises.clear()
    assert make_worker().round()["sent"] == 1
    clock.now += HOUR
    make_worker().round()
    assert server.addresses == ["iva@example.test", "vera@example.test"]
    assert waiting(database, clock).not_known == 1


def test_a_busy_database_is_told_again_that_a_letter_is_sent(session, make_worker, server, monkeypatch):
    write(session, "ana@example.test")
    busy = [OperationalError("", {}, Exception("busy"))]
    note = outbox.sent

    def sent(*told):
        if busy:
            raise busy.pop()
        note(*told)

    monkeypatch.setattr(outbox, "sent", sent)
    assert make_worker().round()["sent"] == 1
    assert make_worker().round()["sent"] == 0
    session.expire_all()
    assert session.scalar(select(Message.sent_at)) is not None


def test_what_the_server_refuses_is_tried_again_after_pauses_that_grow_and_then_given_up(
    session, database, make_worker, server, clock
):
    write(session, "ana@example.test")
    server.raises["ana@example.test"] = NotDelivered("SMTPRecipientsRefused")
    worker, pauses = make_worker(), []
    while worker.round()["not_sent"]:
        assert worker.round()["not_sent"] == 0
        with transaction(database) as fresh:
            row = fresh.scalar(select(Message))
        pauses.append(row.next_attempt_at - clock.now)
        clock.now = row.next_attempt_at
    assert pauses[:3] == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert (len(pauses), max(pauses)) == (outbox.MOST_ATTEMPTS, outbox.LONGEST_PAUSE)
    found = waiting(database, clock)
    assert (found.waiting, found.given_up, row.problem) == (0, 1, "SMTPRecipientsRefused")


def test_without_a_mail_server_letters_wait(session, database, make_worker, clock):
    write(session, "ana@example.test")
    assert make_worker(mail=None).round()["sent"] == 0
    found = waiting(database, clock)
    assert (found.waiting, found.refused) == (1, 0)


def test_a_letter_is_known_by_the_same_name_at_each_attempt(session, make_worker, server, clock):
    write(session, "ana@example.test", "vera@example.test")
    with transaction(session.get_bind()) as first:
        before = outbox.take(first, clock.now).letter
        first.rollback()
    make_worker().round()
    names = [letter.id for letter in server.taken]
    assert names[0] == before.id
    assert len(set(names)) == 2


# ---- jobs


def test_what_was_missed_is_done_once_and_the_time_of_the_day_stays(make_worker, clock):
    done = []
    worker = make_worker(Job("list", HOUR, lambda _session, _engine, now: done.append(now) or 0))
    for later in (timedelta(), 59 * MINUTE, MINUTE, 50 * HOUR + 10 * MINUTE, 49 * MINUTE, MINUTE):
        clock.now += later
        worker.round()
    assert [moment - START for moment in done] == [timedelta(), HOUR, 51 * HOUR + 10 * MINUTE, 52 * HOUR]


def test_five_workers_do_a_job_once_some_at_a_time(session, database, make_worker):
    write(session, *(f"{number}@example.test" for number in range(12)))
    together = threading.Barrier(5)

    def mark_some(job_session, _engine, now):
        rows = job_session.scalars(select(Message).where(Message.attempts == 0).limit(5)).all()
        for row in rows:
            row.attempts, row.problem = row.attempts + 1, f"{row.problem}x"
        return len(rows)

    def work(worker):
        together.wait()
        worker.round()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(work, [make_worker(Job("mark", HOUR, mark_some), mail=None) for _ in range(5)]))
    with transaction(database) as fresh:
        assert fresh.scalars(select(Message.problem)).all() == ["x"] * 12
        [row] = fresh.scalars(select(WorkerJob)).all()
    assert (row.done_at, row.due_at, row.failures) == (START, START + HOUR, 0)


def test_a_job_that_fails_leaves_nothing_waits_longer_each_time_and_stops_no_other(
    database, make_worker, clock, capsys
):
    tried, done = [], []

    def fail(session, _engine, now):
        messages.send(session, "ana@example.test", "Poruka", "Zdravo!")
        tried.append(now)
        raise KeyError("Ana Jović")

    jobs = (Job("bad", 24 * HOUR, fail), Job("good", HOUR, lambda *_: done.append(1) or 0))
    worker = make_worker(*jobs)
    assert worker.round() == {"jobs": 1, "failed_jobs": 1, "sent": 0, "not_sent": 0}
    for _minute in range(7):
        clock.now += MINUTE
        worker.round()
    assert [moment - START for moment in tried] == [timedelta(), MINUTE, 3 * MINUTE, 7 * MINUTE]
    assert done == [1]
    assert waiting(database, clock).waiting == 0
    with transaction(database) as session:
        bad = job_runs.status(session, clock.now).jobs[0]
    assert (bad.name, bad.failures, bad.problem, bad.done_at) == ("bad", 4, "KeyError", None)
    assert "job failed" in capsys.readouterr().err


def test_a_worker_that_was_killed_leaves_the_job_to_the_next(database, make_worker):
    class Killed(BaseException):
        pass

    done = []

    def run(session, _engine, now):
        messages.send(session, "ana@example.test", "Poruka", "Zdravo!")
        if not done:
            done.append("killed")
            raise Killed
        done.append("done")
        return 0

    job = Job("list", HOUR, run)
    with pytest.raises(Killed):
        make_worker(job).round()
    make_worker(job, mail=None).round()
    assert done == ["killed", "done"]
    with transaction(database) as session:
        assert len(messages.latest(session, 5)) == 1


def test_whoever_is_told_to_stop_finishes_what_it_has_in_hand(session, make_worker, server):
    write(session, "ana@example.test", "vera@example.test")
    worker = make_worker()
    deliver = server.deliver
    server.deliver = lambda letter: (worker.stop.set(), deliver(letter))
    worker.run()
    assert server.addresses == ["ana@example.test"]
    write(session, "iva@example.test")
    make_worker().round()
    assert server.addresses == ["ana@example.test", "vera@example.test", "iva@example.test"]


def test_the_declared_jobs_run_and_give_a_sign_of_life(database, reference_data, make_worker, clock):
    assert len({job.name for job in JOBS}) == len(JOBS)
    done = make_worker(*JOBS).round()
    assert (done["jobs"], done["failed_jobs"]) == (len(JOBS), 0)
    with transaction(database) as session:
        told = job_runs.status(session, clock.now)
        assert told.works
        assert SIGN_OF_LIFE in {job.name for job in told.jobs}
        assert not job_runs.status(session, clock.now + timedelta(minutes=6)).works
