"""`matching-service taxonomy`: what the taxonomy holds, what a text is read as, and the merge with ESCO."""

from dataclasses import asdict
from pathlib import Path

import click

from matching_service.cli.environment import database
from matching_service.cli.output import counted, json_option, print_record, print_rows, progress
from matching_service.services import esco
from matching_service.services import taxonomy as taxonomy_service
from matching_service.services.engine import Engine


@click.group()
def taxonomy() -> None:
    """Occupations and skills: counted, searched, extended."""


@taxonomy.command("import-esco")
@click.argument("zip_file", type=click.Path(path_type=Path))
@json_option
def import_esco(zip_file: Path, as_json: bool) -> None:
    """Merge the official ESCO download (CSV, zipped) into the taxonomy, then read everything again.

    Importing the same download twice adds nothing.
    """
    engine = Engine()
    with database() as session:
        with progress("Merging ESCO") as advance:
            done = esco.import_esco(session, zip_file, advance)
        if done.changed:
            read_everything_again(session, engine)
    sentence = (
        f"ESCO merged: {_concepts(done.occupations, done.skills)} added, "
        f"{_concepts(done.occupations_merged, done.skills_merged)} found in the taxonomy, "
        f"{counted(done.labels, 'label')} and {counted(done.relations, 'relation')} added."
        if done.changed
        else "ESCO was merged before; nothing changed."
    )
    print_record(asdict(done), sentence, as_json=as_json)


def read_everything_again(session, engine: Engine) -> int:
    """Read all profiles and openings with the current taxonomy, showing how far it is; how many."""
    with progress("Reading profiles and openings again") as advance:

        def shown(rows):
            for row in rows:
                yield row
                advance(1)

        return engine.read_again(session, shown)


def _concepts(occupations: int, skills: int) -> str:
    return f"{counted(occupations, 'occupation')} and {counted(skills, 'skill')}"


@taxonomy.command()
@json_option
def stats(as_json: bool) -> None:
    """Count occupations, skills, relations, and labels by language."""
    with database() as session:
        counts = taxonomy_service.counts(session)
    labels = ", ".join(f"{number} {language}" for language, number in counts.labels.items())
    sentence = (
        f"{_concepts(counts.occupations, counts.skills)} ({counts.with_esco} of them with an ESCO URI), "
        f"{counted(counts.relations, 'relation')}; labels: {labels}."
    )
    print_record(asdict(counts), sentence, as_json=as_json)


@taxonomy.command()
@click.argument("text")
@click.option("--kind", type=click.Choice(["occupation", "skill"]), help="Only occupations, or only skills.")
@click.option("--top", "limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--language", type=click.Choice(["sr", "en", "de", "sq"]), default="sr", show_default=True)
@json_option
def link(text: str, kind: str | None, limit: int, language: str, as_json: bool) -> None:
    """What TEXT stands for: occupations and skills with a confidence, the surest first."""
    with database() as session:
        found = taxonomy_service.suggest(session, Engine(), text, kind=kind, language=language, limit=limit)
    columns = {
        "confidence": "confidence",
        "kind": "kind",
        "label": "label",
        "code": "code",
        "isco_code": "ISCO",
        "matched_label": "found by",
    }
    print_rows([asdict(item) for item in found], columns, as_json=as_json)
