"""`matching-service rank`: ranked lists in the terminal, with the reasons."""

from dataclasses import asdict

import click
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from matching_service.cli import notes
from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import json_option, print_json, stdout_console
from matching_service.matcher.explanation import WEAK_FIT
from matching_service.matcher.features import PARTS
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import openings
from matching_service.services.matching import ranking
from matching_service.services.matching.matches import Ineligible, Match, Ranking
from matching_service.services.profiles import people

# Colours and names of the parts, everywhere the same.
PART_STYLES = dict(zip(PARTS, ("blue", "green", "cyan", "yellow", "magenta"), strict=True))
BAR_WIDTH = 24


_JSON_HELP = """With --json, a list: of each match rank (from 1), id, score, parts (they sum to the score), matched,
missing and unknown (skills by code), and more. With --ineligible these are followed, in the same list, by up to 500
who are excluded: rank null, eligible false, id, name, municipality, reasons."""


@click.group()
def rank() -> None:
    """People for an opening, or openings for a person, best first."""


def _options(command):
    for option in reversed(
        (
            click.argument("entity_id", metavar="ID", type=click.IntRange(1, 2**31 - 1)),
            click.option("--top", "limit", type=click.IntRange(1, 1000), default=10, show_default=True),
            click.option("--explain", is_flag=True, help="Show the parts of each score, and skills by name."),
            click.option("--ineligible", is_flag=True, help="List those whom a hard rule excludes, with the reason."),
            click.option("--language", type=click.Choice(["sr", "en", "de", "sq"]), default="sr", show_default=True),
            json_option,
        )
    ):
        command = option(command)
    return command


@rank.command(epilog=_JSON_HELP)
@_options
def opening(entity_id: int, limit: int, explain: bool, ineligible: bool, language: str, as_json: bool) -> None:
    """People for the opening ID."""
    engine = command_engine()
    with database() as session:
        detail = openings.get(session, OPERATOR, entity_id)
        found = ranking.rank_people(session, OPERATOR, engine, entity_id, limit=limit, with_ineligible=ineligible)
        title = f"{detail.record.title} - {detail.employer_name or detail.record.place or 'no employer named'}"
        _show(title, found, engine.taxonomy(session), explain, language, as_json)


@rank.command(epilog=_JSON_HELP)
@_options
def person(entity_id: int, limit: int, explain: bool, ineligible: bool, language: str, as_json: bool) -> None:
    """Published openings for the person ID."""
    engine = command_engine()
    with database() as session:
        record = people.get(session, OPERATOR, entity_id).record
        found = ranking.rank_openings(session, OPERATOR, engine, entity_id, limit=limit, with_ineligible=ineligible)
        title = f"{record.given_name} {record.family_name}"
        _show(title, found, engine.taxonomy(session), explain, language, as_json)


def _show(title: str, found: Ranking, taxonomy: Taxonomy, explain: bool, language: str, as_json: bool) -> None:
    if as_json:
        print_json([*found.matches, *map(_excluded, found.ineligible)])
        return
    console = stdout_console()
    console.print(Text(title, style="bold"))
    console.print(f"{found.eligible} eligible, {found.excluded} excluded by hard rules", style="dim")
    console.print(_table(found, taxonomy, explain, language))
    if any(match.weak for match in found.matches):
        console.print(
            f"dim: weak, below {100 * WEAK_FIT:.0f}; they share hardly more than what nobody knows", style="dim"
        )
    if explain:
        _print_legend(console)
    for item in found.ineligible:
        reasons = "; ".join(notes.words(note) for note in item.reasons)
        console.print(Text(f"excluded  {item.id:>5}  {item.name}: {reasons}", style="dim"))


def _excluded(item: Ineligible) -> dict[str, object]:
    """As a line of the list, told from the ranked ones by its rank."""
    return {"rank": None, "eligible": False, **asdict(item)}


def _table(found: Ranking, taxonomy: Taxonomy, explain: bool, language: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1 if explain else 0, 0))
    table.add_column("", justify="right")
    table.add_column("id", justify="right", style="dim")
    table.add_column("fit", justify="right")
    table.add_column("")
    table.add_column("name")
    table.add_column("km", justify="right")
    table.add_column("why" if explain else "counts as")
    for match in found.matches:
        name = Text(match.name)
        if match.employer_name:
            name.append(f"\n{match.employer_name}", style="dim")
        km = "?" if match.distance_km is None else f"{match.distance_km:.0f}"
        why = _why(match, taxonomy, language) if explain else Text(_occupation(match, taxonomy, language))
        fit = f"{100 * match.score:.0f}"
        table.add_row(
            str(match.rank), str(match.id), fit, _bar(match), name, km, why, style="dim" if match.weak else None
        )
    return table


def _bar(match: Match) -> Text:
    """One bar stacked from the parts: full width is a perfect fit."""
    bar, drawn, reached = Text(), 0, 0.0
    for part, value in match.parts.items():
        reached += max(value, 0.0)
        cells = round(reached * BAR_WIDTH) - drawn
        bar.append("█" * cells, style=PART_STYLES[part])
        drawn += cells
    return bar.append("·" * max(BAR_WIDTH - drawn, 0), style="dim")


def _occupation(match: Match, taxonomy: Taxonomy, language: str) -> str:
    return taxonomy.occupation_label(match.occupation, language) if match.occupation else "-"


def _why(match: Match, taxonomy: Taxonomy, language: str) -> Group:
    points = Text()
    for part, value in match.parts.items():
        points.append(f"{part.replace('_', ' ')} {100 * value:.1f}  ", style=PART_STYLES[part])
    lines = [points, Text(f"counts as: {_occupation(match, taxonomy, language)}")]
    for name, codes in (("has", match.matched), ("lacks", match.missing), ("not known", match.unknown)):
        if codes:
            labels = (_skill(code, match, taxonomy, language) for code in codes)
            lines.append(Text(f"{name}: {', '.join(labels)}"))
    if match.notes:
        lines.append(Text("to ask: " + "; ".join(notes.words(note) for note in match.notes), style="italic"))
    return Group(*lines)


def _skill(code: str, match: Match, taxonomy: Taxonomy, language: str) -> str:
    marks = dict.fromkeys(match.implied, " (by occupation)") | dict.fromkeys(match.missing_required, " (required)")
    return taxonomy.skill_label(code, language) + marks.get(code, "")


def _print_legend(console: Console) -> None:
    legend = Text("█ ")
    for part, style in PART_STYLES.items():
        legend.append(f"{part.replace('_', ' ')}  ", style=style)
    console.print(legend)
