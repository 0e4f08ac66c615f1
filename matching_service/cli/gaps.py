"""`matching-service gaps` and `trainings`: what to ask, and what training would change."""

import click
from rich.text import Text

from matching_service.cli import notes
from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import counted, json_option, print_json, print_rows, stdout_console
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.matching import trainings as trainings_service
from matching_service.services.matching import what_if
from matching_service.services.matching.ideas import Idea
from matching_service.services.matching.what_if import Gaps, Move, Standing

_ID = click.IntRange(1, 2**31 - 1)
_LANGUAGE = click.option("--language", type=click.Choice(["sr", "en", "de", "sq"]), default="sr", show_default=True)


@click.command()
@click.argument("opening_id", metavar="OPENING", type=_ID)
@click.argument("person_id", metavar="PERSON", type=_ID)
@_LANGUAGE
@json_option
def gaps(opening_id: int, person_id: int, language: str, as_json: bool) -> None:
    """What PERSON lacks for OPENING, and where single changes would move them in its list.

    Nothing is stored; the places are those that saving the change would give.
    """
    engine = command_engine()
    with database() as session:
        found = what_if.gaps(session, OPERATOR, engine, person_id, opening_id)
        if as_json:
            print_json(found)
        else:
            _show_gaps(found, engine.taxonomy(session), language)


def _show_gaps(found: Gaps, taxonomy: Taxonomy, language: str) -> None:
    stdout_console().print(Text(f"now: {_place(found.standing)}, fit {_fit(found.standing)}", style="bold"))
    for name, conditions in (("fails", found.failed), ("to ask", found.unknown)):
        if conditions:
            stdout_console().print(Text(f"{name}: " + "; ".join(notes.words(note) for note in conditions)))
    rows = [_move_row(move, taxonomy, language) for move in found.moves]
    print_rows(rows, {"what": "what", "first": "first", "fit": "fit", "place": "place"}, as_json=False)


def _move_row(move: Move, taxonomy: Taxonomy, language: str) -> dict[str, object]:
    first = "ask" if move.idea.ask else "train"
    place = {"fit": _fit(move.after), "place": _place(move.after)}
    return {"what": _named(move.idea, taxonomy, language), "first": first, **place}


def _place(standing: Standing) -> str:
    return "not listed" if standing.rank is None else f"{standing.rank} of {standing.of}"


def _fit(standing: Standing) -> str:
    return f"{100 * standing.score:.0f}"


def _named(idea: Idea, taxonomy: Taxonomy, language: str) -> str:
    if idea.kind == "skill":
        return taxonomy.skill_label(idea.codes[0], language)
    if idea.kind == "requalification":
        return f"requalification: {taxonomy.occupation_label(idea.codes[0], language)}"
    return f"{idea.kind}: {', '.join(idea.codes)}"


@click.command()
@click.argument("person_id", metavar="PERSON", type=_ID)
@click.option("--top", "limit", type=click.IntRange(1, trainings_service.MAX_TRAININGS), default=5, show_default=True)
@_LANGUAGE
@json_option
def trainings(person_id: int, limit: int, language: str, as_json: bool) -> None:
    """Requalifications that would open most suitable openings to PERSON, and what to ask first."""
    engine = command_engine()
    with database() as session:
        found = trainings_service.outlook(session, OPERATOR, engine, person_id, limit=limit)
        taxonomy = engine.taxonomy(session)
    if as_json:
        print_json(found)
        return
    click.echo(f"{counted(found.in_reach, 'opening')} in reach, {found.suitable} suitable now")
    rows = [
        {
            "what": _named(one.idea, taxonomy, language),
            "first": "ask" if one.idea.ask else "train",
            "openings": one.openings,
            "places": one.places,
            "nearest": "; ".join(opening.name for opening in one.nearest[:3]),
        }
        for one in (*found.questions, *found.trainings)
    ]
    print_rows(rows, {name: name for name in ("what", "first", "openings", "places", "nearest")}, as_json=False)
