"""What the chain waits for, for the lists of counsellors: each line with its person and the day it is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import evaluations, outcomes
from matching_service.services.placements.placement_record import in_force, name_of
from models import Placement, placement_queries

# An agreement is looked after so many days before the start.
SIGN_BEFORE = timedelta(14)
AGREEMENT, BEGIN, EVALUATION, TO_READ, OUTCOME = "agreement", "begin", "evaluation", "evaluation_to_read", "outcome"


@dataclass(frozen=True, slots=True)
class Due:
    """`what`: one of the words above. `detail`: sides or moments by their codes, months of an outcome."""

    placement_id: int
    person_id: int
    person_name: str
    what: str
    detail: str
    due_on: date


def due(session: Session, actor: Actor, today: date | None = None) -> tuple[Due, ...]:
    """What is due by `today` of people within the actor's reach, the oldest first. For staff. Raises Forbidden."""
    today = today or date.today()
    reach = permissions.reach(actor, "placements.due")
    rows = placement_queries.to_look_after(session, reach, outcomes.later(today, -max(outcomes.OUTCOME_MONTHS) - 12))
    known: dict[int, list] = {}
    for one in placement_queries.outcomes(session, [row.id for row in rows]):
        known.setdefault(one.placement_id, []).append(one)
    lines = [line for row in rows for line in _of(row, known.get(row.id, []), today)]
    return tuple(sorted(lines, key=lambda line: (line.due_on, line.placement_id, line.what, line.detail)))


def _of(row: Placement, known: list, today: date) -> list[Due]:
    found = [*_agreement(row), *_evaluations(row)]
    found += [(OUTCOME, str(one.months), one.due_on) for one in outcomes.details(row, known) if one.state is None]
    return [Due(row.id, row.person_id, name_of(row), *one) for one in found if one[2] <= today]


def _agreement(row: Placement) -> Iterator[tuple[str, str, date]]:
    starts_on = row.starts_on or row.created_at.date() + SIGN_BEFORE
    if row.state == "prepared" and row.kind == "internship":
        signed = " ".join(one.side for one in in_force(row))
        yield AGREEMENT, signed, max(starts_on - SIGN_BEFORE, row.created_at.date())
    elif row.state in ("prepared", "agreed"):
        yield BEGIN, "", starts_on


def _evaluations(row: Placement) -> Iterator[tuple[str, str, date]]:
    given = {(one.moment, one.side): one for one in row.evaluations}
    if row.began_on is not None:
        for moment, due_on in evaluations.days(row).items():
            waits = [side for side in evaluations.SCALES if (moment, side) not in given]
            if waits:
                yield EVALUATION, f"{moment} {' '.join(waits)}", due_on
    for (moment, side), one in given.items():
        if one.read_at is None:
            yield TO_READ, f"{moment} {side}", one.at.date()
