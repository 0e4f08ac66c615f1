"""Hard rules for very many at once: each rule is asked once per distinct value, not once per document.

What a rule looks at takes few values among many documents: some hundred thousand people live in some hundred places.
`Values` numbers them, so that a document is one code per rule. A `Sieve` holds, for one query and each rule, which
codes pass, as the rules of eligibility.py themselves answer; a document whose codes pass in all tables is eligible.

    people's licences, all listed?   code   table of an opening for drivers (C)
    (), no                            0      1   nobody has asked: what is unknown never fails
    (B), yes                          1      0
    (CE), yes                         2      1
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import inf
from operator import attrgetter
from threading import Lock

import numpy as np

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import DISTANCE, OPEN, RULES, Rule, closed_reasons

Facts = PersonFacts | OpeningFacts
# Bytes of tables kept for the next queries, and what a table needs there beside its rows.
MOST_KEPT = 16 * 2**20
TABLE_OVERHEAD = 500
# Upper limits in km of the classes of reach in which people are ordered.
REACHES = (15, 30, 60, 120, inf)


class Aspect:
    """The attributes of a document that one rule looks at: `key(facts)` to compare, `value(*attributes)` for the rule.

    A value is a named tuple of these attributes alone, so a rule that looked at any other would fail at once.
    """

    def __init__(self, rule: str, names: tuple[str, ...]):
        self.value = namedtuple(rule, names)
        self.key = attrgetter(*names) if names else lambda facts: ()

    def of(self, facts: Facts) -> tuple:
        return self.value(*(getattr(facts, name) for name in self.value._fields))


class Column:
    """A rule seen from the documents that are sifted (`own`) and from the query (`asked`)."""

    def __init__(self, rule: Rule, people: bool):
        person, opening = Aspect(rule.name, rule.person), Aspect(rule.name, rule.opening)
        self.own, self.asked = (person, opening) if people else (opening, person)
        self.rule, self._people = rule, people

    def table(self, values: Sequence[tuple], query: tuple, today: date) -> np.ndarray:
        """uint8, 1 for each value that passes."""
        passes = self.rule.passes
        if self._people:
            return np.array([passes(value, query, today) for value in values], np.uint8)
        return np.array([passes(query, value, today) for value in values], np.uint8)


class Kind:
    """What the columns describe; the first is that of distance, whose values `order` sorts."""

    def __init__(self, document: type, order: Callable[[tuple], tuple]):
        people = document is PersonFacts
        rules = (DISTANCE, *(rule for rule in RULES if rule is not DISTANCE and (rule.person or not people)))
        self.columns = tuple(Column(rule, people) for rule in rules)
        self.order = order
        self.dates = {field.name for field in fields(document) if field.type == date | None}
        # Rows of the columns, first the rule that says whether a document counts at all.
        self.rows = sorted(range(len(rules)), key=lambda row: rules[row] is not OPEN)


def along_curve(latitude: float, longitude: float) -> int:
    """Position on a Z-curve over the globe, in steps of 40 m: what is near on it is mostly near on the ground."""
    return _spread(latitude) | _spread(longitude) << 1


def _spread(degrees: float) -> int:
    """The bits of the cell number with a zero between any two of them."""
    return int(f"{int((degrees + 180) / 360 * 2**20):b}", 4)


def _reach_then_place(person) -> tuple:
    if person.latitude is None:
        return (len(REACHES) + 1,)
    reach = person.mobility_km
    by_reach = len(REACHES) if reach is None else next(order for order, limit in enumerate(REACHES) if reach <= limit)
    return by_reach, along_curve(person.latitude, person.longitude), reach or 0


def _place(opening) -> tuple:
    if opening.remote or opening.latitude is None:
        return (1,)
    return 0, along_curve(opening.latitude, opening.longitude)


PEOPLE = Kind(PersonFacts, _reach_then_place)
OPENINGS = Kind(OpeningFacts, _place)


class Values:
    """The distinct values of each rule's attributes, numbered from 0 in the order in which they were seen.

    Values are only ever added: codes given once stay right for all that share this object, and threads may add while
    others ask.
    """

    def __init__(self, kind: Kind, values: Sequence[Iterable[tuple]]):
        """`values`: per column of the kind, as its `own.value`."""
        self.kind = kind
        self._codes = [_Codes(column.own, some) for column, some in zip(kind.columns, values, strict=True)]
        self._tables = _Tables()

    @classmethod
    def of(cls, kind: Kind) -> "Values":
        return cls(kind, [()] * len(kind.columns))

    @property
    def counts(self) -> list[int]:
        """How many values each rule has seen."""
        return [len(codes.values) for codes in self._codes]

    def encode(self, facts: Iterable[Facts]) -> np.ndarray:
        """Codes of the documents, int32 (rules, documents); values not seen before are added."""
        facts = list(facts)
        codes = np.empty((len(self._codes), len(facts)), np.int32)
        for row, (column, seen) in enumerate(zip(self.kind.columns, self._codes, strict=True)):
            codes[row] = np.fromiter(map(seen.__getitem__, map(column.own.key, facts)), np.int32, len(facts))
        return codes

    def reordered(self, codes: np.ndarray) -> tuple["Values", np.ndarray]:
        """Values that occur in `codes` alone, numbered again, and the new codes.

        Codes of the first rule follow the order of the kind: people by class of reach, within it by place, openings by
        place; those whom distance cannot exclude come last. The others keep their order.
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
            {
                "rule": column.rule.name,
                "of": column.own.value._fields,
                "values": [_plain(value) for value in codes.values],
            }
            for column, codes in zip(self.kind.columns, self._codes, strict=True)
        ]

    @classmethod
    def from_json(cls, kind: Kind, columns: list[dict]) -> "Values":
        """Raises ValueError for what was written when the rules looked at something else."""
        told = [(column["rule"], tuple(column["of"])) for column in columns]
        if told != [(column.rule.name, column.own.value._fields) for column in kind.columns]:
            raise ValueError("these values are those of other rules")
        return cls(
            kind, [_from_plain(kind, own, told["values"]) for own, told in zip(kind.columns, columns, strict=True)]
        )

    def table(self, row: int, query: Facts, today: date) -> "Table":
        """Which values of a rule pass for the query: all that have a code by now."""
        column, values = self.kind.columns[row], self._codes[row].values
        key, count = (row, column.asked.key(query), today), len(values)
        table = self._tables.get(key)
        if table is None or len(table.passes) < count:
            known = 0 if table is None else len(table.passes)
            more = column.table(values[known:count], column.asked.of(query), today)
            table = Table(more if table is None else np.concatenate((table.passes, more)))
            self._tables.keep(key, table)
        return table


