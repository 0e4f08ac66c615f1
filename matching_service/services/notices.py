"""Letters that services write: what happened, in codes and numbers. The portal puts it into words when it is sent, in
the language of the account.

So each door tells the same, be it a page, the API, a command or the worker, and no service knows words. To add a kind:
a line here, a subject in `employer_portal/letters.py`, a text in `templates/letters`; a test holds them together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Message, User

KINDS = frozenset({
    "application_sent",
    "application_new",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind`: one of KINDS. `details`: what was told with it. `language`: of the account, None: it has chosen none."""

    kind: str
    language: str | None
    details: Mapping[str, object]


def tell(session: Session, user_ids: Collection[int], kind: str, **details: object) -> None:
    """Write to accounts, once this transaction is committed; raises ValueError for a kind that is not of KINDS.

    Nobody writes to an account that is closed, or whose address nobody has confirmed. `details`: what the text needs,
    as JSON has it; no names of other people, as the letter goes over networks that are not ours.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is not declared in notices.KINDS")
    reached = select(User.id, User.email).where(User.id.in_(user_ids), User.active, User.confirmed_at.is_not(None))
    for user_id, email in session.execute(reached.order_by(User.id)).all():
        session.add(Message(to=email, user_id=user_id, kind=kind, details=details, subject="", body=""))
    session.flush()
