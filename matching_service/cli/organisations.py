"""`matching-service organisations`: who keeps people, by whoever administers the machine."""

import click

from matching_service.cli.environment import database
from matching_service.cli.output import json_option, print_record, print_rows
from matching_service.services.identity import organisations as service
from matching_service.services.identity.actors import OPERATOR


@click.group()
def organisations() -> None:
    """Organisations, each of which keeps people of its own."""


@organisations.command("list")
@json_option
def list_(as_json: bool) -> None:
    """All organisations, with how many people each keeps and how many accounts it has."""
    with database() as session:
        rows = [
            {"id": one.id, "name": one.name, "people": one.people, "accounts": one.accounts}
            for one in service.listed(session, OPERATOR)
        ]
    headings = {"id": "Id", "name": "Organisation", "people": "People", "accounts": "Accounts"}
    print_rows(rows, headings, as_json=as_json)


@organisations.command()
@click.argument("name")
@json_option
def add(name: str, as_json: bool) -> None:
    """Add an organisation; `users create --organisation ID` makes its first account."""
    with database() as session:
        made = {"id": service.create(session, OPERATOR, name), "name": name}
    print_record(made, f"Organisation {made['id']} made: {name}", as_json=as_json)


@organisations.command()
@click.argument("organisation_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
@click.argument("name")
@json_option
def rename(organisation_id: int, name: str, as_json: bool) -> None:
    """Give an organisation another name."""
    with database() as session:
        service.rename(session, OPERATOR, organisation_id, name)
    print_record({"id": organisation_id, "name": name}, f"Organisation {organisation_id}: {name}", as_json=as_json)
