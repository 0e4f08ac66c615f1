from datetime import date

import pytest
from sqlalchemy import select

from matching_service.errors import BadInput
from matching_service.services import demo
from matching_service.services.identity import accounts
from matching_service.services.profiles import people
from models import Employer, Opening, Person, User
from tests import factories
from tests.integration.importing.conftest import write

TODAY = date.today()
PIBS = [factories.pib() for _ in range(2)]
EMPLOYERS = [
    {"pib": PIBS[0], "name": "Nova firma", "municipality": "Bor", "contact_name": "Eva Ilić", "verified": "ne"},
    {"pib": PIBS[1], "name": "Pekara Zora", "municipality": "Niš", "contact_name": "Iva Tot", "verified": "da"},
]
PEOPLE = [
    {"external_id": f"P{n}", "given_name": "Ana", "family_name": f"Jović {n}", "available_from": "+7"} for n in "12"
]
OF_SECOND = [{"external_id": f"T{n}", "given_name": "Iva", "family_name": f"Savić {n}"} for n in "12"]
STATES = ("draft", "pending_approval", "published", "paused", "filled", "closed", "expired")
OPENINGS = [
    {"external_id": state, "title": "Pekar", "places": "3", "places_taken": "3" if state == "filled" else "0",
     "employer_pib": PIBS[1], "state": state, "starts_on": "+30", "apply_by": "-10" if state == "expired" else "+10"}
    for state in STATES
]  # fmt: skip


@pytest.fixture
def load(folder, app, session, engine, reference_data):
    """Load a small demo; with `openings` others than the usual ones."""

    def load_files(openings=OPENINGS):
        for name, rows in zip(demo.FILES, (EMPLOYERS, PEOPLE, openings, OF_SECOND), strict=True):
            write(folder / name, rows)
        with app.app_context(), demo.files(folder) as files:
            demo.load(session, engine, files, TODAY, lambda _steps: None)
            session.commit()

    return load_files


def test_openings_come_in_every_state_and_what_was_never_published_has_no_day(load, session):
    load()
    found = {row.external_id: row for row in session.scalars(select(Opening))}
    assert {row.state for row in found.values()} == set(STATES)
    assert all(row.state == name for name, row in found.items())
    assert {name for name, row in found.items() if row.published_at is None} == {"draft", "pending_approval"}
    assert found["filled"].places_taken == 3


def test_days_count_from_the_day_of_loading(load, session):
    load()
    expired = session.scalar(select(Opening).where(Opening.state == "expired"))
    person = session.scalar(select(Person).limit(1))
    days = [(day - TODAY).days for day in (expired.starts_on, expired.apply_by, person.available_from)]
    assert days == [30, -10, 7]


def test_only_verified_companies_are_verified(load, session):
    load()
    verified = session.scalars(select(Employer.name).where(Employer.verified_at.is_not(None))).all()
    assert verified == ["Pekara Zora"]


def test_there_is_an_account_for_each_role_that_can_sign_in(load, session, app):
    load()
    with app.app_context():
        actors = [
            accounts.actor_for_token(session, accounts.issue_token(session, account.email, demo.PASSWORD))
            for account in demo.ACCOUNTS
        ]
    assert [set(actor.roles) for actor in actors] == [{account.role} for account in demo.ACCOUNTS]
    beneficiary, employer, *_staff = actors
    assert session.get(Person, beneficiary.person_id).external_id == "P1"
    assert session.get(Employer, employer.employer_id).name == "Pekara Zora"
    assert (beneficiary.name, employer.name) == ("Ana Jović 1", "Iva Tot")


def test_a_second_organisation_keeps_people_of_its_own_and_shares_one(load, session, app):
    load()
    with app.app_context():
        counsellors = [
            accounts.actor_for_token(session, accounts.issue_token(session, email, demo.PASSWORD))
            for email in ("counsellor@demo.example", "counsellor2@demo.example")
        ]
    seen = [{person.name for person in people.search(session, actor).items} for actor in counsellors]
    assert seen == [{"Ana Jović 1", "Ana Jović 2", "Iva Savić 1"}, {"Iva Savić 1", "Iva Savić 2"}]


def test_what_is_there_is_known_to_be_loaded(load, session):
    assert not demo.is_loaded(session)
    load()
    assert demo.is_loaded(session)


def test_a_line_that_cannot_be_taken_is_told(load, session):
    with pytest.raises(BadInput, match=r"openings.csv line 2: education: \"9\""):
        load([{**OPENINGS[0], "education": "9"}])


def test_production_gets_no_demo(run, session, monkeypatch):
    monkeypatch.setenv("MATCHING_MODE", "production")
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    monkeypatch.setenv("PROTECTED_KEYS", "A" * 43 + "=")
    assert run("demo", "load").stdout == "Production: no demo data.\n"
    assert session.scalar(select(User)) is None
