"""Filters and their counts: each value counted as if the filter it belongs to were off, under all the others."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Row

from matching_service.services.browsing.wanted import FLAGS, Wanted

SOON = timedelta(days=30)
NEW = timedelta(days=7)
# Up to here school is what everybody has.
PRIMARY_SCHOOL = 2
COUNTED = ("kind", "municipality", "district", "field", "working_time")


@dataclass(frozen=True, slots=True)
class FacetCount:
    """`value` is a code or key of the filter; of `only` a flag."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Filtered:
    """Rows that pass every filter, and the counts by filter, most first, then by value."""

    rows: tuple[Row, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]


def filtered(rows: Iterable[Row], wanted: Wanted, today: date) -> Filtered:
    """A row that one filter alone keeps out is counted for the values of that filter."""
    flags = _flags(today)
    counts = {name: Counter() for name in (*COUNTED, *FLAGS)}
    chosen = [(name, frozenset(getattr(wanted, name))) for name in COUNTED if getattr(wanted, name)]
    passed = []
    for row in rows:
        has = [flag for flag in FLAGS if flags[flag](row)]
        failing = [name for name, values in chosen if getattr(row, name) not in values]
        failing += [flag for flag in wanted.only if flag not in has]
        if not failing:
            passed.append(row)
        if len(failing) < 2:
            _count(counts, row, has, failing)
    return Filtered(tuple(passed), _facets(counts))


def _count(counts: dict[str, Counter], row: Row, has: Sequence[str], failing: Sequence[str]) -> None:
    for name in failing or counts:
        if name in FLAGS:
            counts[name][name in has] += 1
        else:
            counts[name][getattr(row, name)] += 1


def _facets(counts: Mapping[str, Counter]) -> dict[str, tuple[FacetCount, ...]]:
    facets = {name: _most_first(counts[name]) for name in COUNTED}
    facets["only"] = tuple(FacetCount(flag, counts[flag][True]) for flag in FLAGS if counts[flag][True])
    return facets


def _most_first(counter: Counter) -> tuple[FacetCount, ...]:
    known = ((value, number) for value, number in counter.items() if value is not None)
    return tuple(FacetCount(*item) for item in sorted(known, key=lambda item: (-item[1], item[0])))


def _flags(today: date) -> dict[str, Callable[[Row], bool]]:
    """Whether a row has it. What an opening does not say it does not have."""
    since = datetime.now(UTC) - NEW
    return {
        "pay": lambda row: row.pay_stated,
        "beginners": lambda row: row.beginners,
        "no_school": lambda row: row.education_min is not None and row.education_min <= PRIMARY_SCHOOL,
        "remote": lambda row: row.remote,
        "soon": lambda row: row.starts_on is not None and row.starts_on <= today + SOON,
        "new": lambda row: row.published_at is not None and row.published_at >= since,
    }
