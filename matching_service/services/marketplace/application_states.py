"""The way of an application from draft to its end: one table for services, pages and docs/marketplace.md."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from models.vocabulary import REJECTION_REASONS, WITHDRAWAL_REASONS

# Whose step it is. Staff take steps for both, as companies and people also tell them by telephone. A consequence
# follows from something else, such as a last day that has passed.
COMPANY, PERSON, CONSEQUENCE = "company", "person", "consequence"

WITH_COMPANY = ("submitted", "in_review", "shortlisted", "interview")
LIVE = (*WITH_COMPANY, "offered")
UNDECIDED = ("draft", *LIVE)


@dataclass(frozen=True, slots=True)
class Transition:
    """From one of `starts` to `ends`. `reasons`: one of them has to be given; none: a reason says nothing here."""

    starts: tuple[str, ...]
    ends: str
    side: str
    reasons: tuple[str, ...] = ()


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(("draft",), "submitted", PERSON),
    "review": Transition(("submitted",), "in_review", COMPANY),
    "shortlist": Transition(("submitted", "in_review"), "shortlisted", COMPANY),
    "interview": Transition(("submitted", "in_review", "shortlisted"), "interview", COMPANY),
    "offer": Transition(WITH_COMPANY, "offered", COMPANY),
    "reject": Transition(LIVE, "rejected", COMPANY, REJECTION_REASONS),
    "accept": Transition(("offered",), "accepted", PERSON),
    "withdraw": Transition(UNDECIDED, "withdrawn", PERSON, WITHDRAWAL_REASONS),
    "expire": Transition(LIVE, "expired", CONSEQUENCE),
    "place_elsewhere": Transition(UNDECIDED, "placed_elsewhere", CONSEQUENCE),
    "cancel": Transition(UNDECIDED, "cancelled", CONSEQUENCE, ("place_filled", "opening_withdrawn")),
}
# What counts as an answer of the company.
ANSWERS = ("shortlist", "interview", "offer", "reject")
# Days until whoever has the turn must have answered; in other states nobody has to.
ANSWER_DAYS = {**dict.fromkeys(WITH_COMPANY, 14), "offered": 7}
# Days in which a step can be undone by the side that took it.
UNDO_DAYS = 7


def allowed(actor: Actor, state: str, sides: Collection[str]) -> tuple[str, ...]:
    """What the actor may do, in the order of TRANSITIONS. `sides`: for whom they may act here."""
    return tuple(
        action
        for action, transition in TRANSITIONS.items()
        if state in transition.starts and transition.side in sides and may(actor, action)
    )


def may(actor: Actor, action: str) -> bool:
    return bool(permissions.scopes(actor, f"applications.{action}"))


def answer_by(state: str, today: date) -> date | None:
    """The last day for an answer to an application that comes into this state today."""
    days = ANSWER_DAYS.get(state)
    return None if days is None else today + timedelta(days)


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for action, transition in TRANSITIONS.items():
        lines += [f"    {start} --> {transition.ends}: {action}" for start in transition.starts]
    ends = dict.fromkeys(one.ends for one in TRANSITIONS.values() if one.ends not in UNDECIDED)
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in ends)])
