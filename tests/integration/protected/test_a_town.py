"""A whole town: whoever is whom, everybody's lists stay as they are, both ways and all at once."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from matching_service.services.consent import consents
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.matching import ranking
from matching_service.services.protection import protected
from matching_service.services.protection.protected import ProtectedRecord
from models import Opening, Person
from models.vocabulary import FAMILY_STATUSES, SEXES
from tests.integration.ranking import demo_town


@pytest.fixture
def town(tmp_path):
    with demo_town.built(tmp_path) as town, Session(town.database, info=demo_town.KEYS) as session:
        yield town.engine, session


def everybody(session):
    return [session.scalars(session.query(kind.id).order_by(kind.id).statement).all() for kind in (Person, Opening)]


def lists(session, engine):
    _everybody, openings = everybody(session)
    people = sorted(consents.people_with(session, "ranked"))
    found = [ranking.rank_people(session, OPERATOR, engine, one, limit=500, with_ineligible=True) for one in openings]
    return found + [
        ranking.rank_openings(session, OPERATOR, engine, one, limit=500, with_ineligible=True) for one in people
    ]


def drawn(lot):
    return ProtectedRecord(
        sex=lot.choice((None, *SEXES)),
        birth_date=lot.choice((None, date(1950, 1, 1) + timedelta(days=lot.randrange(20_000)))),
        ethnicity=lot.choice((None, "Romkinja", "Srbin", "Albanka", "zavarivač")),
        disability=lot.choice((None, True, False)),
        returnee=lot.choice((None, True, False)),
        family_status=lot.choice((None, *FAMILY_STATUSES)),
    )


def test_no_list_of_the_town_changes(town):
    engine, session = town
    people, openings = everybody(session)
    assert len(people) > 40
    assert len(openings) > 20
    before = None
    for seed in range(2):
        lot = random.Random(seed)
        for person_id in people:
            protected.write(session, OPERATOR, person_id, drawn(lot))
        session.commit()
        engine.read_again(session)
        session.commit()
        now = lists(session, engine)
        assert before in (None, now)
        before = now
