"""What is done by the clock. `matching-service worker` does each job when it is due.

To add one: write a service function `run(session, engine, now) -> int` and add a line to JOBS. A job

- does a bounded amount of work in the transaction it is given, and returns how much that was. It is called again, in a
  transaction of its own each time, until it returns 0: then it is done until `every` has passed;
- leaves a mark in the rows it has handled, in the same transaction, so that the next call finds the next ones and
  nothing is done twice, by whomever;
- asks what is due at `now`, not what has become due since it last ran: what was missed while no worker ran is done at
  the next start, once;
- writes letters by `notices.tell`, in the same transaction: their words are the portal's;
- raises where it cannot go on: what it did in this transaction is rolled back, it is tried again after a pause that
  doubles, and the other jobs go on.

One worker does a job at a time, however many there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.services.browsing import digests
from matching_service.services.consent import consents
from matching_service.services.identity import organisations
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import application_steps, openings, reminders

SIGN_OF_LIFE = "sign of life"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Job:
    """`name`: of its row in the database; of two jobs with different names nothing is shared."""

    name: str
    every: timedelta
    run: Callable[[Session, Engine, datetime], int]


# in the order in which they are done when they are due together
JOBS: tuple[Job, ...] = (
    Job(SIGN_OF_LIFE, MINUTE, lambda _session, _engine, _now: 0),  # when it was last done tells that a worker works
    Job("openings past their last day", HOUR, lambda session, engine, _now: openings.expire_overdue(session, engine)),
    Job("new openings in saved searches", HOUR, digests.send),
    Job("answers that did not come", HOUR, lambda session, _engine, _now: application_steps.expire_overdue(session)),
    Job("consents whose day is over", HOUR, lambda session, engine, _now: consents.enforce(session, engine)),
    Job("shares whose day is over", HOUR, lambda session, engine, _now: organisations.end_overdue(session, engine)),
    Job("companies reminded of answers", HOUR, lambda session, _engine, now: reminders.remind_companies(session, now)),
    Job("people reminded of offers", HOUR, lambda session, _engine, now: reminders.remind_people(session, now)),
)
