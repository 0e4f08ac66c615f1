"""Openings that can be applied for, as anybody browses them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.services.browsing import text_search
from matching_service.services.browsing.filters import FacetCount, filtered
from matching_service.services.browsing.nearness import kilometres_from
from matching_service.services.browsing.text_search import Answers
from matching_service.services.browsing.wanted import Wanted
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace.opening_record import OpeningSummary, opening_summary
from matching_service.services.paging import Page, cut, decode_cursor
from models import browsing_queries, reference_queries

PAGE = 20
# km of what has no place
FARTHEST = 99_999.0
EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Browse:
    """A page of what was found, and how it was found.

    `facets`: counts by filter, see filters.filtered. `distances`: km by id of opening, where `near` was asked, for
    what has a place. `spelled`: the words as they were looked for, where they were mended; `loose`: no opening has
    everything that was asked for in words, so these have some of it.
    """

    page: Page[OpeningSummary]
    facets: Mapping[str, tuple[FacetCount, ...]]
    distances: Mapping[int, float]
    spelled: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of all that was found, in order, each with its sort key."""

    keys: tuple[tuple[int, ...], ...]
    order: str
    facets: Mapping[str, tuple[FacetCount, ...]]
    distances: Mapping[int, float]
    answers: Answers

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(-key[-1] for key in self.keys)

    def published_since(self, moment: datetime) -> tuple[int, ...]:
        """Ids of what was published after a moment, in order."""
        since = _micro(moment)
        return tuple(-key[-1] for key in self.keys if -key[-2] > since)


def browse(
    session: Session, engine: Engine, wanted: Wanted = EVERYTHING, *, limit: int = PAGE, cursor: str | None = None
) -> Browse:
    """Openings that can be applied for now, for anybody. Raises Invalid for a cursor of another order.

    The order is `wanted.sort`; equal ones the newest first, then by falling id.
    """
    found = find(session, engine, wanted)
    keys = _after(found.keys, found.order, cursor)
    shown, next_cursor = cut(keys[: limit + 1], limit, lambda key: key)
    rows = browsing_queries.openings_by_id(session, [-key[-1] for key in shown])
    return Browse(
        Page(tuple(opening_summary(row) for row in rows), len(found.keys), next_cursor),
        found.facets,
        {row.id: found.distances[row.id] for row in rows if row.id in found.distances},
        found.answers.spelled,
        found.answers.loose,
    )


def newest(session: Session, limit: int) -> Page[OpeningSummary]:
    """The newest openings that can be applied for, for anybody; `total` counts all of them."""
    rows = browsing_queries.newest(session, date.today(), limit)
    total = browsing_queries.count_open(session, date.today())
    return Page(tuple(opening_summary(row) for row in rows), total)


def find(session: Session, engine: Engine, wanted: Wanted) -> Found:
    """Everything that is wanted, in order."""
    today = date.today()
    municipalities = reference_queries.municipalities(session) if wanted.text or wanted.near else ()
    answers = text_search.answers(session, engine, wanted.text, municipalities, today)
    distances = _distances(answers.rows, kilometres_from(wanted.near, municipalities) if wanted.near else None)
    near = [row for row in answers.rows if _is_near(row, wanted, distances)]
    passed = filtered(near, wanted)
    order = _order(wanted)
    first = _first(order, answers.scores, distances)
    keys = sorted((*first(row.id), -_micro(row.published_at), -row.id) for row in passed.rows)
    return Found(tuple(keys), order, passed.facets, distances, answers)


def _distances(rows: Sequence[Row], km: Mapping[str, float] | None) -> dict[int, float]:
    return {} if km is None else {row.id: km[row.municipality] for row in rows if row.municipality in km}


def _is_near(row: Row, wanted: Wanted, distances: Mapping[int, float]) -> bool:
    """Work from home is near everybody. An unknown municipality is near nothing."""
    return not wanted.near or row.remote or distances.get(row.id, float("inf")) <= wanted.km


def _order(wanted: Wanted) -> str:
    usable = {"relevance": bool(wanted.text), "distance": bool(wanted.near), "newest": True}
    by_itself = ("relevance" if wanted.text else "distance") if wanted.text or wanted.near else "newest"
    return wanted.sort if usable.get(wanted.sort) else by_itself


def _first(order: str, scores: Mapping[int, float], distances: Mapping[int, float]) -> Callable[[int], tuple[int, ...]]:
    """What stands in the sort key of an id before newest first: the smallest comes first. Whole numbers, which a cursor
    gives back as they are."""
    if order == "relevance":
        return lambda each: (-round(1000 * scores[each]),)
    if order == "distance":
        return lambda each: (round(10 * distances.get(each, FARTHEST)),)
    return lambda _each: ()


def _micro(moment: datetime | None) -> int:
    return int(moment.timestamp() * 1_000_000) if moment else 0


def _after(keys: Sequence[tuple[int, ...]], order: str, cursor: str | None) -> Sequence[tuple[int, ...]]:
    if cursor is None:
        return keys
    last = decode_cursor(cursor, *[_whole] * (2 if order == "newest" else 3))
    return [key for key in keys if key > last]


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError("not a whole number")
    return value
