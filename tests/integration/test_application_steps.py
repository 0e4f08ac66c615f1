"""What becomes of an application: every step, by whom, and what follows from it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.marketplace import (
    application_states,
    application_steps,
    applications,
    employers,
    openings,
)
from matching_service.services.marketplace.application_states import CONSEQUENCE, TRANSITIONS
from models import Application, base
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

COUNSELLOR = factories.staff()


@pytest.fixture
def opening(session, engine):
    return factories.opening(session, engine, title="Pekar", places=2)


@pytest.fixture
def company(opening):
    return Actor(None, "Mira", frozenset({"employer"}), employer_id=opening.employer_id)


@pytest.fixture
def ana(session, engine):
    return Actor(None, "Ana", frozenset({"beneficiary"}), person_id=factories.person(session, engine).id)


@pytest.fixture
def sent(session, ana, opening):
    return applications.apply(session, ana, ana.person_id, opening.id)


@pytest.fixture
def act(session, engine):
    """`act(actor, id, "reject", "other_person")`"""
    return lambda actor, number, *rest: application_steps.act(session, actor, engine, number, *rest)


def in_state(session, sent, state):
    """As it came there by itself."""
    row = session.get(Application, sent.id)
    row.state = state
    session.flush()
    return row


@pytest.mark.parametrize("action", [name for name, one in TRANSITIONS.items() if one.side != CONSEQUENCE])
def test_a_step_leads_where_the_table_says_from_each_of_its_starts_and_from_nowhere_else(session, sent, act, action):
    step = TRANSITIONS[action]
    reason = step.reasons[0] if step.reasons else None
    for state in base_states():
        in_state(session, sent, state)
        if state in step.starts and action != "accept":
            assert act(COUNSELLOR, sent.id, action, reason).state == step.ends
        elif state not in step.starts:
            with pytest.raises(Conflict, match="wrong_state"):
                act(COUNSELLOR, sent.id, action, reason)


def base_states():
    return {state for one in TRANSITIONS.values() for state in (*one.starts, one.ends)}


def test_each_side_takes_its_own_steps_only(ana, company, sent, act):
    with pytest.raises(Forbidden):
        act(ana, sent.id, "offer")
    offered = act(company, sent.id, "offer")
    assert (offered.state, offered.actions) == ("offered", ("reject",))
    with pytest.raises(Forbidden):
        act(company, sent.id, "accept")
    for consequence in ("expire", "cancel", "place_elsewhere"):
        with pytest.raises(Forbidden):
            act(COUNSELLOR, sent.id, consequence)
    assert act(ana, sent.id, "accept").state == "accepted"


def test_companies_that_may_not_see_the_person_do_not_find_the_application(session, engine, ana, company, sent, act):
    stranger = Actor(None, "Neko", frozenset({"employer"}), employer_id=factories.employer(session).id)
    with pytest.raises(NotFound):
        act(stranger, sent.id, "review")
    consents.withdraw(session, ana, engine, ana.person_id, "shown_to_employer", company.employer_id)
    with pytest.raises(NotFound):
        act(company, sent.id, "review")


def test_a_company_that_is_not_verified_answers_nobody(session, engine, company, sent, act):
    record = employers.get(session, company, company.employer_id).record
    employers.update(session, company, engine, company.employer_id, type(record)(record.pib, "Druga firma"))
    with pytest.raises(NotFound):
        act(company, sent.id, "offer")


def test_a_refusal_has_a_reason_of_the_list(company, sent, act):
    for reason, problem in ((None, "required"), ("ne dopada mi se", "not_allowed")):
        with pytest.raises(Invalid, match=f"reason: {problem}"):
            act(company, sent.id, "reject", reason)
    with pytest.raises(Invalid, match="note: too_long"):
        act(company, sent.id, "reject", "other", "x" * 5001)
    told = act(company, sent.id, "reject", "experience_missing", " Javite se za godinu dana. ")
    assert (told.steps[-1].reason, told.steps[-1].note) == ("experience_missing", "Javite se za godinu dana.")


def test_whoever_accepts_takes_a_place_and_leaves_the_other_applications(session, engine, ana, opening, sent, act):
    others = [factories.opening(session, engine).id for _ in range(3)]
    waiting = [applications.apply(session, ana, ana.person_id, number).id for number in others[:2]]
    prepared = applications.prepare(session, ana, ana.person_id, others[2]).id
    act(COUNSELLOR, waiting[1], "reject", "other_person")
    act(COUNSELLOR, sent.id, "offer")
    act(ana, sent.id, "accept")
    states = {one.id: one.state for one in applications.of_person(session, ana, ana.person_id)}
    assert states == {
        sent.id: "accepted", waiting[0]: "placed_elsewhere", waiting[1]: "rejected", prepared: "placed_elsewhere",
    }  # fmt: skip
    assert openings.get(session, OPERATOR, opening.id).places_taken == 1


def test_accepting_can_be_undone_with_all_that_followed(session, engine, ana, opening, sent, act):
    other = applications.apply(session, ana, ana.person_id, factories.opening(session, engine).id)
    act(COUNSELLOR, other.id, "shortlist")
    act(COUNSELLOR, sent.id, "offer")
    act(ana, sent.id, "accept")
    undone = application_steps.undo(session, ana, engine, sent.id)
    assert (undone.state, undone.undo, undone.steps[-1].undone) == ("offered", None, True)
    back = applications.get(session, ana, other.id)
    assert (back.state, back.answer_by) == ("shortlisted", date.today() + timedelta(14))
    assert openings.get(session, OPERATOR, opening.id).places_taken == 0
    assert act(ana, sent.id, "accept").state == "accepted"
    assert openings.get(session, OPERATOR, opening.id).places_taken == 1


def test_a_step_is_undone_by_its_side_and_for_seven_days(session, engine, ana, company, sent, act):
    act(company, sent.id, "reject", "other_person")
    with pytest.raises(Conflict, match="nothing_to_undo"):
        application_steps.undo(session, ana, engine, sent.id)
    row = session.get(Application, sent.id)
    row.steps[-1].at = base.now() - timedelta(7, seconds=1)
    with pytest.raises(Conflict, match="nothing_to_undo"):
        application_steps.undo(session, company, engine, sent.id)
    row.steps[-1].at = base.now() - timedelta(6)
    assert application_steps.undo(session, company, engine, sent.id).state == "submitted"


def test_what_was_sent_is_withdrawn_and_not_undone(session, engine, ana, sent):
    with pytest.raises(Conflict, match="nothing_to_undo"):
        application_steps.undo(session, ana, engine, sent.id)


def test_every_answer_has_a_last_day_and_what_is_past_it_ends(session, ana, company, sent, act):
    assert sent.answer_by == date.today() + timedelta(14)
    assert act(company, sent.id, "offer").answer_by == date.today() + timedelta(7)
    assert application_steps.expire_overdue(session) == 0
    session.get(Application, sent.id).answer_by = date.today() - timedelta(1)
    session.flush()
    assert application_steps.expire_overdue(session) == 1
    ended = applications.get(session, ana, sent.id)
    assert (ended.state, ended.answer_by, ended.actions, ended.undo) == ("expired", None, (), None)
    assert application_steps.expire_overdue(session) == 0


def test_how_often_a_company_answers_is_told_from_five_on(session, engine, company, opening, act):
    def ask(number):
        person = factories.person(session, engine).id
        factories.agree_to_be_seen(session, engine, person, opening.id)
        return applications.apply(session, OPERATOR, person, opening.id).id

    numbers = [ask(number) for number in range(7)]
    act(company, numbers[0], "offer")
    for number in numbers[1:3]:
        act(company, number, "reject", "other")
    act(OPERATOR, numbers[3], "withdraw", "not_told")
    act(company, numbers[4], "review")  # reading is no answer
    assert applications.responsiveness(session, company.employer_id) is None
    for number in (numbers[0], *numbers[4:6]):
        session.get(Application, number).answer_by = date.today() - timedelta(1)
    session.flush()
    assert application_steps.expire_overdue(session) == 3
    told = applications.responsiveness(session, company.employer_id)
    assert (told.answered, told.asked) == (3, 5)


def test_the_diagram_in_the_docs_is_the_table():
    docs = Path(__file__).parents[2] / "docs" / "marketplace.md"
    assert f"```mermaid\n{application_states.diagram()}\n```" in docs.read_text()
