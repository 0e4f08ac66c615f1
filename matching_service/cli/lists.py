"""`matching-service lists`: ranked lists as they were shown, and made again."""

import click

from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import counted, json_option, print_json, print_rows
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.lists import list_records, list_replay
from matching_service.services.lists.list_records import ListSummary
from matching_service.services.lists.list_replay import Difference, Replay

NOT_THE_SAME = 1


@click.group()
def lists() -> None:
    """Ranked lists that people were shown."""


@lists.command()
@click.option("--top", "limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def shown(limit: int, as_json: bool) -> None:
    """Who was shown which list, the latest first."""
    with database() as session:
        found = list_records.search(session, OPERATOR, limit=limit).items
    headings = {"id": "list", "of": "of", "to": "shown to", "at": "when", "lines": "lines"}
    print_rows(found if as_json else [_row(each) for each in found], headings, as_json=as_json)


@lists.command()
@click.argument("list_id", metavar="LIST", type=click.IntRange(1, 2**31 - 1))
@json_option
def replay(list_id: int, as_json: bool) -> None:
    """Make LIST again from what it was made of, with the program as it is now, and compare it line by line.

    Ends with 1 where it is not the same.
    """
    engine = command_engine()
    with database() as session:
        again = list_replay.replay(session, OPERATOR, engine, list_id)
    if as_json:
        print_json({"same": again.same, **_plain(again)})
    else:
        _tell(again)
    if not again.same:
        raise click.exceptions.Exit(NOT_THE_SAME)


def _row(item: ListSummary) -> dict[str, object]:
    of = "what is not stored" if item.subject_id is None else f"{item.subject_id}"
    what = "people for opening" if item.direction == "people" else "openings for person"
    to = item.showing.by or item.showing.role
    return {
        "id": item.id,
        "of": f"{what} {of}",
        "to": to,
        "at": f"{item.showing.at:%Y-%m-%d %H:%M}",
        "lines": item.lines,
    }


def _plain(again: Replay) -> dict[str, object]:
    return {name: getattr(again, name) for name in ("list", "compared", "erased", "differences", "program")} | {
        "register_unchanged": again.register_unchanged
    }


def _tell(again: Replay) -> None:
    verdict = "the same" if again.same else "not the same" if again.differences else "the same, as far as it is left"
    click.echo(f"list {again.list.id}, {counted(again.compared, 'line')} compared: {verdict}")
    if again.erased:
        click.echo(f"{counted(again.erased, 'line')} erased with the people they were about")
    everybody = "everybody was ranked again" if again.register_unchanged else "others have changed since"
    click.echo(f"who all were ranked: {everybody}")
    for difference in (*again.program, *again.differences):
        click.echo(_sentence(difference))


def _sentence(difference: Difference) -> str:
    of = "" if difference.entity_id is None else f"{difference.entity_id}: "
    return f"  {of}{difference.what.replace('_', ' ')}: {difference.recorded} -> {difference.now}"
