"""The synthetic corpus: people and openings out of the project's own taxonomy, the same for the same seed.

What is real: the taxonomy, its labels and skills, the municipalities with their places, the encoder with its weights.
Every vector is what `FeatureEncoder` gives for one invented profile or posting; none is a varied copy of another.
What is invented: who has which occupations, skills and facts, and how usual each is. In numbers of features, and in
how often the usual ones occur, people are like those of data/demo: 45 on average, some 30, some 70.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from itertools import islice
from random import Random

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from matching_service.cli.evaluation import starter_reader
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.features import FeatureEncoder, Features
from matching_service.services.reference_data import starter_files
from tests.bench import invented_openings, invented_people
from tests.bench.places import Places
from tests.bench.trades import Trades

SEED = 20
TODAY = date(2026, 3, 2)
# ids have gaps, as in a database that rows were deleted from
GAPS = 3


@dataclass(frozen=True)
class Rows:
    """People, or openings. `ids`: (n,) int64, distinct, in no order. `vectors`: CSR (n, n_features), float32, indices
    ascending, every row of length 1: then the cosine that peers compute is our dot product. `facts`: one for each row.
    """

    ids: np.ndarray
    vectors: sparse.csr_matrix
    facts: tuple[PersonFacts, ...] | tuple[OpeningFacts, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def first(self, n: int) -> "Rows":
        return Rows(self.ids[:n], self.vectors[:n], self.facts[:n])

    def features(self, row: int) -> Features:
        part = slice(*self.vectors.indptr[row : row + 2])
        return Features(self.vectors.indices[part], self.vectors.data[part])


@dataclass(frozen=True)
class Corpus:
    people: Rows
    openings: Rows
    encoder: FeatureEncoder
    today: date = TODAY


def make_corpus(
    n_people: int,
    n_openings: int,
    seed: int = SEED,
    encoder: FeatureEncoder | None = None,
    advance: Callable[[int], None] = lambda rows: None,
) -> Corpus:
    """Invent and encode; some 0.3 ms of CPU time each. `encoder`: one of another taxonomy than the shipped one."""
    encoder = encoder or starter_reader().encoder
    trades, places = Trades(encoder, seed), places_of(seed)

    def people() -> Iterator[tuple[Features, PersonFacts]]:
        random = Random(f"{seed} people")
        while True:
            features = encoder.transform_profile(invented_people.profile(random, trades))
            yield features, invented_people.facts(random, places, TODAY)

    def openings() -> Iterator[tuple[Features, OpeningFacts]]:
        random = Random(f"{seed} openings")
        while True:
            features = encoder.transform_posting(invented_openings.posting(random, trades))
            yield features, invented_openings.facts(random, places, TODAY)

    def rows(n: int, pairs: Iterator) -> Rows:
        return _rows(_counted(islice(pairs, n), advance), encoder.n_features_, np.random.default_rng(seed))

    return Corpus(rows(n_people, people()), rows(n_openings, openings()), encoder)


def places_of(seed: int) -> Places:
    return Places(starter_files.municipalities(resources.files("data")), seed)


def _counted(pairs: Iterator, advance: Callable[[int], None]) -> Iterator:
    for pair in pairs:
        yield pair
        advance(1)


def _rows(pairs: Iterator[tuple[Features, object]], n_features: int, random: np.random.Generator) -> Rows:
    indices, values, starts, facts = [], [], [0], []
    for features, its_facts in pairs:
        indices.append(features.indices)
        values.append(features.values)
        starts.append(starts[-1] + len(features.indices))
        facts.append(its_facts)
    parts = (np.concatenate(values), np.concatenate(indices), np.array(starts, dtype=np.int64))
    vectors = sparse.csr_matrix(parts, shape=(len(facts), n_features))
    ids = random.choice(GAPS * len(facts), len(facts), replace=False) + 1
    return Rows(ids.astype(np.int64), _of_length_one(vectors), tuple(facts))


def _of_length_one(vectors: sparse.csr_matrix) -> sparse.csr_matrix:
    return normalize(vectors.astype(np.float64)).astype(np.float32)
