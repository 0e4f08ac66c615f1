"""Who is written to about an application: whichever door the step came through, and what follows from it as well."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

import employer_portal
from employer_portal import letters
from matching_service.services import messages, notices
from matching_service.services.index.engine import Engine
from matching_service.services.jobs import JOBS
from matching_service.services.marketplace import applications, reminders
from matching_service.services.notices import Notice
from models import Application, Message, User
from models.session import transaction
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")
NOW = datetime.now(UTC)


@pytest.fixture
def openings(session, engine):
    """Two, of two companies."""
    found = [factories.opening(session, engine, title=title, places=1) for title in ("Pekar", "Zavarivač")]
    session.commit()
    return found


@pytest.fixture
def ana(session, engine):
    person = factories.person(session, engine, given_name="Ana", family_name="Jović")
    session.commit()
    return person


@pytest.fixture
def read(session):
    """`read()`: (kind, address) of each letter written since it was last called."""
    seen = set()

    def found():
        session.rollback()
        rows = session.scalars(select(Message).where(Message.kind.is_not(None)).order_by(Message.id)).all()
        fresh = [(row.kind, row.to) for row in rows if row.id not in seen]
        seen.update(row.id for row in rows)
        return fresh

    return found


@pytest.fixture
def people(client_of, ana, openings):
    """(the person, the first company, the second) signed in on pages."""
    return (
        client_of("beneficiary", person_id=ana.id, email="ana@example.test"),
        *(client_of("employer", employer_id=one.employer_id, email=f"{one.id}@firma.test") for one in openings),
    )


def number_of(session, opening):
    session.rollback()
    return session.scalar(select(Application.id).where(Application.opening_id == opening.id))


def test_each_step_is_told_whatever_door_it_came_through(app, session, bearer_of, openings, people, read):
    (me, company, _other), (first, _second) = people, openings
    companies = [f"{one.id}@firma.test" for one in openings]
    for one, address in zip(openings, companies, strict=True):
        me.post(f"/my/applications/to/{one.id}")
        assert read() == [("application_sent", "ana@example.test"), ("application_new", address)]
    number = number_of(session, first)
    company.post(f"/applications/{number}/interview")
    assert read() == [("application_interview", "ana@example.test")]
    staff = bearer_of("counsellor")
    answer = app.test_client().post(
        f"/api/v1/applications/{number}/transitions", json={"action": "offer"}, headers=staff
    )
    assert answer.status_code in (200, 201), answer.text
    assert read() == [("application_offered", "ana@example.test")]
    me.post(f"/applications/{number}/accept")
    told = [("application_placed", "ana@example.test"), ("application_accepted", companies[0])]
    assert read() == [*told, ("application_gone", companies[1])]


def test_what_follows_from_the_clock_and_from_the_opening_is_told(session, database, openings, people, read):
    me, first, second = people[0], *openings
    for one in openings:
        me.post(f"/my/applications/to/{one.id}")
    read()
    people[1].post(f"/company/openings/{first.id}/close")
    assert read() == [("application_cancelled", "ana@example.test")]
    row = session.get(Application, number_of(session, second))
    row.answer_by = date.today() - timedelta(1)
    session.commit()
    with transaction(database) as fresh:
        assert next(job for job in JOBS if "answers" in job.name).run(fresh, Engine(), NOW) == 1
    assert read() == [("application_expired", "ana@example.test")]


def test_a_step_taken_back_at_once_is_told_nobody_and_later_that_it_does_not_count(session, openings, people, read):
    me, company = people[:2]
    me.post(f"/my/applications/to/{openings[0].id}")
    number = number_of(session, openings[0])
    read()
    reject = {"reason": "other_person"}
    company.post(f"/applications/{number}/reject", data=reject)
    company.post(f"/applications/{number}/undo")
    assert read() == []
    company.post(f"/applications/{number}/reject", data=reject)
    assert read() == [("application_rejected", "ana@example.test")]
    for row in session.scalars(select(Message)):
        row.sent_at = NOW
    session.commit()
    company.post(f"/applications/{number}/undo")
    assert read() == [("application_changed", "ana@example.test")]


def test_only_accounts_in_use_are_written_to_in_their_language(session, engine, ana, openings, client_of, read):
    for one in openings:
        factories.agree_to_be_seen(session, engine, ana.id, one.id)
    applications.apply(session, factories.staff(), ana.id, openings[0].id)
    session.commit()
    assert read() == []
    for number, (column, value) in enumerate({"active": False, "confirmed_at": None, "language": "en"}.items()):
        client_of("employer", employer_id=openings[1].employer_id, email=f"{number}@firma.test")
        session.execute(update(User).where(User.email == f"{number}@firma.test").values({column: value}))
        session.commit()
    applications.apply(session, factories.staff(), ana.id, openings[1].id)
    session.commit()
    assert read() == [("application_new", "2@firma.test")]
    assert messages.latest(session, 1)[0].notice.language == "en"


def test_reminders_come_once_for_each_last_day(session, engine, openings, people, read):
    me, company = people[:2]
    for one in openings:
        me.post(f"/my/applications/to/{one.id}")
    rows = session.scalars(select(Application).order_by(Application.id)).all()

    def remind(days):
        # at noon, when the day is the same here and where the machine is
        at = datetime.combine(date.today() + timedelta(days), time(12), UTC)
        done = (reminders.remind_companies(session, at), reminders.remind_people(session, at))
        session.commit()
        return done

    read()
    assert remind(10) == (0, 0)
    assert remind(11) == (2, 0)
    assert remind(12) == (0, 0)
    assert sorted(read()) == sorted(("applications_wait", f"{one.id}@firma.test") for one in openings)
    company.post(f"/applications/{rows[0].id}/offer")
    assert read() == [("application_offered", "ana@example.test")]
    assert remind(3) == (0, 0)
    assert remind(4) == (0, 1)
    assert remind(5) == (0, 0)
    assert read() == [("offer_waits", "ana@example.test")]


def test_the_demo_shows_letters_by_mailbox_as_they_will_be_sent(session, client, openings, people, count_statements):
    def page(query=""):
        with count_statements() as statements:
            answer = client.get(f"/demo/messages{query}")
        return answer.text, len(statements)

    people[0].post(f"/my/applications/to/{openings[0].id}")
    text, before = page()
    assert text.count("<article") == 2
    people[0].post(f"/my/applications/to/{openings[1].id}")
    number = number_of(session, openings[0])
    people[1].post(f"/applications/{number}/interview")
    text, after = page()
    assert (text.count("<article"), after) == (5, before)
    mine, _ = page("?to=ana@example.test")
    assert (mine.count("<article"), mine.count("Čeka: šalje se najranije")) == (3, 1)
    assert mine.count('<h2 class="h4" lang="sr-Latn">') == 3
    assert f"http://localhost/my/applications/{number}" in mine
    session.execute(update(Message).values(sent_at=NOW, body="", details=None))
    session.commit()
    assert page()[0].count("Tekst poslatih poruka se ne čuva") == 5


def test_every_kind_has_words_that_name_no_person(app, session, openings):
    folder = Path(employer_portal.__file__).parent / "templates" / "letters"
    assert set(letters.SUBJECTS) == notices.KINDS
    assert {f"{kind}.txt" for kind in notices.KINDS} <= {path.name for path in folder.iterdir()}
    details = {"application_id": 3, "opening_id": 7, "opening": "Pekar", "day": "2026-12-01", "number": 2}
    details |= {"account": 1, "searches": [{"name": "Pekar", "query": "text=pekar", "openings": [], "more": 1}]}
    app.config["TRUSTED_HOSTS"] = ["posao.example"]
    for kind in notices.KINDS:
        for language, day in (("sr", "1. 12. 2026."), ("en", "1 December 2026")):
            with app.test_request_context(base_url="https://posao.example"):
                subject, body, _stop = letters.in_words(Notice(kind, language, details))
            assert "https://posao.example/" in body
            assert "%(" not in subject + body
            assert ("2026" in body) == (day in body)
            assert "Dobar dan" in body or language == "en"
