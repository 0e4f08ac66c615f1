"""What happens to profiles, companies, openings and accounts is in the audit trail, and who did it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matching_service.errors import Forbidden, Invalid
from matching_service.services.identity import account_admin
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.marketplace import application_steps, applications, employers, openings
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import what_if
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.rights import erasure
from matching_service.services.trail import audit_trail
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


# ---- companies, openings, applications


@pytest.fixture
def details(session):
    """What the newest entry about an action says beside who did it and to what."""

    def details(action):
        session.commit()
        wanted = select(AuditEntry.details).where(AuditEntry.action == action).order_by(AuditEntry.number.desc())
        return session.scalars(wanted).first()

    return details


GORAN = Actor(9, "Goran", frozenset({"coordinator"}))
PEKARA = EmployerRecord(pib="101134702", name="Pekara Đokić")


def test_an_application_is_told_of_by_numbers(session, engine, told, details):
    ana, opening = factories.person(session, engine).id, factories.opening(session, engine).id
    me = Actor(None, "Ana", frozenset({"beneficiary"}), person_id=ana)
    told()
    sent = applications.apply(session, me, ana, opening, "Radila sam u pekari.").id
    application_steps.act(session, me, engine, sent, "withdraw", "not_told")
    assert told()[-2:] == [(None, "applications.submit", ana), (None, "applications.withdraw", ana)]
    assert details("applications.submit") == {"opening": opening, "application": sent}
    assert details("applications.withdraw") == {"opening": opening, "application": sent, "reason": "not_told"}


def test_a_company_from_registration_to_another_name(app, session, engine, told, details):
    with app.app_context():
        company = employers.register(session, PEKARA, NewAccount("mira@example.test", "lozinka za mene", "Mira")).id
    assert told() == [(None, "employers.register", company)]
    for _twice in range(2):
        employers.verify(session, GORAN, company)
    opening = factories.opening(session, engine, company).id
    assert told()[0] == (9, "employers.verify", company)
    mira = Actor(7, "Mira", frozenset({"employer"}), employer_id=company)
    employers.update(session, mira, engine, company, replace(PEKARA, name="Pekara Sunce", address="Nova 2"))
    assert told() == [(7, "openings.update", opening), (7, "employers.update", company)]
    assert details("openings.update") == {"state": "pending_approval"}
    changed = {"changed": ["name", "address"], "verified": False, "sent_back": 1, "consents_ended": 0}
    assert details("employers.update") == changed


def test_a_company_that_staff_add_and_correct(session, engine, told, details):
    company = employers.create(session, MILA, PEKARA).id
    for _twice in range(2):
        employers.update(session, MILA, engine, company, replace(PEKARA, contact_phone="017 123 456"))
    who = MILA.user_id
    assert told() == [(who, "employers.create", company), (who, "employers.update", company)]
    assert details("employers.update") == {"changed": ["contact_phone"]}


def test_an_opening_from_draft_to_its_end(session, engine, told, details):
    company = factories.employer(session).id
    told()
    opening = openings.create(session, GORAN, engine, OpeningRecord("Pekar"), company).id
    for action in ("submit", "return", "submit", "approve", "pause", "resume", "fill"):
        openings.act(session, GORAN, engine, opening, action, "Nedostaje plata.")
    done = ("create", "submit", "return", "submit", "approve", "pause", "resume", "fill")
    assert told() == [(9, f"openings.{action}", opening) for action in done]
    assert details("openings.return") == {}


def test_openings_that_came_from_a_file_or_ran_out(session, engine, told, details):
    late = OpeningRecord("Pekar", apply_by=date.today() - timedelta(1))
    opening = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", late).id
    openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", late)
    assert details("openings.import") == {"created": True, "state": "published"}
    openings.expire_overdue(session, engine)
    assert told() == [(None, "openings.import", opening), (None, "openings.expire", opening)]


def test_an_account_made_by_a_command(app, session, told, details):
    company = factories.employer(session).id
    told()
    mira = NewAccount("mira@example.test", "lozinka za mene", "Mira")
    with app.app_context():
        user_id = account_admin.make(session, OPERATOR, mira, "employer", employer_id=company)
    assert told() == [(None, "accounts.make", user_id)]
    assert details("accounts.make") == {"role": "employer", "employer": company}
