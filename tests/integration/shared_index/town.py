"""A few people and openings that hard rules tell apart, and all that can be ranked of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.matching import ranking
from matching_service.services.matching.matches import Ranking
from matching_service.services.profiles.people import ExperienceRecord
from models import Opening, Person
from tests import factories

TRADES = ("zavarivač", "pekar", "šivač")


def settle(session: Session, engine: Engine) -> None:
    """Seven people and three openings, committed."""
    for number, home in enumerate(("nis", "vranje", "bor", "nis", "vranje", None)):
        settle_one(session, engine, number, municipality=home, mobility_km=(None, 0, 30, 200)[number % 4])
    factories.person(session, engine, licences=("B",), licences_complete=True)
    factories.opening(session, engine, title="Zavarivač", licences=("C",))
    factories.opening(session, engine, title="Pekar", municipality="vranje")
    factories.opening(session, engine, title="Šivač", state="paused")
    session.commit()


def settle_one(session: Session, engine: Engine, number: int = 0, **record) -> int:
    work = (ExperienceRecord(TRADES[number % len(TRADES)]),)
    return factories.person(session, engine, experiences=work, **record).id


def everything_ranked(session: Session, engine: Engine) -> list[Ranking]:
    """All people for each opening and all openings for each person, whoever is left out with the reasons."""
    lists = [
        *((ranking.rank_people, opening) for opening in session.scalars(select(Opening.id).order_by(Opening.id))),
        *((ranking.rank_openings, person) for person in session.scalars(select(Person.id).order_by(Person.id))),
    ]
    found = [rank(session, OPERATOR, engine, one, limit=1000, with_ineligible=True) for rank, one in lists]
    session.commit()  # that lists were shown is written down: nobody shall wait for it
    return found


def people_ranked(session: Session, engine: Engine) -> set[int]:
    """Everybody who is in the list for some opening, eligible or not."""
    openings = session.scalars(select(Opening.id)).all()
    found = [
        ranking.rank_people(session, OPERATOR, engine, opening, limit=1000, with_ineligible=True)
        for opening in openings
    ]
    session.commit()
    return {line.id for ranked in found for line in (*ranked.matches, *ranked.ineligible)}
