"""Two transactions at the same moment: the second decides on what the first has left, and neither breaks."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.services.identity import accounts, invitations, service_tokens
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.lists import reviews
from matching_service.services.marketplace import application_steps, applications, openings
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord, SkillRecord
from matching_service.services.rights import erasure
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

SEAMSTRESS = PersonRecord("Ana", "Jović", skills=(SkillRecord("sewing", 3),))
BAKER = PersonRecord("Ana", "Jović", skills=(SkillRecord("bread-baking", 2),))


@pytest.fixture
def race(database):
    """`race(first, second)`: `second` comes as far as its first write before `first` commits; gives its result.

    Both get sessions of their own; `afterwards` is done in the session of `first` while `second` waits.
    """

    def run(first, second, afterwards=lambda _session: None):
        writes = threading.Event()

        def note(_connection, _cursor, statement, *_rest):
            if threading.get_ident() != main and not statement.startswith("SELECT"):
                writes.set()

        def do_second():
            try:
                with Session(database) as session, session.begin():
                    return second(session)
            finally:
                writes.set()

        main = threading.get_ident()
        event.listen(database, "before_cursor_execute", note)
        try:
            with Session(database) as session, ThreadPoolExecutor(1) as pool:
                first(session)
                result = pool.submit(do_second)
                assert writes.wait(30)
                afterwards(session)
                session.commit()
                return result.result(30)
        finally:
            event.remove(database, "before_cursor_execute", note)

    return run


@pytest.fixture
def pending(session, engine):
    opening = factories.opening(session, engine, state="pending_approval")
    factories.opening(session, engine, title="Drugi oglas", state="pending_approval")
    session.commit()
    return opening


@pytest.fixture
def ana(session, engine):
    person = factories.person(session, engine)
    factories.person(session, engine, given_name="Vera")
    session.commit()
    return person


def test_an_opening_that_is_being_closed_is_not_approved(race, session, engine, pending):
    with pytest.raises(Conflict, match="wrong_state"):
        race(
            lambda session: openings.act(session, OPERATOR, engine, pending.id, "close"),
            lambda session: openings.act(session, OPERATOR, engine, pending.id, "approve"),
        )
    assert openings.get(session, OPERATOR, pending.id).state == "closed"


def test_an_edit_at_the_moment_of_approval_waits_for_approval_again(race, engine, pending):
    owner = Actor(7, "Mira", frozenset({"employer"}), employer_id=pending.employer_id)
    edited = race(
        lambda session: openings.act(session, OPERATOR, engine, pending.id, "approve"),
        lambda session: openings.update(session, owner, engine, pending.id, OpeningRecord("Nešto drugo")),
    )
    assert (edited.state, edited.record.title) == ("pending_approval", "Nešto drugo")


def test_an_application_that_is_being_decided_is_not_withdrawn(race, session, ana, engine):
    opening = factories.opening(session, engine)
    factories.agree_to_be_seen(session, engine, ana.id, opening.id)
    sent = applications.apply(session, OPERATOR, ana.id, opening.id)
    session.commit()

    with pytest.raises(Conflict, match="wrong_state"):
        race(
            lambda session: application_steps.act(session, OPERATOR, engine, sent.id, "reject", "other_person"),
            lambda session: application_steps.act(session, OPERATOR, engine, sent.id, "withdraw", "not_told"),
        )


@pytest.fixture
def offered(session, engine):
    """Twenty people who are offered the last place of an opening."""
    opening = factories.opening(session, engine, places=1)
    sent = []
    for _ in range(20):
        person = factories.person(session, engine)
        factories.agree_to_be_seen(session, engine, person.id, opening.id)
        sent.append(applications.apply(session, OPERATOR, person.id, opening.id).id)
        application_steps.act(session, OPERATOR, engine, sent[-1], "offer")
    session.commit()
    return opening, sent


def test_of_twenty_who_accept_the_last_place_at_once_one_has_it(database, session, engine, offered):
    opening, sent = offered
    start = threading.Barrier(len(sent))

    def accept(number):
        start.wait(30)
        try:
            with Session(database) as own, own.begin():
                return application_steps.act(own, OPERATOR, engine, number, "accept").state
        except Conflict as conflict:
            return str(conflict)

    with ThreadPoolExecutor(len(sent)) as pool:
        results = list(pool.map(accept, sent))
    assert sorted(results) == ["accepted", *["no_places_left"] * 19]
    session.rollback()
    taken = openings.get(session, OPERATOR, opening.id)
    assert (taken.places_taken, taken.record.places) == (1, 1)


def test_an_opening_that_is_being_closed_takes_no_applications(race, session, ana, engine):
    opening = factories.opening(session, engine)
    factories.agree_to_be_seen(session, engine, ana.id, opening.id)
    session.commit()
    with pytest.raises(Conflict, match="opening_not_open"):
        race(
            lambda session: openings.act(session, OPERATOR, engine, opening.id, "close"),
            lambda session: applications.apply(session, OPERATOR, ana.id, opening.id),
        )


def test_an_application_sent_twice_arrives_once(race, session, ana, engine):
    opening = factories.opening(session, engine)
    factories.agree_to_be_seen(session, engine, ana.id, opening.id)
    session.commit()
    with pytest.raises(Conflict, match="already_applied"):
        race(
            lambda session: applications.apply(session, OPERATOR, ana.id, opening.id),
            lambda session: applications.apply(session, OPERATOR, ana.id, opening.id),
        )


def test_of_two_requests_to_look_again_at_once_one_is_made(race, session, ana, engine):
    opening = factories.opening(session, engine)
    session.commit()
    itself = Actor(None, "Ana", frozenset({"beneficiary"}), person_id=ana.id)
    with pytest.raises(Conflict, match="review_waits"):
        race(
            lambda session: reviews.ask(session, itself, ana.id, opening.id),
            lambda session: reviews.ask(session, itself, ana.id, opening.id),
        )


def test_one_profile_is_saved_twice(race, engine, ana):
    second = race(
        lambda session: people.update(session, OPERATOR, engine, ana.id, SEAMSTRESS),
        lambda session: people.update(session, OPERATOR, engine, ana.id, SEAMSTRESS),
    )
    assert second.record.skills == SEAMSTRESS.skills


def test_the_later_of_two_versions_of_a_profile_is_kept_whole(race, engine, ana):
    second = race(
        lambda session: people.update(session, OPERATOR, engine, ana.id, SEAMSTRESS),
        lambda session: people.update(session, OPERATOR, engine, ana.id, BAKER),
    )
    assert second.record.skills == BAKER.skills


def test_one_opening_is_saved_twice(race, engine, pending):
    record = OpeningRecord("Šivač", skills=(SkillDemand("forklift-operation"),))
    second = race(
        lambda session: openings.update(session, OPERATOR, engine, pending.id, record),
        lambda session: openings.update(session, OPERATOR, engine, pending.id, record),
    )
    assert [skill.code for skill in second.record.skills if skill.source == "employer"] == ["forklift-operation"]


def test_a_profile_that_is_being_deleted_is_not_found(race, engine, ana):
    with pytest.raises(NotFound):
        race(
            lambda session: erasure.erase(session, OPERATOR, engine, ana.id),
            lambda session: people.update(session, OPERATOR, engine, ana.id, SEAMSTRESS),
        )


def test_an_import_of_many_and_a_change_of_one_do_not_wait_for_each_other(race, session, engine, ana):
    saved = people.put_imported(session, OPERATOR, engine, "ljudi.csv", "1", SEAMSTRESS)
    session.commit()
    race(
        lambda session: people.put_imported(session, OPERATOR, engine, "ljudi.csv", "2", SEAMSTRESS),
        lambda session: people.update(session, OPERATOR, engine, saved.id, SEAMSTRESS),
        afterwards=lambda session: people.put_imported(session, OPERATOR, engine, "ljudi.csv", "1", BAKER),
    )
    assert people.get(session, OPERATOR, saved.id).record.skills == SEAMSTRESS.skills


def test_the_first_two_profiles_of_all_are_saved(race, session, engine):
    race(
        lambda session: factories.person(session, engine, given_name="Ana"),
        lambda session: factories.person(session, engine, given_name="Vera"),
    )
    assert people.search(session, OPERATOR).total == 2


# ---- accounts


@pytest.fixture
def twice(race, app):
    """`twice(function)` calls it in two transactions at once."""

    def run(function):
        def in_app(session):
            with app.app_context():
                return function(session)

        return race(in_app, in_app)

    return run


def test_of_two_invitations_for_one_person_at_once_one_stays_open(twice, session, ana):
    last = twice(lambda session: invitations.invite_person(session, OPERATOR, ana.id, "ana@example.test"))
    assert invitations.open_ones(session, OPERATOR) == (last.invitation,)


def test_of_two_invitations_of_one_address_at_once_one_stays_open(twice, session):
    last = twice(lambda session: invitations.invite_staff(session, OPERATOR, "mila@example.test", "counsellor"))
    assert invitations.open_ones(session, OPERATOR) == (last.invitation,)


def test_two_tokens_made_at_once_do_not_have_one_name(twice):
    with pytest.raises(Invalid) as refused:
        twice(lambda session: service_tokens.make(session, factories.staff("coordinator"), "Sajt grada", 30))
    assert refused.value.problems == {"name": "token_taken"}


def test_the_first_two_accounts_of_a_role_are_made_at_once(twice):
    def make(session):
        account = NewAccount(f"{uuid4().hex}@example.test", "lozinka za probu", "Mila")
        accounts.create_user(session, account, ("auditor",))

    twice(make)


def test_a_link_that_is_opened_twice_at_once_makes_one_account(twice, app, session, ana):
    with app.app_context():
        token = invitations.invite_person(session, OPERATOR, ana.id, "ana@example.test").token
    session.commit()
    with pytest.raises(NotFound):
        twice(lambda session: invitations.accept(session, token, "Ana", "tri sasvim nove reči"))
