"""Placements: the agreement, hours, evaluations, certificates and outcomes."""

from datetime import date

from matching_service.services.placements import (
    agreements,
    attendance,
    certificates,
    due,
    evaluations,
    outcome_table,
    outcomes,
    placements,
)
from matching_service.services.placements.attendance import Hours
from matching_service.services.placements.placement_record import Terms
from tests.permission_tables.expected import NOTHING, SENT
from tests.permission_tables.uses import Does
from tests.permission_tables.world import ADDRESSES

TODAY = date(2026, 11, 22)


def _act(action: str) -> Does:
    return Does(
        f"placements.{action}", SENT, lambda use, on: placements.act(*use.plain, on.placement, action, "personal")
    )


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
    "placements.placements.get": Does(
        "placements.read", SENT, lambda use, on: placements.get(*use.plain, on.placement)
    ),
    "placements.placements.listed": Does("placements.read", NOTHING, lambda use, on: placements.listed(*use.plain)),
    "placements.placements.change": Does(
        "placements.change", SENT, lambda use, on: placements.change(*use.plain, on.placement, Terms("Pekar"))
    ),
    "placements.placements.act": tuple(map(_act, ("begin", "begin_job", "finish", "break_off"))),
    "placements.placements.undo": Does(
        "placements.undo", SENT, lambda use, on: placements.undo(*use.plain, on.placement)
    ),
    "placements.agreements.get": Does(
        "placements.read", SENT, lambda use, on: agreements.get(*use.plain, on.placement)
    ),
    "placements.agreements.sign": Does(
        "placements.sign", SENT, lambda use, on: agreements.sign(*use.plain, on.placement, 1)
    ),
    "placements.agreements.record_signature": Does(
        "placements.record_signature",
        SENT,
        lambda use, on: agreements.record_signature(*use.plain, on.placement, "person", TODAY, 1),
    ),
    "placements.attendance.of_placement": Does(
        "placements.read", SENT, lambda use, on: attendance.of_placement(*use.plain, on.placement)
    ),
    "placements.attendance.enter": Does(
        "placements.attend", SENT, lambda use, on: attendance.enter(*use.plain, on.placement, TODAY, Hours(1, 1, 0, 0))
    ),
    "placements.evaluations.of_placement": Does(
        "placements.read", SENT, lambda use, on: evaluations.of_placement(*use.plain, on.placement)
    ),
    "placements.certificates.of_placement": Does(
        "placements.certificate", SENT, lambda use, on: certificates.of_placement(*use.plain, on.placement)
    ),
    "placements.certificates.issue": Does(
        "placements.certify", SENT, lambda use, on: certificates.issue(*use.plain, on.placement, ADDRESSES, "Jeste.")
    ),
    "placements.placements.of_application": Does(
        "placements.read", SENT, lambda use, on: placements.of_application(*use.plain, on.accepted)
    ),
    "placements.certificates.one_of_placement": Does(
        "placements.certificate",
        SENT,
        lambda use, on: certificates.one_of_placement(*use.plain, on.placement, on.certificate),
    ),
    "placements.certificates.revoke": Does(
        "placements.certify",
        SENT,
        lambda use, on: certificates.revoke(*use.plain, on.placement, on.certificate, "mistake"),
    ),
    "placements.outcomes.of_placement": Does(
        "placements.outcome", SENT, lambda use, on: outcomes.of_placement(*use.plain, on.placement)
    ),
    "placements.outcomes.record": Does(
        "placements.outcome", SENT, lambda use, on: outcomes.record(*use.plain, on.placement, 3, "unknown")
    ),
    "placements.outcome_table.table": Does(
        "placements.statistics", NOTHING, lambda use, on: outcome_table.table(*use.plain)
    ),
    "placements.due.due": Does("placements.due", NOTHING, lambda use, on: due.due(*use.plain)),
    "placements.evaluations.give": (Does("placements.evaluate", SENT, lambda use, on: _evaluate(use, on)),),
}


def _evaluate(use, on) -> None:
    """Each side for itself; staff for the company."""
    side = "person" if use.actor.is_a("beneficiary") else "company"
    evaluations.give(*use.plain, on.placement, "final", side, {})
