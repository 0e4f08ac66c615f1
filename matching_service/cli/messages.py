"""`matching-service messages`: e-mails that wait to be sent."""

import click

from matching_service.cli.environment import command_settings, database
from matching_service.cli.output import counted, json_option, print_record
from matching_service.config import Settings
from matching_service.errors import ConfigurationError
from matching_service.services import messages as letters
from matching_service.services import smtp


@click.group()
def messages() -> None:
    """E-mails that the service has written."""


@messages.command()
@json_option
def send(as_json: bool) -> None:
    """Deliver what waits, over SMTP_URL as MAIL_FROM. What is not taken is tried again by a later run."""
    settings = command_settings()
    _require_server(settings)
    done = {"sent": 0, "failed": 0}
    with smtp.connected(settings.smtp_url, settings.mail_from) as deliver:
        while (taken := _next(deliver)) is not None:
            done["sent" if taken else "failed"] += 1
    told = f"{counted(done['sent'], 'message')} sent, {done['failed']} not taken by the mail server."
    print_record(done, told, as_json=as_json)


def _next(deliver) -> bool | None:
    with database() as session:
        return letters.deliver_next(session, deliver)


def _require_server(settings: Settings) -> None:
    if not (settings.smtp_url and settings.mail_from):
        raise ConfigurationError("sending needs SMTP_URL (smtp://NAME:PASSWORD@HOST:PORT) and MAIL_FROM (an address)")
