from datetime import date

import pytest

from matching_service.errors import Conflict, Forbidden, Invalid, NotAgreed, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.marketplace import application_steps, applications, openings
from matching_service.services.marketplace.openings import OpeningRecord
from models import Opening
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

COUNSELLOR = factories.staff()


@pytest.fixture
def company(session):
    return factories.employer(session)


@pytest.fixture
def opening(session, engine, company):
    """An opening; somebody else has applied for it."""
    opening = factories.opening(session, engine, company.id, title="Pekar")
    for_somebody(session, engine, opening)
    return opening


def for_somebody(session, engine, opening, person_id=None):
    """A counsellor applies for somebody who has agreed to be seen by the company."""
    person_id = person_id or factories.person(session, engine).id
    factories.agree_to_be_seen(session, engine, person_id, opening.id)
    return applications.apply(session, OPERATOR, person_id, opening.id)


@pytest.fixture
def withdraw(session, engine):
    return lambda actor, number: application_steps.act(session, actor, engine, number, "withdraw", "not_told")


@pytest.fixture
def ana(session, engine):
    person = factories.person(session, engine)
    return Actor(None, "Ana", frozenset({"beneficiary"}), person_id=person.id)


def test_a_person_applies_and_sees_it(session, ana, opening):
    sent = applications.apply(session, ana, ana.person_id, opening.id, " Radila sam u pekari. ")
    assert (sent.state, sent.opening_title, sent.message) == ("submitted", "Pekar", "Radila sam u pekari.")
    assert applications.of_person(session, ana, ana.person_id) == (sent,)


def test_a_counsellor_applies_for_a_person_who_has_agreed_to_be_seen(session, engine, ana, opening):
    with pytest.raises(NotAgreed):
        applications.apply(session, COUNSELLOR, ana.person_id, opening.id)
    assert applications.of_person(session, COUNSELLOR, ana.person_id) == ()
    factories.agree_to_be_seen(session, engine, ana.person_id, opening.id)
    sent = applications.apply(session, COUNSELLOR, ana.person_id, opening.id)
    assert applications.of_person(session, COUNSELLOR, ana.person_id) == (sent,)


def test_once_is_enough_even_after_withdrawing(session, ana, opening, withdraw):
    sent = applications.apply(session, ana, ana.person_id, opening.id)
    with pytest.raises(Conflict, match="already_applied"):
        applications.apply(session, ana, ana.person_id, opening.id)
    assert withdraw(ana, sent.id).state == "withdrawn"
    with pytest.raises(Conflict, match="already_applied"):
        applications.apply(session, ana, ana.person_id, opening.id)
    with pytest.raises(Conflict, match="wrong_state"):
        withdraw(ana, sent.id)


def test_what_is_not_open_takes_no_applications(session, engine, ana, company):
    paused = factories.opening(session, engine, company.id, state="paused")
    overdue, full = (factories.opening(session, engine, company.id, places=1) for _ in range(2))
    session.get(Opening, overdue.id).apply_by = date(2020, 1, 1)
    session.get(Opening, full.id).places_taken = 1
    session.flush()
    with pytest.raises(NotFound):
        applications.apply(session, ana, ana.person_id, paused.id)
    for actor, opening in ((COUNSELLOR, paused), (ana, overdue), (ana, full)):
        with pytest.raises(Conflict, match="opening_not_open"):
            applications.apply(session, actor, ana.person_id, opening.id)


def test_nobody_applies_for_somebody_else(session, engine, ana, opening, withdraw):
    other = factories.person(session, engine).id
    theirs = for_somebody(session, engine, opening, other)
    for actor, refused in ((ana, NotFound), (ANONYMOUS, Forbidden)):
        with pytest.raises(refused):
            applications.apply(session, actor, other, opening.id)
        with pytest.raises(refused):
            applications.of_person(session, actor, other)
        with pytest.raises(refused):
            withdraw(actor, theirs.id)


def test_unknown_people_openings_and_applications(session, ana, opening, withdraw):
    with pytest.raises(NotFound):
        applications.apply(session, COUNSELLOR, 77_777, opening.id)
    with pytest.raises(NotFound):
        applications.apply(session, ana, ana.person_id, 77_777)
    with pytest.raises(NotFound):
        withdraw(COUNSELLOR, 10**12)


def test_a_message_has_an_end(session, ana, opening):
    with pytest.raises(Invalid, match="message: too_long"):
        applications.apply(session, ana, ana.person_id, opening.id, "x" * 5001)


