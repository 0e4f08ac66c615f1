"""`matching-service serve`: gunicorn with our settings in place of this process."""

import ipaddress
import os
import socket
import sys

import click

from matching_service.cli.environment import service_environment
from matching_service.errors import BadInput, ConfigurationError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, envvar="PORT", show_default=True, show_envvar=True, type=click.IntRange(1, 65535))
@click.option(
    "--config",
    default="docker/gunicorn.conf.py",
    show_default=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Settings of gunicorn.",
)
def serve(host: str, port: int, config: str) -> None:
    """Serve pages and API over HTTP until Ctrl-C.

    Production (the default) needs PROTECTED_KEYS, and SECRET_KEY or SECRET_KEY_FILE; MATCHING_MODE=demo has keys of
    its own.
    """
    environ = service_environment()
    if environ.get("MATCHING_MODE") == "demo" and not _is_loopback(host):
        raise ConfigurationError("the demo has well-known passwords: it listens on 127.0.0.1 only")
    _refuse_taken_port(host, port)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", config, "--bind", f"{host}:{port}"]
    sys.stdout.flush()
    command = [*gunicorn, "matching_service.wsgi:app"]
    os.execve(sys.executable, command, environ)  # nosec B606 # no shell is meant: it takes nothing apart


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_taken_port(host: str, port: int) -> None:
    """gunicorn itself would try again and again, and then say it in seven lines."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            advice = f"PORT={port + 1} would choose another" if port < 65535 else "choose another PORT"
            raise BadInput(f"cannot listen on {host}:{port}: {error.strerror}; {advice}") from error
