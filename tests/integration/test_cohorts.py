"""Cohorts: a proposal for many people at once, why each is where they are, and what confirming it does."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from matching_service.errors import Conflict, NotFound
from matching_service.matcher.assignment_worth import Weights
from matching_service.services.cohorts import cohorts, confirmations, proposals
from matching_service.services.consent import consents
from matching_service.services.identity import organisations
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.lists import overrides, shortlists
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.profiles.people import ExperienceRecord
from matching_service.services.rights import erasure
from models import AuditEntry, CohortLine, Person, Shortlisted
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

WELDER = (ExperienceRecord("zavarivač", "Radionica", "MIG/MAG zavarivanje", 6, 2025),)
BAKER = (ExperienceRecord("pekar", "Pekara", "Pečenje hleba", 3, 2025),)
SOME_BAKING = (ExperienceRecord("pekar", "Pekara", "", 1, 2019),)


@pytest.fixture
def staff(session):
    return factories.staff()


@pytest.fixture
def people(session, engine):
    """Two who fit one place for a welder, one who fits a bakery, one who has not agreed, one who fits nothing."""
    made = {
        "mara": factories.person(session, engine, given_name="Mara", experiences=WELDER),
        "petar": factories.person(session, engine, given_name="Petar", experiences=WELDER),
        "jana": factories.person(session, engine, given_name="Jana", experiences=BAKER),
        "nada": factories.person(session, engine, given_name="Nada", experiences=BAKER),
        "vule": factories.person(session, engine, given_name="Vule", municipality="vranje", mobility_km=5),
    }
    consents.withdraw(session, OPERATOR, engine, made["nada"].id, "ranked")
    return {name: person.id for name, person in made.items()}


@pytest.fixture
def slots(session, engine):
    """Beside an opening that nobody asks about."""
    factories.opening(session, engine, title="Zavarivač", places=9)
    kinds = {"welding": ("Zavarivač", 1), "bakery": ("Pekar", 2)}
    return {name: factories.opening(session, engine, title=title, places=n).id for name, (title, n) in kinds.items()}


@pytest.fixture
def cohort(session, staff, people, slots):
    cohort_id = cohorts.create(session, staff, "Jesen", "Prvih pet")
    assert cohorts.add_people(session, staff, cohort_id, [*people.values(), 987_654]).unknown == (987_654,)
    assert cohorts.add_openings(session, staff, cohort_id, slots.values()).added == 2
    return cohort_id


def proposal_of(session, staff, engine, cohort):
    return proposals.get(session, staff, cohort, proposals.propose(session, staff, engine, cohort))


def by_name(proposal):
    return {line.name.split()[0].lower(): line for line in proposal.lines}


def test_everybody_has_a_place_or_the_reason_why_not(session, staff, engine, cohort, people, slots):
    cohorts.put_first(session, staff, cohort, people["petar"], 2, "waiting_long")
    made = proposal_of(session, staff, engine, cohort)
    lines = by_name(made)
    outcomes = {name: (line.outcome, line.place and line.place.opening_id) for name, line in lines.items()}
    assert outcomes == {
        "mara": ("all_full", None),
        "petar": ("placed", slots["welding"]),
        "jana": ("placed", slots["bakery"]),
        "nada": ("not_agreed", None),
        "vule": ("none_fits", None),
    }
    assert lines["vule"].ruled_out == {"too_far": 2}
    (welding,) = lines["mara"].better
    # for the same number of people with a place, one who comes first would have none
    assert (welding.lost_placed, welding.lost_priority, welding.held_by) == (0, 2, (people["petar"],))
    assert (made.people, made.placed, made.hidden, made.places) == (4, 2, 0, {slots["welding"]: 1, slots["bakery"]: 2})


def test_what_people_have_said_decides_and_is_told(session, staff, engine, cohort, people, slots):
    cohorts.say(session, staff, cohort, people["mara"], slots["welding"], rule="must")
    cohorts.say(session, staff, cohort, people["jana"], slots["bakery"], rule="never")
    cohorts.say(session, staff, cohort, people["vule"], slots["bakery"], rule="must")
    lines = by_name(proposal_of(session, staff, engine, cohort))
    assert (lines["mara"].place.opening_id, lines["mara"].pinned.kept) == (slots["welding"], True)
    assert not lines["petar"].better[0].possible
    assert lines["jana"].ruled_out["never"] == 1
    # no counsellor can pin against a condition
    assert (lines["vule"].pinned.kept, lines["vule"].pinned.reason) == (False, "too_far")
    cohorts.say(session, staff, cohort, people["mara"], slots["welding"])
    overrides.decide(session, staff, slots["welding"], people["mara"], place=None, reason="person_wish")
    lines = by_name(proposal_of(session, staff, engine, cohort))
    assert (lines["mara"].place, lines["mara"].ruled_out["set_aside"]) == (None, 1)
    assert lines["petar"].place.opening_id == slots["welding"]


def test_a_wish_decides_between_equals_and_a_refusal_is_not_repeated(session, staff, engine, cohort, people, slots):
    cohorts.say(session, staff, cohort, people["petar"], slots["welding"], wish=1)
    line = by_name(proposal_of(session, staff, engine, cohort))["petar"]
    assert (line.place.wish, line.place.opening_id) == (1, slots["welding"])
    factories.agree_to_be_seen(session, engine, people["petar"], slots["welding"])
    sent = applications.apply(session, staff, people["petar"], slots["welding"])
    application_steps.act(session, staff, engine, sent.id, "reject", "other_person")
    lines = by_name(proposal_of(session, staff, engine, cohort))
    assert (lines["petar"].place, lines["petar"].ruled_out["was_refused"]) == (None, 1)
    assert lines["mara"].place.opening_id == slots["welding"]


def test_confirming_tells_the_company_and_can_be_taken_back(session, staff, engine, cohort, people, slots):
    factories.agree_to_be_seen(session, engine, people["jana"], slots["bakery"])
    cohorts.say(session, staff, cohort, people["mara"], slots["welding"], rule="must")
    first = proposals.propose(session, staff, engine, cohort)
    run = proposals.propose(session, staff, engine, cohort)
    with pytest.raises(Conflict, match="newer_proposal"):
        confirmations.confirm(session, staff, cohort, first, people["mara"])
    with pytest.raises(Conflict, match="nothing_to_confirm"):
        confirmations.confirm(session, staff, cohort, run, people["petar"])
    assert confirmations.confirm_all(session, staff, cohort, run) == confirmations.Confirmed(2, {})
    lines = by_name(proposals.get(session, staff, cohort, run))
    assert {name: line.confirmed_as for name, line in lines.items() if line.confirmed_as} == {
        "jana": "application",
        "mara": "proposal",
    }
    assert set(shortlists.proposed(session, staff, slots["welding"])) == {people["mara"]}
    assert [one.state for one in applications.of_person(session, staff, people["jana"])] == ["submitted"]
    session.commit()
    noted = select(AuditEntry.subject_id).where(AuditEntry.action == "cohorts.confirm")
    assert set(session.scalars(noted)) == {people["mara"], people["jana"]}
    # what was confirmed holds in the next proposal, also without the pin
    cohorts.say(session, staff, cohort, people["mara"], slots["welding"])
    cohorts.put_first(session, staff, cohort, people["petar"], 3, "programme_ends")
    assert by_name(proposal_of(session, staff, engine, cohort))["mara"].place.opening_id == slots["welding"]
    for name in ("mara", "jana"):
        confirmations.take_back(session, staff, engine, cohort, run, people[name])
    assert shortlists.proposed(session, staff, slots["welding"]) == {}
    assert [one.state for one in applications.of_person(session, staff, people["jana"])] == ["withdrawn"]
    lines = by_name(proposal_of(session, staff, engine, cohort))
    assert (lines["petar"].place.opening_id, lines["jana"].ruled_out["withdrew"]) == (slots["welding"], 1)


def test_what_was_there_before_stays_and_what_the_company_answered_is_not_undone(
    session, staff, engine, cohort, people, slots
):
    cohorts.say(session, staff, cohort, people["mara"], slots["welding"], rule="must")
    shortlists.propose(session, staff, slots["welding"], people["mara"])
    factories.agree_to_be_seen(session, engine, people["jana"], slots["bakery"])
    run = proposals.propose(session, staff, engine, cohort)
    assert confirmations.confirm(session, staff, cohort, run, people["mara"]) == "there_before"
    confirmations.take_back(session, staff, engine, cohort, run, people["mara"])
    assert set(shortlists.proposed(session, staff, slots["welding"])) == {people["mara"]}
    confirmations.confirm(session, staff, cohort, run, people["jana"])
    (sent,) = applications.of_person(session, staff, people["jana"])
    application_steps.act(session, staff, engine, sent.id, "review")
    with pytest.raises(Conflict, match="nothing_to_undo"):
        confirmations.take_back(session, staff, engine, cohort, run, people["jana"])


def test_only_people_within_reach_take_part_and_are_named(session, staff, engine, cohort, people):
    other = organisations.create(session, OPERATOR, "Romski centar")
    stranger = factories.staff(organisation_id=other)
    with pytest.raises(NotFound):
        cohorts.get(session, stranger, cohort)
    run = proposals.propose(session, staff, engine, cohort)
    session.execute(update(Person).where(Person.id == people["mara"]).values(organisation_id=other))
    session.expire_all()
    assert (cohorts.get(session, staff, cohort).hidden, proposals.get(session, staff, cohort, run).hidden) == (1, 1)
    with pytest.raises(NotFound):
        confirmations.confirm(session, staff, cohort, run, people["mara"])
    assert "mara" not in by_name(proposal_of(session, staff, engine, cohort))


def test_the_lowest_fit_is_the_programmes_to_say(session, staff, engine, cohort, people):
    cohorts.update(session, staff, cohort, "Jesen", "", replace(Weights(), lowest_fit=1))
    lines = by_name(proposal_of(session, staff, engine, cohort))
    assert {line.outcome for line in lines.values()} == {"none_fits", "not_agreed"}
    assert lines["jana"].ruled_out == {"low_fit": 2}


def test_whoever_is_erased_is_in_no_proposal_any_more(session, staff, engine, cohort, people):
    run = proposals.propose(session, staff, engine, cohort)
    erasure.erase_at_once(session, OPERATOR, engine, people["petar"], reason="request")
    assert "petar" not in by_name(proposals.get(session, staff, cohort, run))
    assert people["petar"] not in session.scalars(select(CohortLine.person_id)).all()


def test_reading_takes_as_many_statements_for_many_as_for_few(session, staff, engine, cohort, count_statements):
    run = proposals.propose(session, staff, engine, cohort)

    def statements():
        session.expire_all()
        with count_statements() as sent:
            cohorts.get(session, staff, cohort)
            proposals.get(session, staff, cohort, run)
        return len(sent)

    few = statements()
    cohorts.add_people(
        session, staff, cohort, [factories.person(session, engine, experiences=BAKER).id for _ in range(5)]
    )
    run = proposals.propose(session, staff, engine, cohort)
    assert statements() == few
    assert session.scalars(select(Shortlisted)).all() == []
