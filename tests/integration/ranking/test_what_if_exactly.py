"""What a change would do is what saving it does, on people and openings as they are."""

from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.matcher.gaps import SUITABLE_FIT
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.matching import ideas, ranking, trainings, what_if
from matching_service.services.profiles import people
from matching_service.services.profiles.people import LanguageRecord, SkillRecord
from matching_service.services.profiles.profile_changes import ProfileChange
from models import Opening, Person
from tests.integration.ranking import demo_town

PEOPLE = range(1, 8)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with demo_town.built(tmp_path_factory.mktemp("town")) as town:
        yield town


def listed(session, engine, opening_id):
    """id -> (rank, score, parts) of everybody on the list."""
    found = ranking.rank_people(session, OPERATOR, engine, opening_id, limit=1000)
    return {match.id: (match.rank, match.score, match.parts) for match in found.matches}


def all_ids(session, kind):
    return session.scalars(select(kind.id).order_by(kind.id)).all()


def published(session):
    return session.scalars(select(Opening.id).where(Opening.state == "published").order_by(Opening.id)).all()


def saved_for_real(session, engine, person_id, opening_id, change):
    """The person's line once the change is stored, which is taken back afterwards."""
    record = change.applied_to(people.get(session, OPERATOR, person_id).record)
    people.update(session, OPERATOR, engine, person_id, record)
    line = listed(session, engine, opening_id).get(person_id)
    session.rollback()
    return line


def some_changes(pick, taxonomy, gaps):
    """Whatever is suggested for the pair, and things that have nothing to do with it."""
    yield from (move.idea.change for move in gaps.moves[:2] + gaps.moves[-1:])
    yield ideas.of_requalification(taxonomy, pick.choice(sorted(taxonomy.occupations))).change
    skill = SkillRecord(pick.choice(sorted(taxonomy.skills)), pick.choice((None, 0, 1, 4)))
    yield ProfileChange(skills=(skill,), licences=("B", "CE"), languages=(LanguageRecord("de", "B2"),))


@pytest.mark.parametrize("seed", range(8))
def test_the_place_and_the_fit_are_those_that_saving_the_change_gives(town, seed):
    pick, engine = Random(seed), town.engine
    with Session(town.database) as session:
        taxonomy = engine.taxonomy(session)
        person_id, opening_id = pick.choice(all_ids(session, Person)), pick.choice(published(session))
        before = listed(session, engine, opening_id).get(person_id)
        gaps = what_if.gaps(session, OPERATOR, engine, person_id, opening_id)
        for change in some_changes(pick, taxonomy, gaps):
            effect = what_if.what_if(session, OPERATOR, engine, person_id, opening_id, change)
            assert same(effect.before, before)
            assert same(effect.after, saved_for_real(session, engine, person_id, opening_id, change))


def same(standing, line):
    if line is None:
        return standing.rank is None and standing.reasons
    return (standing.rank, standing.score, standing.parts) == line


def test_what_is_suggested_moves_as_trying_it_does(town):
    with Session(town.database) as session:
        for opening_id in all_ids(session, Opening)[:5]:
            for person_id in all_ids(session, Person)[:3]:
                gaps = what_if.gaps(session, OPERATOR, town.engine, person_id, opening_id)
                for idea, after in ((one.idea, one.after) for one in gaps.moves):
                    tried = what_if.what_if(session, OPERATOR, town.engine, person_id, opening_id, idea.change)
                    assert (tried.before, tried.after) == (gaps.standing, after)


def suitable(session, engine, person_id):
    found = ranking.rank_openings(session, OPERATOR, engine, person_id, limit=1000)
    return {match.id for match in found.matches if match.score >= SUITABLE_FIT}


def test_a_training_opens_the_openings_that_saving_it_makes_suitable(town):
    engine, tried = town.engine, 0
    with Session(town.database) as session:
        for person_id in PEOPLE:
            before = suitable(session, engine, person_id)
            for one in trainings.outlook(session, OPERATOR, engine, person_id).trainings:
                record = one.idea.change.applied_to(people.get(session, OPERATOR, person_id).record)
                people.update(session, OPERATOR, engine, person_id, record)
                opened = suitable(session, engine, person_id) - before
                session.rollback()
                assert one.openings == len(opened)
                assert {opening.id for opening in one.nearest} <= opened
                tried += 1
    assert tried >= 10


def test_every_training_told_opens_something_that_those_before_it_do_not(town):
    with Session(town.database) as session:
        for person_id in PEOPLE:
            told = []
            for one in trainings.outlook(session, OPERATOR, town.engine, person_id, limit=50).trainings:
                opened = {opening.id for opening in one.nearest}
                assert one.openings > len(opened) or not any(opened <= earlier for earlier in told)
                told.append(opened)
