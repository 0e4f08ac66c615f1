"""`matching-service audit`: the audit trail checked and taken out."""

import csv
import re
import sys
from dataclasses import asdict

import click
import orjson

from matching_service.cli.environment import database
from matching_service.cli.output import counted, json_option, print_record
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.spreadsheet_cells import harmless
from matching_service.services.trail import audit_chain, audit_trail

BROKEN = 1


@click.group()
def audit() -> None:
    """The audit trail: who did what to whom, when and why."""


@audit.command()
@click.option(
    "--since", "since_hash", metavar="HASH", help="A newest hash that was noted before: must be in the trail."
)
@json_option
@click.pass_context
def verify(ctx: click.Context, since_hash: str | None, as_json: bool) -> None:
    """Check that no entry was changed, taken out, put in, moved, or cut off; exit status 1 where one was.

    Prints the newest hash. Write it down where nobody who can write to the database can write: with it, `--since`
    finds even a trail that was written anew from the beginning.
    """
    noted = None if since_hash is None else _hash(since_hash)
    with database() as session:
        verdict = audit_chain.verify(session, noted)
    print_record(asdict(verdict), _sentence(verdict), as_json=as_json)
    if verdict.problem:
        ctx.exit(BROKEN)


def _hash(text: str) -> str:
    """A slip of the pen must not look like a trail that somebody has written anew."""
    plain = text.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", plain):
        raise click.UsageError("--since takes a hash as `audit verify` prints it: 64 digits and letters from a to f")
    return plain


def _sentence(verdict: audit_chain.Verdict) -> str:
    if verdict.problem:
        return f"The audit trail is broken: {verdict.problem}"
    since = "" if verdict.since is None else f", {verdict.since} of them since the hash that was noted"
    entries = counted(verdict.entries, "entry", "entries")
    return f"The audit trail is whole: {entries}{since}. Newest hash: {verdict.newest_hash}"


@audit.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def export(form: str) -> None:
    """Write the whole trail to stdout, an entry a line; the hashes let anybody check it elsewhere."""
    with database() as session:
        entries = audit_trail.export(session, OPERATOR)
        write = _write_csv if form == "csv" else _write_jsonl
        write(entries)


def _write_jsonl(entries) -> None:
    for entry in entries:
        click.echo(orjson.dumps(entry))


def _write_csv(entries) -> None:
    """`details` as JSON in its cell."""
    writer = csv.DictWriter(sys.stdout, audit_trail.COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        cells = entry | {"details": orjson.dumps(entry["details"]).decode()}
        writer.writerow({name: harmless(cell) if isinstance(cell, str) else cell for name, cell in cells.items()})
