from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.matcher.features import PARTS
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.lists import ranked_lists
from matching_service.services.marketplace import openings
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import ExperienceRecord
from matching_service.services.rights import erasure
from models import Occupation, OccupationLabel, Person, Reading, ReadingRevision, TaxonomyRevision
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture(autouse=True)
def _lists_are_not_recorded(monkeypatch):
    """Two transactions are open in one thread here: the one would wait for the other to write down what it showed."""
    monkeypatch.setattr(ranked_lists, "record", lambda *_: None)


@pytest.fixture
def opening(session, engine):
    """Committed, beside one that nobody asks about."""
    factories.opening(session, engine, title="Pekar")
    opening_id = factories.opening(session, engine, title="Zavarivač").id
    session.commit()
    return opening_id


@pytest.fixture
def another_process(database):
    """`another_process(opening)` are the people another process ranks for it, by id."""
    other = Engine()

    def ask(opening_id):
        with Session(database) as session:
            return ranked(session, other, opening_id)

    return ask


def ranked(session, engine, opening_id):
    found = ranking.rank_people(session, OPERATOR, engine, opening_id)
    return [match.id for match in found.matches]


def welder(session, engine, **record):
    return factories.person(session, engine, experiences=(ExperienceRecord("zavarivač"),), **record).id


# ---- what is committed is seen, what is not is not


def test_another_process_sees_what_was_committed_at_its_next_ranking(session, engine, opening, another_process):
    assert another_process(opening) == []
    first = welder(session, engine)
    assert another_process(opening) == []
    session.commit()
    assert another_process(opening) == [first]
    second = welder(session, engine)
    session.commit()
    assert another_process(opening) == ranked(session, engine, opening) == [first, second]


def test_a_change_in_another_process_replaces_what_was_known(session, engine, opening, another_process):
    person = welder(session, engine)
    session.commit()
    assert another_process(opening) == [person]
    record = people.get(session, OPERATOR, person).record
    people.update(session, OPERATOR, engine, person, replace(record, mobility_km=0, municipality="bor"))
    session.commit()
    assert another_process(opening) == []


def test_a_transaction_sees_its_own_changes_before_they_are_committed(session, engine, opening):
    person = welder(session, engine)
    assert ranked(session, engine, opening) == [person]


def test_nobody_ever_sees_what_was_rolled_back(session, database, engine, opening, another_process):
    kept = welder(session, engine)
    session.commit()
    welder(session, engine)
    assert len(ranked(session, engine, opening)) == 2
    session.rollback()
    assert ranked(session, engine, opening) == another_process(opening) == [kept]
    with Session(database) as other:
        assert ranked(other, engine, opening) == [kept]


def test_a_savepoint_commits_nothing(session, database, engine, opening):
    welder(session, engine)
    with session.begin_nested():
        welder(session, engine)
    assert len(ranked(session, engine, opening)) == 2
    with Session(database) as other:
        assert ranked(other, engine, opening) == []
    session.rollback()
    assert ranked(session, engine, opening) == []


def test_what_a_savepoint_took_back_is_not_seen(session, engine, opening):
    kept = welder(session, engine)
    savepoint = session.begin_nested()
    welder(session, engine)
    savepoint.rollback()
    assert ranked(session, engine, opening) == [kept]
    session.rollback()
    assert ranked(session, engine, opening) == []


def test_a_deleted_person_is_out_everywhere(session, engine, opening, another_process):
    person, other = welder(session, engine), welder(session, engine)
    session.commit()
    assert another_process(opening) == [person, other]
    erasure.erase(session, OPERATOR, engine, person)
    assert ranked(session, engine, opening) == [other]
    session.commit()
    assert ranked(session, engine, opening) == another_process(opening) == [other]
    with pytest.raises(NotFound):
        ranking.rank_openings(session, OPERATOR, engine, person)


def test_somebody_deleted_a_moment_ago_is_left_out(session, engine, opening):
    person, other = welder(session, engine), welder(session, engine)
    session.commit()
    session.execute(delete(Person).where(Person.id == person))
    session.commit()
    found = ranking.rank_people(session, OPERATOR, engine, opening, with_ineligible=True)
    assert [(match.rank, match.id) for match in found.matches] == [(1, other)]


def test_a_new_process_finds_everything_that_was_stored(session, engine, opening, database):
    person = welder(session, engine)
    session.commit()
    with Session(database) as other_session:
        found = ranking.rank_people(other_session, OPERATOR, Engine(), opening)
        assert found == ranking.rank_people(session, OPERATOR, engine, opening)
    assert found.matches[0].id == person
    assert tuple(found.matches[0].parts) == PARTS


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_catching_up_looks_at_new_readings_only(session, engine, opening, count_statements):
    ranked(session, engine, opening)
    welder(session, engine)
    session.commit()
    with count_statements() as statements:
        ranked(session, engine, opening)
    (catching_up,) = [statement for statement in statements if "reading.revision >" in statement]
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {catching_up}", (0,)).all()
    assert "USING INDEX ix_reading_revision" in str(plan)


