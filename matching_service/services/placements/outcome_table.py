"""What has become of placements, counted for donors: nobody can work out numbers of fewer than five people."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from matching_service.errors import Invalid
from matching_service.services.fairness import suppression
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import outcomes
from matching_service.services.spreadsheet_cells import harmless
from matching_service.services.trail import audit
from models import Placement, placement_queries
from models.vocabulary import OUTCOME_MONTHS, OUTCOME_STATES

# due, and nobody has asked
NOT_ASKED = "not_asked"
STATES = (*OUTCOME_STATES, NOT_ASKED)
GROUPS = ("programme", "kind", "quarter")
TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Line:
    """`groups`: of which it is; several where each alone is too small. `counts`: for each column; None: not shown."""

    groups: tuple[str, ...]
    people: int
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """`columns`: each of one outcome, or of several that are shown only together. `left_out`: groups that are too small
    to be shown at all."""

    by: str
    months: int
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    left_out: tuple[str, ...]


def table(
    session: Session, actor: Actor, by: str = "programme", months: int = 6, today: date | None = None
) -> OutcomeTable:
    """Of placements whose day to ask has come. Raises Forbidden, Invalid."""
    permissions.require(actor, "placements.statistics")
    if by not in GROUPS or months not in OUTCOME_MONTHS:
        raise Invalid({"by" if by not in GROUPS else "months": "not_allowed"})
    audit.record(session, actor, "placements.statistics", details={"months": months})
    return counted(_states(session, by, months, today or date.today()), by, months)


def _states(session: Session, by: str, months: int, today: date) -> Mapping[str, Counter]:
    """Group -> outcome -> people."""
    rows = placement_queries.begun(session)
    known = {(one.placement_id, one.months): one.state for one in placement_queries.all_outcomes(session)}
    found: dict[str, Counter] = {}
    for row, programme in rows:
        day = outcomes.days(row).get(months)
        if day is not None and day <= today:
            group = _GROUP[by](row, programme)
            found.setdefault(group, Counter())[known.get((row.id, months), NOT_ASKED)] += 1
    return dict(sorted(found.items()))


_GROUP: Mapping[str, Callable[[Placement, str], str]] = {
    "programme": lambda _row, programme: programme,
    "kind": lambda row, _programme: row.kind,
    "quarter": lambda row, _programme: _quarter(row.ended_on if row.kind == "internship" else row.began_on),
}


def _quarter(day: date) -> str:
    return f"{day.year}/{(day.month + 2) // 3}"


def counted(found: Mapping[str, Mapping[str, int]], by: str, months: int) -> OutcomeTable:
    """Small groups in one line, or left out; small outcomes in one column with the next larger; then cells hidden."""
    together, left_out = suppression.arranged({group: sum(states.values()) for group, states in found.items()})
    alone = [(group,) for group in found if group not in (*together, *left_out)]
    lines = [*alone, *([together] if together else [])]
    cells = [[sum(found[group].get(state, 0) for group in groups) for state in STATES] for groups in lines]
    if not lines:
        return OutcomeTable(by, months, tuple((state,) for state in STATES), (), left_out)
    columns, numbers = _columns(np.array(cells))
    shown = np.where(suppression.hidden(numbers), -1, numbers)
    told = [tuple(None if cell < 0 else int(cell) for cell in line) for line in shown]
    made = (Line(groups, int(sum(of)), cells) for groups, of, cells in zip(lines, numbers, told, strict=True))
    return OutcomeTable(by, months, columns, tuple(made), left_out)


def _columns(numbers: np.ndarray) -> tuple[tuple[tuple[str, ...], ...], np.ndarray]:
    """Columns of at least five people each, or of nobody."""
    columns = [(state,) for state in STATES]
    while (pair := _to_join(columns, numbers.sum(axis=0))) is not None:
        here, there = sorted(pair)
        columns[here] += columns.pop(there)
        numbers[:, here] += numbers[:, there]
        numbers = np.delete(numbers, there, axis=1)
    return tuple(columns), numbers


def _to_join(columns: Sequence[tuple[str, ...]], sums: np.ndarray) -> tuple[int, int] | None:
    """The first column that is too small, and the smallest other of its kind, else of all."""
    small = next((place for place, people in enumerate(sums) if 0 < people < suppression.SMALLEST), None)
    others = [place for place, people in enumerate(sums) if people and place != small]
    if small is None or not others:
        return None
    known = _is_known(columns[small])
    return small, min(others, key=lambda place: (_is_known(columns[place]) != known, sums[place]))


def _is_known(states: tuple[str, ...]) -> bool:
    """What is not known is rather put together with what is not known either."""
    return states[0] in ("employed_here", "employed_elsewhere", "not_employed")


def as_csv(table: OutcomeTable, heads: Sequence[str], name: Callable[[str], str], few: str) -> str:
    """`heads`: of all columns; `name`: the words of a group; `few`: what stands where nothing is shown."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    for line in table.lines:
        groups = " + ".join(map(name, line.groups))
        writer.writerow([harmless(groups), line.people, *(few if cell is None else cell for cell in line.counts)])
    return written.getvalue()
