"""kill -9 at any moment: whatever was committed is ranked, nothing else, and no lock and no rubbish stays behind."""

import fcntl
import random
from time import monotonic

import pytest
from sqlalchemy import select

from matching_service.services.index.engine import Engine
from models import Person, ReadingRevision
from tests.integration.shared_index import town, worker
from tests.integration.shared_index.conftest import ALWAYS

pytestmark = pytest.mark.usefixtures("reference_data")

SEED = 4
RANDOM_MOMENTS = 6
PATIENCE = 60  # seconds, on a machine that has much else to do


@pytest.fixture
def new_worker(database_url, files):
    return lambda: worker.start(database_url, files.folder, ALWAYS)


def after(some_worker, _files, seconds):
    """At a moment that nobody has chosen: saving, committing, ranking or writing."""
    some_worker.process.join(seconds)


def when_there_is(name):
    """As soon as the folder has something of this name; `{next}` is the number of the segment written now."""

    def watch(some_worker, files, _seconds):
        numbers = [int(path.name.rpartition("-")[2]) for path in files.folder.glob("person-*-*")]
        pattern = name.format(next=max(numbers, default=0) + 1)
        until = monotonic() + PATIENCE
        while not any(files.folder.glob(pattern)):
            assert some_worker.process.is_alive()
            assert monotonic() < until, f"{pattern} never came"

    return watch


AIMS = {
    "begun": when_there_is("person-unfinished"),
    "half written": when_there_is("person-unfinished/rows.values.npy"),
    "before the rename": when_there_is("person-unfinished/manifest.json"),
    "after the rename": when_there_is("person-*-{next}"),
}
MOMENTS = {**{f"random {number}": after for number in range(RANDOM_MOMENTS)}, **AIMS}


def test_nothing_committed_is_lost_whenever_a_process_is_killed(session, settled, files, new_worker, ranks_right):
    moments, known = random.Random(SEED), people_stored(session)
    for name, wait in MOMENTS.items():
        with new_worker() as victim:
            victim.tell("save_and_compact_for_ever")
            known.add(victim.connection.recv())
            wait(victim, files, moments.uniform(0, 0.3))
            known |= set(victim.kill())
        stored = people_stored(session)
        assert known <= stored, name
        # one may have been committed and not told of any more
        assert len(stored - known) <= 1, name
        engine = Engine(files=files, limits=ALWAYS)
        assert town.people_ranked(session, engine) == stored, name
        assert ranks_right(engine), name
        assert len(list(files.folder.glob("person-*"))) == 1, name
        known = stored


def people_stored(session):
    """Once the database has noticed that whoever was saving is gone."""
    session.scalars(select(ReadingRevision).with_for_update()).all()
    stored = set(session.scalars(select(Person.id)))
    session.rollback()
    return stored


def test_the_lock_of_a_killed_process_is_free(session, settled, files, new_worker):
    with new_worker() as victim:
        victim.tell("hold_the_lock")
        assert victim.connection.recv() == "held"
        with open(files.folder / "lock") as lock:
            with pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            victim.kill()
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
