"""Pools: named lists of people that an organisation keeps, such as all cooks in Vranje. They grow old, and say so.

Whoever is out of reach is in no pool for the reader, from the moment the reach ends; nothing has to be cleared away.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.services.identity import organisations, permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.paging import search_words
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import Pool, base, casework_queries, person_queries
from models.organisation_queries import Reach

LONGEST_NAME, LONGEST_NOTE = Pool.__table__.c.name.type.length, Pool.__table__.c.note.type.length
MOST_MEMBERS = 500
# After this long it is worth looking a pool through, even where nothing seems to have changed.
LOOKED_THROUGH_EVERY = timedelta(days=90)
# A pool is full for everybody, whomever they reach of it.
_EVERYBODY = Reach(date.min, everybody=True)


@dataclass(frozen=True, slots=True)
class PoolDetail:
    """`people`: within reach; of how many the profile has changed since somebody looked the pool through, who does not
    agree to be ranked (any more), and who has got a place since they were added."""

    id: int
    name: str
    note: str
    checked_at: datetime
    closed: bool
    people: int
    changed: int
    no_consent: int
    placed: int

    @property
    def is_stale(self) -> bool:
        """Worth looking through."""
        told = self.changed or self.no_consent or self.placed
        return not self.closed and bool(told or self.checked_at < base.now() - LOOKED_THROUGH_EVERY)


@dataclass(frozen=True, slots=True)
class Member:
    person_id: int
    name: str
    municipality: str | None
    added_at: datetime
    changed: bool
    no_consent: bool
    placed: bool


@dataclass(frozen=True, slots=True)
class PoolName:
    id: int
    name: str


def listed(session: Session, actor: Actor) -> tuple[PoolDetail, ...]:
    """Those of the actor's organisation, by name, closed ones last. Raises Forbidden."""
    permissions.require(actor, "pools.read")
    rows = casework_queries.pools(session, _home(session, actor), _reach(actor), date.today())
    return tuple(_detail(row) for row in rows)


def get(session: Session, actor: Actor, pool_id: int) -> PoolDetail:
    """Raises NotFound, Forbidden."""
    _found(session, actor, "pools.read", pool_id)
    return _told(session, actor, pool_id)


def members(session: Session, actor: Actor, pool_id: int) -> tuple[Member, ...]:
    """By name, at most MOST_MEMBERS. Raises NotFound, Forbidden."""
    _found(session, actor, "pools.read", pool_id)
    rows = casework_queries.pool_members(session, pool_id, _reach(actor), date.today(), MOST_MEMBERS)
    return tuple(
        Member(row.id, f"{row.given_name} {row.family_name}", row.municipality, row.added_at, *row[5:]) for row in rows
    )


