"""Another process of the same machine, told through a pipe what to do: as a worker of gunicorn, and killed like one.

All come from one server process that has loaded and compiled everything, and has no database open.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from matching_service.services.index.engine import Engine
from matching_service.services.index.index_files import IndexFiles
from matching_service.services.index.upkeep import Limits
from models.session import make_engine
from tests.integration.shared_index import town


class Served:
    """What a worker can be told; each method's result is sent back."""

    def __init__(self, connection: Connection, database: Database, files: IndexFiles, limits: Limits):
        self._connection, self._database, self._files = connection, database, files
        self._engine = Engine(files=files, limits=limits)
        self._compacting = Thread()

    def rank(self) -> set[int]:
        with Session(self._database) as session:
            return town.people_ranked(session, self._engine)

    def save(self) -> int:
        with Session(self._database) as session:
            person = town.settle_one(session, self._engine)
            session.commit()
        return person

    def start_compacting(self) -> None:
        self._compacting = Thread(target=self._engine.compact, args=[self._database])
        self._compacting.start()

    def finish_compacting(self) -> None:
        self._compacting.join()

    def hold_the_lock(self) -> None:
        with self._files.lock():
            self._connection.send("held")
            self._connection.recv()

    def mapped(self) -> set[str]:
        """The files that the process shares with others."""
        return {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if line.endswith(".npy")}

    def save_and_compact_for_ever(self) -> None:
        """Sends the id of each person that is committed."""
        while True:
            self._connection.send(self.save())
            self.rank()
            self._engine.compact(self._database)


class Worker:
    def __init__(self, process, connection: Connection):
        self.process, self.connection = process, connection

    def tell(self, name: str) -> None:
        self.connection.send(name)

    def ask(self, name: str):
        self.tell(name)
        return self.connection.recv()

    def kill(self) -> list[int]:
        """At once; what it had sent before."""
        self.process.kill()
        self.process.join()
        sent = []
        try:
            while self.connection.poll():
                sent.append(self.connection.recv())
        except EOFError:
            pass
        return sent


@contextmanager
def start(database_url: str, folder: Path, limits: Limits) -> Iterator[Worker]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.shared_index.warm"])
    ours, its = context.Pipe()
    process = context.Process(target=_serve, args=(its, database_url, folder, limits), daemon=True)
    process.start()
    its.close()
    try:
        yield Worker(process, ours)
    finally:
        process.kill()
        process.join()
        ours.close()


def _serve(connection: Connection, database_url: str, folder: Path, limits: Limits) -> None:
    served = Served(connection, make_engine(database_url), IndexFiles(folder), limits)
    while True:
        connection.send(getattr(served, connection.recv())())
