"""Organisations keep people, and share them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matching_service.errors import Forbidden, Invalid, NotFound
from matching_service.services.identity import organisations
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.rights import erasure
from models import PersonShare, User
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")
OURS, COORDINATOR = factories.staff(), factories.staff("coordinator")
TODAY = date.today()


@pytest.fixture
def theirs(session):
    """Somebody who works for another organisation."""
    return factories.staff(organisation_id=organisations.create(session, OPERATOR, "Romski centar"))


@pytest.fixture
def ana(session, engine):
    return factories.person(session, engine)


def names_of(session, actor):
    return [person.name for person in people.search(session, actor).items]


def share(session, engine, person, with_whom, ends_on=None, actor=OURS):
    organisations.share(
        session, actor, engine, person.id, with_whom.organisation_id, "Traži posao u Boru.", ends_on=ends_on
    )


def test_staff_see_the_people_of_their_own_organisation(session, engine, ana, theirs):
    people.create(session, theirs, engine, PersonRecord("Petar", "Ilić"))
    assert names_of(session, OURS) == ["Ana Jović"]
    assert names_of(session, theirs) == ["Petar Ilić"]
    assert people.search(session, OPERATOR).total == 2
    with pytest.raises(NotFound):
        people.get(session, theirs, ana.id)


def test_staff_without_an_organisation_see_nobody_and_keep_nobody(session, engine, ana):
    nowhere, opening = factories.staff(organisation_id=None), factories.opening(session, engine)
    assert names_of(session, nowhere) == []
    ranked = ranking.rank_people(session, nowhere, engine, opening.id)
    assert (ranked.matches, ranked.eligible, ranked.excluded) == ((), 0, 0)
    with pytest.raises(Forbidden):
        people.create(session, nowhere, engine, PersonRecord("Petar", "Ilić"))


def test_a_person_who_is_shared_is_seen_by_both(session, engine, ana, theirs):
    share(session, engine, ana, theirs)
    assert names_of(session, OURS) == names_of(session, theirs) == ["Ana Jović"]
    assert people.update(session, theirs, engine, ana.id, PersonRecord("Ana", "Simić")).record.family_name == "Simić"
    with pytest.raises(NotFound):  # that is for whoever keeps the profile
        erasure.preview(session, replace(theirs, roles=frozenset({"coordinator"})), ana.id)
    with pytest.raises(NotFound):
        share(session, engine, ana, OURS, actor=theirs)


def test_a_person_who_is_shared_is_in_the_lists_of_both_from_now_on(session, engine, ana, theirs):
    opening = factories.opening(session, engine)

    def listed(actor):
        found = ranking.rank_people(session, actor, engine, opening.id)
        return [match.id for match in found.matches], found.eligible

    assert listed(theirs) == ([], 0)
    share(session, engine, ana, theirs)
    assert listed(theirs) == listed(OURS) == ([ana.id], 1)
    organisations.unshare(session, OURS, engine, ana.id, theirs.organisation_id)
    assert listed(theirs) == ([], 0)
    assert listed(OURS) == ([ana.id], 1)


def test_what_is_no_longer_shared_is_not_seen_any_more(session, engine, ana, theirs):
    share(session, engine, ana, theirs, ends_on=TODAY)
    assert names_of(session, theirs) == ["Ana Jović"]
    session.get(PersonShare, (ana.id, theirs.organisation_id)).ends_on = TODAY - timedelta(days=1)
    session.flush()
    opening = factories.opening(session, engine)
    assert names_of(session, theirs) == []
    assert organisations.shares_of(session, OURS, ana.id) == ()
    assert ranking.rank_people(session, theirs, engine, opening.id).matches == ()
    assert organisations.end_overdue(session, engine) == 1
    assert organisations.end_overdue(session, engine) == 0
    assert ranking.rank_people(session, theirs, engine, opening.id).eligible == 0
    assert ranking.rank_people(session, OURS, engine, opening.id).eligible == 1


def test_a_share_says_with_whom_why_and_until_when(session, engine, ana, theirs):
    share(session, engine, ana, theirs)
    share(session, engine, ana, theirs, ends_on=TODAY + timedelta(days=30))
    (shown,) = organisations.shares_of(session, OURS, ana.id)
    assert (shown.organisation, shown.reason) == ("Romski centar", "Traži posao u Boru.")
    assert (shown.since, shown.ends_on) == (TODAY, TODAY + timedelta(days=30))


@pytest.mark.parametrize(
    ("organisation", "reason", "ends_on", "problems"),
    [
        (10**12, "Razlog", None, {"organisation_id": "unknown"}),
        (factories.HOME, "Razlog", None, {"organisation_id": "not_allowed"}),
        (None, " ", None, {"reason": "required"}),
        (None, "x" * 501, None, {"reason": "too_long"}),
        (None, "Razlog", TODAY - timedelta(days=1), {"ends_on": "out_of_range"}),
    ],
)
def test_what_cannot_be_shared_is_told(session, engine, ana, theirs, organisation, reason, ends_on, problems):
    with pytest.raises(Invalid) as caught:
        organisations.share(
            session, OURS, engine, ana.id, organisation or theirs.organisation_id, reason, ends_on=ends_on
        )
    assert caught.value.problems == problems
    assert organisations.shares_of(session, OURS, ana.id) == ()


def test_applications_are_shown_to_those_who_see_the_person(session, engine, ana, theirs):
    opening = factories.opening(session, engine)
    factories.agree_to_be_seen(session, engine, ana.id, opening.id)
    sent = applications.apply(session, OURS, ana.id, opening.id)
    assert applications.recent(session, theirs) == ()
    assert applications.sent_for(session, theirs, opening.id) == {}
    with pytest.raises(NotFound):
        application_steps.act(session, theirs, engine, sent.id, "withdraw", "not_told")
    share(session, engine, ana, theirs)
    assert len(applications.recent(session, theirs)) == 1
    assert list(applications.sent_for(session, theirs, opening.id)) == [ana.id]


def test_the_name_of_an_organisation_is_its_own(session, theirs):
    for name, problem in (("romski  centar", "taken"), ("", "required"), ("x" * 201, "too_long")):
        with pytest.raises(Invalid, match=f"name: {problem}"):
            organisations.create(session, COORDINATOR, name)
    organisations.rename(session, OPERATOR, theirs.organisation_id, "Romski Centar")
    assert {one.name for one in organisations.listed(session, COORDINATOR)} == {"Program", "Romski Centar"}
    with pytest.raises(Forbidden):
        organisations.create(session, OURS, "Moja")


def test_an_organisation_is_renamed_by_its_own_coordinators_only(session, theirs):
    own = COORDINATOR.organisation_id
    organisations.rename(session, COORDINATOR, own, "Naša")
    assert organisations.get(session, COORDINATOR, own).name == "Naša"
    for change in (
        lambda: organisations.rename(session, COORDINATOR, theirs.organisation_id, "Tuđa"),
        lambda: organisations.get(session, COORDINATOR, theirs.organisation_id),
    ):
        with pytest.raises(NotFound):
            change()


def test_coordinators_see_how_many_people_and_accounts_an_organisation_has(session, engine, ana, theirs):
    session.add(User(email="mila@example.test", name="Mila", fs_uniquifier="u", organisation_id=factories.HOME))
    share(session, engine, ana, theirs)
    counted = {one.name: (one.people, one.accounts) for one in organisations.listed(session, COORDINATOR)}
    assert counted == {"Program": (1, 1), "Romski centar": (0, 0)}
    with pytest.raises(NotFound):
        organisations.get(session, COORDINATOR, 10**12)


def test_a_person_can_be_shared_with_all_but_those_who_keep_them(session, ana, theirs):
    assert [one.name for one in organisations.others_than_home(session, OURS, ana.id)] == ["Romski centar"]


@pytest.mark.parametrize("actor", [ANONYMOUS, Actor(None, "Ana", frozenset({"beneficiary"}), person_id=1)])
def test_organisations_are_for_staff(session, engine, ana, actor):
    for refused in (
        lambda: organisations.listed(session, actor),
        lambda: organisations.shares_of(session, actor, ana.id),
        lambda: organisations.get(session, actor, factories.HOME),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_a_new_database_gets_its_first_organisation_by_itself(session):
    assert organisations.home_of(session, OPERATOR) == factories.HOME
    with pytest.raises(Forbidden):
        organisations.home_of(session, factories.staff(organisation_id=None))


def test_a_list_of_people_asks_the_database_as_often_with_many_as_with_few(session, engine, count_statements, theirs):
    def statements():
        with count_statements() as sent:
            people.search(session, OURS)
        return len(sent)

    factories.person(session, engine)
    few = statements()
    for _ in range(4):
        share(session, engine, factories.person(session, engine), theirs)
    assert statements() == few
