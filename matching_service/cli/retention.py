"""`matching-service retention`: what has been kept long enough goes. Single records go by the worker, every day; whole
people by this command alone."""

import click

from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import json_option, print_rows
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.protection import retention as service
from matching_service.services.protection.retention_rules import RULES

_COLUMNS = {"kind": "Kind", "days": "Days", "since": "After", "rows": "Rows", "reason": "Reason"}


class DaysType(click.ParamType):
    name = "KIND=DAYS"

    def convert(self, value: str, param, ctx) -> tuple[str, int]:
        kind, _, days = value.partition("=")
        if kind not in RULES:
            self.fail(f'"{kind}" is none of {", ".join(RULES)}', param, ctx)
        if not (days.isdecimal() and 1 <= int(days) <= 36_500):
            self.fail(f'"{value}" is not KIND=DAYS, with 1 to 36500 days', param, ctx)
        return kind, int(days)


days_option = click.option(
    "--days",
    type=DaysType(),
    multiple=True,
    metavar="KIND=DAYS",
    envvar="RETENTION_DAYS",
    help="Keep this kind so long instead. May be repeated; RETENTION_DAYS has them with blanks between.",
)


@click.group()
def retention() -> None:
    """How long what is kept."""


@retention.command()
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@days_option
@json_option
def run(dry_run: bool, days: tuple[tuple[str, int], ...], as_json: bool) -> None:
    """Delete what has been kept for longer than its rule says, some rows at a time; each step is in the audit trail.

    People who were never asked for a consent go only where --days names them: unasked_people=180.
    """
    kept = {kind: rule.days for kind, rule in RULES.items() if not rule.when_told} | dict(days)
    engine = None if dry_run else command_engine()
    counts = {kind: _count(kind, kept[kind]) if dry_run else _sweep(engine, kind, kept[kind]) for kind in kept}
    if engine is not None and any(counts[kind] for kind in kept if RULES[kind].people):
        with database() as session:
            engine.compact(session.get_bind())
    rows = [
        {"kind": kind, "days": kept[kind], "since": rule.since, "rows": counts[kind], "reason": rule.reason}
        for kind, rule in RULES.items()
        if kind in kept
    ]
    print_rows(rows, _COLUMNS | {"rows": "Would go" if dry_run else "Gone"}, as_json=as_json)


def _count(kind: str, days: int) -> int:
    with database() as session:
        return service.count(session, OPERATOR, kind, days)


def _sweep(engine: Engine, kind: str, days: int) -> int:
    """Batches are transactions of their own: what went is gone, whatever happens to the rest."""
    gone = 0
    while done := _sweep_some(engine, kind, days):
        gone += done
    return gone


def _sweep_some(engine: Engine, kind: str, days: int) -> int:
    with database() as session:
        return service.sweep(session, OPERATOR, engine, kind, days)
