"""What can be ranked at one moment: all people and all openings, as values that never change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.matcher.conditions import OPENINGS, PEOPLE, Sieve, Values, sieve_for_opening, sieve_for_person
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.features import Features
from matching_service.matcher.index import RankingIndex
from matching_service.matcher.reading import Reader
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Segment
from models import reading_queries

# Facts kept in memory, of those that were shown lately; a thousand take about a megabyte.
MOST_FACTS = 30_000
# Pairs of which it is remembered why the one stands where it does in the list of the other; a thousand take a megabyte.
MOST_REASONS = 20_000
FACTS = {"person": PersonFacts, "opening": OpeningFacts}
VALUES = {"person": PEOPLE, "opening": OPENINGS}

Facts = PersonFacts | OpeningFacts


class KeptFacts:
    """Facts that were asked for lately, each with the checksum of its reading; forgotten all at once when full."""

    def __init__(self):
        self._kept: dict[int, tuple[int, Facts]] = {}

    def find(self, entity_id: int, checksum: int) -> tuple[int, Facts] | None:
        kept = self._kept.get(entity_id)
        return kept if kept is not None and kept[0] == checksum else None

    def keep(self, entity_id: int, checksum: int, facts: Facts) -> tuple[int, Facts]:
        if len(self._kept) >= MOST_FACTS:
            self._kept = {}
        self._kept[entity_id] = checksum, facts
        return checksum, facts

    def forget(self, ids: Iterable[int]) -> None:
        for entity_id in ids:
            self._kept.pop(entity_id, None)


class KeptReasons:
    """What was worked out for lists of one day, by row: the checksum of its reading, and why it stands where it does;
    forgotten all at once when full."""

    def __init__(self):
        self._day, self._lists, self._size = None, {}, 0

    def of_list(self, key: object, day: date) -> Mapping[int, tuple[int, object]]:
        return self._lists.get(key, {}) if self._day == day else {}

    def keep(self, key: object, day: date, reasons: Mapping[int, tuple[int, object]]) -> None:
        if self._day != day or self._size + len(reasons) > MOST_REASONS:
            self.forget()
            self._day = day
        self._lists.setdefault(key, {}).update(reasons)
        self._size += len(reasons)

    def forget(self) -> None:
        self._lists, self._size = {}, 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """All people (`kind` person), or all openings: features in the index, and what hard rules look at in `values`."""

    kind: str
    index: RankingIndex
    values: Values
    kept: KeptFacts
    reasons: KeptReasons

    @classmethod
    def empty(cls, kind: str, n_features: int) -> "Shelf":
        values = Values.of(VALUES[kind])
        return cls(kind, RankingIndex.empty(n_features, len(values.counts)), values, KeptFacts(), KeptReasons())

    @classmethod
    def over(cls, kind: str, n_features: int, segment: Segment, values: Values) -> "Shelf":
        return cls(kind, RankingIndex.over(n_features, segment), values, KeptFacts(), KeptReasons())

    def changed(self, fresh: Sequence[Rows], gone: Sequence[int]) -> "Shelf":
        """With the `fresh` rows in the place of those it had, and without those that are `gone`."""
        self.kept.forget(gone)
        return replace(self, index=self.index.changed(Rows.joined([self.rows([]), *fresh]), gone))

    def rows(self, readings: Sequence[Row]) -> Rows:
        """As the index takes them; new values of what hard rules look at are added."""
        return Rows.of(
            self.index.n_features,
            [reading.entity_id for reading in readings],
            [features_of(reading) for reading in readings],
            self.values.encode(FACTS[self.kind].from_json(reading.facts) for reading in readings),
            [reading.checksum for reading in readings],
        )

    def compacted(self) -> "Shelf":
        """The same with everything in one segment."""
        rows = self.index.all_rows()
        values, codes = self.values.reordered(rows.codes)
        segment = Segment.of(self.index.n_features, replace(rows, codes=codes))
        return replace(self, index=RankingIndex.over(self.index.n_features, segment), values=values)

    def facts(self, session: Session, checksums: Mapping[int, int]) -> dict[int, Facts]:
        """As `told`, the facts alone."""
        return {entity_id: facts for entity_id, (_, facts) in self.told(session, checksums).items()}

    def told(self, session: Session, checksums: Mapping[int, int]) -> dict[int, tuple[int, Facts]]:
        """What explanations of rows of the index need, by id, given their checksums by id: checksum and facts.

        Those who have been deleted meanwhile are left out. Who was changed in this very moment has the newer facts, as
        names and everything else out of the database; their checksum tells.
        """
        found = {entity_id: self.kept.find(entity_id, checksum) for entity_id, checksum in checksums.items()}
        missing = [entity_id for entity_id, told in found.items() if told is None]
        if missing:
            for row in reading_queries.facts_of(session, self.kind, missing):
                facts = FACTS[self.kind].from_json(row.facts)
                found[row.entity_id] = self.kept.keep(row.entity_id, row.checksum, facts)
        return {entity_id: told for entity_id, told in found.items() if told is not None}

    def sieve(self, query: Facts, today: date) -> Sieve:
        """The hard rules of one opening for people, or of one person for openings."""
        sieve_for = sieve_for_opening if self.kind == "person" else sieve_for_person
        return sieve_for(self.values, query, today)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that can be ranked, as committed up to `revision`, for one edition of the reader."""

    reader: Reader
    edition: str
    people: Shelf
    openings: Shelf
    revision: int

    def caught_up(self, session: Session, revision: int) -> "Snapshot":
        """With what the session sees that has changed since; `revision`: that it saw before."""
        people, openings = _Changes(self.people), _Changes(self.openings)
        for readings in reading_queries.changed_since(session, self.edition, self.revision):
            people.add(readings)
            openings.add(readings)
        if people.gone or openings.gone:
            # a pair is kept on the shelf of its row, whichever of the two was deleted
            self.people.reasons.forget()
            self.openings.reasons.forget()
        return replace(self, people=people.made(), openings=openings.made(), revision=revision)


class _Changes:
    """What is to become of a shelf, batch by batch: of a reading, only what the index needs is kept."""

    def __init__(self, shelf: Shelf):
        self._shelf, self._fresh, self.gone = shelf, [], []

    def add(self, readings: Iterable[Row]) -> None:
        own = [reading for reading in readings if reading.kind == self._shelf.kind]
        self.gone.extend(reading.entity_id for reading in own if reading.deleted)
        living = [reading for reading in own if not reading.deleted]
        if living:
            self._fresh.append(self._shelf.rows(living))

    def made(self) -> Shelf:
        return self._shelf.changed(self._fresh, self.gone) if self._fresh or self.gone else self._shelf


def features_of(row: Row) -> Features:
    return Features(np.frombuffer(row.indices, dtype="<i4"), np.frombuffer(row.values, dtype="<f4"))
