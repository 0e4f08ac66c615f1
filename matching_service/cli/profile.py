"""`matching-service profile read`: what a CV says."""

from collections.abc import Iterator
from pathlib import Path

import click

from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import json_option, print_json, print_rows
from matching_service.errors import BadInput, Invalid
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.intake import intake
from matching_service.services.intake.files import MOST_BYTES
from matching_service.services.intake.proposal import Found, Proposal

_ONCE = ("given_name", "family_name", "email", "phone", "municipality", "about", "wishes")
_LISTS = ("experiences", "educations", "requalifications", "skills", "languages", "licences")
_TITLES = ("title", "qualification", "to_text", "institution")


@click.group()
def profile() -> None:
    """Profiles of people."""


@profile.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def read(file: Path, as_json: bool) -> None:
    """Print what is read out of a CV: a DOCX, PDF, ODT, Europass or text FILE. Nothing is stored."""
    if file.stat().st_size > MOST_BYTES:
        raise BadInput(f"{file} has more than {MOST_BYTES // 1024**2} MB")
    engine = command_engine()
    with database() as session:
        try:
            found = intake.read_file(session, OPERATOR, engine, file.read_bytes())
        except Invalid as refused:
            raise BadInput(f"{file}: {refused.problems['file'].replace('_', ' ')}") from refused
        if as_json:
            print_json(found)
            return
        rows = list(_rows(found, engine.taxonomy(session)))
    print_rows(rows, {"part": "part", "what": "what", "sure": "sure"}, as_json=False)
    if found.left_out:
        click.echo(f"not taken over: {', '.join(found.left_out)}")


def _rows(found: Proposal, taxonomy: Taxonomy) -> Iterator[dict[str, object]]:
    for name in _ONCE:
        if (one := getattr(found, name)) is not None:
            yield _row(name, one, one.value)
    for name in _LISTS:
        for one in getattr(found, name):
            yield _row(name, one, _said(name, one.value, taxonomy))


def _row(name: str, found: Found, what: str) -> dict[str, object]:
    return {"part": name.replace("_", " "), "what": what, "sure": "yes" if found.is_sure else "check"}


def _said(name: str, value, taxonomy: Taxonomy) -> str:
    if name == "licences":
        return value
    if name == "skills":
        return taxonomy.skill_label(value.code)
    if name == "languages":
        return " ".join(filter(None, (value.language, value.level)))
    return next(filter(None, (getattr(value, field, "") for field in _TITLES)), "")
