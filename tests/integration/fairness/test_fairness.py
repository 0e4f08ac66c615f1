"""The report is made of those who agree to statistics, and of what was shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matching_service.errors import Forbidden, Invalid
from matching_service.services.consent import consents
from matching_service.services.fairness import report as fairness
from matching_service.services.fairness.report import Question
from matching_service.services.fairness.tables import UNKNOWN
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import applications
from matching_service.services.matching import ranking
from models import AuditEntry
from tests import factories

NOW = replace(Question.latest(date.today()), first=5)


def made(session, engine, question=NOW, actor=OPERATOR):
    return fairness.report(session, actor, engine, question, "secret")


def counts(report, trait, outcome):
    table = next(table for table in report.tables.single if table.traits == (trait,))
    return {line.groups[0]: (line.rates[outcome].count.selected, line.people) for line in table.lines}


@pytest.fixture
def shown(session, engine, opening):
    """The list that somebody has looked at: its first ten."""
    shown = ranking.rank_people(session, OPERATOR, engine, opening, limit=10)
    session.commit()
    return [match.id for match in shown.matches]


def test_all_who_could_have_been_selected_count_not_only_those_shown(session, engine, town, shown):
    report = made(session, engine)
    assert (report.lists, report.tables.people, report.agreeing_percent) == (1, 25, 80)
    first = [town.index(person_id) for person_id in shown[:5]]
    expected = {name: sum(number % 3 == which for number in first) for which, name in enumerate(("yes", "no", "no2"))}
    assert counts(report, "returnee", "listed") == {
        "yes": (expected["yes"], 8),
        "no": (expected["no"] + expected["no2"], 16),
    }
    assert counts(report, "sex", "listed").keys() == {"female", "male"}
    assert counts(report, "age", "listed")[UNKNOWN][1] == 8


def test_who_does_not_agree_to_statistics_is_in_no_number(session, engine, town, shown):
    for person_id in town[:12]:
        consents.withdraw(session, OPERATOR, engine, person_id, "statistics")
    session.commit()
    report = made(session, engine)
    assert report.tables.people == 10
    assert sum(people for _, people in counts(report, "sex", "listed").values()) == 12


def test_scores_of_the_upper_half_are_counted(session, engine, town, shown):
    found = counts(made(session, engine), "returnee", "scored")
    assert sum(selected for selected, _ in found.values()) == 12


def test_who_applied_counts_as_put_forward(session, engine, town, opening, shown):
    for person_id in (town[0], town[3], town[29]):
        factories.agree_to_be_seen(session, engine, person_id, opening)
        applications.apply(session, OPERATOR, person_id, opening)
    session.commit()
    found = counts(made(session, engine), "returnee", "put_forward")
    assert found == {"yes": (2, 8), "no": (0, 16)}


def test_without_a_list_in_these_months_nothing_is_shown(session, engine, town, shown):
    before = (NOW.first_month - timedelta(days=1)).replace(day=1)
    report = made(session, engine, Question(before, before))
    assert (report.lists, report.tables.people, report.tables.single) == (0, None, ())
    assert report.finished
    assert not made(session, engine).finished


def test_the_same_question_has_the_same_answer(session, engine, shown):
    assert made(session, engine) == made(session, engine)


def test_each_reading_is_in_the_audit_trail(session, engine, shown):
    made(session, engine)
    session.commit()
    entry = session.query(AuditEntry).filter_by(action="fairness.read").one()
    assert entry.purpose == "statistics"
    assert entry.details["first"] == 5


@pytest.mark.parametrize("role", ["beneficiary", "employer", "counsellor", "service"])
def test_others_are_refused(role, session, engine):
    with pytest.raises(Forbidden):
        made(session, engine, actor=factories.staff(role))


@pytest.mark.parametrize("role", ["coordinator", "auditor"])
def test_coordinators_and_auditors_read_it(role, session, engine, reference_data):
    assert made(session, engine, actor=factories.staff(role)).lists == 0


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"first": 7}, "first"),
        ({"last_month": date(2999, 1, 1)}, "last_month"),
        ({"last_month": date(2020, 1, 1)}, "last_month"),
    ],
)
def test_questions_that_cannot_be_answered_are_refused(change, path, session, engine):
    with pytest.raises(Invalid) as refused:
        made(session, engine, replace(NOW, **change))
    assert refused.value.problems.keys() == {path}


def test_more_people_and_lists_need_no_more_queries(session, engine, opening, shown, count_statements):
    with count_statements() as before:
        made(session, engine)
    for number in range(3):
        other = factories.opening(session, engine, title=f"Zavarivač {number}").id
        ranking.rank_people(session, OPERATOR, engine, other)
    session.commit()
    made(session, engine)
    with count_statements() as after:
        made(session, engine)
    assert len(after) <= len(before)
