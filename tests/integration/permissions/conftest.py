from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.permissions import PERMISSIONS
from matching_service.services.index.engine import Engine
from matching_service.services.protection import sealing
from tests import databases
from tests.conftest import KEYS, application_of
from tests.permission_tables import world
from tests.permission_tables.world import World


@dataclass(frozen=True, slots=True)
class Made:
    """The application, the matcher, and a world in their database, for all tests of a module."""

    app: Flask
    engine: Engine
    database: Database
    world: World

    def session(self) -> Session:
        """What is done in it is undone, unless it commits."""
        return Session(self.database, info=sealing.with_keys(KEYS))


@pytest.fixture(scope="module")
def made(_shared_database, database_url):
    app, engine = application_of(database_url), Engine()
    with app.app_context(), Session(_shared_database, info=sealing.with_keys(KEYS)) as session:
        there = world.make(session, engine)
    yield Made(app, engine, _shared_database, there)
    databases.delete_all_rows(_shared_database)


class Recording(dict):
    """The table, which notes what it is asked."""

    def __init__(self, table):
        super().__init__(table)
        self.asked = set()

    def __getitem__(self, action):
        self.asked.add(action)
        return super().__getitem__(action)


@pytest.fixture
def table(monkeypatch):
    recording = Recording(PERMISSIONS)
    monkeypatch.setattr(permissions, "PERMISSIONS", recording)
    return recording
