"""A cohort of invented people, in the openings of the cases and in real ads: the plan beside who grabs first.

    python -m tests.quality.cohort [ADS.csv]

ADS.csv: columns job_id, title, text. Everybody lives in one of ten towns and goes 60 km, and each opening is in one of
them, all by their numbers, so that distance counts for something; each opening has two places, or one for an ad.
"""

import csv
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.matcher.assignment import NOWHERE, Problem, assign
from matching_service.matcher.assignment_worth import Weights
from matching_service.services.cohorts import cohorts, material
from matching_service.services.cohorts.material import Material
from matching_service.services.consent import declared_consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.profiles import people
from matching_service.services.reference_data import reference
from models import Cohort, Employer, migrate
from models.session import make_engine
from tests import factories
from tests.quality import cases

TOWNS = ("nis", "leskovac", "vranje", "pirot", "prokuplje", "aleksinac", "knjazevac", "bor", "zajecar", "vlasotince")
PEOPLE, OPENINGS, ADS = 100, 40, 250
LOWEST = (0.0, 0.2, 0.3, 0.4)


@dataclass(frozen=True, slots=True)
class Result:
    placed: int
    mean_fit: float
    worst_fit: float
    km: float
    grades: float


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/cohort.sqlite"
        migrate.upgrade(url)
        with Session(make_engine(url), expire_on_commit=False) as session:
            _run(session, Engine(), Path(sys.argv[1]) if len(sys.argv) > 1 else None)


def _run(session: Session, engine: Engine, ads: Path | None) -> None:
    reference.load_reference_data(session)
    engine.read_again(session)
    found = cases.load()
    factories.employer(session)
    everybody, offered = list(found.people), list(found.openings)
    # every fourth, so that all trades are there; and neighbours, who are of few trades and want the same places
    ids = _of_cases(session, engine, found, "all trades", everybody[::4], offered[:: len(offered) // OPENINGS], 2)
    _of_cases(session, engine, found, "few trades", everybody[:PEOPLE], offered[: OPENINGS // 2], 1)
    # as in a class that has the same diploma: who lives where decides
    classes = [name for name in everybody[:400:20] for _ in range(5)]
    _of_cases(session, engine, found, "five of each profile", classes, offered[:OPENINGS], 1)
    if ads is not None:
        shown = {
            f"{row['title']} ({row['job_id']})": _ad(session, engine, number, row)
            for number, row in enumerate(_rows(ads))
        }
        _compare(session, engine, "real ads", ids.values(), shown.values(), {}, show=(ids, shown))


def _of_cases(session, engine, found, title: str, people_names, opening_names, places: int) -> dict[tuple, int]:
    """The ids of the people by their names and numbers."""
    ids = {
        (name, at): _person(session, engine, at, found.people[name]) for at, name in enumerate(people_names[:PEOPLE])
    }
    slots = {
        name: _opening(session, engine, at, found.openings[name], places)
        for at, name in enumerate(opening_names[:OPENINGS])
    }
    given = {(one.person, one.opening): one.grade for one in found.grades}
    grades = {
        (person, slot): given[name, wanted]
        for (name, _), person in ids.items()
        for wanted, slot in slots.items()
        if (name, wanted) in given
    }
    _compare(session, engine, f"openings of the cases, {title}", ids.values(), slots.values(), grades)
    return ids


def _rows(ads: Path):
    with ads.open(encoding="utf-8", newline="") as file:
        yield from islice(csv.DictReader(file), ADS)


def _person(session, engine, number: int, record) -> int:
    there = replace(record, municipality=TOWNS[number % len(TOWNS)], mobility_km=60)
    made = people.create(session, OPERATOR, engine, there).id
    agreed = [Agreement("profiled"), Agreement("ranked")]
    declared_consents.declare(session, OPERATOR, engine, [made], agreed, "quality")
    return made


def _ad(session, engine, number: int, row: dict) -> int:
    return _opening(session, engine, number, OpeningRecord(row["title"], description=row["text"]), 1)


def _opening(session, engine, number: int, record, places: int) -> int:
    company = session.scalars(select(Employer.id)).first()
    there = replace(record, municipality=TOWNS[(3 * number) % len(TOWNS)], places=places)
    made = openings.create(session, OPERATOR, engine, there, company).id
    for step in ("submit", "approve"):
        openings.act(session, OPERATOR, engine, made, step)
    return made


def _compare(session, engine, title: str, person_ids, opening_ids, grades: dict, show=None) -> None:
    cohort = cohorts.create(session, OPERATOR, title)
    cohorts.add_people(session, OPERATOR, cohort, list(person_ids))
    cohorts.add_openings(session, OPERATOR, cohort, list(opening_ids))
    row = session.get_one(Cohort, cohort)
    print(f"\n{title}: {len(person_ids)} people, {len(opening_ids)} openings")
    print(f"{'lowest fit':>10} {'way':>8} {'placed':>7} {'mean fit':>9} {'worst':>6} {'km':>5} {'grade':>6}")
    for lowest in LOWEST:
        row.lowest_fit = lowest
        session.flush()
        made = material.gather(session, OPERATOR, engine.snapshot(session), row, date.today())
        for name, columns in (("plan", assign(made.problem).columns), ("greedy", greedy(made))):
            one = _result(made, columns, grades)
            figures = f"{one.placed:>7} {one.mean_fit:>9.3f} {one.worst_fit:>6.3f} {one.km:>5.0f} {one.grades:>6.2f}"
            print(f"{lowest:>10} {name:>8} {figures}")
    if show:
        row.lowest_fit = Weights().lowest_fit
        session.flush()
        made = material.gather(session, OPERATOR, engine.snapshot(session), row, date.today())
        _show(made, assign(made.problem).columns, *({one: name for name, one in names.items()} for names in show))


def greedy(made: Material) -> np.ndarray:
    """The best fit of all goes first, then the best of what is left."""
    problem: Problem = made.problem
    columns, left = np.full(len(made.people), NOWHERE), problem.places.copy()
    rows, slots = np.nonzero(problem.eligible)
    for at in np.argsort(-made.pairs.fit[rows, slots], kind="stable"):
        if columns[rows[at]] == NOWHERE and left[slots[at]]:
            columns[rows[at]] = slots[at]
            left[slots[at]] -= 1
    return columns


def _result(made: Material, columns: np.ndarray, grades: dict) -> Result:
    """`grades`: the mean of what the cases say of those with a place; who is not graded for an opening does not fit."""
    rows = np.flatnonzero(columns != NOWHERE)
    at = rows, columns[rows]
    fit = made.pairs.fit[at]
    given = [grades.get((made.people[row], made.openings[columns[row]]), 0) for row in rows]
    return Result(len(rows), fit.mean(), fit.min(), float(np.nanmean(made.pairs.km[at])), float(np.mean(given)))


def _show(made: Material, columns: np.ndarray, people_named: dict, openings_named: dict) -> None:
    print(f"\nThe plan, worst fit first (lowest fit {Weights().lowest_fit}):")
    rows = sorted(np.flatnonzero(columns != NOWHERE), key=lambda row: made.pairs.fit[row, columns[row]])
    for row in rows:
        fit, km = made.pairs.fit[row, columns[row]], made.pairs.km[row, columns[row]]
        named = people_named[made.people[row]], openings_named[made.openings[columns[row]]]
        print(f"{fit:.2f} {km:4.0f} km  {named[0][0]:32} {named[1]}")


if __name__ == "__main__":
    main()
