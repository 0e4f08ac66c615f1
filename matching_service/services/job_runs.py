"""When each job is done, and by whom: one row for each job, held while it is done."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matching_service.services.index.engine import Engine
from matching_service.services.jobs import SIGN_OF_LIFE, Job
from models import WorkerJob
from models.base import INSERT

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# Without a sign of life for so long no worker is at work.
SILENT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class JobStatus:
    """`done_at`: None until it was first done. `failures`: since then, the last with `problem`, a kind of error."""

    name: str
    done_at: datetime | None
    due_at: datetime
    failures: int
    problem: str

    def as_row(self) -> dict[str, object]:
        """Moments to the minute."""
        return asdict(self) | {
            "done_at": self.done_at and f"{self.done_at:%Y-%m-%d %H:%M}",
            "due_at": f"{self.due_at:%Y-%m-%d %H:%M}",
        }


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """`works`: whether a worker has been at work of late."""

    works: bool
    jobs: tuple[JobStatus, ...]


def make_known(session: Session, jobs: tuple[Job, ...], now: datetime) -> None:
    """Jobs that have no row yet are due at once."""
    known = set(session.scalars(select(WorkerJob.name)))
    for job in jobs:
        if job.name not in known:
            row = INSERT[session.get_bind().dialect.name](WorkerJob).values(
                name=job.name, due_at=now, failures=0, problem=""
            )
            session.execute(row.on_conflict_do_nothing())


def status(session: Session, now: datetime) -> WorkerStatus:
    rows = session.scalars(select(WorkerJob).order_by(WorkerJob.name)).all()
    jobs = tuple(JobStatus(row.name, row.done_at, row.due_at, row.failures, row.problem) for row in rows)
    seen = (job.done_at for job in jobs if job.name == SIGN_OF_LIFE)
    return WorkerStatus(any(at is not None and at > now - SILENT for at in seen), jobs)


def due(session: Session, jobs: tuple[Job, ...], now: datetime) -> tuple[Job, ...]:
    """In the order of `jobs`. Reads only: another worker may be doing one of them."""
    names = set(session.scalars(select(WorkerJob.name).where(WorkerJob.due_at <= now)))
    return tuple(job for job in jobs if job.name in names)


def step(session: Session, engine: Engine, job: Job, now: datetime) -> int | None:
    """Do some of a job; how much. None: it is not due any more, or another worker is at it.

    0: all is done, and it is due again when `every` has passed; once, however often that was while nobody ran it.
    Commit after each: until then the row is held, and nothing of it has happened.
    """
    due_at = _hold(session, job, now)
    if due_at is None:
        return None
    done = job.run(session, engine, now)
    if not done:
        _change(session, job, due_at=_next(due_at, job.every, now), done_at=now, failures=0, problem="")
    return done


def failed(session: Session, job: Job, now: datetime, problem: str) -> None:
    """Put it off for a pause that doubles. To be called after what it did was rolled back."""
    if _hold(session, job, now) is not None:
        failures = session.scalar(select(WorkerJob.failures).where(WorkerJob.name == job.name))
        pause = min(FIRST_PAUSE * 2 ** min(failures, 20), LONGEST_PAUSE)
        _change(session, job, due_at=now + pause, failures=failures + 1, problem=problem[:80])


def _hold(session: Session, job: Job, now: datetime) -> datetime | None:
    """When it was due. In one statement that writes, so that SQLite, too, lets one worker after the other."""
    table = WorkerJob.__table__
    free = select(table.c.name).where(table.c.name == job.name, table.c.due_at <= now)
    held = update(table).where(table.c.name == free.with_for_update(skip_locked=True).scalar_subquery())
    return session.scalar(held.values(due_at=table.c.due_at).returning(table.c.due_at))


def _change(session: Session, job: Job, **values: object) -> None:
    session.execute(update(WorkerJob).where(WorkerJob.name == job.name).values(**values))


def _next(due_at: datetime, every: timedelta, now: datetime) -> datetime:
    """The first multiple of `every` after `due_at` that is still to come: the time of the day stays."""
    return due_at + ((now - due_at) // every + 1) * every
