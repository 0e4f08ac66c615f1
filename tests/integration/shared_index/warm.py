"""Loaded by the server of worker processes (worker.py): words and machine code, once for all of them."""

from sqlalchemy.orm import Session

from matching_service.services.index.engine import Engine
from models import Base
from models.session import make_engine
from tests import factories
from tests.integration.shared_index import town, worker

__all__ = ["worker"]


def _rank_once() -> None:
    database = make_engine("sqlite://")
    Base.metadata.create_all(database)
    with Session(database) as session:
        factories.reference_data(session)
        town.settle(session, Engine())
        town.everything_ranked(session, Engine())
    database.dispose()


_rank_once()
