"""Hard rules between everybody and everything: for each value that people have, a table over the values of openings.

A sieve (conditions.py) is made for one query. Where all people are held against all openings, people have few distinct
values of what a rule looks at, and one table of each serves everybody who has that value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching_service.matcher.conditions import OPENINGS, Values


@dataclass(frozen=True, slots=True, eq=False)
class PairTables:
    """For each row of people's codes, `rules` (int64) has the row of the same rule in the codes of openings.

    Of the i-th, the table for people with code c begins at `begins[first[i] + c]` (int64) in `tables` (uint8 by code of
    the opening, 1 passes); -1 where nobody with that code is excluded from anything.
    """

    rules: np.ndarray
    first: np.ndarray
    begins: np.ndarray
    tables: np.ndarray

    @classmethod
    def of(cls, people: Values, openings: Values, today: date) -> "PairTables":
        """All rules but the one that asks whether an opening is over, which has nothing to do with people."""
        row_of = {column.rule: row for row, column in enumerate(OPENINGS.columns)}
        rules = [row_of[column.rule] for column in people.kind.columns]
        passes = [_passes(people, row, openings.of_row(own), today) for row, own in enumerate(rules)]
        asks = np.concatenate([~table.all(axis=1) for table in passes])
        widths = np.concatenate([np.full(len(table), table.shape[1]) for table in passes]) * asks
        return cls(
            np.array(rules, np.int64),
            np.cumsum([0, *(len(table) for table in passes[:-1])]),
            np.where(asks, np.cumsum(widths) - widths, -1),
            np.concatenate([table[~table.all(axis=1)].ravel() for table in passes]),
        )

    @classmethod
    def none(cls) -> "PairTables":
        """Everything passes."""
        nothing = np.empty(0, np.int64)
        return cls(nothing, nothing, nothing, np.empty(0, np.uint8))

    def of_people(self, codes: np.ndarray) -> np.ndarray:
        """Where the tables of people begin; int64 (people, rules), for `codes` int32 (rules, people)."""
        return np.ascontiguousarray(self.begins[self.first[:, np.newaxis] + codes].T)


def _passes(people: Values, row: int, asked: Sequence[tuple], today: date) -> np.ndarray:
    """uint8 (values of people, `asked` values of openings). A value of an opening has all attributes that the rule
    looks at, so it can be asked like an opening."""
    columns = [people.table(row, value, today).passes for value in asked]
    return np.column_stack(columns) if columns else np.ones((people.counts[row], 0), np.uint8)
