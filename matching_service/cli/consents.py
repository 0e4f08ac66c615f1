"""`matching-service consents`: consents that are kept on paper, declared for many people at once."""

from datetime import datetime
from itertools import islice
from pathlib import Path

import click

from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import counted, json_option, print_record, progress
from matching_service.errors import BadInput
from matching_service.services.consent import declared_consents
from matching_service.services.consent.consents import PURPOSES, Agreement
from matching_service.services.identity.actors import OPERATOR

# People who are recorded, read and committed together.
BATCH = 200
# To be shown to a company is recorded person by person.
DECLARED = tuple(purpose for purpose in PURPOSES if purpose != "shown_to_employer")


@click.group()
def consents() -> None:
    """What people have agreed to."""


@consents.command()
@click.option("--ids", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="File of ids, one a line.")
@click.option("--source", help="Everybody who was imported from this source.")
@click.option("--purpose", "purposes", multiple=True, required=True, type=click.Choice(DECLARED), help="Repeatable.")
@click.option("--text-version", required=True, help="Of the words that were signed: a folder of data/consents.")
@click.option("--language", default="sr", show_default=True, help="In which they were signed.")
@click.option("--day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="On which they were signed.")
@click.option("--declared-by", required=True, help="Who has seen the papers and answers for them.")
@json_option
def record(
    ids: Path | None,
    source: str | None,
    purposes: tuple[str, ...],
    text_version: str,
    language: str,
    day: datetime,
    declared_by: str,
    as_json: bool,
) -> None:
    """Declare consents signed on paper, for everybody in a file of ids or from one import.

    Whoever has withdrawn since that day is left alone.
    """
    if (ids is None) == (source is None):
        raise click.UsageError("either --ids FILE or --source NAME says whose they are")
    agreements = [
        Agreement(purpose, text_version=text_version, language=language, given_on=day.date())
        for purpose in sorted(purposes, key=DECLARED.index)
    ]
    done = _declare(_ids_of_file(ids) if ids else _ids_of_source(source), agreements, declared_by.strip())
    print_record(done, _sentence(done), as_json=as_json)


def _ids_of_file(path: Path) -> list[int]:
    lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    for number, line in enumerate(lines, start=1):
        if line and not (line.isascii() and line.isdecimal() and len(line) < 10):
            raise BadInput(f"{path} line {number} is not the id of a person: {line[:40]}")
    return sorted({int(line) for line in lines if line})


def _ids_of_source(source: str) -> list[int]:
    with database() as session:
        found = declared_consents.people_of_source(session, OPERATOR, source)
    if not found:
        raise BadInput(f"nobody was imported from {source}")
    return found


def _declare(ids: list[int], agreements: list[Agreement], declared_by: str) -> dict[str, object]:
    """In batches, each a transaction: what was recorded stays, and the same again goes on where it ended."""
    if not declared_by:
        raise BadInput("--declared-by must name somebody")
    done = {"recorded": 0, "unchanged": 0, "unknown": []}
    engine, left = command_engine(), iter(ids)
    with progress("Recording consents", len(ids)) as advance:
        while batch := list(islice(left, BATCH)):
            with database() as session:
                declared = declared_consents.declare(session, OPERATOR, engine, batch, agreements, declared_by)
            done["recorded"] += declared.recorded
            done["unchanged"] += declared.unchanged
            done["unknown"] += declared.unknown
            advance(len(batch))
    return done


def _sentence(done: dict) -> str:
    lines = [f"Consents of {counted(done['recorded'], 'person', 'people')} recorded; {done['unchanged']} unchanged."]
    if done["unknown"]:
        shown = ", ".join(str(number) for number in done["unknown"][:20])
        lines.append(f"Nobody has these ids ({len(done['unknown'])}): {shown}")
    return "\n".join(lines)
