"""A person reads why they were or were not proposed, and asks that somebody looks again."""

import pytest

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.lists import overrides, reviews, why
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.openings import SkillDemand
from matching_service.services.matching import ranking
from matching_service.services.profiles.people import ExperienceRecord
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def ana(session, engine):
    """A welder without the licence, and of whose forklift nobody knows."""
    experiences = (ExperienceRecord("zavarivač", years=4),)
    return factories.person(session, engine, experiences=experiences, licences_complete=True).id


@pytest.fixture
def other(session, engine):
    return factories.person(session, engine, given_name="Drugi", experiences=(ExperienceRecord("zavarivač"),)).id


@pytest.fixture
def opening(session, engine):
    skills = (SkillDemand("mig-mag-welding"), SkillDemand("forklift-operation", required=False))
    return factories.opening(session, engine, skills=skills, licences=("B",)).id


def as_person(person_id):
    return Actor(roles=frozenset({"beneficiary"}), person_id=person_id)


def test_whoever_was_left_out_reads_the_condition_and_what_would_change_it(session, engine, ana, other, opening):
    ranking.rank_people(session, OPERATOR, engine, opening, with_ineligible=True)
    (line,) = why.of_person(session, as_person(ana), ana)
    assert (line.opening_id, line.title, [seen.section for seen in line.seen]) == (opening, "Zavarivač", ["left_out"])
    found = why.of_opening(session, as_person(ana), engine, ana, opening)
    assert not found.comparison.passes
    assert [note.key for note in found.comparison.failed] == ["licence_missing"]
    best = found.comparison.changes[0]
    assert (best.idea.kind, best.idea.codes, best.passes) == ("licence", ("B",), True)
    asked = {change.idea.codes: change for change in found.comparison.changes if change.idea.ask}
    assert asked["forklift-operation",].score > found.comparison.score


def test_whoever_was_listed_reads_the_parts_of_their_own_fit(session, engine, ana, other, opening):
    (match,) = ranking.rank_people(session, OPERATOR, engine, opening).matches
    found = why.of_opening(session, as_person(other), engine, other, opening)
    assert found.comparison.passes
    assert found.comparison.parts == match.parts
    assert [seen.section for seen in found.line.seen] == ["ranked"]


def test_it_is_the_same_whoever_else_is_registered(session, engine, ana, opening):
    before = why.of_opening(session, as_person(ana), engine, ana, opening)
    for _ in range(3):
        factories.person(session, engine, experiences=(ExperienceRecord("zavarivač", years=30),), licences=("B",))
    assert why.of_opening(session, as_person(ana), engine, ana, opening) == before


def test_a_decision_is_told_with_who_and_why(session, engine, other, opening):
    overrides.decide(session, OPERATOR, opening, other, place=None, reason="person_wish", text="Traži posao u Boru.")
    (line,) = why.of_person(session, as_person(other), other)
    assert (line.decision.place, line.decision.reason, line.decision.text) == (
        None,
        "person_wish",
        "Traži posao u Boru.",
    )


def test_an_opening_that_is_not_published_is_told_only_to_who_was_in_its_list(session, engine, ana, other, opening):
    draft = factories.opening(session, engine, state="draft").id
    with pytest.raises(NotFound):
        why.of_opening(session, as_person(ana), engine, ana, draft)
    with pytest.raises(NotFound):
        reviews.ask(session, as_person(ana), ana, draft)
    ranking.rank_people(session, OPERATOR, engine, opening)
    openings.act(session, OPERATOR, engine, opening, "close")
    assert why.of_opening(session, as_person(other), engine, other, opening).is_open is False
    assert reviews.ask(session, as_person(other), other, opening)
    with pytest.raises(NotFound):
        why.of_opening(session, as_person(ana), engine, ana, opening)


def test_nobody_reads_it_of_somebody_else(session, engine, ana, other, opening):
    for actor in (as_person(other), Actor(roles=frozenset({"counsellor"}), organisation_id=987_654)):
        with pytest.raises(NotFound):
            why.of_opening(session, actor, engine, ana, opening)
        with pytest.raises(NotFound):
            why.of_person(session, actor, ana)
    with pytest.raises(Forbidden):
        why.of_person(session, Actor(roles=frozenset({"employer"}), employer_id=1), ana)


def test_a_request_reaches_those_who_may_see_the_person_until_it_is_answered(session, engine, ana, opening):
    asked = reviews.ask(session, as_person(ana), ana, opening, "Imam dozvolu B od juče.")
    stranger = Actor(roles=frozenset({"counsellor"}), organisation_id=987_654)
    assert reviews.waiting(session, stranger) == ()
    (waiting,) = reviews.waiting(session, OPERATOR)
    assert (waiting.review.id, waiting.person_name, waiting.opening_title) == (asked, "Ana Jović", "Zavarivač")
    with pytest.raises(Conflict, match="review_waits"):
        reviews.ask(session, as_person(ana), ana, opening)
    with pytest.raises(NotFound):
        reviews.answer(session, stranger, asked, "Ne.")
    with pytest.raises(Invalid):
        reviews.answer(session, OPERATOR, asked, " ")
    reviews.answer(session, OPERATOR, asked, "Upisali smo dozvolu.")
    assert reviews.waiting(session, OPERATOR) == ()
    (told,) = why.of_opening(session, as_person(ana), engine, ana, opening).reviews
    assert (told.text, told.answer) == ("Imam dozvolu B od juče.", "Upisali smo dozvolu.")
    with pytest.raises(Conflict, match="already_answered"):
        reviews.answer(session, OPERATOR, asked, "Još nešto.")
    with pytest.raises(Forbidden):
        reviews.ask(session, stranger, ana, opening)
