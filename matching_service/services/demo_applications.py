"""Applications of the demo: some that wait for the company of the demo's account, and those of its graduate."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.services.consent import consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.matching import ranking
from models import Application, Opening, base

# for how many days each waits, and with which words; the company has fourteen to answer
WAITING = (
    (13, "Radio sam ovaj posao i ranije i mogu da počnem odmah."),
    (11, "Voleo bih da učim uz mentora. Imam svoj prevoz."),
    (4, "Dostupan sam od sledeće nedelje, radim i subotom."),
    (0, ""),
)
OFFERED_NOTE = "Svideo nam se razgovor. Počinjemo prvog u mesecu, u 8 sati."
DRAFT = "Zanima me ovaj posao jer je blizu i jer sam slično radio."


def send(session: Session, engine: Engine, company: Actor, graduate: Actor) -> None:
    own = _published(session, company.employer_id)
    best = ranking.rank_people(session, OPERATOR, engine, own.id, limit=len(WAITING) + 1).matches
    people = [match.id for match in best if match.id != graduate.person_id]
    for person_id, (days, message) in zip(people, WAITING, strict=False):
        _apply(session, engine, person_id, own, message, days)
    if consents.in_force(session, graduate.person_id, "ranked"):
        _of_graduate(session, engine, graduate.person_id, company.employer_id)


def _of_graduate(session: Session, engine: Engine, person_id: int, other_than: int) -> None:
    """One that is offered and one that is not sent yet, for what fits best."""
    best = ranking.rank_openings(session, OPERATOR, engine, person_id, limit=20).matches
    found = (session.get(Opening, match.id) for match in best)
    offered, *later = [one for one in found if one.employer_id not in (None, other_than)] or [None]
    if offered is not None:
        sent = _apply(session, engine, person_id, offered, DRAFT, 5)
        application_steps.act(session, OPERATOR, engine, sent, "offer", note=OFFERED_NOTE)
    for opening in later[:1]:
        applications.prepare(session, OPERATOR, person_id, opening.id, DRAFT)


def _apply(session: Session, engine: Engine, person_id: int, opening: Opening, message: str, days: int) -> int:
    """As of so many days ago; the id."""
    agreement = Agreement("shown_to_employer", opening.employer_id)
    consents.give(session, OPERATOR, engine, person_id, agreement)
    sent = applications.apply(session, OPERATOR, person_id, opening.id, message).id
    row = session.get(Application, sent)
    row.created_at, row.answer_by = base.now() - timedelta(days), date.today() + timedelta(14 - days)
    row.steps[-1].at = row.created_at
    session.flush()
    return sent


def _published(session: Session, employer_id: int) -> Opening:
    """The first."""
    of_company = (Opening.employer_id == employer_id, Opening.state == "published")
    return session.scalars(select(Opening).where(*of_company).order_by(Opening.id).limit(1)).one()