def test_an_employer_sees_how_many_live_applications_its_openings_have(
    session, engine, ana, company, opening, withdraw
):
    empty = factories.opening(session, engine, company.id)
    applications.apply(session, ana, ana.person_id, opening.id)
    gone = for_somebody(session, engine, opening)
    withdraw(COUNSELLOR, gone.id)
    owner = Actor(7, "Mira", frozenset({"employer"}), employer_id=company.id)
    assert applications.counts_for_openings(session, owner, (opening.id, empty.id)) == {opening.id: 2, empty.id: 0}
    stranger = Actor(8, "Neko", frozenset({"employer"}), employer_id=factories.employer(session).id)
    for actor in (stranger, ana):
        with pytest.raises(Forbidden):
            applications.counts_for_openings(session, actor, (opening.id,))


def test_a_company_is_not_told_that_somebody_has_taken_the_consent_back(session, engine, ana, company, opening):
    applications.apply(session, ana, ana.person_id, opening.id)
    owner = Actor(None, "Mira", frozenset({"employer"}), employer_id=company.id)
    assert applications.counts_for_openings(session, owner, (opening.id,)) == {opening.id: 2}
    consents.withdraw(session, ana, engine, ana.person_id, "shown_to_employer", company.id)
    assert applications.counts_for_openings(session, owner, (opening.id,)) == {opening.id: 1}
    assert applications.counts_for_openings(session, COUNSELLOR, (opening.id,)) == {opening.id: 2}


def test_staff_see_the_latest_live_applications_with_their_people(session, engine, ana, opening, withdraw):
    applications.apply(session, ana, ana.person_id, opening.id, "Mogu odmah.")
    gone = for_somebody(session, engine, opening)
    withdraw(COUNSELLOR, gone.id)
    latest, before = applications.recent(session, COUNSELLOR)
    assert (latest.application.person_id, latest.person_name) == (ana.person_id, "Ana Jović")
    assert latest.application.message == "Mogu odmah."
    assert applications.recent(session, COUNSELLOR, limit=1) == (latest,)
    assert set(applications.sent_for(session, COUNSELLOR, opening.id)) == {ana.person_id, before.application.person_id}
    for read in (lambda: applications.recent(session, ana), lambda: applications.sent_for(session, ana, opening.id)):
        with pytest.raises(Forbidden):
            read()


def test_an_account_without_a_company_counts_nothing(session, engine):
    imported = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", OpeningRecord("Pekar"))
    with pytest.raises(Forbidden):
        applications.counts_for_openings(session, Actor(8, "Neko", frozenset({"employer"})), (imported.id,))


def test_a_list_takes_the_same_number_of_statements_however_long_it_is(session, engine, ana, count_statements):
    lengths = []
    for _ in range(3):
        opening = factories.opening(session, engine)
        applications.apply(session, ana, ana.person_id, opening.id)
        session.expunge_all()
        with count_statements() as statements:
            applications.of_person(session, ana, ana.person_id)
        lengths.append(len(statements))
    assert lengths == [3, 3, 3]


def test_what_is_prepared_is_seen_by_no_company_until_it_is_sent(session, engine, ana, company, opening):
    draft = applications.prepare(session, COUNSELLOR, ana.person_id, opening.id, "Radila sam.")
    owner = Actor(7, "Mira", frozenset({"employer"}), employer_id=company.id)
    assert (draft.state, draft.actions) == ("draft", ("submit", "withdraw"))
    assert applications.counts_for_openings(session, owner, (opening.id,)) == {opening.id: 1}
    with pytest.raises(NotFound):
        applications.get(session, owner, draft.id)
    sent = applications.apply(session, ana, ana.person_id, opening.id, "Radila sam u pekari.")
    assert (sent.id, sent.state, sent.message) == (draft.id, "submitted", "Radila sam u pekari.")
    assert applications.get(session, owner, sent.id).actions == ("review", "shortlist", "interview", "offer", "reject")


def test_whoever_waits_is_told_when_an_opening_ends(session, engine, ana, opening):
    sent = applications.apply(session, ana, ana.person_id, opening.id)
    openings.act(session, OPERATOR, engine, opening.id, "close")
    (told,) = applications.of_person(session, ana, ana.person_id)
    assert (told.id, told.state, told.steps[-1].reason) == (sent.id, "cancelled", "opening_withdrawn")
