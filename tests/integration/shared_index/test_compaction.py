"""Segments are made again in the background: meanwhile and afterwards everybody sees everything that is committed."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import numpy as np
import pytest
from sqlalchemy.orm import Session

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.index.upkeep import Limits
from matching_service.services.rights import erasure
from tests.integration.shared_index import town, worker
from tests.integration.shared_index.conftest import ALWAYS, NEVER

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def save(database):
    """`save()` commits one more person; the id."""
    engine = Engine()

    def save_one():
        with Session(database) as session:
            person = town.settle_one(session, engine)
            session.commit()
        return person

    return save_one


@pytest.fixture
def new_worker(database_url, files):
    """`new_worker()` starts another process with the same database and the same files."""
    with ExitStack() as running:
        yield lambda limits=NEVER: running.enter_context(worker.start(database_url, files.folder, limits))


def segment_of(session, engine):
    return engine.snapshot(session).people.index.segment


def test_nobody_waits_while_segments_are_made(session, database, files, new_process, written, save, ranks_right):
    """The compaction is held up at its start for as long as somebody else has the lock."""
    engine = new_process()
    everybody = town.people_ranked(session, engine)
    with files.lock():
        compacting = Thread(target=engine.compact, args=[database])
        compacting.start()
        for _ in range(3):
            everybody.add(save())
            assert town.people_ranked(session, engine) == everybody
        assert compacting.is_alive()
    compacting.join(30)
    assert len(segment_of(session, engine)) == 10
    assert ranks_right(engine)


def test_rankings_and_compactions_at_the_same_time(session, database, new_process, written, save, ranks_right):
    """Whoever ranks sees all that was committed before, in whatever moment of a compaction."""
    engine, done = new_process(), Event()

    def compact():
        rounds = 0
        while not done.is_set():
            engine.compact(database)
            rounds += 1
        return rounds

    def save_and_rank():
        saved = set()
        with Session(database) as its_session:
            for _ in range(6):
                saved.add(save())
                assert saved <= town.people_ranked(its_session, engine)
        return saved

    with ThreadPoolExecutor(3) as pool:
        compacting = pool.submit(compact)
        try:
            saved = [saving.result() for saving in (pool.submit(save_and_rank), pool.submit(save_and_rank))]
        finally:
            done.set()
        assert compacting.result() > 1
    assert len(set.union(*saved)) == 12
    assert ranks_right(engine)


def test_many_changes_become_part_of_the_segment(session, new_process, written, save, ranks_right):
    engine = new_process(Limits(recent=2))
    for _ in range(2):
        save()
        assert len(segment_of(session, engine)) == 7
    save()
    wait_until(lambda: len(segment_of(session, engine)) == 10)
    assert ranks_right(engine)


def test_who_is_deleted_leaves_the_files_in_time(session, files, new_process, written, save):
    engine = new_process(Limits(deleted_for=0))
    deleted, *_ = town.people_ranked(session, engine)
    erasure.erase(session, OPERATOR, engine, deleted)
    session.commit()
    assert deleted not in town.people_ranked(session, engine)
    wait_until(lambda: len(segment_of(session, engine)) == 6)
    on_disk = [np.load(path).tolist() for path in files.folder.glob("person-*/rows.ids.npy")]
    assert [deleted in ids for ids in on_disk] == [False]


def test_who_is_erased_leaves_the_files_though_nobody_ranks(session, database, files, new_process, written):
    engine = new_process()
    erased, *_ = town.people_ranked(session, engine)
    erasure.erase(session, OPERATOR, engine, erased)
    session.commit()
    engine.compact(database)  # as commands do, and clean_files in the background
    on_disk = [np.load(path).tolist() for path in files.folder.glob("person-*/rows.ids.npy")]
    assert [erased in ids for ids in on_disk] == [False]


def test_a_change_alone_does_not_make_a_segment_again(session, new_process, written, save):
    engine = new_process(Limits(deleted_for=0))
    segment = segment_of(session, engine)
    save()
    for _ in range(100):
        assert segment_of(session, engine) is segment


def wait_until(found):
    """Asks again and again, as visitors do."""
    deadline = monotonic() + 30
    while not found():
        assert monotonic() < deadline


# ---- several processes


def test_one_process_writes_and_the_other_takes_it(session, settled, files, new_worker):
    writer, taker = new_worker(ALWAYS), new_worker()
    assert writer.ask("rank") == taker.ask("rank")
    mapped = writer.ask("mapped"), taker.ask("mapped")
    (folder,) = files.folder.glob("person-*")
    assert mapped[0] == mapped[1]
    assert str(folder / "inverted.run_rows.npy") in mapped[1]


def test_every_process_sees_what_another_committed(session, settled, files, new_worker):
    first, second = new_worker(ALWAYS), new_worker(ALWAYS)
    everybody = first.ask("rank")
    assert second.ask("rank") == everybody

    def one_more_is_seen(saver):
        everybody.add(saver.ask("save"))
        assert first.ask("rank") == second.ask("rank") == everybody

    one_more_is_seen(first)
    with files.lock():
        first.ask("start_compacting")
        one_more_is_seen(first)
        one_more_is_seen(second)
    first.ask("finish_compacting")
    one_more_is_seen(second)
    second.ask("start_compacting")
    second.ask("finish_compacting")
    one_more_is_seen(first)
    wait_until(lambda: first.ask("rank") == everybody and segments_of(first) == set(files.folder.glob("person-*")))
    wait_until(lambda: second.ask("rank") == everybody and segments_of(second) == segments_of(first))


def segments_of(some_worker):
    return {Path(path).parent for path in some_worker.ask("mapped") if "/person-" in path}
