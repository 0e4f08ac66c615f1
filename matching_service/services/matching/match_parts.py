"""The file of everybody's matches, written part by part, so that a run that was stopped goes on where it was.

Beside FILE stands a folder FILE.parts: a manifest of what is matched, and a Parquet file for each chunk of people that
is done. A part is renamed into its place when all of it is on the disk; so is FILE, when all parts are there.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from matching_service.errors import BadInput
from matching_service.matcher.features import PARTS
from matching_service.matcher.match_all import Matches
from matching_service.services.index.durable_files import sync_folder, write_file

SCHEMA = pa.schema(
    [
        pa.field(name, kind, nullable=False)
        for name, kind in (
            ("person_id", pa.int64()),
            ("opening_id", pa.int64()),
            ("rank", pa.int32()),
            ("score", pa.float64()),
            *((part, pa.float32()) for part in PARTS),
        )
    ]
)

# Scores are nearly all different: a dictionary of them takes three times as long and more room.
_WRITING = {"compression": "zstd", "use_dictionary": ["person_id", "opening_id", "rank"]}
# What is told of two manifests that differ.
_TOLD = ("date", "revision", "edition", "top", "chunk", "version")


@dataclass(frozen=True, slots=True)
class Parts:
    """`done`: numbers of the parts that are there already. `stale`: why what an earlier run has left was thrown away,
    None when nothing was."""

    folder: Path
    count: int
    done: frozenset[int]
    stale: str | None

    @property
    def missing(self) -> list[int]:
        return [number for number in range(self.count) if number not in self.done]

    def write(self, number: int, person_ids: np.ndarray, matches: Matches) -> None:
        table = _table(person_ids, matches)
        _write_whole(self._path(number), lambda file: parquet.write_table(table, file, **_WRITING))

    def join(self, target: Path, description: Mapping[str, object]) -> int:
        """Make the file of all parts, a row group of each, in the place of what was there; how many lines it has.

        `description` becomes metadata of the schema.
        """
        schema = SCHEMA.with_metadata({name: str(value) for name, value in description.items()})
        lines = 0

        def write(file) -> None:
            nonlocal lines
            with parquet.ParquetWriter(file, schema, **_WRITING) as writer:
                for number in range(self.count):
                    table = parquet.read_table(self._path(number), partitioning=None)
                    lines += len(table)
                    writer.write_table(table.cast(schema), row_group_size=max(1, len(table)))

        _write_whole(target, write, beside=self.folder)
        shutil.rmtree(self.folder)
        return lines

    def _path(self, number: int) -> Path:
        return self.folder / _name(number)


def check_target(target: Path, force: bool) -> None:
    """Raises BadInput where no file can be written, and for one that is there already, unless by `force`."""
    if not target.parent.is_dir():
        raise BadInput(f"{target.parent}: no such folder")
    if target.is_dir():
        raise BadInput(f"{target} is a folder")
    if target.exists() and not force:
        raise BadInput(f"{target} exists; --force replaces it")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise BadInput(f"{target.parent}: nothing may be written there")


@contextmanager
def parts_of(target: Path, manifest: Mapping[str, object], count: int) -> Iterator[Parts]:
    """The parts of a file of `count` chunks: those that an earlier run has left, if it was made of the same.

    Raises BadInput while another process writes the same file, and where the disk does not take it.
    """
    folder = target.with_name(target.name + ".parts")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with _lock(folder):
            stale = _begin(folder, manifest)
            done = frozenset(number for number in range(count) if _is_whole(folder / _name(number)))
            yield Parts(folder, count, done, stale)
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror or error}") from error


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Held by a running process; that of one which is killed is free at once."""
    with open(folder / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(f"{folder.name}: another process is writing there") from None
        yield


def _begin(folder: Path, manifest: Mapping[str, object]) -> str | None:
    """Remove what was made of something else; why, or None when nothing was."""
    path, found = folder / "manifest.json", list(folder.glob("*.parquet"))
    earlier = _manifest(path)
    if earlier == manifest:
        return None
    for part in found:
        part.unlink()
    _write_whole(path, lambda file: file.write(json.dumps(manifest).encode()))
    return _difference(earlier, manifest) if found else None


def _manifest(path: Path) -> dict[str, object]:
    """Empty where there is none that can be read."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _difference(earlier: Mapping[str, object], manifest: Mapping[str, object]) -> str:
    told = [name for name in _TOLD if earlier.get(name) not in (None, manifest[name])]
    return "; ".join(f"{name} {earlier[name]}, now {manifest[name]}" for name in told) or "other people or openings"


def _is_whole(path: Path) -> bool:
    try:
        parquet.read_metadata(path)
    except (FileNotFoundError, pa.ArrowInvalid):
        return False
    return True


def _name(number: int) -> str:
    return f"{number:06}.parquet"


def _table(person_ids: np.ndarray, matches: Matches) -> pa.Table:
    ends = np.cumsum(matches.counts)
    begins = np.repeat(ends - matches.counts, matches.counts)
    ranks = (np.arange(len(begins)) - begins + 1).astype(np.int32)
    columns = [np.repeat(person_ids, matches.counts), matches.opening_ids, ranks, matches.scores, *matches.parts.T]
    return pa.table([np.ascontiguousarray(column) for column in columns], schema=SCHEMA)


def _write_whole(path: Path, write: Callable[[BinaryIO], object], beside: Path | None = None) -> None:
    """`write(file)`, and rename it into its place when all of it is on the disk."""
    unfinished = (beside or path.parent) / "unfinished"
    write_file(unfinished, write)
    os.replace(unfinished, path)
    sync_folder(path.parent)
