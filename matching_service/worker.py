"""The worker: does the jobs that are due, and sends the letters that wait, in rounds.

Any number of workers may run at the same time, on one machine or several. What a worker has begun is done in one
transaction each, so it may be killed at any moment; asked to stop, it finishes the letter or the step in hand.
"""

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from matching_service.errors import BadInput
from matching_service.services import job_runs, outbox
from matching_service.services.index.engine import Engine
from matching_service.services.jobs import Job
from matching_service.services.messages import Letter
from matching_service.services.notices import Notice
from matching_service.services.outbox import ConnectionLost, NotDelivered, NotKnown, Taken
from models.session import is_busy

# Seconds between two rounds; letters of one round, after which jobs have their turn again.
PAUSE, LETTERS_AT_ONCE = 10, 100
# A job that never says that it is done is left alone after so many steps, until the next round.
STEPS_AT_ONCE = 1000
# Seconds after which it is noted once more that a letter is sent, where the database does not take it.
NOTED_AGAIN = (0.1, 1, 5, 15)

Deliver = Callable[[Letter], None]


@dataclass(frozen=True, slots=True)
class Worker:
    """`transaction`: opens one. `words`: gives subject and text of a notice, and the link that
    stops such letters where there is one. `mail`: opens a connection to the mail
    server, None: letters wait. `stop`: set by whoever wants it to end."""

    transaction: Callable[[], AbstractContextManager[Session]]
    engine: Engine
    jobs: tuple[Job, ...]
    words: Callable[[Notice], tuple[str, ...]]
    mail: Callable[[], AbstractContextManager[Deliver]] | None
    clock: Callable[[], datetime]
    stop: Event

    def run(self) -> None:
        """Rounds until it is told to stop."""
        _log().info("worker begins")
        while not self.stop.is_set():
            try:
                self.round()
            except OperationalError as error:
                _log().warning("the database does not answer", problem=type(error.orig).__name__)
            self.stop.wait(PAUSE)
        _log().info("worker ends")

    def round(self) -> dict[str, int]:
        """All that is due, once: how much was done, by jobs and with letters."""
        with self.transaction() as session:
            job_runs.make_known(session, self.jobs, self.clock())
            due = job_runs.due(session, self.jobs, self.clock())
        done = {"jobs": 0, "failed_jobs": 0, "sent": 0, "not_sent": 0}
        for job in due:
            done["jobs" if self._do(job) else "failed_jobs"] += 1
        return done | self._send()

    # ---- jobs

    def _do(self, job: Job) -> bool:
        """False: it failed, and is tried again later."""
        started, done = time.perf_counter(), 0
        try:
            for _step in range(STEPS_AT_ONCE):
                some = None if self.stop.is_set() else self._step(job)
                done += some or 0
                if not some:
                    break
        except Exception as error:  # whatever a job trips over, the others go on
            return self._failed(job, error)
        if done:
            _log().info("job", job=job.name, done=done, milliseconds=round(1000 * (time.perf_counter() - started)))
        return True

    def _step(self, job: Job) -> int | None:
        with self.transaction() as session:
            return job_runs.step(session, self.engine, job, self.clock())

    def _failed(self, job: Job, error: Exception) -> bool:
        if isinstance(error, OperationalError) and is_busy(error):
            _log().info("job waits for the database", job=job.name)
            return True
        _log().error("job failed", job=job.name, exc_info=error)
        with self.transaction() as session:
            job_runs.failed(session, job, self.clock(), type(error).__name__)
        return False

    # ---- letters

    def _send(self) -> dict[str, int]:
        done = {"sent": 0, "not_sent": 0}
        if self.mail is None or not self._has_letters():
            return done
        try:
            with self.mail() as deliver:
                while sum(done.values()) < LETTERS_AT_ONCE and (taken := self._take()) is not None:
                    done[self._hand_over(taken, deliver)] += 1
        except ConnectionLost as error:
            done["not_sent"] += 1
            _log().warning("connection to the mail server lost", problem=str(error))
        except BadInput as error:
            _log().warning("no mail server", problem=str(error))
        return done

    def _has_letters(self) -> bool:
        with self.transaction() as session:
            return outbox.is_due(session, self.clock())

    def _take(self) -> Taken | None:
        if self.stop.is_set():
            return None
        with self.transaction() as session:
            return outbox.take(session, self.clock())

    def _hand_over(self, taken: Taken, deliver: Deliver) -> str:
        """Raises ConnectionLost, after noting it."""
        letter = self._in_words(taken)
        if letter is None:
            return "not_sent"
        try:
            deliver(letter)
        except NotKnown as error:
            _log().error("letter may or may not have been sent", letter=taken.id, problem=str(error))
            raise ConnectionLost(str(error)) from error
        except NotDelivered as error:
            self._refused(taken, str(error))
            if isinstance(error, ConnectionLost):
                raise
            return "not_sent"
        self._sent(taken, letter)
        return "sent"

    def _sent(self, taken: Taken, letter: Letter) -> None:
        """Nothing else knows that it has gone out, so a busy database is asked again."""
        for pause in (*NOTED_AGAIN, None):
            try:
                with self.transaction() as session:
                    return outbox.sent(session, taken.id, letter.subject, self.clock())
            except OperationalError:
                if pause is None:
                    raise
                time.sleep(pause)
        return None

    def _in_words(self, taken: Taken) -> Letter | None:
        """None: there are no words for it, which is a mistake of ours; it is tried again later."""
        if taken.notice is None:
            return taken.letter
        try:
            subject, body, *stop = self.words(taken.notice)
        except Exception as error:
            _log().error("letter without words", letter=taken.id, kind=taken.notice.kind, exc_info=error)
            self._refused(taken, type(error).__name__)
            return None
        return replace(taken.letter, subject=subject, body=body, stop=stop[0] if stop else "")

    def _refused(self, taken: Taken, problem: str) -> None:
        _log().warning("letter not taken", letter=taken.id, problem=problem)
        with self.transaction() as session:
            outbox.refused(session, taken.id, problem, self.clock())


def _log() -> structlog.stdlib.BoundLogger:
    """To where errors are written, so that what a command prints stays apart."""
    return structlog.wrap_logger(structlog.PrintLogger(sys.stderr))
