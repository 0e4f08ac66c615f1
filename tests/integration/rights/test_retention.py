"""What has been kept long enough goes, the rest stays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from matching_service.errors import Forbidden
from matching_service.services.identity import accounts
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import employers
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.protection import case_notes, retention
from matching_service.services.protection.retention_rules import RULES
from models import (
    AuditEntry,
    CohortRun,
    Consent,
    Departed,
    Employer,
    FailedAttempts,
    IdempotentResponse,
    Invitation,
    Message,
    Person,
    RankedList,
    ReadInput,
    RightsRequest,
    Shown,
    SignedInBrowser,
    User,
    retention_queries,
)
from models.base import now
from models.protected import CaseNote
from tests import factories
from tests.conftest import PASSWORD
from tests.integration.rights.conftest import MARK

COUNSELLOR = factories.staff()
PIB = factories.pib()
# kind -> the table whose rows go, and the column that says how old they are
TABLES = {
    "idempotent_answers": (IdempotentResponse, "created_at"),
    "failed_attempts": (FailedAttempts, "last_at"),
    "browsers": (SignedInBrowser, "last_seen_at"),
    "invitations": (Invitation, "expires_at"),
    "messages": (Message, "created_at"),
    "case_notes": (CaseNote, "created_at"),
    "cohort_runs": (CohortRun, "made_at"),
    "ranked_lists": (Shown, "at"),
    "requests": (RightsRequest, "answered_at"),
}


@pytest.fixture
def aged(session, stored, request):
    """`aged(table, column, days)` makes all rows that old."""
    stored(MARK)
    session.add(FailedAttempts(kind="account", key="k", last_at=now()))
    session.commit()

    def age(table, column, days):
        values = {column: now() - timedelta(days=days)}
        if table is RightsRequest:
            values["state"] = "done"
        session.execute(update(table).values(values))
        session.commit()

    return age


def counted(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_every_rule_is_carried_out():
    assert set(RULES) == {*TABLES, "unconfirmed_accounts", *(kind for kind, rule in RULES.items() if rule.people)}


@pytest.mark.parametrize("kind", TABLES)
def test_rows_go_when_they_are_older_than_their_rule_and_not_before(session, engine, aged, kind):
    (table, column), days = TABLES[kind], RULES[kind].days
    before = counted(session, table)
    aged(table, column, days - 1)
    assert retention.count(session, OPERATOR, kind, days) == 0
    assert retention.sweep(session, OPERATOR, engine, kind, days) == 0
    assert counted(session, table) == before > 0
    aged(table, column, days + 1)
    assert retention.count(session, OPERATOR, kind, days) > 0
    assert retention.sweep(session, OPERATOR, engine, kind, days) > 0
    assert counted(session, table) == 0


def test_lists_that_nobody_has_seen_for_long_go_with_their_inputs(session, engine, aged):
    aged(Shown, "at", 400)
    while retention.sweep(session, OPERATOR, engine, "ranked_lists", 365):
        pass
    assert counted(session, RankedList) == counted(session, ReadInput) == 0


def test_lists_go_some_at_a_time_by_the_moment_they_are_counted_by(session, engine, aged, monkeypatch):
    monkeypatch.setattr(retention, "LISTS_AT_ONCE", 1)
    aged(Shown, "at", 365)  # the same day, a moment ago
    lists, inputs = counted(session, RankedList), counted(session, ReadInput)
    assert retention.count(session, OPERATOR, "ranked_lists", 365) == lists > 1
    gone = [retention.sweep(session, OPERATOR, engine, "ranked_lists", 365) for _ in range(lists + inputs + 1)]
    assert gone == [1] * (lists + inputs) + [0]
    assert counted(session, RankedList) == counted(session, ReadInput) == counted(session, Shown) == 0


def test_an_old_note_stays_while_a_younger_one_corrects_it(session, engine, aged):
    aged(CaseNote, "created_at", 2000)
    (note,) = session.scalars(select(CaseNote.id))
    case_notes.add(session, OPERATOR, session.scalar(select(CaseNote.person_id)), "Ipak nije tako.", note)
    assert retention.count(session, OPERATOR, "case_notes", 1825) == 0


def test_an_old_note_stays_while_the_correction_of_its_correction_is_young(session, engine, aged, monkeypatch):
    person_id = session.scalar(select(CaseNote.person_id))
    for text in ("Ipak nije tako.", "Ni to nije tako."):
        newest = session.scalar(select(CaseNote.id).order_by(CaseNote.id.desc()).limit(1))
        aged(CaseNote, "created_at", 2000)
        case_notes.add(session, OPERATOR, person_id, text, newest)
    assert retention.count(session, OPERATOR, "case_notes", 1825) == 0
    assert retention.sweep(session, OPERATOR, engine, "case_notes", 1825) == 0
    assert counted(session, CaseNote) == 3
    aged(CaseNote, "created_at", 2000)
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 2)  # cuts the chain
    assert [retention.sweep(session, OPERATOR, engine, "case_notes", 1825) for _ in range(3)] == [2, 1, 0]
    assert counted(session, CaseNote) == 0


def test_a_note_cannot_go_before_what_corrects_it(session, aged):
    (note,) = session.scalars(select(CaseNote.id))
    case_notes.add(session, OPERATOR, session.scalar(select(CaseNote.person_id)), "Ipak nije tako.", note)
    with pytest.raises(IntegrityError):
        session.execute(delete(CaseNote).where(CaseNote.id == note))


def test_what_was_deleted_is_in_the_audit_trail(session, engine, aged):
    aged(Message, "created_at", 100)
    retention.sweep(session, OPERATOR, engine, "messages", 30)
    session.commit()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "retention.run")).one()
    assert entry.details == {"kind": "messages", "days": 30, "deleted": 1}


def test_only_whoever_administers_the_machine_deletes(session, engine):
    for action in (retention.count, lambda *args: retention.sweep(args[0], args[1], engine, *args[2:])):
        with pytest.raises(Forbidden):
            action(session, factories.staff("coordinator"), "messages", 0)


# ---- accounts that nobody has confirmed


@pytest.fixture
def registered(session, app):
    """`registered(pib, email)`: the id of a company that signed itself up a month and a day ago."""

    def register(pib, email):
        with app.app_context():
            account = accounts.NewAccount(email, PASSWORD, "Ana")
            company = employers.register(session, EmployerRecord(pib, "Metal d.o.o."), account).id
        session.execute(update(User).where(User.email == email).values(created_at=ago(31)))
        session.commit()
        return company

    return register


def companies(session):
    return set(session.scalars(select(Employer.id)))


def test_what_nobody_confirms_keeps_no_address_and_no_pib(session, engine, registered):
    registered(PIB, "ana@primer.rs")
    assert retention.count(session, OPERATOR, "unconfirmed_accounts", 32) == 0
    assert retention.sweep(session, OPERATOR, engine, "unconfirmed_accounts", 32) == 0
    assert retention.count(session, OPERATOR, "unconfirmed_accounts", 30) == 1
    assert retention.sweep(session, OPERATOR, engine, "unconfirmed_accounts", 30) == 1
    session.commit()
    assert counted(session, User) == counted(session, Employer) == 0
    registered(PIB, "ana@primer.rs")
    assert retention.sweep(session, OPERATOR, engine, "unconfirmed_accounts", 32) == 0


def test_confirmed_accounts_stay(session, engine, registered):
    registered(PIB, "ana@primer.rs")
    session.execute(update(User).values(confirmed_at=now()))
    assert retention.sweep(session, OPERATOR, engine, "unconfirmed_accounts", 30) == 0
    assert counted(session, User) == 1


def test_a_company_that_has_more_than_the_account_stays(session, engine, registered, new_user, reference_data):
    recorded = factories.employer(session).id
    session.commit()
    verified, advertised, shared, bare = (
        registered(pib, f"{pib}@primer.rs") for pib in (PIB, *(factories.pib() for _ in range(3)))
    )
    session.execute(update(Employer).where(Employer.id == verified).values(verified_at=now()))
    factories.opening(session, engine, advertised, state="draft")
    session.commit()
    new_user("employer", employer_id=shared)
    assert retention.sweep(session, OPERATOR, engine, "unconfirmed_accounts", 30) == 4
    session.commit()
    assert companies(session) == {recorded, verified, advertised, shared}
    assert bare not in companies(session)
    assert counted(session, User) == 1


# ---- people


def ago(days):
    return datetime.now(UTC) - timedelta(days=days)


@pytest.fixture
def people(session, engine, reference_data):
    """By what became of them; all were changed lately, except `silent`."""
    made = {
        name: factories.person(session, engine, given_name=name).id
        for name in ("staying", "withdrawn", "ended", "again", "silent")
    }
    made["unasked"] = factories.person(session, engine, given_name="unasked", agreed=()).id

    def change(name, table=Consent, **values):
        column = Consent.person_id if table is Consent else Person.id
        session.execute(update(table).where(column == made[name]).values(values))

    change("withdrawn", withdrawn_at=ago(40))
    change("ended", ends_on=date.today() - timedelta(days=40))
    change("again", withdrawn_at=ago(40))
    factories.agree(session, engine, made["again"], "profiled")
    change("silent", recorded_at=ago(1200))
    change("silent", Person, updated_at=ago(1200))
    change("unasked", Person, created_at=ago(200))
    session.commit()
    return made


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("withdrawn_people", {"withdrawn", "ended"}),
        ("unasked_people", {"unasked"}),
        ("inactive_people", {"silent"}),
    ],
)
def test_people_go_when_nothing_is_left_that_allows_to_keep_them(session, engine, people, kind, gone):
    days = RULES[kind].days
    assert retention.count(session, OPERATOR, kind, days) == len(gone)
    assert retention.sweep(session, OPERATOR, engine, kind, days) == len(gone)
    session.commit()
    assert set(session.scalars(select(Person.id))) == {people[name] for name in people if name not in gone}
    assert sum(session.scalars(select(Departed.people))) == len(gone)
    assert retention.sweep(session, OPERATOR, engine, kind, days) == 0


def test_counsellors_see_before_who_will_go_and_when(session, people):
    told = retention.leaving(session, COUNSELLOR, {"unasked_people": 180})
    leaving = {item.name.split()[0]: item for item in told}
    assert {name: item.kind for name, item in leaving.items()} == {
        "withdrawn": "withdrawn_people",
        "ended": "withdrawn_people",
        "unasked": "unasked_people",
        "silent": "inactive_people",
    }
    assert leaving["unasked"].day <= date.today()
    unless_told = {item.name.split()[0] for item in retention.leaving(session, COUNSELLOR)}
    assert unless_told == {"withdrawn", "ended", "silent"}
    assert retention.leaving(session, replace(COUNSELLOR, organisation_id=987)) == ()


def test_whoever_has_just_withdrawn_is_named_at_once(session, engine, people):
    session.execute(update(Consent).where(Consent.person_id == people["staying"]).values(withdrawn_at=now()))
    (one,) = [item for item in retention.leaving(session, COUNSELLOR) if item.person_id == people["staying"]]
    assert one.day == datetime.now(UTC).date() + timedelta(days=31)
    assert retention.count(session, OPERATOR, "withdrawn_people", 30) == 2


# ---- who is being helped, or comes by


def last_changed(session, person_id, days):
    """Long ago, as everything that is stored of the person."""
    session.execute(update(Person).where(Person.id == person_id).values(updated_at=ago(days)))
    session.execute(update(User).values(last_visit_on=None))
    for column in retention_queries._DONE:
        of_person = column.class_.person_id == person_id
        values = {column: ago(days)}
        if column.class_ is RightsRequest:
            values["state"] = "done"
            values[RightsRequest.answered_at] = ago(days)
        session.execute(update(column.class_).where(of_person).values(values))
    session.execute(update(Shown).values(at=ago(days)))
    _agree_to_a_profile(session)
    session.commit()


def _agree_to_a_profile(session):
    """Without that consent another rule comes first."""
    session.execute(update(Consent).where(Consent.purpose == "profiled").values(withdrawn_at=None))


@pytest.fixture
def silent(session, stored):
    person_id = stored(MARK)
    last_changed(session, person_id, 1200)
    assert retention.count(session, OPERATOR, "inactive_people", 1095) == 1
    return person_id


@pytest.mark.parametrize("column", retention_queries._DONE, ids=str)
def test_whoever_is_being_helped_stays(session, silent, column):
    done = update(column.class_).where(column.class_.person_id == silent).values({column: ago(1100)})
    session.execute(done)
    assert retention.count(session, OPERATOR, "inactive_people", 1095) == 1
    session.execute(done.values({column: ago(1050)}))
    _agree_to_a_profile(session)
    assert retention.count(session, OPERATOR, "inactive_people", 1095) == 0
    (soon,) = retention.leaving(session, COUNSELLOR, {"inactive_people": 1095})
    assert (soon.person_id, soon.day) == (silent, ago(1050).date() + timedelta(1096))


def test_whoever_is_looked_for_work_for_stays(session, silent):
    session.execute(update(Shown).values(at=ago(30)))
    assert retention.count(session, OPERATOR, "inactive_people", 1095) == 0


@pytest.mark.parametrize("how", ["/login", "/api/v1/tokens"])
def test_whoever_came_by_stays_after_signing_out(session, app, silent, how):
    browser, credentials = app.test_client(), {"email": f"{MARK}@primer.rs".lower(), "password": PASSWORD}
    if how == "/login":
        assert browser.post(how, data=credentials).status_code == 302
        assert browser.post("/logout").status_code == 302
    else:
        assert browser.post(how, json=credentials).status_code == 200
    session.execute(delete(SignedInBrowser))
    session.commit()
    assert retention.count(session, OPERATOR, "inactive_people", 1095) == 0


def test_whoever_stays_signed_in_comes_by(session, app, silent):
    browser, credentials = app.test_client(), {"email": f"{MARK}@primer.rs".lower(), "password": PASSWORD}
    browser.post("/login", data=credentials)
    session.execute(update(SignedInBrowser).values(last_seen_at=now() - timedelta(hours=1)))
    session.execute(update(User).values(last_visit_on=date.today() - timedelta(days=2000)))
    session.commit()
    browser.get("/account")
    session.rollback()
    assert session.scalar(select(User.last_visit_on)) == date.today()
