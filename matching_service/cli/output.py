"""The one place for what commands print: tables for people, JSON for programs, progress on stderr."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")

# Where no terminal tells its width, a table must not be broken at 80 columns.
WIDTH_IN_A_PIPE = 200


def print_json(value: object) -> None:
    """Print dataclasses, mappings, sequences, dates, decimals and numpy values as indented JSON on stdout."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
    click.echo(orjson.dumps(value, default=_plain, option=options))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def print_rows(
    rows: Sequence[Mapping[str, object]], columns: Mapping[str, str], *, as_json: bool, title: str | None = None
) -> None:
    """Print `rows` as a table of `columns` (key of a row -> heading), or whole as a JSON list."""
    if as_json:
        print_json(rows)
        return
    table = Table(title=title, title_justify="left")
    for key, heading in columns.items():
        numeric = all(isinstance(row.get(key), int | float | None) for row in rows)
        table.add_column(heading, justify="right" if numeric and rows else "left")
    for row in rows:
        table.add_row(*(Text(_shown(row.get(key))) for key in columns))
    stdout_console().print(table)


def print_record(record: Mapping[str, object], sentence: str, *, as_json: bool) -> None:
    """Print what a command did: as a sentence, or the record as a JSON object."""
    if as_json:
        print_json(record)
    else:
        click.echo(sentence)


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """How many of what: `1 row`, `2 rows`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def stdout_console() -> Console:
    """A console on stdout: as wide as the terminal, or as wide as tables need it in a pipe."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH_IN_A_PIPE)


class Speed(ProgressColumn):
    """Steps a second, and how long the rest will take."""

    def render(self, task: Task) -> Text:
        if not task.speed or task.time_remaining is None:
            return Text("")
        return Text(f"{task.speed:,.0f}/s, {timedelta(seconds=int(task.time_remaining))} left")


@contextmanager
def progress(description: str, total: int | None = None, speed: bool = False) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr while the block runs, none where stderr is not a terminal.

    Yields what moves it on: `advance(steps)`.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    columns += (Speed(),) if speed else ()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(description, total=total)
        yield lambda steps: bar.advance(task, steps)
