"""How many people an opening reaches: a coarse number, by the hard rules and the fit of the ranked lists.

A number is a leak too: whoever asks again and again with other words could take people apart. So nothing below FEWEST
is told, a number is one of STEPS, and before it is rounded up to MOST_OFF are added or taken away by lot. The lot is
drawn by a secret and by who is counted: the same people give the same number each time, one person more or less
gives a new lot. Only people who agree to be ranked are in the index, so nobody else is counted.
"""

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.matcher.explanation import WEAK_FIT
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Snapshot
from matching_service.services.marketplace.opening_record import OpeningRecord
from matching_service.services.matching import ranking_query
from matching_service.services.matching.ranking_query import Query
from models import application_queries

FEWEST = 5
STEPS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
MOST_OFF = 2


@dataclass(frozen=True, slots=True)
class Reach:
    """About how many people meet the conditions (`eligible`), and how many of these fit (`fitting`): have done such
    work, or know what is asked for. One of STEPS; None: fewer than FEWEST."""

    eligible: int | None
    fitting: int | None


def of_record(session: Session, actor: Actor, engine: Engine, record: OpeningRecord, secret: str) -> Reach:
    """Of an opening that is not stored. For companies and staff. Raises Forbidden, Invalid."""
    permissions.only_company_of(actor, "openings.reach")
    snapshot = engine.snapshot(session)
    return _reach(snapshot, ranking_query.of_opening_record(session, snapshot, record), secret)


def of_openings(
    session: Session, actor: Actor, engine: Engine, opening_ids: Collection[int], secret: str
) -> dict[int, Reach]:
    """By id: as if each were published and had a place left. An opening that is not there is left out. Raises
    Forbidden, and NotFound where one is not the actor's own."""
    own = permissions.only_company_of(actor, "openings.reach")
    if own is not None and not application_queries.are_all_of_employer(session, opening_ids, own):
        raise NotFound("opening", min(opening_ids))
    snapshot = engine.snapshot(session)
    shelf, there = snapshot.openings, _held(snapshot, opening_ids)
    told = shelf.told(session, {one: checksum for one, (_features, checksum) in there.items()})
    return {one: _reach(snapshot, Query(there[one][0], facts), secret) for one, (_checksum, facts) in told.items()}


def _held(snapshot: Snapshot, opening_ids: Collection[int]) -> dict[int, tuple]:
    held = {}
    for one in opening_ids:
        try:
            held[one] = snapshot.openings.index.row(one)
        except KeyError:
            continue
    return held


def _reach(snapshot: Snapshot, query: Query, secret: str) -> Reach:
    people, open_now = snapshot.people, replace(query.facts, state="published", apply_by=None, places_left=1)
    ids, scores = people.index.scores(query.features, people.sieve(open_now, date.today()))
    return Reach(about(ids, secret), about(ids[scores >= WEAK_FIT], secret))


def about(people: Sequence[int] | np.ndarray, secret: str) -> int | None:
    """About how many they are: one of STEPS, the nearest by ratio; None for fewer than FEWEST."""
    if len(people) < FEWEST:
        return None
    told = len(people) + _lot(people, secret)
    if told < FEWEST:
        return None
    return min(STEPS, key=lambda step: (max(step / told, told / step), step))


def _lot(people: Sequence[int] | np.ndarray, secret: str) -> int:
    """-MOST_OFF to MOST_OFF, each as likely."""
    counted = np.sort(np.asarray(people, dtype="<i8")).tobytes()
    drawn = int.from_bytes(hmac.digest(secret.encode(), b"reach" + counted, "sha256")[:8], "big")
    return drawn % (2 * MOST_OFF + 1) - MOST_OFF
