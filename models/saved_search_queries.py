"""Searches that people keep, and what they were told of."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.accounts import User
from models.base import INSERT, LARGEST_ID
from models.saved_searches import SavedSearch, ToldOpening


def of_account(session: Session, user_id: int) -> Sequence[SavedSearch]:
    """The newest first."""
    return session.scalars(
        select(SavedSearch).where(SavedSearch.user_id == user_id).order_by(SavedSearch.id.desc())
    ).all()


def count_of_account(session: Session, user_id: int) -> int:
    return session.scalar(select(func.count()).where(SavedSearch.user_id == user_id))


def one_of_account(session: Session, user_id: int, search_id: int) -> SavedSearch | None:
    if not 0 < search_id <= LARGEST_ID:
        return None
    return session.scalar(select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.user_id == user_id))


def due_accounts(session: Session, daily_before: datetime, weekly_before: datetime, limit: int) -> Sequence[int]:
    """Open accounts with a confirmed address and a search that was looked through, or saved, before these moments; who
    waits longest first."""
    since = func.coalesce(SavedSearch.told_at, SavedSearch.created_at)
    statement = select(SavedSearch.user_id).join(User, User.id == SavedSearch.user_id)
    statement = statement.where(User.active, User.confirmed_at.is_not(None), _is_due(daily_before, weekly_before))
    statement = statement.group_by(SavedSearch.user_id).order_by(func.min(since), SavedSearch.user_id)
    return session.scalars(statement.limit(limit)).all()


def due_of_account(
    session: Session, user_id: int, daily_before: datetime, weekly_before: datetime
) -> Sequence[SavedSearch]:
    """The oldest first."""
    mine = SavedSearch.user_id == user_id
    statement = select(SavedSearch).where(mine, _is_due(daily_before, weekly_before)).order_by(SavedSearch.id)
    return session.scalars(statement.with_for_update(skip_locked=True)).all()


def _is_due(daily_before: datetime, weekly_before: datetime):
    since = func.coalesce(SavedSearch.told_at, SavedSearch.created_at)
    daily = (SavedSearch.rhythm == "daily") & (since <= daily_before)
    return or_(daily, (SavedSearch.rhythm == "weekly") & (since <= weekly_before))


def tell(session: Session, user_id: int, opening_ids: Collection[int], moment: datetime) -> frozenset[int]:
    """Note that the account is told of these; gives those that it was told of by nobody before."""
    if not opening_ids:
        return frozenset()
    rows = [{"user_id": user_id, "opening_id": each, "told_at": moment} for each in opening_ids]
    insert = INSERT[session.get_bind().dialect.name](ToldOpening).on_conflict_do_nothing()
    return frozenset(session.scalars(insert.values(rows).returning(ToldOpening.opening_id)))
