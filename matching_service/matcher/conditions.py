"""Hard rules for very many at once: each rule is asked once per distinct value, not once per document.

What a rule looks at takes few values among many documents: some hundred thousand people live in some hundred places.
`Values` numbers them, so that a document is one code per rule. A `Sieve` holds, for one query and each rule, which
codes pass, as the rules of eligibility.py themselves answer; a document whose codes pass in all tables is eligible.

    people's licences, all listed?   code   table of an opening for drivers (C)
    (), no                            0      1   nobody has asked: what is unknown never fails
    (B), yes                          1      0
    (CE), yes                         2      1
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching_service.matcher.condition_columns import Column, Kind, by_place, by_reach_and_place
from matching_service.matcher.condition_tables import Table, Tables, codes_of
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import SCOPE, closed_reasons

Facts = PersonFacts | OpeningFacts

PEOPLE = Kind(PersonFacts, by_reach_and_place)
OPENINGS = Kind(OpeningFacts, by_place)


class Values:
    """The distinct values of each rule's attributes, numbered from 0 in the order in which they were seen.

    Values are only ever added: codes given once stay right for all that share this object, and threads may add while
    others ask.
    """

    def __init__(self, kind: Kind, values: Sequence[Iterable[tuple]]):
        """`values`: per column of the kind, distinct, as its `own` makes them."""
        self.kind = kind
        self._codes = [codes_of(column, some) for column, some in zip(kind.columns, values, strict=True)]
        self._tables = Tables()

    @classmethod
    def of(cls, kind: Kind) -> "Values":
        return cls(kind, [()] * len(kind.columns))

    @property
    def counts(self) -> list[int]:
        """How many values each rule has seen."""
        return [len(codes.values) for codes in self._codes]

    def of_row(self, row: int) -> Sequence[tuple]:
        """The values of a rule's attributes, by code."""
        return self._codes[row].values

    def encode(self, facts: Iterable[Facts]) -> np.ndarray:
        """Codes of the documents, int32 (rules, documents); values not seen before are added."""
        facts = list(facts)
        codes = np.empty((len(self._codes), len(facts)), np.int32)
        for row, (column, seen) in enumerate(zip(self.kind.columns, self._codes, strict=True)):
            codes[row] = np.fromiter(map(seen.__getitem__, map(column.own.key, facts)), np.int32, len(facts))
        return codes

    def reordered(self, codes: np.ndarray) -> tuple["Values", np.ndarray]:
        """The values that occur in `codes`, numbered again, and the codes by these numbers.

        Those of the first rule follow the order of the kind: people by class of reach, within it by place, openings by
        place; whom distance cannot exclude comes last. The others keep their order.
        """
        kept, fresh = [], np.empty_like(codes)
        for row, seen in enumerate(self._codes):
            used = np.unique(codes[row]).tolist()
            if row == 0:
                used.sort(key=lambda code: self.kind.order(seen.values[code]))
            numbers = np.zeros(len(seen.values), codes.dtype)
            numbers[used] = np.arange(len(used))
            fresh[row] = numbers[codes[row]]
            kept.append([seen.values[code] for code in used])
        return Values(self.kind, kept), fresh

    def to_json(self) -> list[dict]:
        return [
            {"rule": column.rule.name, "of": list(column.own.names), "values": [_plain(one) for one in codes.values]}
            for column, codes in zip(self.kind.columns, self._codes, strict=True)
        ]

    @classmethod
    def from_json(cls, kind: Kind, columns: list[dict]) -> "Values":
        """Raises ValueError for what was written when the rules looked at something else."""
        if [(one["rule"], one["of"]) for one in columns] != [
            (one.rule.name, list(one.own.names)) for one in kind.columns
        ]:
            raise ValueError("these values are those of other rules")
        return cls(
            kind, [_read(kind, column, one["values"]) for column, one in zip(kind.columns, columns, strict=True)]
        )

    def table(self, row: int, query: Facts, today: date) -> Table:
        """Which values of a rule pass for the query: all that have a code by now."""
        asked, codes = self.kind.columns[row].asked, self._codes[row]
        key = asked.key(query)
        place, count = (row, key, today), len(codes.values)
        table = self._tables.get(place)
        if table is None or len(table) < count:
            known = np.empty(0, np.uint8) if table is None else table.passes
            table = Table(np.concatenate((known, codes.passes(len(known), count, asked.value(key), today))))
            self._tables.keep(place, table)
        return table


@dataclass(frozen=True, slots=True, eq=False)
class Sieve:
    """What a query makes of the columns. Rules that exclude nobody are left out.

    `rules`: int64, rows of the codes to look at. `offsets`: int64, where the table of each begins in `tables` (uint8 by
    code, 1 passes). The first `scope` of them say whether a document counts at all: openings that are over, and people
    who are not to be seen in this list, are neither eligible nor excluded. `closed`: everybody is excluded, whatever
    the tables say.
    """

    rules: np.ndarray
    offsets: np.ndarray
    tables: np.ndarray
    scope: int = 0
    closed: bool = False

    def only_scope(self) -> "Sieve":
        """Without the rules that make the difference between those who pass and those who fail."""
        return replace(self, rules=self.rules[: self.scope], offsets=self.offsets[: self.scope], closed=False)


def sieve_for_opening(values: Values, opening: OpeningFacts, today: date) -> Sieve:
    """For codes of people."""
    return _sieve(values, opening, today, closed=bool(closed_reasons(opening, today)))


def sieve_for_person(values: Values, person: PersonFacts, today: date) -> Sieve:
    """For codes of openings."""
    return _sieve(values, person, today, closed=False)


def _sieve(values: Values, query: Facts, today: date, closed: bool) -> Sieve:
    tables = [(row, values.table(row, query, today)) for row in values.kind.rows]
    asking = [(row, table.passes) for row, table in tables if table.asks]
    ends = np.cumsum([0, *(len(passes) for _, passes in asking)], dtype=np.int64)
    return Sieve(
        rules=np.array([row for row, _ in asking], np.int64),
        offsets=ends[:-1],
        tables=np.concatenate([np.empty(0, np.uint8), *(passes for _, passes in asking)]),
        scope=sum(values.kind.columns[row].rule in SCOPE for row, _ in asking),
        closed=closed,
    )


def _plain(value: tuple) -> list:
    return [item.isoformat() if isinstance(item, date) else item for item in value]


def _read(kind: Kind, column: Column, values: Iterable[list]) -> list[tuple]:
    reads = [_read_date if name in kind.dates else _frozen for name in column.own.names]
    return [column.own.of_attributes(read(item) for read, item in zip(reads, value, strict=True)) for value in values]


def _read_date(item: str | None) -> date | None:
    return item if item is None else date.fromisoformat(item)


def _frozen(item):
    """JSON knows lists only; values hold tuples."""
    return tuple(_frozen(part) for part in item) if isinstance(item, list | tuple) else item
