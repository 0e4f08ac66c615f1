"""`matching-service users`: accounts made by whoever administers the machine."""

from collections.abc import Callable
from dataclasses import asdict

import click
from sqlalchemy.orm import Session

from matching_service.app import create_app
from matching_service.cli.environment import account_settings, database
from matching_service.cli.output import json_option, print_record
from matching_service.errors import NotFound
from matching_service.services.identity import account_admin, accounts, service_tokens
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.marketplace import employers
from models.vocabulary import ROLES


@click.group()
def users() -> None:
    """Accounts of the people who sign in."""


@users.command()
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice([role for role in ROLES if role != "service"]))
@click.option("--name", required=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out.")
@click.option("--employer", "pib", metavar="PIB", help="The company that an employer's account acts for.")
@click.option(
    "--person",
    "person_id",
    metavar="ID",
    type=click.IntRange(1, 2**31 - 1),
    help="The profile that a beneficiary's account is for.",
)
@click.option(
    "--organisation",
    "organisation_id",
    metavar="ID",
    type=click.IntRange(1, 2**31 - 1),
    help="The organisation that staff work for; the oldest one when left out.",
)
@click.option("--token", "with_token", is_flag=True, help="Also issue a bearer token for the API.")
@json_option
def create(
    email: str,
    role: str,
    name: str,
    password: str,
    pib: str | None,
    person_id: int | None,
    organisation_id: int | None,
    with_token: bool,
    as_json: bool,
) -> None:
    """Create an account."""
    _check_whose(role, pib, person_id)
    account = accounts.NewAccount(email=email, password=password, name=name)
    with create_app(account_settings()).app_context(), database() as session:
        employer_id = None if pib is None else _employer_id(session, pib)
        whose = {"employer_id": employer_id, "person_id": person_id, "organisation_id": organisation_id}
        user_id = account_admin.make(session, OPERATOR, account, role, **whose)
        made = {"id": user_id, "email": email, "role": role}
        if with_token:
            made["token"] = accounts.issue_token(session, email, password)
    print_record(made, _sentence(made), as_json=as_json)


def _check_whose(role: str, pib: str | None, person_id: int | None) -> None:
    """An account of a company or of a person is worth nothing without it."""
    if (role == "employer") != (pib is not None):
        raise click.UsageError("--employer PIB belongs to --role employer, and only there")
    if (role == "beneficiary") != (person_id is not None):
        raise click.UsageError("--person ID belongs to --role beneficiary, and only there")


def _employer_id(session: Session, pib: str) -> int:
    for found in employers.search(session, OPERATOR, text=pib).items:
        if found.record.pib == pib:
            return found.id
    raise NotFound("employer with PIB", pib)


def _sentence(made: dict[str, object]) -> str:
    sentence = f"Account {made['id']} made: {made['email']} ({made['role']})"
    return f"{sentence}\nToken: {made['token']}" if "token" in made else sentence


@users.command()
@click.argument("name")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, service_tokens.LONGEST))
@click.option("--organisation", "organisation_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
@json_option
def token(name: str, days: int, organisation_id: int | None, as_json: bool) -> None:
    """Make a token with which a program calls the API; it is printed once."""
    with database() as session:
        made = service_tokens.make(session, OPERATOR, name, days, organisation_id)
    told = f"{made.name}, until {made.ends_at:%Y-%m-%d}:\n{made.token}"
    print_record(asdict(made), told, as_json=as_json)


@users.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account: signed out everywhere, and no way in."""
    _change(email, account_admin.deactivate)
    click.echo(f"{email} is closed.")


@users.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """For a lost phone: the account signs in without a code until it sets one up again."""
    _change(email, account_admin.drop_second_factor)
    click.echo(f"{email} signs in without a code now.")


def _change(email: str, change: Callable[[Session, Actor, int], None]) -> None:
    with create_app(account_settings()).app_context(), database() as session:
        change(session, OPERATOR, accounts.id_of(session, email))
