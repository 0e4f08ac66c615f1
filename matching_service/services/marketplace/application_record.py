"""An application as its readers see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matching_service.services.identity.actors import Actor
from matching_service.services.marketplace import application_states
from matching_service.services.marketplace.application_states import TRANSITIONS, UNDO_DAYS
from models import Application, ApplicationStep, base


@dataclass(frozen=True, slots=True)
class Step:
    """`undone`: it does not count any more."""

    action: str
    to_state: str
    reason: str | None
    note: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class ApplicationDetail:
    """`code`: under which the company knows the person, for companies; None: for others. `answer_by`: the last day for
    the answer of whose turn it is. `actions`: what the actor may do; `undo` is the one step that can be taken back,
    None: there is none."""

    id: int
    person_id: int
    code: str | None
    opening_id: int
    opening_title: str
    employer_name: str
    state: str
    message: str
    answer_by: date | None
    created_at: datetime
    steps: tuple[Step, ...]
    actions: tuple[str, ...]
    undo: str | None

    @property
    def was_sent(self) -> bool:
        """Whether the company has had it, whatever became of it."""
        return any(step.action == "submit" for step in self.steps)


def application_detail(
    actor: Actor, row: Application, sides: Collection[str], code: str | None = None
) -> ApplicationDetail:
    """`sides`: for whom the actor may act on it; see application_states."""
    employer, last = row.opening.employer, undoable(actor, row, sides)
    return ApplicationDetail(
        id=row.id,
        person_id=row.person_id,
        code=code,
        opening_id=row.opening_id,
        opening_title=row.opening.title,
        employer_name=employer.name if employer else "",
        state=row.state,
        message=row.message,
        answer_by=row.answer_by,
        created_at=row.created_at,
        steps=_steps(row.steps),
        actions=application_states.allowed(actor, row.state, sides),
        undo=last.action if last else None,
    )


def undoable(actor: Actor, row: Application, sides: Collection[str]) -> ApplicationStep | None:
    """The last step that counts, if the actor may take it back. One that followed from something else goes with that;
    what was sent is withdrawn instead."""
    step = next((one for one in reversed(row.steps) if one.undone_at is None), None)
    if step is None or step.caused_by_id is not None or step.action == "submit":
        return None
    mine = TRANSITIONS[step.action].side in sides and application_states.may(actor, step.action)
    return step if mine and step.at > base.now() - timedelta(UNDO_DAYS) else None


def _steps(rows: Sequence[ApplicationStep]) -> tuple[Step, ...]:
    return tuple(
        Step(row.action, row.to_state, row.reason, row.note, row.at, undone=row.undone_at is not None) for row in rows
    )
