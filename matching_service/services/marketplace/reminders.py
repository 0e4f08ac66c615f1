"""Letters before the last day of an answer, one for each day that was set: to the company, how many people wait; to the
person, that an offer does."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.services import local_days, notices
from matching_service.services.consent import consents
from matching_service.services.marketplace.application_states import WITH_COMPANY
from models import Application, Employer, application_queries, queries

DAYS_BEFORE = 3
# of one transaction
COMPANIES_AT_ONCE, OFFERS_AT_ONCE = 20, 100


def remind_companies(session: Session, now: datetime) -> int:
    """Some companies that have DAYS_BEFORE days left for answers; of how many answers. 0: nobody is left."""
    queries.take_turn(session)
    rows = application_queries.to_remind_companies(session, WITH_COMPANY, *_window(now), COMPANIES_AT_ONCE)
    by_company: dict[Employer, list[Application]] = {}
    for row in rows:
        by_company.setdefault(row.opening.employer, []).append(row)
    for company, waiting in by_company.items():
        _remind_company(session, company, waiting)
    return _reminded(session, rows)


def remind_people(session: Session, now: datetime) -> int:
    """Some people with an offer that ends soon; how many. 0: nobody is left."""
    queries.take_turn(session)
    rows = application_queries.to_remind_people(session, *_window(now), OFFERS_AT_ONCE)
    for row in rows:
        if row.person.user_id is not None:
            details = {"opening": row.opening.title, "opening_id": row.opening_id, "day": row.answer_by.isoformat()}
            notices.tell(session, [row.person.user_id], "offer_waits", application_id=row.id, **details)
    return _reminded(session, rows)


def _remind_company(session: Session, company: Employer, waiting: Sequence[Application]) -> None:
    """Of those whom it sees."""
    if company.verified_at is None:
        return
    seen = consents.people_with(session, "shown_to_employer", {row.person_id for row in waiting}, company.id)
    days = [row.answer_by for row in waiting if row.person_id in seen]
    if days:
        details = {"number": len(days), "day": min(days).isoformat()}
        notices.tell(session, notices.accounts_of(session, company.id), "applications_wait", **details)


def _reminded(session: Session, rows: Sequence[Application]) -> int:
    for row in rows:
        row.reminded_of = row.answer_by
    session.flush()
    return len(rows)


def _window(now: datetime) -> tuple[date, date, datetime]:
    """The first and the last of the days that are reminded of now, and the moment before which the turn must have
    come: nobody is told twice on one day."""
    today = local_days.day_of(now)
    return today, today + timedelta(DAYS_BEFORE), local_days.start_of(today)
