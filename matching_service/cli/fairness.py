"""`matching-service fairness`: how often groups of people are selected."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from matching_service.cli.environment import account_settings, command_engine, database
from matching_service.cli.output import json_option, print_json, print_rows
from matching_service.errors import BadInput, Invalid
from matching_service.services.fairness import csv_file
from matching_service.services.fairness import report as fairness_report
from matching_service.services.fairness.report import FIRSTS, FairnessReport, Question
from matching_service.services.identity.actors import OPERATOR

_SHOWN = ("trait", "group", "outcome", "people", "rate", "ratio_to_best_off", "sign")
_REFUSED = {"before_the_first": "--to is before --from", "in_the_future": "--to is a month that has not begun"}


class Month(click.ParamType):
    """`2026-11`, as the first day of it."""

    name = "month"

    def convert(self, value, param, ctx):
        try:
            return datetime.strptime(value, "%Y-%m").date()
        except ValueError:
            self.fail(f"{value} is no month such as 2026-11", param, ctx)


@click.group()
def fairness() -> None:
    """Selection by groups of people who agree to statistics."""


@fairness.command()
@click.option("--from", "first_month", type=Month(), help="First month, such as 2026-09; two months ago unless given.")
@click.option("--to", "last_month", type=Month(), help="Last month; this one unless given.")
@click.option(
    "--first",
    type=click.Choice([str(first) for first in FIRSTS]),
    default="10",
    show_default=True,
    help="How many of each list count as selected.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write everything to this CSV file.")
@json_option
def report(first_month: date | None, last_month: date | None, first: str, out: Path | None, as_json: bool) -> None:
    """Selection rates of whole months by sex, age, ethnicity, returnee status, disability and district.

    Groups of fewer than five are not shown, and one in ten is left out of each table by lot: see docs/fairness.md.
    """
    usual = Question.latest(date.today())
    found = _made(Question(first_month or usual.first_month, last_month or usual.last_month, int(first)))
    if out:
        _write(out, csv_file.as_csv(found))
    if as_json:
        print_json(asdict(found))
    elif out:
        click.echo(f"Written to {out}.")
    else:
        rows = [row for row in csv_file.rows(found) if "trait_2" not in row]
        print_rows(rows, {name: name.replace("_", " ") for name in _SHOWN}, as_json=False, title=_title(found))


def _made(question: Question) -> FairnessReport:
    engine, secret = command_engine(), account_settings().secret_key
    with database() as session:
        try:
            return fairness_report.report(session, OPERATOR, engine, question, secret)
        except Invalid as error:
            raise BadInput(_REFUSED[error.problems["last_month"]]) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from error


def _title(found: FairnessReport) -> str:
    months = f"{found.question.first_month:%Y-%m} to {found.question.last_month:%Y-%m}"
    if found.tables.people is None:
        return f"{months}: fewer than five people, so nothing is shown"
    return f"{months}: about {found.tables.people} people, {found.lists} lists"
