"""The order of a list: by fit, but for those whom somebody has put on another place, or aside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching_service.matcher.conditions import Sieve
from matching_service.matcher.features import Features
from matching_service.matcher.index import Found, RankingIndex, place
from matching_service.services.lists.overrides import Decision


@dataclass(frozen=True, slots=True)
class Order:
    """Ids: `ranked` from the first place on, `set_aside` by fit; `computed`: the rank by fit alone of all of them."""

    ranked: list[int]
    set_aside: list[int]
    computed: dict[int, int]


def by_fit(found: Found) -> Order:
    ids = found.ids.tolist()
    return Order(ids, [], {one: rank for rank, one in enumerate(ids, start=1)})


def among(
    index: RankingIndex, query: Features, sieve: Sieve, only: Collection[int], limit: int, decisions: Sequence[Decision]
) -> Order:
    """As `decided`, of the ids `only`: the others keep their places by fit, and are left out."""
    ids, scores = index.scores(query, sieve)
    wanted = np.flatnonzero(np.isin(ids, list(only)))
    best = wanted[np.lexsort((ids[wanted], -scores[wanted]))]
    ranked = ids[best].tolist()
    computed = {one: place(float(scores[at]), one, scores, ids) for one, at in zip(ranked, best, strict=True)}
    order = _moved(Order(ranked, [], computed), decisions)
    return replace(order, ranked=order.ranked[:limit])


def decided(
    index: RankingIndex, query: Features, sieve: Sieve, found: Found, limit: int, decisions: Sequence[Decision]
) -> Order:
    """The first `limit` places. `found`: by fit, as many more than `limit` as there are `decisions` (in the order in
    which they were made: of two for the same place the later stands first, the earlier after it).

    Whoever fails a hard rule is in no list, whatever was decided.
    """
    order = by_fit(found)
    others = [one.person_id for one in decisions if one.person_id not in order.computed]
    computed = order.computed | _ranks(index, query, sieve, others)
    order = _moved(replace(order, computed=computed), decisions)
    return replace(order, ranked=order.ranked[:limit])


def _moved(order: Order, decisions: Sequence[Decision]) -> Order:
    """With those about whom somebody has decided in their places, or aside; whoever fails a hard rule is in neither."""
    computed, wanted = order.computed, {decision.person_id: decision.place for decision in decisions}
    ranked = [one for one in order.ranked if one not in wanted]
    moved = [one for one in wanted if one in computed and wanted[one] is not None]
    for one in sorted(moved, key=wanted.get):
        ranked.insert(wanted[one] - 1, one)
    aside = [one for one in wanted if one in computed and wanted[one] is None]
    return Order(ranked, sorted(aside, key=computed.get), computed)


def _ranks(index: RankingIndex, query: Features, sieve: Sieve, wanted: Sequence[int]) -> dict[int, int]:
    """The rank by fit of those of `wanted` who pass: looked up among all, which only a decision is worth."""
    if not wanted:
        return {}
    ids, scores = index.scores(query, sieve)
    at = {one: np.flatnonzero(ids == one) for one in wanted}
    return {one: place(float(scores[found[0]]), one, scores, ids) for one, found in at.items() if len(found)}
