"""A copy of everything, and nothing left: both looked for in every table of the database."""

import re
from datetime import date

import orjson
import pytest
from sqlalchemy import select

from matching_service.errors import Conflict, Forbidden, NotFound
from matching_service.services import messages
from matching_service.services.fairness.groups import age_band
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.rights import erasure, requests
from matching_service.services.rights.export import as_json, export
from matching_service.services.rights.register import EMPTIED, KEPT, PERSONAL, SEVERED
from matching_service.services.trail import audit, audit_chain
from models import AuditEntry, Base, Departed, Message, Person, Reading, Role, User
from tests import factories
from tests.conftest import PASSWORD
from tests.integration.rights.conftest import MARK, OTHER_MARK

COUNSELLOR, COORDINATOR = factories.staff(), factories.staff("coordinator")
ELSEWHERE = factories.staff("coordinator", organisation_id=987)


def everything(session):
    """table -> its rows."""
    return {name: session.execute(select(table)).mappings().all() for name, table in Base.metadata.tables.items()}


def holds(row, mark):
    """Whether the mark stands in any column, in whatever case."""
    text = " ".join(
        value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in row.values()
    )
    return mark.lower() in text.lower()


def names(row, person_id):
    """Whether a column says that the row is about this person, and not about an opening of the same number."""
    of_opening = row.get("kind") == "opening" or row.get("direction") == "people"
    columns = ("person_id",) if of_opening else ("person_id", "subject_id", "entity_id")
    return any(row.get(column) == person_id for column in columns)


def test_a_copy_holds_something_of_every_table(session, person, other):
    copy = export(session, COUNSELLOR, person)
    assert {section.table for section in copy.sections} == PERSONAL.keys(), "store something in conftest.py as well"


def test_a_copy_is_of_one_person(session, person, other):
    copy = orjson.dumps(as_json(export(session, COUNSELLOR, person))).decode()
    assert MARK in copy
    assert OTHER_MARK.lower() not in copy.lower()


def test_a_copy_opens_what_is_sealed_and_names_what_is_coded(session, person):
    held = as_json(export(session, COUNSELLOR, person))["held"]
    assert held["protected_data"]["rows"][0]["ethnicity"] == MARK
    assert held["case_note"]["rows"][0]["text"] == f"{MARK} dolazi u petak."
    assert held["person"]["rows"][0]["municipality_id"]["name"] == "nis"
    assert held["experience"]["rows"][0]["occupation_id"]["name"] == "welder"
    assert held["experience"]["rows"][0]["occupation_source"] == "text"


def test_a_copy_tells_no_secret_that_lets_somebody_in(session, person):
    account = as_json(export(session, COUNSELLOR, person))["held"]["user_account"]
    assert account["rows"][0]["email"] == f"{MARK}@primer.rs".lower()
    assert "password" not in account["rows"][0]
    assert "password" in account["not_in_this_copy"]


def test_who_made_a_copy_is_in_the_audit_trail(session, person):
    export(session, COUNSELLOR, person)
    session.commit()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "rights.export")).one()
    assert (entry.subject_id, entry.actor_id) == (person, COUNSELLOR.user_id)


def test_the_person_gets_a_copy_and_nobody_else_s(session, person, other):
    me = Actor(5, "Ja", frozenset({"beneficiary"}), person_id=person)
    assert export(session, me, person).person_id == person
    for actor, error in ((me, NotFound), (ELSEWHERE, NotFound), (Actor(6, "", frozenset({"employer"})), Forbidden)):
        with pytest.raises(error):
            export(session, actor, other)


def test_the_copy_of_somebody_without_an_account_holds_nothing_of_commands_and_visitors(
    session, engine, reference_data
):
    person_id = factories.person(session, engine).id
    audit.record(session, OPERATOR, "audit.export")
    messages.send(session, "neko@primer.rs", "Pozdrav", "Zdravo.")
    session.commit()
    held = as_json(export(session, COUNSELLOR, person_id))["held"]
    assert {row["subject_id"] for row in held["audit_entry"]["rows"]} == {person_id}
    assert "message" not in held


@pytest.mark.parametrize("address", ["selma@primer.rs", "pogresna@primer.rs"])
def test_letters_of_invitation_are_in_the_copy_and_go_with_the_person(
    session, engine, client_of, reference_data, address
):
    person_id = factories.person(session, engine, email="selma@primer.rs").id
    session.commit()
    assert client_of("counsellor").post(f"/people/{person_id}/account", data={"email": address}).status_code == 302
    messages.send(session, "neko@primer.rs", "Pozdrav", "Zdravo.")
    session.commit()
    held = as_json(export(session, COUNSELLOR, person_id))["held"]
    assert [row["to"] for row in held["message"]["rows"]] == [address]
    erasure.erase(session, OPERATOR, engine, person_id)
    session.commit()
    assert session.scalars(select(Message.to)).all() == ["neko@primer.rs"]


def test_letters_to_an_address_that_was_left_go_with_the_person(session, engine, app, new_user, person):
    with app.test_client() as browser:
        browser.post("/login", data={"email": f"{MARK}@primer.rs".lower(), "password": PASSWORD})
        browser.post("/account/email", data={"email": "nova@primer.rs", "password": PASSWORD})
    session.rollback()
    (body,) = session.scalars(select(Message.body).where(Message.to == "nova@primer.rs"))
    browser.get(re.search(r"https?://[^/]+(/\S+)", body).group(1))
    session.rollback()
    assert session.scalar(select(User.email)) == "nova@primer.rs"
    erasure.erase(session, OPERATOR, engine, person)
    session.commit()
    assert session.scalars(select(Message.to).where(Message.subject != "Poziv")).all() == []


