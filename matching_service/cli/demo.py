"""`matching-service demo`: something to look at."""

from datetime import date

import click

from matching_service.app import create_app
from matching_service.cli.environment import account_settings, command_engine, database
from matching_service.cli.output import json_option, print_record, progress
from matching_service.config import DEMO_PROTECTED_KEY, Settings
from matching_service.services import demo as demo_data
from matching_service.services.protection import sealing


@click.group()
def demo() -> None:
    """Invented people, companies and openings."""


@demo.command()
@json_option
def load(as_json: bool) -> None:
    """Load the demo, unless that was done before, and say how to sign in. Never in production."""
    settings = account_settings()
    if settings.mode == "production":
        print_record({"loaded": False, "accounts": []}, "Production: no demo data.", as_json=as_json)
        return
    loaded = _load(settings)
    accounts = [{"role": account.role, "email": account.email} for account in demo_data.ACCOUNTS]
    done = {"loaded": bool(loaded), "rows": loaded, "accounts": accounts, "password": demo_data.PASSWORD}
    print_record(done, _sentence(done), as_json=as_json)


def _load(settings: Settings) -> dict[str, int] | None:
    """How many rows of each kind were loaded, in one transaction; None when the demo was there."""
    with create_app(settings).app_context(), database() as session:
        if demo_data.is_loaded(session):
            return None
        session.info.update(sealing.with_keys(settings.protected_keys or (DEMO_PROTECTED_KEY,)))
        with demo_data.files() as files, progress("Loading the demo", sum(files.rows.values())) as advance:
            demo_data.load(session, command_engine(), files, date.today(), advance)
            return files.rows


def _sentence(done: dict) -> str:
    rows = done["rows"]
    counted = rows and ", ".join(f"{count} {name}" for name, count in rows.items())
    lines = [f"Demo data loaded: {counted}." if rows else "The demo data is there."]
    lines.append(f"Sign in with the password {done['password']} as")
    return "\n".join(lines + [f"  {account['email']}" for account in done["accounts"]])
