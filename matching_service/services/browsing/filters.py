"""Filters and their counts: each value counted as if the filter it belongs to were off, under all the others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row

from matching_service.services.browsing.wanted import FLAGS, Wanted
from models.browsing_queries import FILTERED_BY, OWN_COLUMNS

COUNTED = ("kind", "municipality", "district", "field", "working_time")
_FIRST, _END = len(OWN_COLUMNS), len(OWN_COLUMNS) + len(FILTERED_BY)
_PLACE = {name: place for place, name in enumerate(FILTERED_BY)}

# What a row is filtered by, as FILTERED_BY names it. There are far fewer of these than rows.
Look = tuple


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


def filtered(rows: Iterable[Row], wanted: Wanted) -> Filtered:
    """A row that one filter alone keeps out is counted for the values of that filter."""
    looks = [(row, row[_FIRST:_END]) for row in rows]
    failing = {look: _failing(look, wanted) for look in {look for _, look in looks}}
    counts = {name: Counter() for name in (*COUNTED, *FLAGS)}
    for look, number in Counter(look for _, look in looks).items():
        if len(failing[look]) < 2:
            _count(counts, look, number, failing[look])
    return Filtered(tuple(row for row, look in looks if not failing[look]), _facets(counts))


def _failing(look: Look, wanted: Wanted) -> list[str]:
    """Names of the filters that keep it out."""
    several = [name for name in COUNTED if (chosen := getattr(wanted, name)) and look[_PLACE[name]] not in chosen]
    return several + [flag for flag in wanted.only if not look[_PLACE[flag]]]


def _count(counts: Mapping[str, Counter], look: Look, number: int, failing: Sequence[str]) -> None:
    for name in failing or counts:
        counts[name][look[_PLACE[name]]] += number


def _facets(counts: Mapping[str, Counter]) -> dict[str, tuple[FacetCount, ...]]:
    facets = {name: _most_first(counts[name]) for name in COUNTED}
    having = {flag: sum(number for has, number in counts[flag].items() if has) for flag in FLAGS}
    facets["only"] = tuple(FacetCount(flag, number) for flag, number in having.items() if number)
    return facets


def _most_first(counter: Counter) -> tuple[FacetCount, ...]:
    known = ((value, number) for value, number in counter.items() if value is not None)
    return tuple(FacetCount(*item) for item in sorted(known, key=lambda item: (-item[1], item[0])))