def test_nothing_is_left_of_somebody_who_is_erased(session, engine, person, other):
    erasure.erase(session, OPERATOR, engine, person)
    session.commit()
    left = everything(session)
    told = [(name, row) for name, rows in left.items() for row in rows if holds(row, MARK)]
    assert told == []
    assert {name for name, rows in left.items() for row in rows if names(row, person)} == {
        name for name, holding in PERSONAL.items() if holding.erasure in (KEPT, EMPTIED)
    }


def test_others_keep_everything(session, engine, person, other):
    def of_other():
        rows = {name: [row for row in rows if holds(row, OTHER_MARK)] for name, rows in everything(session).items()}
        return rows | {"reading": [row for row in everything(session)["reading"] if row["entity_id"] == other]}

    before = of_other()
    erasure.erase(session, OPERATOR, engine, person)
    session.commit()
    assert of_other() == before
    assert sum(map(len, before.values())) > 15


def test_what_would_go_is_told_before(session, engine, person):
    told = erasure.preview(session, COORDINATOR, person)
    session.rollback()
    done = erasure.erase(session, OPERATOR, engine, person)
    assert done == told
    assert told.gone["case_note"] == 1
    assert set(told.kept) == {name for name, holding in PERSONAL.items() if holding.erasure in (KEPT, SEVERED)}


def test_the_chain_stays_whole_and_tells_what_was_agreed_to(session, engine, person):
    erasure.erase(session, OPERATOR, engine, person)
    session.commit()
    assert audit_chain.verify(session).problem is None
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "rights.erase")).one()
    assert entry.subject_id == person
    assert {consent["purpose"] for consent in entry.details["consents"]} == {"profiled", "ranked", "statistics"}
    assert set(entry.details) == {"reason", "consents"}  # no counts, which beside those of outcomes told who is who
    assert MARK not in str(entry.details)


def test_features_are_gone(session, engine, person):
    erasure.erase(session, OPERATOR, engine, person)
    session.commit()
    reading = session.get(Reading, ("person", person))
    assert (reading.deleted, reading.indices, reading.facts) == (True, b"", {})
    assert person not in Engine().snapshot(session).people.index.fingerprints()[0]


def test_statistics_stay_in_a_group_only_with_consent(session, engine, person, reference_data):
    silent = factories.person(session, engine, given_name="Bez", municipality="nis").id
    for who in (person, silent):
        erasure.erase(session, OPERATOR, engine, who)
    session.commit()
    groups = {(row.sex, row.district): row for row in session.scalars(select(Departed))}
    assert set(groups) == {("female", "nisavski"), ("unknown", "unknown")}
    counted = groups["female", "nisavski"]
    assert (counted.people, counted.placed, counted.applications_sent, counted.trainings_completed) == (1, 1, 1, 1)
    assert (counted.year, counted.age_band) == (date.today().year, age_band(date(1990, 5, 1), date.today()))


def test_people_of_one_group_are_counted_together(session, engine, person, other):
    for who in (person, other):
        erasure.erase(session, OPERATOR, engine, who)
    session.commit()
    assert session.scalars(select(Departed.people)).all() == [2]


def test_a_coordinator_erases_only_whose_erasure_was_asked_for(session, engine, person):
    with pytest.raises(Conflict, match="not_asked_for"):
        erasure.erase(session, COORDINATOR, engine, person)
    session.rollback()
    requests.ask_erasure(session, OPERATOR, person, "Tako želi.")
    assert erasure.erase(session, COORDINATOR, engine, person).gone["rights_request"] == 2


@pytest.mark.parametrize(("actor", "error"), [(COUNSELLOR, Forbidden), (ELSEWHERE, NotFound)])
def test_others_erase_nobody(session, engine, person, actor, error):
    requests.ask_erasure(session, OPERATOR, person)
    with pytest.raises(error):
        erasure.erase(session, actor, engine, person)


def test_an_account_for_other_work_stays(session, engine, app, person, new_user):
    user = session.get(User, session.get(Person, person).user_id)
    user.roles.append(session.scalar(select(Role).where(Role.name == "counsellor")) or Role(name="counsellor"))
    session.commit()
    assert erasure.erase(session, OPERATOR, engine, person).account_stays
    session.commit()
    assert session.get(User, user.id, populate_existing=True) is not None


def test_letters_and_invitations_of_others_are_not_taken_for_ones_own_by_an_address(session, engine, stored):
    """Anybody may have typed another's address into a profile."""
    own, other = stored(MARK), factories.person(session, engine, given_name="Neko").id
    session.get(Person, other).email = f"{MARK}@primer.rs".lower()
    session.commit()
    held = export(session, OPERATOR, other)
    assert not {"message", "invitation"} & {section.table for section in held.sections}
    erasure.erase(session, OPERATOR, engine, other)
    session.commit()
    assert {"message", "invitation"} <= {section.table for section in export(session, OPERATOR, own).sections}
