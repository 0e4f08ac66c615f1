"""What happens to a profile is in the audit trail: that it was read, changed, deleted, and by whom."""

import pytest
from sqlalchemy import select

from matching_service.errors import Forbidden, Invalid
from matching_service.services import audit_trail, people, what_if
from matching_service.services.actors import OPERATOR, Actor
from matching_service.services.people import PersonRecord
from matching_service.services.rights import erasure
from models import AuditEntry, Person
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

MILA = factories.staff()
RECORD = PersonRecord("Ana", "Jović", about="Radila kao pekarka.")


@pytest.fixture
def told(session):
    """What was told since it was last asked, as (action, whom) with the account."""
    seen = []

    def told():
        session.commit()
        entries = session.execute(
            select(AuditEntry.number, AuditEntry.actor_id, AuditEntry.action, AuditEntry.subject_id)
        )
        new = [row for row in entries.all() if row.number not in seen]
        seen.extend(row.number for row in new)
        return [(row.actor_id, row.action, row.subject_id) for row in sorted(new)]

    return told


def test_a_profile_from_its_beginning_to_its_end(session, engine, told):
    person = people.create(session, MILA, engine, RECORD).id
    assert told() == [(MILA.user_id, "people.create", person)]
    people.get(session, MILA, person)
    people.update(session, MILA, engine, person, RECORD)
    assert told() == [(MILA.user_id, "people.read", person), (MILA.user_id, "people.update", person)]
    erasure.erase(session, OPERATOR, engine, person)
    assert told() == [(None, "rights.erase", person)]


def test_who_reads_the_own_profile_is_nobodys_business(session, engine, told):
    person = factories.person(session, engine).id
    told()
    people.get(session, Actor(8, "Ana", frozenset({"beneficiary"}), person_id=person), person)
    assert told() == []


def test_a_page_that_reads_a_profile_twice_tells_it_once(session, engine, told):
    person, opening = factories.person(session, engine).id, factories.opening(session, engine).id
    told()
    people.get(session, MILA, person)
    what_if.gaps(session, MILA, engine, person, opening)
    assert told().count((MILA.user_id, "people.read", person)) == 1


def test_what_was_refused_did_not_happen(session, engine, told):
    person = factories.person(session, engine).id
    told()
    with pytest.raises(Invalid):
        people.update(session, MILA, engine, person, PersonRecord("", ""))
    with pytest.raises(Forbidden):
        people.get(session, Actor(5, "Firma", frozenset({"employer"}), employer_id=1), person)
    assert told() == []


def test_imported_profiles_are_told_of_where_they_changed(session, engine, told):
    saved = people.put_imported(session, OPERATOR, engine, "lista.csv", "7", RECORD)
    assert told() == [(None, "people.import", saved.id)]
    people.put_imported(session, OPERATOR, engine, "lista.csv", "7", RECORD)
    assert told() == []


def test_whoever_works_is_named_and_whoever_is_supported_is_a_number(session, engine, new_user):
    ana = people.create(session, OPERATOR, engine, RECORD).id
    session.commit()
    new_user("beneficiary", person_id=ana)
    new_user("counsellor")
    own = session.get(Person, ana, populate_existing=True).user_id
    for roles, user_id in (("beneficiary", own), ("counsellor", own + 1)):
        actor = Actor(user_id, roles, frozenset({roles}), person_id=ana, organisation_id=factories.HOME)
        people.update(session, actor, engine, ana, RECORD)
    session.commit()
    told = audit_trail.search(
        session, Actor(None, "", frozenset({"auditor"})), audit_trail.AuditQuestion(action="people.update")
    )
    assert [(line.actor_id, line.actor_name) for line in told.items] == [(own + 1, "Nalog counsellor"), (own, None)]
