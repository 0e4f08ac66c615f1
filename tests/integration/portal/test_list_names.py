"""Lists that were shown name people and openings for coordinators within their reach, and nobody for auditors."""

import pytest
from sqlalchemy import event

from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.lists import list_records
from matching_service.services.matching import ranking
from models import Organisation, Person, organisation_queries
from tests import factories


@pytest.fixture
def shown_list(session, engine, world):
    """A list of people for the published opening, asked for in the name of the oldest organisation."""
    home = organisation_queries.oldest(session)
    ranking.rank_people(session, Actor(roles=frozenset({"counsellor"}), organisation_id=home), engine, world.published)
    session.commit()
    (summary,) = list_records.search(session, OPERATOR).items
    return f"/lists/{summary.id}"


def test_a_coordinator_reads_names_and_an_auditor_numbers(client_of, shown_list):
    coordinator, auditor = client_of("coordinator"), client_of("auditor")
    assert "Zavarivač u radionici" in coordinator.get("/lists").text
    for address in (shown_list, f"{shown_list}/replay"):
        assert "Ana Jović" in coordinator.get(address).text
        assert "Ana Jović" not in auditor.get(address).text
    assert "Zavarivač u radionici" not in auditor.get("/lists").text


def test_whoever_is_kept_by_another_organisation_now_has_no_name(client_of, session, shown_list, world):
    other = Organisation(name="Druga")
    session.add(other)
    session.flush()
    session.get(Person, world.person).organisation_id = other.id
    session.commit()
    assert "Ana Jović" not in client_of("coordinator").get(shown_list).text


def test_names_take_as_many_statements_for_one_as_for_many(session, engine, world):
    more = [factories.person(session, engine).id for _ in range(3)]
    home = organisation_queries.oldest(session)
    coordinator = Actor(roles=frozenset({"coordinator"}), organisation_id=home)
    counts = []
    for people in ([world.person], [world.person, *more]):
        statements = []
        note = statements.append
        event.listen(session, "do_orm_execute", note)
        found, _openings = list_records.names(session, coordinator, people=people, openings=[world.published])
        event.remove(session, "do_orm_execute", note)
        assert set(found) == set(people)
        counts.append(len(statements))
    assert counts == [3, 3]
