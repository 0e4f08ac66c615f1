"""Searches that an account keeps, to look again or to be told of what is new by e-mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotFound
from matching_service.services.browsing.wanted import Wanted
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import SavedSearch, saved_search_queries
from models.vocabulary import DIGEST_RHYTHMS

MOST = 30


@dataclass(frozen=True, slots=True)
class SavedSearchRecord:
    """`query`: what is looked for, as parameters of an address. `rhythm`: daily, weekly or off."""

    name: str
    query: str = ""
    rhythm: str = "daily"


@dataclass(frozen=True, slots=True)
class SavedSearchDetail:
    """`told_at`: when it was last looked through to tell of it; None: not yet."""

    id: int
    record: SavedSearchRecord
    created_at: datetime
    told_at: datetime | None

    @property
    def wanted(self) -> Wanted:
        return Wanted.of_query(self.record.query)


def mine(session: Session, actor: Actor) -> tuple[SavedSearchDetail, ...]:
    """The newest first. Raises Forbidden."""
    return tuple(_detail(row) for row in saved_search_queries.of_account(session, _account(actor)))


def save(session: Session, actor: Actor, record: SavedSearchRecord) -> SavedSearchDetail:
    """Raises Forbidden, Invalid, Conflict (too_many_searches: MOST are kept already)."""
    user_id, record = _account(actor), _checked(record)
    if saved_search_queries.count_of_account(session, user_id) >= MOST:
        raise Conflict("too_many_searches")
    row = SavedSearch(user_id=user_id, name=record.name, query=record.query, rhythm=record.rhythm)
    session.add(row)
    session.flush()
    return _detail(row)


def change(session: Session, actor: Actor, search_id: int, rhythm: str) -> SavedSearchDetail:
    """How often to be told. Raises Forbidden, NotFound, Invalid."""
    row = _own(session, actor, search_id)
    row.rhythm = _checked(SavedSearchRecord(row.name, row.query, rhythm)).rhythm
    session.flush()
    return _detail(row)


def remove(session: Session, actor: Actor, search_id: int) -> SavedSearchRecord:
    """What it was, so that it can be saved again. Raises Forbidden, NotFound."""
    row = _own(session, actor, search_id)
    session.delete(row)
    session.flush()
    return _detail(row).record


def stop_letters(session: Session, user_id: int) -> int:
    """No e-mails for any search of the account; how many there were for. The caller has seen the account's own link."""
    rows = session.execute(
        update(SavedSearch).where(SavedSearch.user_id == user_id, SavedSearch.rhythm != "off").values(rhythm="off")
    )
    if rows.rowcount:
        audit.record(session, Actor(), "searches.stopped", ("user", user_id))
    return rows.rowcount


def _account(actor: Actor) -> int:
    permissions.require(actor, "searches.keep")
    return actor.user_id


def _own(session: Session, actor: Actor, search_id: int) -> SavedSearch:
    row = saved_search_queries.one_of_account(session, _account(actor), search_id)
    if row is None:
        raise NotFound("saved search", search_id)
    return row


def _checked(record: SavedSearchRecord) -> SavedSearchRecord:
    """With the query written as one writes it here. Raises Invalid."""
    record = SavedSearchRecord(" ".join(record.name.split()), Wanted.of_query(record.query).query(), record.rhythm)
    problems = Problems()
    problems.required("name", record.name)
    problems.lengths("", record, SavedSearch)
    problems.one_of("rhythm", record.rhythm, DIGEST_RHYTHMS)
    problems.raise_if_any()
    return record


def _detail(row: SavedSearch) -> SavedSearchDetail:
    return SavedSearchDetail(row.id, SavedSearchRecord(row.name, row.query, row.rhythm), row.created_at, row.told_at)
