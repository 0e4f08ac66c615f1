"""Hard rules between everybody and everything: for each value that people have, a table over the values of openings.

A sieve (conditions.py) is made for one query. Where all people are held against all openings, people have few distinct
values of what a rule looks at, and one table of each serves everybody who has that value.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from matching_service.matcher.conditions import OPENINGS, Values


@dataclass(frozen=True, slots=True, eq=False)
class PairTables:
    """The table of the i-th rule for people with code c begins at `begins[first[i] + c]` in `tables` (uint8 by code of
    the opening, 1 passes); -1 where nobody with that code is excluded from anything.

    `person_rules`, `opening_rules`: int64, the rows of each rule in the codes of people and of openings. `first`,
    `begins`: int64.
    """

    person_rules: np.ndarray
    opening_rules: np.ndarray
    first: np.ndarray
    begins: np.ndarray
    tables: np.ndarray

    def __post_init__(self):
        for array in self.arrays:
            array.setflags(write=False)

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        """As the kernel takes them."""
        return self.person_rules, self.opening_rules, self.first, self.begins, self.tables

    @classmethod
    def none(cls) -> "PairTables":
        """Everything passes."""
        return cls(*(np.empty(0, np.int64) for _ in range(4)), np.empty(0, np.uint8))

    @classmethod
    def of(cls, people: Values, openings: Values, today: date) -> "PairTables":
        """All rules but the one that asks whether an opening is over, which has nothing to do with people."""
        rows = {column.rule: row for row, column in enumerate(OPENINGS.columns)}
        opening_rules = [rows[column.rule] for column in people.kind.columns]
        passes = [_passes(people, row, openings.of_rule(own), today) for row, own in enumerate(opening_rules)]
        asks = np.concatenate([~table.all(axis=1) for table in passes])
        widths = np.repeat([table.shape[1] for table in passes], [len(table) for table in passes]) * asks
        tables = [table[~table.all(axis=1)].ravel() for table in passes]
        return cls(
            np.arange(len(passes), dtype=np.int64),
            np.array(opening_rules, np.int64),
            np.cumsum([0, *(len(table) for table in passes[:-1])], dtype=np.int64),
            np.where(asks, np.cumsum(widths) - widths, -1).astype(np.int64),
            np.concatenate([np.empty(0, np.uint8), *tables]),
        )


def _passes(people: Values, row: int, asked: list[tuple], today: date) -> np.ndarray:
    """uint8 (values of people, `asked` values of openings): a value of an opening has the attributes that the rule
    looks at, so it can be asked like an opening."""
    columns = [people.table(row, value, today).passes for value in asked]
    return np.column_stack(columns) if columns else np.ones((people.counts[row], 0), np.uint8)
