"""Everybody against everything: the best openings of every person, for a file."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol
from zlib import crc32

import numpy as np
from sqlalchemy.orm import Session

from matching_service.matcher.condition_pairs import PairTables
from matching_service.matcher.documents import PersonFacts
from matching_service.matcher.features import FeatureEncoder
from matching_service.matcher.index import RankingIndex
from matching_service.matcher.match_all import Matcher, Matches, Openings
from matching_service.matcher.rows import Rows
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Shelf
from matching_service.services.matching.match_parts import Parts
from matching_service.services.trail import audit

# People matched at once: a second or less of work, and at most so many lines of a part of the file.
MOST_PEOPLE, MOST_LINES = 4096, 400_000


class Promise(Protocol):
    def result(self) -> Matches: ...


# Begins to match some people, somewhere.
Submit = Callable[[Rows], Promise]


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """All that is to be matched, as committed up to `revision`: everybody by id, `chunk` people at a time.

    `checksum`: of everything that is matched.
    """

    revision: int
    edition: str
    checksum: int
    day: date
    top: int
    chunk: int
    people: RankingIndex
    person_ids: np.ndarray
    openings: Openings

    @property
    def sizes(self) -> list[int]:
        """How many people each chunk has."""
        return [min(self.chunk, len(self.person_ids) - begin) for begin in range(0, len(self.person_ids), self.chunk)]

    def rows(self, number: int) -> Rows:
        """The people of a chunk."""
        return self.people.rows_of(self.person_ids[number * self.chunk : (number + 1) * self.chunk])

    def description(self) -> dict[str, object]:
        """What a file made of it is a list of."""
        day = self.day.isoformat()
        return {"date": day, "revision": self.revision, "edition": self.edition, "top": self.top}


def everything(session: Session, actor: Actor, engine: Engine, *, top: int, chunk: int | None = None) -> Work:
    """Everybody, and all openings that are published and still open. Operator only: of all organisations."""
    permissions.require(actor, "ranking.everything")
    snapshot, today = engine.snapshot(session), date.today()
    audit.record(session, actor, "ranking.everything", details={"top": top, "revision": snapshot.revision})
    return Work(
        revision=snapshot.revision,
        edition=snapshot.edition,
        checksum=_checksum(snapshot.people.index, snapshot.openings.index),
        day=today,
        top=top,
        chunk=chunk or max(1, min(MOST_PEOPLE, MOST_LINES // top)),
        people=snapshot.people.index,
        person_ids=np.sort(snapshot.people.index.passing()),
        openings=_openings(session, snapshot.reader.encoder, snapshot.people, snapshot.openings, today),
    )


def _checksum(*indexes: RankingIndex) -> int:
    total = 0
    for index in indexes:
        ids, checksums = index.fingerprints()
        order = np.argsort(ids)
        total = crc32(checksums[order].tobytes(), crc32(ids[order].tobytes(), total))
    return total


def _openings(session: Session, encoder: FeatureEncoder, people: Shelf, openings: Shelf, today: date) -> Openings:
    # somebody of whom nothing is known fails no rule but that an opening is over
    ids = np.sort(openings.index.passing(openings.sieve(PersonFacts(), today)))
    rows = openings.index.rows_of(ids)
    values, codes = openings.values.reordered(rows.codes)
    return Openings(
        n_features=encoder.n_features_,
        rows=replace(rows, codes=codes),
        part_of_feature=encoder.part_of_[:-1],
        required=_required(session, encoder, openings, rows),
        pairs=PairTables.of(people.values, values, today),
    )


def _required(session: Session, encoder: FeatureEncoder, openings: Shelf, rows: Rows) -> np.ndarray:
    """Pairs of an opening and the feature of a skill that it requires; int64 (n, 2)."""
    pairs = [
        (opening_id, encoder.index_[("skill", code)])
        for opening_id, facts in openings.facts(session, rows.checksums_by_id()).items()
        for code, is_required in facts.demands
        if is_required and ("skill", code) in encoder.index_
    ]
    return np.array(pairs, np.int64).reshape(-1, 2)


class Workers(NamedTuple):
    """Those who match. `ahead`: how many chunks to give them at a time; `begin` tells them the openings."""

    ahead: int
    begin: Callable[[Work], Submit]


@contextmanager
def threads(jobs: int) -> Iterator[Workers]:
    """On this machine; the kernels of the matcher let threads run side by side."""
    pool = ThreadPoolExecutor(jobs)

    def begin(work: Work) -> Submit:
        matcher = Matcher(work.openings)
        return lambda rows: pool.submit(matcher.best_openings, rows, work.top)

    try:
        yield Workers(2 * jobs, begin)
    finally:
        pool.shutdown(cancel_futures=True)


def match(work: Work, workers: Workers, parts: Parts, advance: Callable[[int], None]) -> None:
    """Match the chunks whose parts are missing, in their order; `advance` is told how many people are done."""
    submit, begun = workers.begin(work), deque()
    for number in parts.missing:
        rows = work.rows(number)
        begun.append((number, rows.ids, submit(rows)))
        if len(begun) == workers.ahead:
            _finish(parts, *begun.popleft(), advance)
    while begun:
        _finish(parts, *begun.popleft(), advance)


def _finish(
    parts: Parts, number: int, person_ids: np.ndarray, promise: Promise, advance: Callable[[int], None]
) -> None:
    parts.write(number, person_ids, promise.result())
    advance(len(person_ids))
