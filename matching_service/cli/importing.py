"""`matching-service import`: files of people and openings into the database."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import click

from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import counted, json_option, print_record, progress
from matching_service.errors import BadInput
from matching_service.services import importing
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.importing import Import, Line, Outcome, Rejects, Table

# Rows that are committed together: what an interruption may cost, and how long others wait to write.
BATCH = 50
# Bad rows that are named on the terminal; the file of rejected rows has all.
NAMED = 20
_NOUNS = {"people": ("person", "people"), "openings": ("opening", "openings")}


class MappingType(click.ParamType):
    name = "COLUMN=FIELD"

    def convert(self, value: str, param, ctx) -> tuple[str, str]:
        header, equals, field = value.rpartition("=")
        if not (equals and header.strip() and field.strip()):
            self.fail(f'"{value}" is not COLUMN=FIELD', param, ctx)
        return header.strip(), field.strip()


@click.group("import")
def import_() -> None:
    """Import people or openings from a CSV or XLSX file.

    Bad rows are told with their line and written to a file of their own, the others go in. The same file again
    changes nothing.
    """


def _command(kind: str, told: str) -> None:
    @import_.command(kind, help=told, epilog=f"Fields: {', '.join(importing.FIELDS[kind])}.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option(
        "--map", "mapping", type=MappingType(), multiple=True, metavar="COLUMN=FIELD",
        help="Read a column as this field; - for FIELD leaves it out. May be repeated.",
    )  # fmt: skip
    @click.option("--source", help="What rows of this origin are known by, beside their id (the file name).")
    @click.option("--rejects", type=click.Path(path_type=Path), help="Where to write bad rows (FILE.rejects.csv here).")
    @json_option
    def command(file: Path, mapping: tuple, source: str | None, rejects: Path | None, as_json: bool) -> None:
        done = _import(kind, file, dict(mapping), source, rejects)
        print_record(done, _sentence(kind, done), as_json=as_json)


_command("people", "Create and update profiles. Needed columns: ime and prezime, or ime i prezime.")
_command("openings", "Create and update openings; new ones are published. Needed column: naslov (title).")


def _import(kind: str, path: Path, mapping: dict, source: str | None, rejects_path: Path | None) -> dict[str, object]:
    table = importing.open_table(path)
    columns = importing.find_columns(kind, table.headers, mapping)
    source = source or path.name.removesuffix(importing.SUFFIX)
    job = Import(OPERATOR, kind, source, columns, command_engine(), width=len(table.headers))
    rejects_path = rejects_path or Path(path.name + importing.SUFFIX)
    if columns.ignored:
        click.echo(f"Columns not read: {', '.join(columns.ignored)}", err=True)
    with _rejects(rejects_path, table) as rejects:
        counts = _run(job, table, rejects)
    done = {"source": source, "rows": table.count, **{status: counts[status] for status in importing.STATUSES}}
    return {**done, "rejects_file": str(rejects_path) if counts["rejected"] else None, "ignored": columns.ignored}


@contextmanager
def _rejects(path: Path, table: Table) -> Iterator[Rejects]:
    if path.exists() and path.samefile(table.path):
        raise BadInput(f"rejected rows would overwrite {path}; choose another file with --rejects")
    with Rejects(path, table.headers) as rejects:
        yield rejects


def _run(job: Import, table: Table, rejects: Rejects) -> Counter[str]:
    """In batches, each a transaction of its own: what went in stays, whatever happens to the rest."""
    counts: Counter[str] = Counter()
    with progress(f"Importing {job.kind}", table.count) as advance:
        for lines in _batches(table):
            with database() as session:
                outcomes = job.put(session, lines)
                rejects.write(outcomes)
            _tell_rejected(outcomes, counts["rejected"])
            counts.update(outcome.status for outcome in outcomes)
            advance(len(lines))
    return counts


def _batches(table: Table) -> Iterator[list[Line]]:
    lines = table.lines()
    while batch := list(islice(lines, BATCH)):
        yield batch


def _tell_rejected(outcomes: list[Outcome], told_before: int) -> None:
    rejected = [outcome for outcome in outcomes if outcome.status == "rejected"]
    for number, outcome in enumerate(rejected, told_before + 1):
        if number <= NAMED:
            click.echo(f"Line {outcome.line.number}: {outcome.reason}", err=True)
        elif number == NAMED + 1:
            click.echo("More rows are rejected; the file of rejected rows names them all.", err=True)


def _sentence(kind: str, done: dict[str, object]) -> str:
    statuses = ", ".join(f"{done[status]} {status}" for status in importing.STATUSES)
    read = counted(done["rows"], *_NOUNS[kind])
    lines = [f"{read} read from {done['source']}: {statuses}"]
    if not (done["created"] or done["updated"]):
        lines.append("Nothing changed.")
    if done["rejects_file"]:
        lines.append(f"Rejected rows are in {done['rejects_file']}; mended, that file can be imported.")
    return "\n".join(lines)
