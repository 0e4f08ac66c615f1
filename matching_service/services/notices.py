"""Letters that services write: what happened, in codes and numbers. The portal puts it into words when it is sent, in
the language of the account.

So each door tells the same, be it a page, the API, a command or the worker, and no service knows words. To add a kind:
a line here, a subject in `employer_portal/letters.py`, a text in `templates/letters`; a test holds them together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Message, User
from models.base import now

KINDS = frozenset({
    # steps of an application: to the person
    "application_sent",
    "application_interview",
    "application_offered",
    "application_rejected",
    "application_placed",
    "application_expired",
    "application_cancelled",
    "application_changed",
    "offer_expired",
    # to the company
    "application_new",
    "application_accepted",
    "application_gone",
    "application_changed_company",
    # reminders
    "offer_waits",
    "applications_wait",
    "new_openings",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind`: one of KINDS. `details`: what was told with it. `language`: of the account, None: it has chosen none."""

    kind: str
    language: str | None
    details: Mapping[str, object]


def tell(
    session: Session, user_ids: Collection[int], kind: str, *, wait: timedelta = timedelta(), **details: object
) -> None:
    """Write to accounts, once this transaction is committed; raises ValueError for a kind that is not of KINDS.

    Accounts that are closed, or whose address nobody has confirmed, are not written to. `details`: what the text
    needs, as JSON has it; `day`, as 2026-11-22, comes to the text as a date. No names of other people: the letter goes
    over networks that are not ours. `wait`: it is sent so much later at the earliest.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is not declared in notices.KINDS")
    reached = select(User.id, User.email).where(User.id.in_(user_ids), User.active, User.confirmed_at.is_not(None))
    for user_id, email in session.execute(reached.order_by(User.id)).all():
        due = {"next_attempt_at": now() + wait}
        session.add(Message(to=email, user_id=user_id, kind=kind, details=details, subject="", body="", **due))
    session.flush()


def take_back(session: Session, user_ids: Collection[int], kind: str, application_id: int) -> bool:
    """Let letters on an application that no worker has in hand yet go nowhere; whether there were any."""
    still = (Message.sent_at.is_(None), Message.taken_at.is_(None))
    found = session.execute(
        select(Message.id, Message.details).where(Message.user_id.in_(user_ids), Message.kind == kind, *still)
    )
    mine = [number for number, details in found if details and details.get("application_id") == application_id]
    return session.execute(delete(Message).where(Message.id.in_(mine), *still)).rowcount > 0


def accounts_of(session: Session, employer_id: int) -> Collection[int]:
    """Who acts for a company."""
    return session.scalars(select(User.id).where(User.employer_id == employer_id)).all()
