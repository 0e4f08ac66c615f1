"""`matching-service match-all`: the best openings of everybody, into one Parquet file."""

import os
import time
from contextlib import AbstractContextManager
from pathlib import Path

import click

from matching_service import __version__
from matching_service.cli.environment import command_engine, database
from matching_service.cli.output import counted, json_option, print_record, progress
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.matching import match_all as service
from matching_service.services.matching.cluster import cluster
from matching_service.services.matching.match_all import Work, Workers
from matching_service.services.matching.match_parts import Parts, check_target, parts_of

_COLUMNS = """Columns: person_id, opening_id, rank (from 1), score, and its parts occupation, required_skills,
desired_skills, experience, text, which sum to it (single precision); ordered by person_id and rank. Scores are of 1:
below 0.15 the two share hardly more than what nobody knows of them, from 0.5 on an opening is suitable. The metadata
of the schema tell the date, the revision of the data and of the reading, and TOP."""


@click.command("match-all", epilog=_COLUMNS)
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, help="Openings for each person.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE.parquet", help="The file to be written."
)
@click.option("--force", is_flag=True, help="Replace the file if it exists, once the new one is complete.")
@click.option("--jobs", type=click.IntRange(1), help="Threads on this machine (one for each core).")
@click.option("--scheduler", metavar="ADDRESS", help="Match on the Dask cluster of this scheduler.")
@click.option("--chunk", type=click.IntRange(1), help="People matched at once (4096; fewer for a long TOP).")
@json_option
def match_all(
    top: int, out: Path, force: bool, jobs: int | None, scheduler: str | None, chunk: int | None, as_json: bool
) -> None:
    """Match everybody with all openings that are open: for each person the list that `rank person` gives.

    Stopped and started again it goes on with what is missing, as long as the data are the same.
    """
    if jobs and scheduler is not None:
        raise click.UsageError("--jobs is for this machine; with --scheduler the cluster decides")
    check_target(out, force)
    began = time.perf_counter()
    with _workers(jobs, scheduler) as workers:
        with database() as session:
            work = service.everything(session, OPERATOR, command_engine(), top=top, chunk=chunk)
        done = _write(work, workers, out)
    done = {"file": str(out), **done, "seconds": round(time.perf_counter() - began, 1)}
    print_record(done, _sentence(done), as_json=as_json)


def _workers(jobs: int | None, scheduler: str | None) -> AbstractContextManager[Workers]:
    return cluster(scheduler) if scheduler is not None else service.threads(jobs or os.cpu_count() or 1)


def _write(work: Work, workers: Workers, out: Path) -> dict[str, object]:
    description = {**work.description(), "version": __version__}
    manifest = {**description, "chunk": work.chunk, "checksum": work.checksum}
    with parts_of(out, manifest, len(work.sizes)) as parts:
        _tell_of_earlier(parts)
        people = len(work.person_ids)
        with progress("Matching people", people, speed=True) as advance:
            advance(sum(work.sizes[number] for number in parts.done))
            service.match(work, workers, parts, advance)
        pairs = parts.join(out, description)
    return {"people": people, "openings": len(work.openings.rows), "pairs": pairs, "parts_kept": len(parts.done)}


def _tell_of_earlier(parts: Parts) -> None:
    if parts.stale:
        click.echo(f"Begun anew: {parts.folder} was of something else ({parts.stale}).", err=True)
    elif parts.done:
        click.echo(f"Going on after {len(parts.done)} of {counted(parts.count, 'part')}.", err=True)


def _sentence(done: dict[str, object]) -> str:
    people, openings = counted(done["people"], "person", "people"), counted(done["openings"], "opening")
    return f"{people} and {openings} matched in {done['seconds']} s: {counted(done['pairs'], 'pair')} in {done['file']}"
