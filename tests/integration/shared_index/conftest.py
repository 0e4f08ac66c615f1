import logging

import pytest
from sqlalchemy.orm import Session

from matching_service.services.index.engine import Engine
from matching_service.services.index.index_files import IndexFiles
from matching_service.services.index.upkeep import Limits
from tests.integration.shared_index import town

# Whatever has changed is put into the segment at the next opening; even where there is nothing; nothing ever is.
ALWAYS, NOBODY, NEVER = Limits(recent=0), Limits(recent=-1), Limits(recent=10**9)


@pytest.fixture
def files(tmp_path):
    return IndexFiles(tmp_path / "index")


@pytest.fixture
def warnings(caplog):
    """`warnings()`: what the index has warned of since it was asked last."""
    caplog.set_level(logging.WARNING, "index")

    def told():
        messages = [record.getMessage() for record in caplog.records if record.name == "index"]
        caplog.clear()
        return messages

    return told


@pytest.fixture
def settled(session, engine, reference_data):
    """The people and openings of the town, committed; nothing is on the disk yet."""
    town.settle(session, engine)


@pytest.fixture
def new_process(files):
    """`new_process()` is the engine of another process of the same machine."""
    return lambda limits=ALWAYS: Engine(files=files, limits=limits)


@pytest.fixture
def written(settled, session, new_process):
    """The town is on the disk."""
    new_process().snapshot(session)


@pytest.fixture
def ranks_right(session):
    """`ranks_right(engine)`: whether it ranks what an engine without files does, which has read everything itself."""

    def compare(engine):
        return town.everything_ranked(session, engine) == town.everything_ranked(session, Engine())

    return compare


@pytest.fixture
def another_session(database):
    with Session(database) as session:
        yield session
