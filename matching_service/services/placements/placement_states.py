"""The way of a placement from the accepted application to its end: one table for services, pages and docs."""

from collections.abc import Collection
from dataclasses import dataclass

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from models.vocabulary import BREAK_OFF_REASONS, PLACEMENT_KINDS

# For whom somebody acts. Staff act for all three, as companies and people also tell them by telephone and on paper.
COMPANY, PERSON, PROGRAMME = "company", "person", "programme"
SIDES = (COMPANY, PERSON, PROGRAMME)

OPEN = ("prepared", "agreed", "under_way")
ENDED = ("finished", "broken_off")
# Days in which a step can be undone.
UNDO_DAYS = 7


@dataclass(frozen=True, slots=True)
class Transition:
    """From one of `starts` to `ends`, for placements of these kinds. `sides`: whose step it is; none: it follows from
    something else. `reasons`: one of them has to be given."""

    starts: tuple[str, ...]
    ends: str
    sides: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    kinds: tuple[str, ...] = PLACEMENT_KINDS


_INTERNSHIP, _EMPLOYMENT = ("internship",), ("employment",)
TRANSITIONS: dict[str, Transition] = {
    # the last of three signatures; and another content of what was signed
    "agree": Transition(("prepared",), "agreed", kinds=_INTERNSHIP),
    "change": Transition(("agreed",), "prepared", kinds=_INTERNSHIP),
    "begin": Transition(("agreed",), "under_way", (COMPANY, PROGRAMME), kinds=_INTERNSHIP),
    # a job begins with a contract of employment, to which the programme is no party
    "begin_job": Transition(("prepared",), "under_way", (COMPANY, PROGRAMME), kinds=_EMPLOYMENT),
    "finish": Transition(("under_way",), "finished", (COMPANY, PROGRAMME)),
    "break_off": Transition(OPEN, "broken_off", SIDES, BREAK_OFF_REASONS),
}
BEGINS, ENDS = ("begin", "begin_job"), ("finish", "break_off")


def allowed(actor: Actor, kind: str, state: str, sides: Collection[str]) -> tuple[str, ...]:
    """The steps that the actor may take, in the order of TRANSITIONS. `sides`: for whom they may act here."""
    return tuple(
        action
        for action, one in TRANSITIONS.items()
        if state in one.starts and kind in one.kinds and is_for(action, sides) and may(actor, action)
    )


def is_for(action: str, sides: Collection[str]) -> bool:
    return not set(TRANSITIONS[action].sides).isdisjoint(sides)


def may(actor: Actor, action: str) -> bool:
    return bool(permissions.scopes(actor, f"placements.{action}"))


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> prepared"]
    for action, one in TRANSITIONS.items():
        lines += [f"    {start} --> {one.ends}: {action}" for start in one.starts]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in ENDED)])
