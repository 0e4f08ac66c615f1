"""CPU time of what happens when a process starts and when a profile is saved, beside a peer's in the same run."""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sqlalchemy.orm import Session

from matching_service.matcher.label_index import LabelIndex
from matching_service.matcher.reading import Reader
from matching_service.matcher.taxonomy import Concept
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index import documents, readers, reading
from matching_service.services.index.engine import Engine
from matching_service.services.profiles import people
from matching_service.services.reference_data import reference
from models import Base, Person, matching_queries
from models.session import make_engine, transaction
from tests.quality import cases
from tests.quality.baselines import char_tfidf


class Timing(NamedTuple):
    """Seconds of CPU time, of ours and of the peer that does something like it."""

    what: str
    seconds: float
    peer: str
    peer_seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.peer_seconds


def timings() -> list[Timing]:
    """With the taxonomy and the people of the quality suite."""
    database, engine = make_engine("sqlite://"), Engine()
    Base.metadata.create_all(database)
    with transaction(database) as session:
        reference.load_reference_data(session)
        for name, record in cases.load().people.items():
            people.put_imported(session, OPERATOR, engine, "quality", name, record)
    with transaction(database) as session:
        return _timings(session)


def _timings(session: Session) -> list[Timing]:
    taxonomy, loading = _timed(lambda: readers.load_taxonomy(session, revision=0))
    kinds = [list(concepts.values()) for concepts in (taxonomy.occupations, taxonomy.skills)]
    _, indexing = _timed(lambda: [LabelIndex(_labels(concepts)) for concepts in kinds])
    reader, starting = _timed(lambda: Engine().reader(session))
    texts = [text for concepts in kinds for _, text in _labels(concepts)]
    peer, fitting = _timed(lambda: _Peer(texts))
    rows = matching_queries.all_people(session)
    with session.no_autoflush:
        read = [_timed(lambda row=row: read_person(reader, row))[1] for row in rows]
    compared = [_timed(lambda row=row: peer.compare(row.about))[1] for row in rows]
    fit, compare = "TfidfVectorizer, the same labels", "TfidfVectorizer, about me against all labels"
    return [
        Timing("taxonomy out of the database", loading, fit, fitting),
        Timing(f"two label indexes, {len(texts):,} labels", indexing, fit, fitting),
        Timing("whole reader, the taxonomy included", starting, fit, fitting),
        Timing(f"one profile, median of {len(rows)}", float(np.median(read)), compare, float(np.median(compared))),
        Timing("one profile, 90th percentile", _most(read), compare, _most(compared)),
    ]


class _Peer:
    """Plain character n-grams of all labels."""

    def __init__(self, texts: list[str]):
        self._ngrams = char_tfidf()
        self._labels = self._ngrams.fit_transform(texts).T.tocsr()

    def compare(self, text: str) -> np.ndarray:
        return (self._ngrams.transform([text]) @ self._labels).toarray()[0]


def read_person(reader: Reader, person: Person) -> None:
    """What saving a profile does, but for writing to the database."""
    reading.read_person(reader, person)
    profile = documents.profile_of(reader, person)
    reader.encoder.transform_profile(profile)
    documents.person_facts(reader, person, profile)


def _labels(concepts: list[Concept]) -> list[tuple[str, str]]:
    return [(concept.code, label.text) for concept in concepts for label in concept.labels]


def _most(seconds: list[float]) -> float:
    return float(np.quantile(seconds, 0.9))


def _timed(make: Callable[[], object]) -> tuple:
    """What `make` gives, and how long it took."""
    began = time.process_time()
    made = make()
    return made, time.process_time() - began
