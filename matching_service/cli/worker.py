"""`matching-service worker`: what is done by the clock, and letters that wait."""

import signal
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from threading import Event

import click
from flask import Flask
from sqlalchemy.orm import Session

from employer_portal import letters
from matching_service import request_context
from matching_service.app import create_app
from matching_service.cli.environment import clear_database_errors, database, service_environment
from matching_service.cli.output import counted, json_option, print_json, print_record, print_rows
from matching_service.cli.retention import days_option
from matching_service.config import Settings
from matching_service.errors import ConfigurationError
from matching_service.services import job_runs, outbox, smtp
from matching_service.services.identity import attempts
from matching_service.services.index.engine import Engine
from matching_service.services.jobs import DAY, JOBS, Job
from matching_service.services.protection import retention, sealing
from matching_service.worker import Deliver, Worker
from models.session import transaction

_COLUMNS = {"name": "Job", "done_at": "Last done", "due_at": "Due", "failures": "Failures", "problem": "Problem"}


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="Do all that is due, and end.")
@days_option
@json_option
@click.pass_context
def worker(ctx: click.Context, once: bool, days: tuple[tuple[str, int], ...], as_json: bool) -> None:
    """Do what is due by the clock - reminders, ends - and send the letters that wait, until Ctrl-C or SIGTERM.

    Letters go over SMTP_URL as MAIL_FROM; without these they wait, and the demo shows them at /demo/messages. Links in
    them begin with SERVICE_URL. Any number of workers may run at the same time.
    """
    if ctx.invoked_subcommand is not None:
        return
    settings = Settings.from_env(service_environment())
    with clear_database_errors(settings.database_url):
        ours = make_worker(settings, dict(days), Event())
        if once:
            done = ours.round()
            print_record(done, _sentence(done), as_json=as_json)
        else:
            _stop_when_told(ours.stop)
            ours.run()


@worker.command()
@click.option("--check", is_flag=True, help="End with exit status 1 where no worker has been at work for five minutes.")
@json_option
@click.pass_context
def status(ctx: click.Context, check: bool, as_json: bool) -> None:
    """When each job was last done, what failed, and what letters wait."""
    with database() as session:
        told = job_runs.status(session, _now())
        waiting = outbox.waiting(session, _now())
    if as_json:
        print_json({"works": told.works, "jobs": told.jobs, "letters": waiting})
    else:
        print_rows([job.as_row() for job in told.jobs], _COLUMNS, as_json=False)
        click.echo(_letters(waiting))
        click.echo("A worker is at work." if told.works else "No worker has been at work for five minutes.")
    if check and not told.works:
        ctx.exit(1)


@worker.command()
def again() -> None:
    """Send letters once more that were given up, or that may or may not have been sent: some may come twice."""
    with database() as session:
        number = outbox.again(session, _now())
    click.echo(f"{counted(number, 'letter')} will be sent again.")


def make_worker(settings: Settings, days: Mapping[str, int], stop: Event) -> Worker:
    """`days`: how long what is kept, where the rules are told others. Raises ConfigurationError."""
    app = create_app(settings)
    parts = app.extensions[request_context.EXTENSION]
    info = sealing.with_keys(settings.protected_keys) | attempts.with_key(settings.secret_key)
    begin = partial(transaction, parts.database, info)
    jobs = (*JOBS, Job("what was kept long enough", DAY, partial(_sweep, days)))
    return Worker(begin, parts.engine, jobs, _words(app, settings), _mail(settings), _now, stop)


def _sweep(days: Mapping[str, int], session: Session, engine: Engine, _now: datetime) -> int:
    return retention.sweep_records(session, engine, days)


def _words(app: Flask, settings: Settings) -> Callable:
    def in_words(notice):
        with app.test_request_context(base_url=settings.address):
            return letters.in_words(notice)

    return in_words


def _mail(settings: Settings) -> Callable[[], AbstractContextManager[Deliver]] | None:
    """None: letters wait. Raises ConfigurationError for an address that is none, and half of what is needed."""
    if not settings.smtp_url and not settings.mail_from:
        click.echo("No SMTP_URL and MAIL_FROM: letters wait.", err=True)
        return None
    if not (settings.smtp_url and settings.mail_from):
        raise ConfigurationError("sending needs SMTP_URL (smtp://NAME:PASSWORD@HOST:PORT) and MAIL_FROM (an address)")
    smtp.check(settings.smtp_url)
    return partial(smtp.connected, settings.smtp_url, settings.mail_from)


def _now() -> datetime:
    return datetime.now(UTC)


def _stop_when_told(stop: Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def _sentence(done: dict[str, int]) -> str:
    jobs = f"{counted(done['jobs'], 'job')} done, {done['failed_jobs']} failed"
    return f"{jobs}; {counted(done['sent'], 'letter')} sent, {done['not_sent']} not taken by the mail server."


def _letters(told: outbox.Waiting) -> str:
    since = f", the first since {told.oldest:%Y-%m-%d %H:%M} UTC" if told.oldest else ""
    lost = f"{told.given_up} given up, {told.not_known} perhaps sent (`worker again` sends them once more)"
    return f"{counted(told.waiting, 'letter')} waiting{since}; {told.refused} refused before; {lost}."
