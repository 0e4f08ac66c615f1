"""Who is told of a step on the way of an application, and in which letter; its words are the portal's."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.orm import Session

from matching_service.services import notices
from matching_service.services.consent import consents
from matching_service.services.identity.actors import Actor
from models import Application, ApplicationStep

# step -> the letter to the person, the letter to the company; None: no letter
LETTERS: dict[str, tuple[str | None, str | None]] = {
    "submit": ("application_sent", "application_new"),
    "interview": ("application_interview", None),
    "offer": ("application_offered", None),
    "reject": ("application_rejected", None),
    "accept": ("application_placed", "application_accepted"),
    "withdraw": (None, "application_gone"),
    "place_elsewhere": (None, "application_gone"),
    "expire": ("application_expired", None),
    "cancel": ("application_cancelled", None),
}
# an offer that the person did not answer
OFFER_EXPIRED = ("offer_expired", "application_gone")
TO_COMPANY = {to_company for _, to_company in (*LETTERS.values(), OFFER_EXPIRED) if to_company}
# after a letter that has gone out, that its step does not count any more: to the person, to the company
CHANGED = ("application_changed", "application_changed_company")
# Steps that can be taken back are told a little later: most mistakes are seen at once.
WAIT = timedelta(minutes=5)
_FINAL = ("submit", "place_elsewhere", "expire")


def tell(session: Session, row: Application, step: ApplicationStep) -> None:
    """To be called in the transaction of the step. Of what was only prepared nobody is told."""
    if step.from_state == "draft" and step.action != "submit":
        return
    wait = timedelta() if step.action in _FINAL else WAIT
    for kind, accounts in _letters(session, row, step):
        notices.tell(session, accounts, kind, wait=wait, **_details(row))


def take_back(session: Session, actor: Actor, row: Application, step: ApplicationStep) -> None:
    """The step does not count any more. Letters that have not gone out go nowhere; whoever has got one is told, but not
    the one who takes it back."""
    for kind, accounts in _letters(session, row, step):
        others = [account for account in accounts if account != actor.user_id]
        if not notices.take_back(session, accounts, kind, row.id):
            notices.tell(session, others, CHANGED[kind in TO_COMPANY], **_details(row))


def _letters(session: Session, row: Application, step: ApplicationStep) -> list[tuple[str, Collection[int]]]:
    """(kind, accounts) of each letter."""
    to_person, to_company = LETTERS.get(step.action, (None, None))
    if step.action == "expire" and step.from_state == "offered":
        to_person, to_company = OFFER_EXPIRED
    letters = [(to_person, _of_person(row))] if to_person else []
    return [*letters, (to_company, _of_company(session, row))] if to_company else letters


def _of_person(row: Application) -> Collection[int]:
    return [row.person.user_id] if row.person.user_id else []


def _of_company(session: Session, row: Application) -> Collection[int]:
    """While it may see the person."""
    company = row.opening.employer
    if company is None or company.verified_at is None:
        return []
    seen = consents.in_force(session, row.person_id, "shown_to_employer", company.id)
    return notices.accounts_of(session, company.id) if seen else []


def _details(row: Application) -> dict[str, object]:
    return {
        "application_id": row.id,
        "opening_id": row.opening_id,
        "opening": row.opening.title,
        "day": row.answer_by and row.answer_by.isoformat(),
    }
