"""Reasons are remembered pair by pair: never when they belong to another moment, and never for anybody deleted."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Shelf
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import ExperienceRecord
from matching_service.services.rights import erasure
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def drivers(session, engine):
    """Two welders with a driving licence, and an opening that asks for one: ids of people, id of the opening."""
    record = {"experiences": (ExperienceRecord("zavarivač"),), "licences": ("C",), "licences_complete": True}
    found = [factories.person(session, engine, **record).id for _ in range(2)]
    opening = factories.opening(session, engine, title="Zavarivač", licences=("C",)).id
    session.commit()
    return found, opening


@pytest.fixture
def listed(database, engine):
    def ask(opening_id):
        with Session(database) as session:
            found = ranking.rank_people(session, OPERATOR, engine, opening_id)
            session.commit()
        assert found.eligible >= len(found.matches)
        return [match.id for match in found.matches]

    return ask


@pytest.fixture
def save(database, engine):
    def licences(person_id, *categories):
        with Session(database, expire_on_commit=False) as session:
            record = people.get(session, OPERATOR, person_id).record
            people.update(session, OPERATOR, engine, person_id, replace(record, licences=categories))
            session.commit()

    return licences


def test_nobody_is_lost_when_another_request_of_the_same_list_sees_newer_readings(drivers, listed, save, monkeypatch):
    (first, second), opening = drivers
    assert listed(opening) == [first, second]
    save(second, "B", "C")
    told, interrupted = Shelf.told, []

    def interrupt(shelf, session, checksums):
        if list(checksums) == [second] and not interrupted:
            interrupted.append(second)
            save(first, "BE", "C")
            assert listed(opening) == [first, second]
        return told(shelf, session, checksums)

    monkeypatch.setattr(Shelf, "told", interrupt)
    assert listed(opening) == [first, second]
    assert interrupted


def test_reasons_from_facts_that_are_newer_than_the_index_are_not_kept(drivers, listed, save, monkeypatch):
    (first, second), opening = drivers
    snapshot, interrupted = Engine.snapshot, []

    def interrupt(engine, session):
        found = snapshot(engine, session)
        if not interrupted:
            interrupted.append(first)
            save(first, "B")
        return found

    monkeypatch.setattr(Engine, "snapshot", interrupt)
    assert second in listed(opening)
    save(first, "C")
    assert interrupted
    assert listed(opening) == [first, second]


def test_nothing_is_remembered_of_somebody_deleted(session, engine, drivers, listed, openings_for):
    (first, second), opening = drivers
    shelves = engine.snapshot(session)
    key = (first, int(shelves.people.index.checksums([first])[0]))
    openings_for(first)
    session.commit()
    listed(opening)

    def remembered():
        snapshot = engine.snapshot(session)
        return snapshot.openings.reasons.of_list(key, date.today())

    assert opening in remembered()
    erasure.erase(session, OPERATOR, engine, first)
    session.commit()
    assert listed(opening) == [second]
    assert not remembered()
