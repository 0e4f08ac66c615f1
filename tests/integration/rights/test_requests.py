"""What people ask for reaches those who keep them, and is answered with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.rights import requests
from models import RightsRequest
from models.base import now
from tests import factories

COUNSELLOR = replace(factories.staff(), user_id=None)
ELSEWHERE = replace(factories.staff(organisation_id=987), user_id=None)


@pytest.fixture
def person(session, engine, reference_data):
    factories.person(session, engine, given_name="Druga")
    return factories.person(session, engine).id


@pytest.fixture
def me(person):
    return Actor(None, "Ana", frozenset({"beneficiary"}), person_id=person)


def test_a_correction_waits_until_it_is_answered_with_a_reason(session, me, person):
    asked = requests.ask_correction(session, me, person, "notes", "  Nisam odbila posao. ")
    assert (asked.state, asked.words, asked.person_name) == ("open", "Nisam odbila posao.", "Ana Jović")
    assert asked.answer_by == (asked.asked_at + timedelta(days=30)).date()
    assert requests.waiting(session, COUNSELLOR).items == (asked,)
    answered = requests.answer(session, COUNSELLOR, asked.id, done=True, reason="Ispravljeno.")
    assert (answered.state, answered.answer) == ("done", "Ispravljeno.")
    assert requests.waiting(session, COUNSELLOR).items == ()
    assert requests.of_person(session, me, person) == (answered,)


def test_an_answer_needs_a_reason_and_comes_once(session, me, person):
    asked = requests.ask_correction(session, me, person, "other", "Telefon mi je drugi.")
    with pytest.raises(Invalid) as refused:
        requests.answer(session, COUNSELLOR, asked.id, done=False, reason=" ")
    assert refused.value.problems == {"answer": "required"}
    requests.answer(session, COUNSELLOR, asked.id, done=False, reason="Tako piše u ličnoj karti.")
    with pytest.raises(Conflict, match="already_answered"):
        requests.answer(session, COUNSELLOR, asked.id, done=True, reason="Ipak.")


@pytest.mark.parametrize(
    ("about", "words", "problems"),
    [
        ("notes", "", {"words": "required"}),
        ("mood", "tužna", {"about": "not_allowed"}),
        ("other", "a" * 5001, {"words": "too_long"}),
        ("other", "a\0b", {"words": "not_allowed"}),
    ],
)
def test_what_cannot_be_asked(session, me, person, about, words, problems):
    with pytest.raises(Invalid) as refused:
        requests.ask_correction(session, me, person, about, words)
    assert refused.value.problems == problems


def test_erasure_is_asked_for_once_and_can_be_refused_but_not_said_to_be_done(session, me, person):
    asked = requests.ask_erasure(session, me, person)
    with pytest.raises(Conflict, match="already_asked"):
        requests.ask_erasure(session, me, person)
    with pytest.raises(Conflict, match="erase_instead"):
        requests.answer(session, COUNSELLOR, asked.id, done=True, reason="Obrisano.")
    requests.answer(session, COUNSELLOR, asked.id, done=False, reason="Spor je u toku.")
    assert requests.ask_erasure(session, me, person).state == "open"


def test_the_person_may_think_again(session, me, person):
    asked = requests.ask_erasure(session, me, person)
    assert requests.withdraw(session, me, asked.id).state == "withdrawn"
    with pytest.raises(Conflict, match="already_answered"):
        requests.withdraw(session, me, asked.id)


def test_those_who_do_not_keep_the_person_see_and_answer_nothing(session, me, person):
    asked = requests.ask_erasure(session, me, person)
    assert requests.waiting(session, ELSEWHERE).items == ()
    for refused in (
        lambda: requests.get(session, ELSEWHERE, asked.id),
        lambda: requests.answer(session, ELSEWHERE, asked.id, done=False, reason="Ne."),
        lambda: requests.ask_erasure(session, ELSEWHERE, person),
        lambda: requests.of_person(session, ELSEWHERE, person),
        lambda: requests.get(session, OPERATOR, 2**40),
    ):
        with pytest.raises(NotFound):
            refused()
    with pytest.raises(Forbidden):
        requests.answer(session, me, asked.id, done=False, reason="Ne.")


def test_what_waits_longest_comes_first_and_too_long_is_said(session, me, person):
    late = requests.ask_correction(session, me, person, "other", "Prvo.")
    requests.ask_correction(session, me, person, "other", "Drugo.")
    session.get(RightsRequest, late.id).asked_at = now() - timedelta(days=40)
    session.flush()
    waiting = requests.waiting(session, COUNSELLOR, limit=1)
    assert (waiting.items[0].id, waiting.items[0].overdue, waiting.total) == (late.id, True, 2)


def test_the_list_costs_the_same_however_long_it_is(session, me, person, count_statements):
    def cost():
        session.expire_all()
        with count_statements() as statements:
            requests.waiting(session, COUNSELLOR)
        return len(statements)

    requests.ask_correction(session, me, person, "other", "Prvo.")
    one = cost()
    for number in range(5):
        requests.ask_correction(session, me, person, "other", f"Još {number}.")
    assert cost() == one
