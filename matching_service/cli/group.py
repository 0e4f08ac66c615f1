"""The group all commands hang on: loads them when used, and ends in one line when something is wrong."""

import importlib
import sys
from collections.abc import Mapping

import click

from matching_service.errors import ServiceError

REFUSED = 2
INTERRUPTED = 130


class CommandLine(click.Group):
    """A group of commands named by `module:attribute`.

    A ServiceError, or an error of click's, is one line on stderr and exit status 2; anything else is a bug and shows.
    """

    def __init__(self, *args, command_places: Mapping[str, str], **extra):
        super().__init__(*args, **extra)
        self.command_places = command_places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.command_places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.command_places:
            return None
        module, attribute = self.command_places[cmd_name].split(":")
        return getattr(importlib.import_module(module), attribute)

    def main(self, *args, standalone_mode: bool = True, **extra):
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        sys.exit(self._status(*args, **extra))

    def _status(self, *args, **extra) -> int:
        try:
            status = super().main(*args, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            return REFUSED
        except click.Abort:
            click.echo("interrupted", err=True)
            return INTERRUPTED
        except click.ClickException as error:
            return _refuse(error.format_message())
        except ServiceError as error:
            return _refuse(str(error))
        return status if isinstance(status, int) else 0


def _refuse(message: str) -> int:
    click.echo(f"matching-service: {' '.join(message.split())}", err=True)
    return REFUSED
