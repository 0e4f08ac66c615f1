"""`matching-service protected`: the keys of protected data."""

import base64
import secrets

import click

from matching_service.cli.environment import database
from matching_service.cli.output import counted, json_option, print_record, progress
from matching_service.config import PROTECTED_KEY_LENGTH
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.protection import sealed_rows

UNOPENED = 1
# Rows that are named on the terminal.
NAMED = 20


@click.group()
def protected() -> None:
    """The keys with which protected data, case notes and what second factors are checked by are sealed."""


@protected.command("new-key")
def new_key() -> None:
    """Print a new key for PROTECTED_KEYS. Put it first, before those that are there, and keep a copy elsewhere."""
    click.echo(base64.urlsafe_b64encode(secrets.token_bytes(PROTECTED_KEY_LENGTH)).decode())


@protected.command()
@json_option
@click.pass_context
def rotate(ctx: click.Context, as_json: bool) -> None:
    """Seal everything with the newest key; afterwards the older ones may be taken out of PROTECTED_KEYS.

    Goes in batches; whoever interrupts it starts it again. What no key opens is named and left as it is. While anything
    is not sealed with the newest key, exit status is 1: then no key may be taken out.
    """
    done, unopened = 0, []
    for table in sealed_rows.TABLES:
        with database() as session:
            total = sealed_rows.count_old(session, table)
        with progress(f"Sealing {table.__tablename__} again", total) as advance:
            for batch in _batches(table):
                done += batch.resealed
                unopened += batch.unopened
                advance(batch.resealed + len(batch.unopened))
    with database() as session:
        left = sum(sealed_rows.count_old(session, table) for table in sealed_rows.TABLES)
    told = {"resealed": done, "unopened": [{"table": table, "id": row_id} for table, row_id in unopened], "left": left}
    print_record(told, _sentence(done, unopened, left), as_json=as_json)
    if left:
        ctx.exit(UNOPENED)


def _batches(table: sealed_rows.Table):
    batch = None
    while batch is None or batch.last is not None:
        with database() as session:
            batch = sealed_rows.reseal_some(session, OPERATOR, table, batch and batch.last)
        yield batch


def _sentence(done: int, unopened: list[tuple[str, str]], left: int) -> str:
    sentence = f"{counted(done, 'row')} sealed with the newest key."
    if not left:
        return f"{sentence} No other key is needed any more."
    if not unopened:
        more = "written with an older key meanwhile: restart the service with the new keys, and run this again"
        return f"{sentence} {counted(left, 'row')} {more}."
    named = ", ".join(f"{table} {row_id}" for table, row_id in unopened[:NAMED])
    more = f" and {len(unopened) - NAMED} more" if len(unopened) > NAMED else ""
    return f"{sentence} No key opens {counted(len(unopened), 'row')}: {named}{more}. Take no key out."
