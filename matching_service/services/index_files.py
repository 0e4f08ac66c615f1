"""Segments of the index on disk, memory-mapped, so that all processes of a machine share one copy.

The database stays the truth: a file may be lost or out of date at any time (see snapshots.reconciled). A segment is a
folder `<kind>-<edition>-<number>` with one .npy file for each array and a `manifest.json`, which names them with their
checksums. It is written under another name and renamed when all of it is on the disk.
"""

import fcntl
import hashlib
import json
import logging
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from sqlalchemy import make_url

from matching_service.matcher.conditions import Kind, Values
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Inverted, Segment

# Raise this when the layout of segments changes: files of another version are never opened.
FORMAT = 1
_log = logging.getLogger("index")


class Damaged(Exception):
    """A segment on disk that is not what was written, or was written by another version of this program."""


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """The segments of one database, in a folder that is closed to others: they tell what people can do."""

    folder: Path

    def newest(self, kind: str, edition: str, of: Kind) -> tuple[Segment, Values] | None:
        """The newest segment that can be used; those that cannot are removed."""
        for path in sorted(self._written(kind, edition), key=_number, reverse=True):
            try:
                return _read(path, of)
            except (Damaged, OSError, ValueError, KeyError) as error:
                _log.warning("index %s cannot be used and is made again: %s", path.name, error)
                shutil.rmtree(path, ignore_errors=True)
        return None

    def write(self, kind: str, edition: str, segment: Segment, values: Values) -> None:
        """Put a segment on the disk, and remove those it replaces. Only under `lock`."""
        written = self._written(kind, edition)
        number = max((_number(path) for path in written), default=0) + 1
        beside = self.folder / f"{kind}-unfinished"
        shutil.rmtree(beside, ignore_errors=True)
        _private_folder(beside)
        _write(beside, segment, values)
        beside.rename(self.folder / f"{_stem(kind, edition)}-{number}")
        _sync(self.folder)
        for path in self.folder.glob(f"{kind}-*-*"):
            if path.name != f"{_stem(kind, edition)}-{number}":
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Waits while another process opens or writes; the lock of a process that is killed is free at once."""
        _private_folder(self.folder)
        with open(self.folder / "lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _written(self, kind: str, edition: str) -> list[Path]:
        return [
            path for path in self.folder.glob(f"{_stem(kind, edition)}-*") if path.name.rpartition("-")[2].isdigit()
        ]


def index_files(folder: str | None, database_url: str) -> IndexFiles | None:
    """Those of a database, in a folder of its own; None for a database in memory, which is gone with its process."""
    url = make_url(database_url)
    if folder is None or (url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")):
        return None
    # without the password, which changes; a hash, as a URL is no name for a folder
    name = hashlib.sha256(url.render_as_string(hide_password=True).encode()).hexdigest()[:12]
    return IndexFiles(Path(folder) / name)


def _stem(kind: str, edition: str) -> str:
    return f"{kind}-{re.sub('[^0-9A-Za-z.]+', '_', edition)}"


def _number(path: Path) -> int:
    return int(path.name.rpartition("-")[2])


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _arrays(segment: Segment) -> dict[str, np.ndarray]:
    of_segment = ("first_rows", "by_id")
    return {
        **{f"rows.{each.name}": getattr(segment.rows, each.name) for each in fields(Rows)},
        **{f"inverted.{each.name}": getattr(segment.inverted, each.name) for each in fields(Inverted)},
        **{name: getattr(segment, name) for name in of_segment},
    }


def _write(folder: Path, segment: Segment, values: Values) -> None:
    manifest = {"format": FORMAT, "block_size": segment.block_size, "values": values.to_json(), "arrays": {}}
    for name, array in _arrays(segment).items():
        manifest["arrays"][name] = _checksum(array)
        with open(folder / f"{name}.npy", "wb") as file:
            np.save(file, array)
            _flush(file)
    content = json.dumps(manifest)
    with open(folder / "manifest.json", "w") as file:
        json.dump({"content": content, "checksum": zlib.crc32(content.encode())}, file)
        _flush(file)
    _sync(folder)


def _read(folder: Path, kind: Kind) -> tuple[Segment, Values]:
    outer = json.loads((folder / "manifest.json").read_text())
    manifest = json.loads(outer["content"])
    if zlib.crc32(outer["content"].encode()) != outer["checksum"] or manifest["format"] != FORMAT:
        raise Damaged("the manifest is damaged, or of another version")
    arrays = {name: _mapped(folder / f"{name}.npy", checksum) for name, checksum in manifest["arrays"].items()}
    rows, inverted = (
        made_of(*(arrays.pop(f"{name}.{each.name}") for each in fields(made_of)))
        for name, made_of in (("rows", Rows), ("inverted", Inverted))
    )
    segment = Segment(rows=rows, inverted=inverted, block_size=manifest["block_size"], **arrays)
    return segment, Values.from_json(kind, manifest["values"])


def _mapped(path: Path, checksum: int) -> np.ndarray:
    array = np.asarray(np.load(path, mmap_mode="r"))
    if _checksum(array) != checksum:
        raise Damaged(f"{path.name} is damaged")
    return array


def _checksum(array: np.ndarray) -> int:
    content = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    return zlib.crc32(content, zlib.crc32(f"{array.dtype}{array.shape}".encode()))


def _flush(file) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """A rename is on the disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