class Table:
    """`passes`: uint8 by code; `asks`: somebody fails."""

    __slots__ = ("asks", "passes")

    def __init__(self, passes: np.ndarray):
        self.passes, self.asks = passes, not passes.all()


class _Codes(dict):
    """Numbers for keys, as they come; `values` by number. A value is there before its number is given away."""

    def __init__(self, own: Aspect, values: Iterable[tuple]):
        self._own, self._adding = own, Lock()
        self.values = list(values)
        super().__init__(zip(map(own.key, self.values), range(len(self.values)), strict=True))

    def __missing__(self, key) -> int:
        with self._adding:
            if key not in self:
                self.values.append(self._own.value(key) if len(self._own.value._fields) == 1 else self._own.value(*key))
                self[key] = len(self.values) - 1
            return self[key]


class _Tables:
    """The tables asked for last, as many as there is room for."""

    def __init__(self):
        self._tables: dict[tuple, Table] = {}
        self._size, self._changing = 0, Lock()

    def get(self, key: tuple) -> Table | None:
        with self._changing:
            table = self._tables.pop(key, None)
            if table is not None:
                self._tables[key] = table
            return table

    def keep(self, key: tuple, table: Table):
        with self._changing:
            self._drop(key)
            self._tables[key] = table
            self._size += len(table.passes) + TABLE_OVERHEAD
            while self._size > MOST_KEPT:
                self._drop(next(iter(self._tables)))

    def _drop(self, key: tuple):
        table = self._tables.pop(key, None)
        if table is not None:
            self._size -= len(table.passes) + TABLE_OVERHEAD


def _plain(value: tuple) -> list:
    return [item.isoformat() if isinstance(item, date) else item for item in value]


def _from_plain(kind: Kind, column: Column, values: Iterable[list]) -> list[tuple]:
    dated = [name in kind.dates for name in column.own.value._fields]
    return [
        column.own.value(
            *(
                date.fromisoformat(item) if item and is_date else _frozen(item)
                for item, is_date in zip(value, dated, strict=True)
            )
        )
        for value in values
    ]


def _frozen(item):
    return tuple(_frozen(part) for part in item) if isinstance(item, list) else item


@dataclass(frozen=True, slots=True, eq=False)
class Sieve:
    """What a query makes of the columns. Rules that exclude nobody are left out.

    `rules`: int64, rows of the codes to look at. `offsets`: int64, where the table of each begins in `tables` (uint8 by
    code, 1 passes). The first `scope` of them, 0 or 1, say whether a document counts at all: openings that are over are
    neither eligible nor excluded. `closed`: everybody is excluded, whatever the tables say.
    """

    rules: np.ndarray
    offsets: np.ndarray
    tables: np.ndarray
    scope: int = 0
    closed: bool = False


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
        scope=sum(values.kind.columns[row].rule is OPEN for row, _ in asking),
        closed=closed,
    )
