"""The fairness report: what is asked for, gathered from those who agree to statistics, and answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy.orm import Session

from matching_service.errors import Invalid
from matching_service.services.fairness import groups, lot, outcomes
from matching_service.services.fairness.outcomes import OUTCOMES, Eligible
from matching_service.services.fairness.tables import UNKNOWN, Row, Tables, tables
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.local_days import start_of
from matching_service.services.protection import protected
from matching_service.services.trail import audit
from models import fairness_queries

FIRSTS = (5, 10, 20)
_FEWEST_FOR_A_SHARE = 20


@dataclass(frozen=True, slots=True)
class Question:
    """Whole months of those who read the report, so that reports cannot be compared day by day. `first_month` and
    `last_month`: the first day of each. `first`: how many of each list count as selected."""

    first_month: date
    last_month: date
    first: int = 10

    @classmethod
    def latest(cls, today: date) -> "Question":
        """The last three months, this one included."""
        month = today.year * 12 + today.month - 3
        return cls(date(month // 12, month % 12 + 1, 1), today.replace(day=1))

    @property
    def end(self) -> date:
        """The first day after the last month."""
        return (self.last_month + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """`traits`: the groups of each; `district_names`: names of those of the trait `district`. `lists`: how many lists
    of people were shown. `agreeing_percent`: how many of those who could have been selected agree to statistics, in
    steps of five; None where they are too few to say. `finished`: the last month is over."""

    question: Question
    finished: bool
    lists: int
    agreeing_percent: int | None
    traits: Mapping[str, tuple[str, ...]]
    district_names: Mapping[str, str]
    tables: Tables


def report(session: Session, actor: Actor, engine: Engine, question: Question, secret: str) -> FairnessReport:
    """Coordinators and auditors. Only people who agree to statistics are counted; `secret` draws who is left out by
    lot. Raises Forbidden, Invalid."""
    permissions.require(actor, "fairness.read")
    _check(question)
    days = start_of(question.first_month), start_of(question.end)
    records = protected.of_consenting(session, actor)
    could = outcomes.eligible(session, engine, days, set(records))
    district_names = fairness_queries.districts(session)
    traits = {**groups.TRAITS, groups.PLACE: (*district_names, UNKNOWN)}
    rows = _rows(session, question, days, records, could)
    asked = {"from": f"{question.first_month:%Y-%m}", "to": f"{question.last_month:%Y-%m}", "first": question.first}
    audit.record(session, actor, "fairness.read", purpose="statistics", details=asked)
    return FairnessReport(
        question=question,
        finished=question.end <= date.today(),
        lists=fairness_queries.count_lists(session, days),
        agreeing_percent=_percent(could),
        traits=traits,
        district_names=district_names,
        tables=tables(rows, traits, OUTCOMES, partial(lot.draw, secret=secret)),
    )


def _check(question: Question) -> None:
    problems = {}
    if question.first not in FIRSTS:
        problems["first"] = "unknown"
    if question.last_month > date.today():
        problems["last_month"] = "in_the_future"
    if question.last_month < question.first_month:
        problems["last_month"] = "before_the_first"
    if problems:
        raise Invalid(problems)


def _rows(
    session: Session,
    question: Question,
    days: fairness_queries.Days,
    records: Mapping[int, protected.ProtectedRecord],
    could: Eligible,
) -> list[Row]:
    last_day = min(question.end - timedelta(days=1), date.today())
    districts = fairness_queries.districts_of_people(session)
    happened = outcomes.outcomes(session, days, question.first, could.places)
    return [
        Row(
            person_id,
            groups.groups_of(records[person_id], districts.get(person_id), last_day),
            frozenset(outcome for outcome, people in happened.items() if person_id in people),
        )
        for person_id in could.places
    ]


def _percent(could: Eligible) -> int | None:
    everybody = len(could.places) + could.others
    return 5 * round(20 * len(could.places) / everybody) if everybody >= _FEWEST_FOR_A_SHARE else None
