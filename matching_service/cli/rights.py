"""`matching-service rights`: a copy of all that is held on somebody, erasure, and the record of processing."""

from pathlib import Path

import click
import orjson

from employer_portal import copies, i18n
from matching_service.app import create_app
from matching_service.cli.environment import account_settings, command_engine, database, private_folder
from matching_service.cli.output import counted, json_option, print_record, print_rows
from matching_service.errors import BadInput
from matching_service.request_context import transaction
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.durable_files import write_file
from matching_service.services.protection.retention_rules import RULES
from matching_service.services.rights import erasure
from matching_service.services.rights.export import as_json
from matching_service.services.rights.export import export as export_all
from matching_service.services.rights.register import NOT_PERSONAL, PERSONAL

_PERSON_ID = click.argument("person_id", type=click.IntRange(1, 2**31 - 1))


@click.group()
def rights() -> None:
    """What is held on people: a copy, erasure, and the record of what is kept and why."""


@rights.command()
@_PERSON_ID
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Where to write.")
@click.option("--language", type=click.Choice(list(i18n.languages())), default=i18n.DEFAULT, show_default=True)
@json_option
def export(person_id: int, out: Path, language: str, as_json: bool) -> None:
    """Write all that is held on a person as a page (HTML) and as JSON, for the owner of the files only."""
    cookie = {"Cookie": f"{i18n.COOKIE}={language}"}
    with create_app(account_settings()).test_request_context(headers=cookie):
        with transaction() as session:
            copy = export_all(session, OPERATOR, person_id)
        done = {"person": person_id, "files": [str(path) for path in _write(copy, out)]}
    told = f"All that is held on person {person_id} is in {' and '.join(done['files'])}"
    print_record(done, told, as_json=as_json)


def _write(copy, folder: Path) -> list[Path]:
    private_folder(folder)
    contents = {
        "html": copies.as_html(copy).encode(),
        "json": orjson.dumps(as_json(copy), option=orjson.OPT_INDENT_2),
    }
    paths = []
    for suffix, content in contents.items():
        paths.append(folder / copies.file_name(copy, suffix))
        _write_one(paths[-1], content)
    return paths


def _write_one(path: Path, content: bytes) -> None:
    try:
        write_file(path, lambda file: file.write(content))
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from error


@rights.command()
@_PERSON_ID
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@json_option
def erase(person_id: int, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Erase a person and all that is theirs, at once and for good; statistics and the audit trail stay.

    Backups and files that were exported before are not reached: erase there too.
    """
    with database() as session:
        told = erasure.preview(session, OPERATOR, person_id)
    if dry_run:
        _tell(told, "would go", as_json)
        return
    if not yes:
        click.confirm(f"Erase person {person_id} ({counted(sum(told.gone.values()), 'row')}) for good?", abort=True)
    engine = command_engine()
    with database() as session:
        done = erasure.erase(session, OPERATOR, engine, person_id)
    with database() as session:
        engine.compact(session.get_bind())
    _tell(done, "gone", as_json)


def _tell(told: erasure.Erasure, heading: str, as_json: bool) -> None:
    rows = [{"table": table, "rows": count, "what": heading} for table, count in told.gone.items()]
    rows += [{"table": table, "rows": count, "what": "stays"} for table, count in told.kept.items()]
    print_rows(rows, {"table": "Table", "rows": "Rows", "what": ""}, as_json=as_json)


@rights.command()
@json_option
def record(as_json: bool) -> None:
    """The record of processing: every table, why it is kept, how long, and what erasure does to it."""
    rows = [
        {"table": name, "purpose": held.purpose, "kept": _kept(held.kept), "erasure": held.erasure}
        for name, held in PERSONAL.items()
    ]
    rows += [
        {"table": name, "purpose": why, "kept": "", "erasure": "not personal"} for name, why in NOT_PERSONAL.items()
    ]
    print_rows(rows, {"table": "Table", "purpose": "Purpose", "kept": "Kept", "erasure": "Erasure"}, as_json=as_json)


def _kept(rule: str) -> str:
    if rule not in RULES:
        return rule.replace("_", " ")
    return f"{RULES[rule].days} days after {RULES[rule].since}"
