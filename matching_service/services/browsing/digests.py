"""E-mails of what is new in the searches people have saved: one letter for an account, of no opening twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.services import notices
from matching_service.services.browsing.browse import find
from matching_service.services.browsing.wanted import Wanted, newest_first
from matching_service.services.index.engine import Engine
from models import SavedSearch, browsing_queries, saved_search_queries

# Somewhat less than a day and a week, so that a letter does not come later every day.
DAILY, WEEKLY = timedelta(hours=20), timedelta(days=6, hours=20)
ACCOUNTS_AT_ONCE = 20
# Openings of a search that a letter names; of the others it says how many they are.
NAMED = 10


def send(session: Session, engine: Engine, now: datetime) -> int:
    """Look through the searches that are due, of some accounts, and write to those for whom there is news; how many
    accounts were looked after. Openings from before a search was saved are no news."""
    before = (now - DAILY, now - WEEKLY)
    accounts = saved_search_queries.due_accounts(session, *before, ACCOUNTS_AT_ONCE)
    for user_id in accounts:
        _write(session, engine, user_id, saved_search_queries.due_of_account(session, user_id, *before), now)
    return len(accounts)


def _write(session: Session, engine: Engine, user_id: int, searches: Sequence[SavedSearch], now: datetime) -> None:
    found = {search.id: _published_since(session, engine, search) for search in searches}
    for search in searches:
        search.told_at = now
    new = saved_search_queries.tell(session, user_id, {each for ids in found.values() for each in ids}, now)
    news, told = [], set()
    for search in searches:
        ids = [each for each in found[search.id] if each in new and each not in told]
        told.update(ids)
        if ids:
            news.append(_news(session, search, ids))
    if news:
        notices.tell(session, [user_id], "new_openings", account=user_id, searches=news)


def _published_since(session: Session, engine: Engine, search: SavedSearch) -> tuple[int, ...]:
    found = find(session, engine, newest_first(Wanted.of_query(search.query)))
    return found.published_since(search.created_at)


def _news(session: Session, search: SavedSearch, ids: Sequence[int]) -> dict[str, object]:
    rows = browsing_queries.openings_by_id(session, ids[:NAMED])
    openings = [{"id": row.id, "title": row.title} for row in rows]
    return {"name": search.name, "query": search.query, "openings": openings, "more": len(ids) - len(openings)}
