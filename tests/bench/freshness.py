"""Row D: one profile is saved durably; how soon do other processes rank by it?

Two other processes have the index open over shared files, as the workers of gunicorn do, and rank when they are told
to, as a request does. A round: change a profile, save and commit it, let both rank. It is timed from the beginning of
the saving to the later of the two lists. In every other round the person belongs among the first; both lists are
checked for it. The naive way: read all vectors out of the database, build the matrix, rank.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from scipy import sparse
from sqlalchemy import Engine as Database
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from matching_service.matcher.features import Features
from matching_service.services.identity import organisations
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.index.index_files import IndexFiles
from matching_service.services.marketplace import employers, openings
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import ExperienceRecord, PersonRecord, SkillRecord
from matching_service.services.reference_data import reference
from models import Consent, Municipality, Person, Reading, ReadingRevision, migrate
from models.session import make_engine, transaction
from tests import factories
from tests.bench.contestants import Naive
from tests.bench.corpus import Rows
from tests.bench.http_database import consent_rows, insert_rows, person_row, reading_row
from tests.bench.measure import all_cores

SHOWN = 50
OTHERS = 2
ROUNDS = 40
UNTIMED = 2
# what SQLite does unless told otherwise: a commit is on the disk before it is answered
FULL = 2
DEMANDS = ("mig-mag-welding", "reading-technical-drawings", "angle-grinder-metal")
FITTING = PersonRecord(
    "Ana",
    "Jović",
    municipality="aleksinac",
    mobility_km=50,
    experiences=(ExperienceRecord("MIG/MAG zavarivač", years=8),),
    skills=tuple(SkillRecord(code, 4) for code in DEMANDS),
)
TOO_FAR = replace(FITTING, municipality="subotica", experiences=(ExperienceRecord("pekar"),))


@dataclass(frozen=True, slots=True)
class Parts:
    """Seconds: of reading the texts and writing the rows, of the commit, until the process that came last had caught
    up, until it had its list."""

    reading: float
    commit: float
    catching_up: float
    ranking: float

    @property
    def total(self) -> float:
        return self.reading + self.commit + self.catching_up + self.ranking


@dataclass(frozen=True, slots=True)
class Freshness:
    """`total` and `parts`: medians of the rounds. `refit`: seconds from a commit to the list of the naive way.
    `opened`: seconds that each process took to open the index; the first had no files."""

    total: float
    parts: Parts
    refit: float
    opened: tuple[float, ...]


def freshness(stored: Rows, say: Callable[[str], None] = lambda sentence: None) -> Freshness:
    """With these people and one more in the database. Raises AssertionError where a list is not up to date."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack, all_cores():
        url = f"sqlite:///{folder}/matching.sqlite"
        others = [stack.enter_context(_other(url, Path(folder, "index"))) for _ in range(OTHERS)]
        engine, database = Engine(), make_engine(url)
        say("  filling a database")
        person, opening = _fill(url, database, engine, stored)
        assert _synchronous(database) == FULL
        say("  opening the index in other processes")
        opened = tuple(_ask(other, opening) for other in others)
        say("  saving and ranking")
        rounds = range(UNTIMED + ROUNDS)
        found = [_round(database, engine, others, person, bool(number % 2)) for number in rounds][UNTIMED:]
        refit = _refit(database, opening)
        database.dispose()
    medians = (float(np.median([getattr(parts, name) for parts in found])) for name in Parts.__slots__)
    return Freshness(float(np.median([parts.total for parts in found])), Parts(*medians), refit, opened)


