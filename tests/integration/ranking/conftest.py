import pytest

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.matching import ranking
from matching_service.services.profiles.people import (
    ExperienceRecord,
)
from tests import factories


@pytest.fixture
def add_person(session, engine):
    def add(*titles, **record):
        experiences = tuple(ExperienceRecord(title, years=4) for title in titles)
        return factories.person(session, engine, **{"experiences": experiences} | record).id

    return add


@pytest.fixture
def add_opening(session, engine):
    def add(title="Zavarivač", **record):
        return factories.opening(session, engine, title=title, **record).id

    return add


@pytest.fixture
def people_for(session, engine):
    def rank(opening_id, actor=OPERATOR, **options):
        return ranking.rank_people(session, actor, engine, opening_id, **options)

    return rank


@pytest.fixture
def openings_for(session, engine):
    def rank(person_id, actor=OPERATOR, **options):
        return ranking.rank_openings(session, actor, engine, person_id, **options)

    return rank


@pytest.fixture
def trades_people(add_person):
    """One of each trade: (welder, baker, seamstress, somebody of whom nothing is known)."""
    return add_person("zavarivač"), add_person("pekarka"), add_person("šivačica"), add_person()
