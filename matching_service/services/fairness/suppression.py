"""Which groups are not shown, so that nobody can work out those of fewer than five from those that are.

Each table is made of a lot of its own (lot.py) and shows no sums, so no other table gives it away. Inside a table of
two traits cells are hidden as if somebody knew the sums of all rows and columns nevertheless: a hidden cell is then a
number between 0 and what remains of its row and column. The cells that can go up when others go down, and by how much,
are paths in a graph of rows and columns: a flow says how wide a range remains possible.
"""

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

SMALLEST = 5
# A group of so many is too much to lose for the sake of a handful.
LARGE = 10


def arranged(counts: Mapping[str, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The groups of one trait that are shown only together, and those that are not shown, each in their order.

    Together are those of fewer than five people where they are five or more, of at least two groups; else they take the
    smallest other group (the first of equals) with them unless that is large, and are not shown where it is.
    """
    small = {group for group, people in counts.items() if people < SMALLEST}
    larger = sorted((group for group in counts if group not in small), key=lambda group: counts[group])
    together = set(small)
    while (
        larger and counts[larger[0]] < LARGE and any(counts[group] for group in small) and not _enough(together, counts)
    ):
        together.add(larger.pop(0))
    if not _enough(together, counts):
        return (), tuple(group for group in counts if group in small)
    return tuple(group for group in counts if group in together), ()


def _enough(groups: set[str], counts: Mapping[str, int]) -> bool:
    return len(groups) > 1 and _people(groups, counts) >= SMALLEST


def _people(groups: set[str], counts: Mapping[str, int]) -> int:
    return sum(counts[group] for group in groups)


def hidden(table: np.ndarray) -> np.ndarray:
    """Which cells of a table of two traits (whole numbers; each row and column sums to five or more) are not shown.

    All of fewer than five, and others besides, until for each cell of 1 to 4 people at least five numbers stay
    possible, and what is hidden of a row or column is nobody, or five people or more.
    """
    mask = table < SMALLEST
    while not mask.all():
        cell = _next_to_hide(table, mask)
        if cell is None:
            break
        mask[cell] = True
    return mask


def _next_to_hide(table: np.ndarray, mask: np.ndarray) -> tuple[int, int] | None:
    for lines, turned in ((table, False), (table.T, True)):
        for number, line in enumerate(lines):
            covered = (mask.T if turned else mask)[number]
            if 0 < line[covered].sum() < SMALLEST:
                other = _smallest(line, covered)
                return (other, number) if turned else (number, other)
    for row, column in np.argwhere(mask & (table > 0) & (table < SMALLEST)):
        if leeway(table, mask, row, column) < SMALLEST - 1:
            return _near(table, mask, row, column)
    return None


def _smallest(line: np.ndarray, covered: np.ndarray) -> int:
    """The smallest of those still shown, the first of equals."""
    return int(np.argmin(np.where(covered, np.iinfo(line.dtype).max, line)))


def _near(table: np.ndarray, mask: np.ndarray, row: int, column: int) -> tuple[int, int]:
    """A shown cell to hide for the sake of this one: the smallest of its row, else of its column, else of all."""
    if not mask[row].all():
        return row, _smallest(table[row], mask[row])
    if not mask[:, column].all():
        return _smallest(table[:, column], mask[:, column]), column
    return divmod(_smallest(table.ravel(), mask.ravel()), table.shape[1])


def leeway(table: np.ndarray, mask: np.ndarray, row: int, column: int) -> int:
    """How many numbers besides the true one a reader must think possible for this hidden cell."""
    rows = table.shape[0]
    # along a hidden cell from its row to its column: it goes up, without bound; back: down, to 0 at least
    bound = int(table.sum())
    up = np.where(mask, bound, 0)
    down = np.where(mask, table, 0)
    up[row, column] = down[row, column] = 0
    size = sum(table.shape)
    capacity = np.zeros((size, size), dtype=np.int32)
    capacity[:rows, rows:] = up
    capacity[rows:, :rows] = down.T
    graph = csr_array(capacity)
    more = maximum_flow(graph, rows + column, row).flow_value
    less = maximum_flow(graph, row, rows + column).flow_value
    return more + min(less, int(table[row, column]))