def people_in(session: Session, actor: Actor, pool_id: int) -> frozenset[int]:
    """Ids of the members within reach: whom a list may be narrowed to. Raises NotFound, Forbidden."""
    _found(session, actor, "pools.read", pool_id)
    return frozenset(casework_queries.member_ids(session, pool_id, _reach(actor)))


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[PoolName, ...]:
    """The pools of the actor's organisation that the person is in. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "pools.members", person_id)
    rows = casework_queries.pools_of_person(session, person_id, _home(session, actor))
    return tuple(PoolName(*row) for row in rows)


def make(session: Session, actor: Actor, name: str, note: str = "") -> PoolDetail:
    """Raises Forbidden, Invalid: name (required, too_long, taken), note (too_long)."""
    permissions.require(actor, "pools.change")
    home = organisations.home_of(session, actor)
    name, note = _checked(session, home, name, note)
    row = Pool(organisation_id=home, name=name, note=note)
    session.add(row)
    session.flush()
    return _changed(session, actor, row, "make")


def change(session: Session, actor: Actor, pool_id: int, name: str, note: str = "") -> PoolDetail:
    """Raises as `make`, and NotFound."""
    row = _found(session, actor, "pools.change", pool_id)
    row.name, row.note = _checked(session, row.organisation_id, name, note, row.id)
    return _changed(session, actor, row, "change")


def checked(session: Session, actor: Actor, pool_id: int) -> PoolDetail:
    """Somebody has looked it through: what changes from now on counts anew. Raises NotFound, Forbidden."""
    row = _found(session, actor, "pools.change", pool_id)
    row.checked_at = base.now()
    return _changed(session, actor, row, "check")


def close(session: Session, actor: Actor, pool_id: int) -> PoolDetail:
    """It is not offered any more; its people stay. Raises NotFound, Forbidden."""
    row = _found(session, actor, "pools.change", pool_id)
    row.closed_at = row.closed_at or base.now()
    return _changed(session, actor, row, "close")


def reopen(session: Session, actor: Actor, pool_id: int) -> PoolDetail:
    """Raises NotFound, Forbidden."""
    row = _found(session, actor, "pools.change", pool_id)
    row.closed_at = None
    return _changed(session, actor, row, "reopen")


def add(session: Session, actor: Actor, pool_id: int, person_ids: Collection[int]) -> int:
    """How many are new in it; whoever is out of reach is left out. Raises NotFound (also where nobody is within reach),
    Forbidden, and Conflict: pool_closed, pool_full (more than MOST_MEMBERS)."""
    row = _found(session, actor, "pools.change", pool_id)
    within = permissions.within_reach(session, actor, "pools.members", set(person_ids))
    known = within & person_queries.existing(session, within)
    if not known:
        raise NotFound("person", ", ".join(map(str, sorted(person_ids))))
    return _add(session, actor, row, known)


def add_found(session: Session, actor: Actor, pool_id: int, text: str = "", municipality: str | None = None) -> int:
    """Add whom a search for people finds; how many are new. Raises as `add`, but for nobody found."""
    row = _found(session, actor, "pools.change", pool_id)
    wanted = person_queries.PersonFilter(_reach(actor), search_words(text), municipality)
    return _add(session, actor, row, person_queries.found_ids(session, wanted, MOST_MEMBERS + 1))


def _add(session: Session, actor: Actor, row: Pool, person_ids: set[int]) -> int:
    if row.closed_at is not None:
        raise Conflict("pool_closed")
    if len(person_ids | casework_queries.member_ids(session, row.id, _EVERYBODY)) > MOST_MEMBERS:
        raise Conflict("pool_full")
    added = casework_queries.add_members(session, row.id, person_ids, actor.user_id)
    for person_id in sorted(added):
        audit.record(session, actor, "pools.add", ("person", person_id), details={"pool": row.id})
    return len(added)


def remove(session: Session, actor: Actor, pool_id: int, person_id: int) -> None:
    """Raises NotFound, also for somebody who is not in it, and Forbidden."""
    _found(session, actor, "pools.change", pool_id)
    permissions.require_person(session, actor, "pools.members", person_id)
    if not casework_queries.remove_member(session, pool_id, person_id):
        raise NotFound("person", person_id)
    audit.record(session, actor, "pools.remove", ("person", person_id), details={"pool": pool_id})


def _home(session: Session, actor: Actor) -> int | None:
    """None: of any organisation."""
    return None if actor.is_operator else organisations.home_of(session, actor)


def _reach(actor: Actor) -> Reach:
    return permissions.reach(actor, "pools.members")


def _found(session: Session, actor: Actor, action: str, pool_id: int) -> Pool:
    permissions.require(actor, action)
    row, home = casework_queries.pool(session, pool_id), _home(session, actor)
    if row is None or home not in (None, row.organisation_id):
        raise NotFound("pool", pool_id)
    return row


def _checked(session: Session, home: int, name: str, note: str, pool_id: int | None = None) -> tuple[str, str]:
    name, note = (" ".join(name.replace("\x00", " ").split()), note.replace("\x00", " ").strip())
    problems = Problems()
    problems.required("name", name)
    problems.check("name", len(name) <= LONGEST_NAME, "too_long")
    problems.check("note", len(note) <= LONGEST_NOTE, "too_long")
    problems.check("name", casework_queries.pool_of_name(session, home, name) in (None, pool_id), "taken")
    if problems.found:
        raise Invalid(problems.found)
    return name, note


def _changed(session: Session, actor: Actor, row: Pool, what: str) -> PoolDetail:
    session.flush()
    audit.record(session, actor, "pools.change", ("pool", row.id), details={"step": what})
    return _told(session, actor, row.id)


def _told(session: Session, actor: Actor, pool_id: int) -> PoolDetail:
    (row,) = casework_queries.pools(session, None, _reach(actor), date.today(), pool_id)
    return _detail(row)


def _detail(row) -> PoolDetail:
    pool, people, changed, no_consent, placed = row
    closed = pool.closed_at is not None
    return PoolDetail(pool.id, pool.name, pool.note, pool.checked_at, closed, people, changed, no_consent, placed)
