"""Whom a company may see: nothing leaks of who has not agreed to be seen by it."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from matching_service.errors import Conflict, Forbidden, NotAgreed, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity import organisations
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.lists import list_records, list_replay, shortlist_codes, shortlists
from matching_service.services.marketplace import application_steps, applications, employers, openings
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import ExperienceRecord, PersonRecord, SkillRecord
from models import Consent, Person, Shortlisted
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

SELMA = {
    "given_name": "Selma",
    "family_name": "Osmanović",
    "email": "selma.o@primer.rs",
    "phone": "064 555 0199",
    "municipality": "vranje",
    "about": "Živim sa majkom u kući pored reke.",
    "wishes": "Najviše bih volela smenu pre podne.",
    "experiences": (ExperienceRecord("varilac", "Zavarivačka radnja Perić", "MIG/MAG zavarivanje", 4, 2024),),
    "skills": (SkillRecord("sewing", 3), SkillRecord("bread-baking", 0)),
    "mobility_km": 300,
}
SECRETS = ("Selma", "Osmanović", "selma", "0199", "vranje", "Vranje", "majkom", "smenu", "Perić")


@pytest.fixture
def opening(session, engine):
    """For welders in Niš; somebody else was proposed for another one."""
    other = factories.opening(session, engine, title="Zavarivač")
    shortlists.propose(session, OPERATOR, other.id, factories.person(session, engine, given_name="Petar").id)
    return factories.opening(session, engine, title="Zavarivač", description="MIG/MAG zavarivanje")


@pytest.fixture
def company(opening):
    return Actor(None, "Firma", frozenset({"employer"}), employer_id=opening.employer_id)


@pytest.fixture
def selma(session, engine):
    return factories.person(session, engine, **SELMA).id


def shown(session, company, engine, opening):
    return shortlists.for_company(session, company, engine, opening.id)


def test_a_company_sees_a_code_skills_fit_and_a_band_of_distance(session, engine, opening, company, selma):
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    (one,) = shown(session, company, engine, opening)
    assert (one.code, one.contact, one.applied_on) == (code, None, None)
    (match,) = [m for m in ranking.rank_people(session, OPERATOR, engine, opening.id).matches if m.id == selma]
    assert (one.fit.score, one.fit.parts) == (match.score, match.parts)
    assert one.fit.matched == match.matched == ("mig-mag-welding",)
    assert one.fit.others == ("sewing",)
    assert (one.fit.distance, match.distance_km > 50) == ("over_50", True)


def test_nothing_tells_who_it_is(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    told = str([asdict(one) for one in shown(session, company, engine, opening)])
    assert not [secret for secret in SECRETS if secret in told]
    assert f"'id': {selma}" not in told


def test_with_consent_for_this_company_name_and_contact_are_shown(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    stranger = factories.opening(session, engine)
    factories.agree_to_be_seen(session, engine, selma, stranger.id)
    assert shown(session, company, engine, opening)[0].contact is None
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    (one,) = shown(session, company, engine, opening)
    assert asdict(one.contact) == {"name": "Selma Osmanović", "email": "selma.o@primer.rs", "phone": "064 555 0199"}


def test_a_company_that_nobody_has_verified_sees_nobody(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    now = employers.get(session, company, opening.employer_id).record
    employers.update(session, company, engine, opening.employer_id, replace(now, name="Sasvim druga firma"))
    with pytest.raises(Conflict, match="company_waits"):
        shown(session, company, engine, opening)
    employers.verify(session, OPERATOR, opening.employer_id)
    shortlists.propose(session, OPERATOR, opening.id, selma)
    assert [one.contact for one in shown(session, company, engine, opening)] == [None]


def test_whoever_takes_it_back_is_not_known_by_the_old_code(session, engine, opening, company, selma):
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    elsewhere = factories.opening(session, engine).id
    kept = shortlists.propose(session, OPERATOR, elsewhere, selma)
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    consents.withdraw(session, OPERATOR, engine, selma, "shown_to_employer", opening.employer_id)
    assert shown(session, company, engine, opening) == ()
    assert shortlists.propose(session, OPERATOR, opening.id, selma) != code
    (one,) = shown(session, company, engine, opening)
    assert one.contact is None
    assert shortlists.proposed(session, OPERATOR, elsewhere) == {selma: kept}


def days_pass(session, person_id, purpose):
    """Until the consent has ended by its date."""
    row = session.scalars(select(Consent).where(Consent.person_id == person_id, Consent.purpose == purpose)).one()
    row.ends_on = date.today() - timedelta(days=1)
    session.commit()


@pytest.mark.parametrize("look", [shown, lambda session, _company, _engine, opening: propose_nobody(session, opening)])
def test_whose_consent_has_run_out_is_not_known_by_the_old_code(session, engine, opening, company, selma, look):
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    assert shown(session, company, engine, opening)[0].contact is not None
    days_pass(session, selma, "shown_to_employer")
    look(session, company, engine, opening)
    assert shortlists.proposed(session, OPERATOR, opening.id) == {}
    assert shown(session, company, engine, opening) == ()
    assert shortlists.propose(session, OPERATOR, opening.id, selma) != code
    (one,) = shown(session, company, engine, opening)
    assert one.contact is None


def propose_nobody(session, opening):
    return shortlists.proposed(session, OPERATOR, opening.id)


def test_what_has_run_out_is_ended_every_day_too(session, engine, opening, company, selma):
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    shown(session, company, engine, opening)
    days_pass(session, selma, "shown_to_employer")
    consents.enforce(session, engine)
    row = session.get(Shortlisted, (opening.id, selma))
    assert (row.code != code, row.proposed_at, row.named) == (True, None, False)


def test_a_code_whose_name_the_company_never_saw_stays(session, engine, opening, company, selma):
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    days_pass(session, selma, "shown_to_employer")
    assert [(one.code, one.contact) for one in shown(session, company, engine, opening)] == [(code, None)]


def test_a_proposal_does_not_come_back_by_itself(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    consents.withdraw(session, OPERATOR, engine, selma, "ranked")
    factories.agree(session, engine, selma, "ranked")
    assert shown(session, company, engine, opening) == ()
    shortlists.propose(session, OPERATOR, opening.id, selma)
    days_pass_for_ranked(session, engine, selma)
    assert shown(session, company, engine, opening) == ()


def days_pass_for_ranked(session, engine, person_id):
    ended = update(Consent).where(Consent.person_id == person_id, Consent.purpose == "ranked")
    session.execute(ended.values(ends_on=date.today() - timedelta(days=1)))
    consents.enforce(session, engine)
    factories.agree(session, engine, person_id, "ranked")


def test_a_company_of_another_name_has_to_be_agreed_with_again(session, engine, opening, company, selma):
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    assert shown(session, company, engine, opening)[0].contact is not None
    record = employers.get(session, OPERATOR, company.employer_id).record
    employers.update(session, company, engine, company.employer_id, replace(record, name="Noćni klub Ruža"))
    employers.verify(session, OPERATOR, company.employer_id)
    assert shown(session, company, engine, opening) == ()
    assert shortlists.propose(session, OPERATOR, opening.id, selma) != code
    assert shown(session, company, engine, opening)[0].contact is None
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    assert shown(session, company, engine, opening)[0].contact is not None
    told = [one for one in consents.of_person(session, OPERATOR, selma) if one.employer_id]
    agreed = [("Noćni klub Ruža", True), (record.name, False)]
    assert sorted((one.employer_name, one.in_force) for one in told) == sorted(agreed)


def test_a_name_that_staff_correct_is_the_same_company_still(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    record = employers.get(session, OPERATOR, company.employer_id).record
    employers.update(session, OPERATOR, engine, company.employer_id, replace(record, name="Metal plus"))
    assert shown(session, company, engine, opening)[0].contact is not None
    (told,) = (one for one in consents.of_person(session, OPERATOR, selma) if one.employer_id)
    assert told.employer_name == record.name


def test_an_opening_that_moves_takes_no_proposals_along(session, engine, company, selma):
    record, first = OpeningRecord("Zavarivač"), company.employer_id
    opening = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", record, first)
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    second = factories.employer(session).id
    openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", record, second)
    other = Actor(None, "Firma", frozenset({"employer"}), employer_id=second)
    assert shortlists.for_company(session, other, engine, opening.id) == ()
    assert shortlists.propose(session, OPERATOR, opening.id, selma) != code


def test_who_has_applied_and_takes_the_consent_back_is_left_out(session, engine, opening, company, selma):
    me = Actor(None, "Selma", frozenset({"beneficiary"}), person_id=selma)
    applications.apply(session, me, selma, opening.id)
    consents.withdraw(session, me, engine, selma, "shown_to_employer", opening.employer_id)
    assert shown(session, company, engine, opening) == ()


def test_a_code_stays_with_the_person_and_the_opening_and_tells_nothing(session, engine, opening, selma):
    codes = [shortlists.propose(session, OPERATOR, opening.id, selma) for _ in range(2)]
    assert codes[0] == codes[1]
    shortlists.take_back(session, OPERATOR, opening.id, selma)
    assert shortlists.propose(session, OPERATOR, opening.id, selma) == codes[0]
    another = factories.opening(session, engine, opening.employer_id)
    assert shortlists.propose(session, OPERATOR, another.id, selma) != codes[0]
    assert len(codes[0]) == shortlist_codes.CODE_LENGTH
    assert str(selma) not in codes[0]


def test_who_is_taken_back_is_shown_no_more(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    assert shortlists.proposed(session, OPERATOR, opening.id).keys() == {selma}
    shortlists.take_back(session, OPERATOR, opening.id, selma)
    assert shown(session, company, engine, opening) == ()
    assert shortlists.proposed(session, OPERATOR, opening.id) == {}


def test_nobody_is_proposed_without_agreeing_to_be_ranked(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    consents.withdraw(session, OPERATOR, engine, selma, "ranked")
    assert shown(session, company, engine, opening) == ()
    with pytest.raises(NotAgreed):
        shortlists.propose(session, OPERATOR, opening.id, selma)


def test_whoever_applies_agrees_to_be_seen_by_that_company(session, engine, opening, company, selma):
    me = Actor(None, "Selma", frozenset({"beneficiary"}), person_id=selma)
    sent = applications.apply(session, me, selma, opening.id, "Mogu odmah.", language="en")
    (one,) = shown(session, company, engine, opening)
    assert (one.contact.name, one.applied_on) == ("Selma Osmanović", sent.created_at.date())
    given = consents.of_person(session, me, selma)[0]
    assert (given.purpose, given.employer_id, given.how, given.language) == (
        "shown_to_employer", opening.employer_id, "online", "en",
    )  # fmt: skip
    application_steps.act(session, me, engine, sent.id, "withdraw", "not_told")
    assert shown(session, company, engine, opening) == ()


def test_whoever_applies_and_does_not_want_to_be_ranked_is_shown_without_a_fit(session, engine, opening, company):
    person = factories.person(session, engine, agreed=(), **SELMA).id
    me = Actor(None, "Selma", frozenset({"beneficiary"}), person_id=person)
    applications.apply(session, me, person, opening.id)
    (one,) = shown(session, company, engine, opening)
    assert (one.fit, one.contact.name) == (None, "Selma Osmanović")


def test_other_companies_and_people_see_nothing(session, engine, opening, company, selma):
    shortlists.propose(session, OPERATOR, opening.id, selma)
    other = Actor(None, "Druga", frozenset({"employer"}), employer_id=factories.employer(session).id)
    with pytest.raises(NotFound):
        shown(session, other, engine, opening)
    me = Actor(None, "Selma", frozenset({"beneficiary"}), person_id=selma)
    for actor in (me, Actor(), factories.staff()):
        with pytest.raises(Forbidden):
            shown(session, actor, engine, opening)
    for actor in (company, me, Actor()):
        with pytest.raises(Forbidden):
            shortlists.propose(session, actor, opening.id, selma)
        with pytest.raises(Forbidden):
            shortlists.take_back(session, actor, opening.id, selma)


def test_staff_propose_people_of_their_own_organisation(session, engine, opening, selma):
    theirs = factories.staff(organisation_id=organisations.create(session, OPERATOR, "Drugi"))
    with pytest.raises(NotFound):
        shortlists.propose(session, theirs, opening.id, selma)
    shortlists.propose(session, OPERATOR, opening.id, selma)
    assert shortlists.proposed(session, theirs, opening.id) == {}


def test_an_opening_without_a_company_has_nobody_to_show_people_to(session, engine, selma):
    imported = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", OpeningRecord("Varilac"))
    with pytest.raises(Conflict, match="no_company"):
        shortlists.propose(session, OPERATOR, imported.id, selma)
    with pytest.raises(NotFound):
        shortlists.propose(session, OPERATOR, 987_654, selma)


def test_a_list_takes_the_same_number_of_statements_however_long_it_is(
    session, engine, opening, company, count_statements
):
    lengths = []
    for _ in range(3):
        person = factories.person(session, engine, **SELMA).id
        shortlists.propose(session, OPERATOR, opening.id, person)
        factories.agree_to_be_seen(session, engine, person, opening.id)
        session.commit()
        session.expunge_all()
        shown(session, company, engine, opening)  # facts are kept from then on
        with count_statements() as statements:
            shown(session, company, engine, opening)
        lengths.append(len(statements))
    assert lengths[1] == lengths[2]


@pytest.mark.parametrize(
    ("home", "band"), [("nis", "up_to_5"), ("vranje", "over_50"), (None, None)]
)  # fmt: skip
def test_distances_are_told_in_bands(session, engine, opening, company, home, band):
    person = factories.person(session, engine, **(SELMA | {"municipality": home})).id
    shortlists.propose(session, OPERATOR, opening.id, person)
    assert shown(session, company, engine, opening)[0].fit.distance == band


def test_changed_profiles_keep_their_code(session, engine, opening, company, selma):
    code = shortlists.propose(session, OPERATOR, opening.id, selma)
    people.update(session, OPERATOR, engine, selma, PersonRecord(**(SELMA | {"family_name": "Jović"})))
    assert [one.code for one in shown(session, company, engine, opening)] == [code]


def test_what_a_company_sees_is_recorded_and_can_be_made_again(session, engine, opening, company, selma):
    worse = factories.person(session, engine, given_name="Zoran", experiences=(ExperienceRecord("pekar"),)).id
    for one in (worse, selma):
        shortlists.propose(session, OPERATOR, opening.id, one)
    first, second = shown(session, company, engine, opening)
    (showing,) = list_records.search(session, OPERATOR, direction="people", subject_id=opening.id).items
    told = list_records.detail(session, OPERATOR, showing.id)
    assert [(line.section, line.entity_id) for line in told.lines] == [("proposed", selma), ("proposed", worse)]
    assert [line.score for line in told.lines] == [first.fit.score, second.fit.score]
    again = list_replay.replay(session, OPERATOR, engine, showing.id)
    assert (again.same, again.compared) == (True, 2)
    coordinator = factories.staff("coordinator")
    assert list_records.detail(session, coordinator, showing.id) == told
    theirs = factories.staff(organisation_id=organisations.create(session, OPERATOR, "Drugi"))
    other = factories.person(session, engine).id
    session.get(Person, other).organisation_id = theirs.organisation_id
    shortlists.propose(session, theirs, opening.id, other)
    shown(session, company, engine, opening)
    assert list_records.search(session, coordinator, direction="people", subject_id=opening.id).total == 1


def test_a_list_that_a_person_sees_belongs_to_the_organisation_that_keeps_them(session, engine, opening, selma):
    itself = Actor(None, "Selma", frozenset({"beneficiary"}), person_id=selma)
    ranking.rank_openings(session, itself, engine, selma)
    (showing,) = list_records.search(session, factories.staff("coordinator"), direction="openings").items
    assert showing.subject_id == selma
