"""What people have agreed to that decides whether and how long they are read and ranked."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models import consent_queries


@dataclass(frozen=True, slots=True)
class Agreed:
    """`profiled`: texts may be read; `ranked`: and the person ranked, until the day `ranked_until` (None: no end)."""

    profiled: bool = False
    ranked: bool = False
    ranked_until: date | None = None


NOTHING = Agreed()


def of_one(session: Session, person_id: int) -> Agreed:
    return of_people(session, [person_id]).get(person_id, NOTHING)


def of_people(session: Session, person_ids: Collection[int] | None = None) -> Mapping[int, Agreed]:
    """By id, of those who have agreed to anything; None asks for everybody, in one statement."""
    days: dict[int, dict[str, list[date | None]]] = defaultdict(lambda: defaultdict(list))
    rows = consent_queries.last_days(session, ("profiled", "ranked"), date.today(), person_ids)
    for person_id, purpose, ends_on in rows:
        days[person_id][purpose].append(ends_on)
    return {person_id: _agreed(purposes) for person_id, purposes in days.items()}


def _agreed(days: Mapping[str, list[date | None]]) -> Agreed:
    """Nobody is ranked who does not want to be profiled any more."""
    ranked = "profiled" in days and "ranked" in days
    ends = [_last(days[purpose]) for purpose in days]
    return Agreed("profiled" in days, ranked, min((day for day in ends if day), default=None) if ranked else None)


def _last(days: list[date | None]) -> date | None:
    """The day that the longest of several consents runs to."""
    return None if None in days else max(days)
