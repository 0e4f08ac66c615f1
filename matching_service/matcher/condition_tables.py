"""Numbers for the distinct values of a rule, and for a query which of them pass."""

from collections.abc import Iterable, Sequence
from datetime import date
from threading import Lock

import numpy as np

from matching_service.matcher.condition_columns import Column
from matching_service.matcher.eligibility import DISTANCE, reach_km, too_far, way_km

# Bytes of tables kept for the next queries, and what a table needs there beside its rows.
MOST_KEPT = 16 * 2**20
TABLE_OVERHEAD = 500


class Codes(dict):
    """Numbers from 0 for a rule's keys, as they come; `values` by number.

    Threads may ask and add at once: a value is there before its number is given away.
    """

    def __init__(self, column: Column, values: Iterable[tuple]):
        self._column, self._adding = column, Lock()
        self.values = list(values)
        super().__init__(zip(map(column.own.key, self.values), range(len(self.values)), strict=True))

    def __missing__(self, key) -> int:
        with self._adding:
            if key not in self:
                self.values.append(self._column.own.value(key))
                self[key] = len(self.values) - 1
            return self[key]

    def passes(self, first: int, last: int, query: tuple, today: date) -> np.ndarray:
        """uint8, 1 for each value from number `first` to before `last` that passes."""
        passes = self._column.passes
        return np.array([passes(value, query, today) for value in self.values[first:last]], np.uint8)


class DistanceCodes(Codes):
    """People's values of the distance rule are many: the way is worked out once per place, not once per reach."""

    def __init__(self, column: Column, values: Iterable[tuple]):
        super().__init__(column, values)
        self._places = _Places(())

    def passes(self, first: int, last: int, query: tuple, today: date) -> np.ndarray:
        places = self._places
        if len(places) < last:
            self._places = places = _Places(self.values[:last])
        return places.passes(query)[first:last]


class _Places:
    """Values of the distance rule taken apart into place and reach in km."""

    def __init__(self, values: Sequence[tuple]):
        places: dict[tuple, tuple[int, tuple]] = {}
        numbered = (places.setdefault((one.latitude, one.longitude), (len(places), one)) for one in values)
        self._place = np.array([number for number, _ in numbered], np.int64)
        self._somebody = [one for _, one in places.values()]
        self._reach = np.array([reach_km(one.mobility_km) for one in values], np.float64)

    def __len__(self) -> int:
        return len(self._place)

    def passes(self, opening: tuple) -> np.ndarray:
        ways = np.array([way_km(one, opening) for one in self._somebody], np.float64)
        # no way (None, here nan) is never too far
        return (~too_far(ways[self._place], self._reach)).view(np.uint8)


def codes_of(column: Column, values: Iterable[tuple]) -> Codes:
    special = column.rule is DISTANCE and column.of_people
    return DistanceCodes(column, values) if special else Codes(column, values)


class Table:
    """`passes`: uint8 by code; `asks`: somebody fails."""

    __slots__ = ("asks", "passes")

    def __init__(self, passes: np.ndarray):
        self.passes, self.asks = passes, not passes.all()

    def __len__(self) -> int:
        return len(self.passes)


class Tables:
    """The tables asked for last, as many as there is room for."""

    def __init__(self):
        self._tables: dict[tuple, Table] = {}
        self._bytes, self._changing = 0, Lock()

    def get(self, key: tuple) -> Table | None:
        with self._changing:
            table = self._tables.pop(key, None)
            if table is not None:
                self._tables[key] = table
            return table

    def keep(self, key: tuple, table: Table):
        with self._changing:
            if key in self._tables:
                self._drop(key)
            self._tables[key] = table
            self._bytes += len(table) + TABLE_OVERHEAD
            while self._bytes > MOST_KEPT:
                self._drop(next(iter(self._tables)))

    def _drop(self, key: tuple):
        self._bytes -= len(self._tables.pop(key)) + TABLE_OVERHEAD
