"""Proposals for all of a cohort at once: made, kept as they were made, and read again with their reasons.

A proposal decides nothing: people confirm lines of it (confirmations.py), and then companies and people decide.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service import __version__
from matching_service.errors import Conflict
from matching_service.matcher.assignment import NOWHERE, Plan, assign
from matching_service.matcher.assignment_prices import Prices, prices
from matching_service.matcher.assignment_worth import Weights
from matching_service.services.cohorts import material
from matching_service.services.cohorts.cohort_record import (
    Slot,
    found,
    found_run,
    full_name,
    names_within_reach,
    slot,
    weights_of,
)
from matching_service.services.cohorts.material import Material
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.trail import audit
from models import Cohort, CohortLine, CohortRun, cohort_queries


@dataclass(frozen=True, slots=True)
class Option:
    """An opening that a person could have. `fit` of 1; `km` None: not known, 0 also for work from home; `wish` 1 to 3,
    0 none; `interest` of 1: how far the company has gone. `worth` in ten-thousandths, what the plan counts.

    `possible`: whether it could be had at all, beside pairs that have to be. `lost_...`: what the whole would lose with
    it. `held_by`: ids of those who have a place there in the proposal, of people within reach.
    """

    opening_id: int
    fit: float
    km: float | None
    wish: int
    interest: float
    worth: int
    possible: bool
    lost_placed: int
    lost_priority: int
    lost_worth: int
    held_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pinned:
    """What became of a pair that had to be; `reason` why not."""

    opening: int
    kept: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """What is proposed for a person. `outcome`: placed (in `place`), none_fits (`ruled_out` counts why), all_full
    (`better` are the best there were), not_agreed, has_place.

    `better`: what would be worth more to the person, best first; `next_best`: the best of the others.
    """

    person_id: int
    name: str
    municipality: str | None
    outcome: str
    place: Option | None
    better: tuple[Option, ...]
    next_best: Option | None
    ruled_out: dict[str, int]
    priority: int
    pinned: Pinned | None
    confirmed_as: str | None
    confirmed_at: datetime | None
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """`lines` by name; `hidden`: people in it who are out of reach of the reader by now. `places`: the free places of
    each opening, as they were when it was made; `is_latest`: only such a one can be confirmed. `mean_fit` of 1, None
    where nobody has a place."""

    id: int
    cohort_id: int
    cohort_name: str
    made_at: datetime
    version: str
    edition: str
    weights: Weights
    people: int
    placed: int
    mean_fit: float | None
    places: dict[int, int]
    slots: dict[int, Slot]
    lines: tuple[Line, ...]
    hidden: int
    is_latest: bool


def propose(session: Session, actor: Actor, engine: Engine, cohort_id: int) -> int:
    """Make a proposal for everybody who takes part, and keep it; its id.

    Raises NotFound, Forbidden, and Conflict: cohort_is_empty (nobody, or no opening).
    """
    row = found(session, actor, "cohorts.propose", cohort_id)
    today, snapshot = date.today(), engine.snapshot(session)
    made = material.gather(session, actor, snapshot, row, today)
    if not made.openings or not (made.people or made.left_out):
        raise Conflict("cohort_is_empty")
    plan = assign(made.problem)
    run = _kept(session, actor, row, made, plan, CohortRun(day=today, edition=snapshot.edition))
    details = {"run": run.id, "people": run.people, "placed": run.placed, "openings": len(made.openings)}
    audit.record(session, actor, "cohorts.propose", ("cohort", cohort_id), details=details)
    return run.id


def _kept(session: Session, actor: Actor, row: Cohort, made: Material, plan: Plan, run: CohortRun) -> CohortRun:
    places = dict(zip(map(str, made.openings), made.problem.places.tolist(), strict=True))
    run.cohort, run.made_by_id, run.version = row, actor.user_id, __version__
    run.inputs = {"weights": asdict(weights_of(row)), "places": places}
    run.people, run.placed = len(made.people), plan.goal.placed
    run.priority, run.worth = plan.goal.priority, plan.goal.worth
    session.add(run)
    session.flush()
    cost = prices(made.problem, plan)
    session.add_all(_line(run.id, made, plan, cost, number) for number in range(len(made.people)))
    session.add_all(
        CohortLine(run_id=run.id, person_id=one, outcome=why, options=[], ruled_out={})
        for one, why in made.left_out.items()
    )
    session.flush()
    return run


def _line(run_id: int, made: Material, plan: Plan, cost: Prices, number: int) -> CohortLine:
    column = int(plan.columns[number])
    options = _options(made, cost, number)
    nowhere = "all_full" if options else "none_fits"
    return CohortLine(
        run_id=run_id,
        person_id=made.people[number],
        opening_id=None if column == NOWHERE else made.openings[column],
        outcome=nowhere if column == NOWHERE else "placed",
        priority=int(made.problem.priority[number]),
        options=options,
        ruled_out=dict(sorted(made.ruled_out[number].items())),
        pinned=made.pinned.get(made.people[number]),
    )


def _options(made: Material, cost: Prices, number: int) -> list[dict]:
    """All that a person could have, the best first; equal ones by id."""
    worth = made.problem.worth[number]
    columns = np.flatnonzero(made.problem.eligible[number])
    return [_option(made, cost, number, column) for column in columns[np.argsort(-worth[columns], kind="stable")]]


def _option(made: Material, cost: Prices, number: int, column: int) -> dict:
    pairs, at = made.pairs, (number, column)
    km = None if np.isnan(pairs.km[at]) else round(float(pairs.km[at]), 1)
    placed, priority, worth = cost.lost[at].tolist()
    return {
        "opening_id": made.openings[column],
        "fit": round(float(pairs.fit[at]), 4),
        "km": km,
        "wish": int(pairs.wishes[at]),
        "interest": float(pairs.interest[at]),
        "worth": int(made.problem.worth[at]),
        "possible": bool(cost.possible[at]),
        "lost_placed": placed,
        "lost_priority": priority,
        "lost_worth": worth,
    }


# ---- read again


def get(session: Session, actor: Actor, cohort_id: int, run_id: int) -> Proposal:
    """As it was made, with names of people whom the actor may see now. Raises NotFound, Forbidden."""
    run = found_run(session, actor, "cohorts.read", cohort_id, run_id)
    rows = cohort_queries.lines(session, run_id)
    names = names_within_reach(session, actor, [row.person_id for row in rows])
    seen = [row for row in rows if row.person_id in names]
    places = {int(one): count for one, count in run.inputs["places"].items()}
    holders = _holders(seen)
    lines = tuple(_shown(row, names[row.person_id], holders) for row in seen)
    fits = [line.place.fit for line in lines if line.place]
    return Proposal(
        id=run.id,
        cohort_id=cohort_id,
        cohort_name=run.cohort.name,
        made_at=run.made_at,
        version=run.version,
        edition=run.edition,
        weights=Weights(**run.inputs["weights"]),
        people=run.people,
        placed=run.placed,
        mean_fit=sum(fits) / len(fits) if fits else None,
        places=places,
        slots={row.id: slot(row) for row in cohort_queries.openings_of(session, list(places))},
        lines=tuple(sorted(lines, key=lambda line: (line.name, line.person_id))),
        hidden=len(rows) - len(seen),
        is_latest=cohort_queries.latest_run(session, cohort_id) == run_id,
    )


def _holders(rows: list[Row]) -> dict[int, tuple[int, ...]]:
    held: dict[int, tuple[int, ...]] = {}
    for row in rows:
        if row.opening_id is not None:
            held[row.opening_id] = (*held.get(row.opening_id, ()), row.person_id)
    return held


def _shown(row: Row, name: Row, holders: dict[int, tuple[int, ...]]) -> Line:
    options = [Option(**one, held_by=holders.get(one["opening_id"], ())) for one in row.options]
    place = next((one for one in options if one.opening_id == row.opening_id), None)
    worth = place.worth if place else -1
    others = [one for one in options if one is not place]
    return Line(
        person_id=row.person_id,
        name=full_name(name),
        municipality=name.municipality,
        outcome=row.outcome,
        place=place,
        better=tuple(one for one in others if one.worth > worth),
        next_best=next((one for one in others if one.worth <= worth), None),
        ruled_out=row.ruled_out,
        priority=row.priority,
        pinned=Pinned(**row.pinned) if row.pinned else None,
        confirmed_as=row.confirmed_as,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.by or "",
    )