def _fill(url: str, database: Database, engine: Engine, stored: Rows) -> tuple[int, int]:
    """The ids of the person who will change, and of the opening to rank for."""
    migrate.upgrade(url)
    with transaction(database) as session:
        reference.load_reference_data(session)
        organisations.default(session)
        snapshot = engine.snapshot(session)
        seats = select(Municipality.id, Municipality.latitude, Municipality.longitude)
        places = {(row.latitude, row.longitude): row.id for row in session.execute(seats)}
    assert snapshot.reader.encoder.n_features_ == stored.vectors.shape[1]
    ids = stored.ids.tolist()
    read = ((stored.features(row), facts) for row, facts in enumerate(stored.facts))
    with database.begin() as connection:
        people_read = ((entity_id, (None, facts)) for entity_id, facts in zip(ids, stored.facts, strict=True))
        insert_rows(connection, Person.__table__, (person_row(*item, places) for item in people_read))
        insert_rows(connection, Consent.__table__, consent_rows(ids))
        readings = (reading_row("person", snapshot.edition, *item) for item in zip(ids, read, strict=True))
        insert_rows(connection, Reading.__table__, readings)
        connection.execute(insert(ReadingRevision).values(id=1, revision=1))
    with transaction(database) as session:
        employer = employers.create(session, OPERATOR, EmployerRecord("100000008", "Metal d.o.o."))
        employers.verify(session, OPERATOR, employer.id)
        skills = tuple(SkillDemand(code) for code in DEMANDS)
        record = OpeningRecord("MIG/MAG zavarivač", skills=skills, municipality="aleksinac")
        opening = openings.create(session, OPERATOR, engine, record, employer.id).id
        for action in ("submit", "approve"):
            openings.act(session, OPERATOR, engine, opening, action)
        person = people.create(session, OPERATOR, engine, TOO_FAR).id
        factories.agree(session, engine, person, "profiled", "ranked")
        return person, opening


def _synchronous(database: Database) -> int:
    with database.connect() as connection:
        return connection.scalar(text("PRAGMA synchronous"))


@contextmanager
def _other(url: str, folder: Path) -> Iterator[Connection]:
    """Another process: told an opening, sends how long it took to open the index; then ranks at each message."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_rank_when_told, args=(its, url, folder), daemon=True)
    process.start()
    its.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()


def _ask(other: Connection, message: object):
    other.send(message)
    return other.recv()


def _rank_when_told(connection: Connection, url: str, folder: Path) -> None:
    opening = connection.recv()
    engine, database = Engine(files=IndexFiles(folder)), make_engine(url)
    with Session(database) as session:
        engine.reader(session)
        began = time.monotonic()
        engine.snapshot(session)
    connection.send(time.monotonic() - began)
    while True:
        connection.recv()
        with Session(database) as session:
            engine.snapshot(session)
            caught_up = time.monotonic()
            found = ranking.rank_people(session, OPERATOR, engine, opening, limit=SHOWN)
        connection.send((caught_up, time.monotonic(), [match.id for match in found.matches]))


def _round(database: Database, engine: Engine, others: list[Connection], person: int, fitting: bool) -> Parts:
    began = time.monotonic()
    with Session(database) as session:
        people.update(session, OPERATOR, engine, person, FITTING if fitting else TOO_FAR)
        read = time.monotonic()
        session.commit()
    committed = time.monotonic()
    for other in others:
        other.send("rank")
    answers = [other.recv() for other in others]
    for _, _, ranked in answers:
        assert (person in ranked) == fitting, "the list is not up to date"
    caught_up, ranked, _ = max(answers, key=lambda answer: answer[1])
    return Parts(read - began, committed - read, caught_up - committed, ranked - caught_up)


def _refit(database: Database, opening: int) -> float:
    began = time.monotonic()
    with Session(database) as session:
        readings = select(Reading.entity_id, Reading.indices, Reading.values).where(Reading.kind == "person")
        ids, indices, values = zip(*session.execute(readings), strict=True)
        query = session.get(Reading, ("opening", opening))
        asked = Features(np.frombuffer(query.indices, "<i4"), np.frombuffer(query.values, "<f4"))
    starts = np.cumsum([0, *(len(row) // 4 for row in indices)])
    parts = (np.frombuffer(b"".join(values), "<f4"), np.frombuffer(b"".join(indices), "<i4"), starts)
    width = int(max(parts[1].max(), asked.indices.max())) + 1
    matrix = sparse.csr_matrix(parts, shape=(len(ids), width))
    Naive(Rows(np.array(ids), matrix, ())).search(asked, SHOWN)
    return time.monotonic() - began