def test_more_changes_are_caught_up_with_than_are_fetched_at_once(session, engine, opening, another_process):
    person = welder(session, engine)
    session.commit()
    assert another_process(opening) == ranked(session, engine, opening) == [person]
    row = session.execute(select(Reading.__table__).where(Reading.kind == "person")).mappings().one()
    revision = engine.snapshot(session).revision + 1
    new = [dict(row) | {"entity_id": person + number, "revision": revision} for number in range(1, 5_100)]
    session.execute(insert(Reading.__table__), new)
    session.execute(update(ReadingRevision).values(revision=revision))
    session.commit()
    assert ranking.rank_people(session, OPERATOR, engine, opening).eligible == 5_100
    assert another_process(opening) == [person]


# ---- when the taxonomy moves on


@pytest.fixture
def change_taxonomy(session):
    def change():
        session.execute(update(OccupationLabel).where(OccupationLabel.text == "pekar").values(text="furundžija"))
        session.execute(update(TaxonomyRevision).values(revision=TaxonomyRevision.revision + 1))
        session.commit()

    return change


def test_readings_of_an_older_taxonomy_are_stale_until_they_are_made_again(session, engine, opening, change_taxonomy):
    person = welder(session, engine)
    session.commit()
    assert not engine.is_stale(session)
    change_taxonomy()
    assert engine.is_stale(session)
    assert engine.read_again(session) == 3
    session.commit()
    assert not engine.is_stale(session)
    assert ranked(session, engine, opening) == [person]


def test_an_empty_database_is_never_stale(session, engine, change_taxonomy):
    assert not engine.is_stale(session)
    change_taxonomy()
    assert not engine.is_stale(session)
    assert engine.read_again(session) == 0


def test_somebody_deleted_does_not_keep_the_readings_stale(session, engine, change_taxonomy):
    erasure.erase(session, OPERATOR, engine, welder(session, engine))
    change_taxonomy()
    assert not engine.is_stale(session)


def test_what_is_read_changes_with_the_taxonomy(session, engine, change_taxonomy):
    person = factories.person(session, engine, experiences=(ExperienceRecord("furundžija"),)).id

    def occupation():
        return people.get(session, OPERATOR, person).record.experiences[0].occupation.code

    assert occupation() is None
    change_taxonomy()
    engine.read_again(session)
    assert occupation() == "baker"


def test_every_process_notices_that_the_taxonomy_has_moved(session, engine, change_taxonomy):
    assert "pekar" in {label.text for label in engine.taxonomy(session).occupations["baker"].labels}
    same = engine.reader(session)
    assert engine.reader(session) is same
    change_taxonomy()
    assert "furundžija" in {label.text for label in engine.taxonomy(session).occupations["baker"].labels}


def test_reading_again_tells_how_far_it_is(session, engine, opening):
    welder(session, engine)
    seen = []

    def progress(rows):
        for row in rows:
            yield row
            seen.append(type(row).__name__)

    assert engine.read_again(session, progress) == 3
    assert seen == ["Person", "Opening", "Opening"]


def test_without_a_taxonomy_people_can_still_be_stored_and_ranked(session, database):
    session.execute(delete(Occupation))
    session.execute(delete(TaxonomyRevision))
    engine = Engine()
    opening_id = factories.opening(session, engine).id
    person = welder(session, engine)
    assert ranked(session, engine, opening_id) == [person]
    assert openings.get(session, OPERATOR, opening_id).record.occupation.code is None


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_who_is_saved_while_the_taxonomy_changes_is_read_with_the_new_one(session, database, engine, opening):
    """On SQLite the second writer waits before it has read anything."""
    before = welder(session, engine)
    session.commit()

    def save():
        with Session(database) as saving:
            person = welder(saving, engine)
            saving.commit()
            return person

    with ThreadPoolExecutor(1) as other, Session(database) as changing:
        # one occupation more moves the places of all features
        changing.add(Occupation(code="acrobat", isco_code="2659"))
        changing.execute(update(TaxonomyRevision).values(revision=TaxonomyRevision.revision + 1))
        Engine().read_again(changing)
        waiting = other.submit(save)
        wait_until_somebody_waits(database, unless=waiting.done)
        changing.commit()
        meanwhile = waiting.result()
    assert not engine.is_stale(session)
    readings = {row.entity_id: row.indices for row in session.scalars(select(Reading).where(Reading.kind == "person"))}
    assert readings[meanwhile] == readings[before]


def wait_until_somebody_waits(database, unless):
    """For a lock, on PostgreSQL; gives up when there is nobody left to wait for."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not unless() and not connection.scalar(waiting):
            pass
