"""What company and intern say of each other, in the middle and at the end. Each reaches the counsellor at once.

The company never reads what the intern says of it: the intern depends on it, and would otherwise say nothing. The
intern reads what the company says of them, once their own is given or two weeks have passed since its day, so that
neither answers the other; whoever asks for a copy of all data has it at any time, as the law wants.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import placements
from matching_service.services.placements.placement_access import found
from matching_service.services.placements.placement_states import COMPANY, PERSON, PROGRAMME
from models import Evaluation, Placement, base
from models.vocabulary import EVALUATION_MOMENTS

# What each side says of the other, each from 1 to 5.
SCALES: Mapping[str, tuple[str, ...]] = {
    COMPANY: ("comes_on_time", "works_well", "learns", "works_with_others", "would_hire"),
    PERSON: ("mentor_helps", "work_as_agreed", "i_learn", "treated_well", "would_recommend"),
}
LONGEST_WORDS = 3000
# An internship that is shorter has no evaluation in the middle.
SHORTEST_WITH_MIDDLE = timedelta(28)
# The intern reads the company's so many days after its day, also without having given their own.
READABLE_AFTER = timedelta(14)


@dataclass(frozen=True, slots=True)
class EvaluationDetail:
    moment: str
    side: str
    scales: Mapping[str, int]
    words: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Moment:
    """`given`: what the reader may see, by side. `waits_for`: sides that have said nothing yet. `may_give`: sides for
    which the reader may."""

    name: str
    due_on: date
    given: Mapping[str, EvaluationDetail]
    waits_for: tuple[str, ...]
    may_give: tuple[str, ...]


def days(row: Placement) -> dict[str, date]:
    """When which evaluation of an internship is due; those of one that was never begun, or of a job: none."""
    begins, ends = row.began_on or row.starts_on, row.ended_on or row.ends_on
    ended_unbegun = row.state == "broken_off" and row.began_on is None
    if row.kind != "internship" or begins is None or ends is None or ended_unbegun:
        return {}
    middle = begins + (ends - begins) / 2
    has_middle = ends - begins >= SHORTEST_WITH_MIDDLE
    return {**({"mid_term": middle} if has_middle else {}), "final": ends}


def of_placement(session: Session, actor: Actor, placement_id: int) -> tuple[Moment, ...]:
    """In the order of time. What a counsellor reads is marked as read. Raises NotFound, Forbidden."""
    row, sides = found(session, actor, "placements.read", placement_id, to_change=False)
    if PROGRAMME in sides and not actor.is_operator:
        for one in row.evaluations:
            one.read_at = one.read_at or base.now()
        session.flush()
    return tuple(_moment(row, sides, name, due_on) for name, due_on in days(row).items())


def _moment(row: Placement, sides: frozenset[str], name: str, due_on: date) -> Moment:
    given = {one.side: one for one in row.evaluations if one.moment == name}
    waits = tuple(side for side in SCALES if side not in given)
    shown = {side: _detail(one) for side, one in given.items() if _is_shown(sides, side, set(given), due_on)}
    begun = row.began_on is not None
    return Moment(name, due_on, shown, waits, tuple(side for side in waits if begun and side in sides))


def _is_shown(sides: frozenset[str], side: str, given: set[str], due_on: date) -> bool:
    if side in sides or PROGRAMME in sides:
        return True
    return PERSON in sides and (PERSON in given or due_on + READABLE_AFTER < date.today())


def _detail(row: Evaluation) -> EvaluationDetail:
    return EvaluationDetail(row.moment, row.side, dict(row.scales), row.words, row.at, row.read_at)


def give(
    session: Session,
    actor: Actor,
    placement_id: int,
    moment: str,
    side: str,
    scales: Mapping[str, int],
    words: str = "",
) -> tuple[Moment, ...]:
    """Once for each moment and side; staff write down what was told them.

    Raises NotFound, Forbidden, Invalid (moment; a scale that is missing or not 1 to 5; words), and Conflict: not_begun,
    already_evaluated.
    """
    row, sides = found(session, actor, "placements.evaluate", placement_id)
    if side not in SCALES or side not in sides:
        raise Forbidden("each side evaluates for itself")
    _check(row, moment, side, scales, words)
    if row.began_on is None:
        raise Conflict("not_begun")
    if any((one.moment, one.side) == (moment, side) for one in row.evaluations):
        raise Conflict("already_evaluated")
    said = {name: scales[name] for name in SCALES[side]}
    made = Evaluation(moment=moment, side=side, scales=said, words=words.strip(), by_id=actor.user_id)
    row.evaluations.append(made)
    row.updated_at = base.now()
    session.flush()
    placements.tell(session, actor, "placements.evaluate", row, side=side)
    return tuple(_moment(row, sides, name, due_on) for name, due_on in days(row).items())


def _check(row: Placement, moment: str, side: str, scales: Mapping[str, int], words: str) -> None:
    problems = {name: "required" for name in SCALES[side] if name not in scales}
    problems |= {name: "out_of_range" for name in SCALES[side] if name in scales and scales[name] not in range(1, 6)}
    if moment not in EVALUATION_MOMENTS or (row.began_on is not None and moment not in days(row)):
        problems["moment"] = "not_allowed"
    if len(words) > LONGEST_WORDS:
        problems["words"] = "too_long"
    if problems:
        raise Invalid(problems)
