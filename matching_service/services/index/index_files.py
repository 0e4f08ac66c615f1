"""Segments of the index on disk, memory-mapped, so that all processes of a machine share one copy.

The database stays the truth: a file may be lost or out of date at any time (see upkeep.py). A segment is a folder
`<kind>-<edition>-<number>` with one .npy file for each array and a `manifest.json`, which names them with the checksums
of the files, after a line with its own checksum. It is written under another name and renamed when all of it is on the
disk; nothing is ever changed afterwards. Processes that have mapped a folder keep its content when it is removed.
"""

import fcntl
import hashlib
import json
import logging
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
from matching_service.services.index.durable_files import private, sync_folder, write_file

# Raise this when the layout of segments changes: files of another version are never opened.
FORMAT = 2
_AT_ONCE = 2**20
_log = logging.getLogger("index")


class Damaged(Exception):
    """A segment on disk that is not what was written, or was written by another version of this program."""


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """The segments of one database, in a folder that is closed to others: they tell what people can do.

    `newest` and `write` are for whoever holds the `lock`. All raise OSError where the folder cannot be used.
    """

    folder: Path

    def newest(self, kind: str, edition: str, of: Kind, n_features: int) -> tuple[Segment, Values] | None:
        """The newest segment of the edition that can be used; its others are removed, and what is unfinished.

        Those of other editions stay until something is written: another process may have another reader for a while.
        """
        shutil.rmtree(self._unfinished(kind), ignore_errors=True)
        found = None
        for path in sorted(self._written(kind, edition), key=_number, reverse=True):
            if found is None:
                try:
                    found = _of_size(_read(path, edition, of), n_features)
                    continue
                except (Damaged, OSError, ValueError) as error:
                    _log.warning("index %s cannot be used and is made again: %s", path.name, error)
            shutil.rmtree(path, ignore_errors=True)
        return found

    def write(self, kind: str, edition: str, segment: Segment, values: Values) -> None:
        """Put a segment on the disk, in the place of all others of its kind."""
        number = max(map(_number, self._written(kind, edition)), default=0) + 1
        path, beside = self.folder / f"{_stem(kind, edition)}-{number}", self._unfinished(kind)
        shutil.rmtree(beside, ignore_errors=True)
        try:
            _private_folder(beside)
            _write(beside, edition, segment, values)
            beside.rename(path)
            sync_folder(self.folder)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        self._remove_all_but(path, kind)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Waits while another process opens or writes; the lock of a process that is killed is free at once."""
        _private_folder(self.folder)
        with open(self.folder / "lock", "w", opener=private) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _written(self, kind: str, edition: str) -> list[Path]:
        return [
            path for path in self.folder.glob(f"{_stem(kind, edition)}-*") if path.name.rpartition("-")[2].isdigit()
        ]

    def _unfinished(self, kind: str) -> Path:
        return self.folder / f"{kind}-unfinished"

    def _remove_all_but(self, kept: Path, kind: str) -> None:
        for path in self.folder.glob(f"{kind}-*"):
            if path != kept:
                shutil.rmtree(path, ignore_errors=True)


def index_files(folder: str | None, database_url: str) -> IndexFiles | None:
    """Those of a database, in a folder of its own; None for a database in memory, which is gone with its process."""
    url = make_url(database_url)
    if folder is None or (url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")):
        return None
    # without the password, which changes; a hash, as a URL is no name for a folder
    name = hashlib.sha256(url.render_as_string(hide_password=True).encode()).hexdigest()[:12]
    return IndexFiles(Path(folder) / name)


def _of_size(found: tuple[Segment, Values], n_features: int) -> tuple[Segment, Values]:
    """Kernels would read beyond the arrays of a segment with fewer features."""
    if len(found[0].inverted.step) != n_features:
        raise Damaged("it has other features")
    return found


def _stem(kind: str, edition: str) -> str:
    return f"{kind}-{re.sub('[^0-9A-Za-z.]+', '_', edition)}"


def _number(path: Path) -> int:
    return int(path.name.rpartition("-")[2])


# the arrays of a segment: of its rows, of its inverted part, its own
_ROWS, _INVERTED = ([each.name for each in fields(part)] for part in (Rows, Inverted))
_OWN = [each.name for each in fields(Segment) if each.name not in ("rows", "inverted", "block_size")]
_NAMES = {*(f"rows.{name}" for name in _ROWS), *(f"inverted.{name}" for name in _INVERTED), *_OWN}


def _arrays(segment: Segment) -> dict[str, np.ndarray]:
    return {
        **{f"rows.{name}": getattr(segment.rows, name) for name in _ROWS},
        **{f"inverted.{name}": getattr(segment.inverted, name) for name in _INVERTED},
        **{name: getattr(segment, name) for name in _OWN},
    }


def _segment(arrays: dict[str, np.ndarray], block_size: int) -> Segment:
    return Segment(
        rows=Rows(*(arrays[f"rows.{name}"] for name in _ROWS)),
        inverted=Inverted(*(arrays[f"inverted.{name}"] for name in _INVERTED)),
        block_size=block_size,
        **{name: arrays[name] for name in _OWN},
    )


def _write(folder: Path, edition: str, segment: Segment, values: Values) -> None:
    checksums = {}
    for name, array in _arrays(segment).items():
        write_file(folder / f"{name}.npy", lambda file, array=array: np.save(file, array))
        checksums[name] = _checksum(folder / f"{name}.npy")
    manifest = {"format": FORMAT, "edition": edition, "block_size": segment.block_size, "arrays": checksums}
    content = json.dumps({**manifest, "values": values.to_json()}).encode()
    write_file(folder / "manifest.json", lambda file: file.write(b"%08x\n%b" % (zlib.crc32(content), content)))
    sync_folder(folder)


def _read(folder: Path, edition: str, kind: Kind) -> tuple[Segment, Values]:
    """Raises Damaged, OSError, and ValueError for the values of other rules."""
    checksum, _, content = (folder / "manifest.json").read_bytes().partition(b"\n")
    if checksum != b"%08x" % zlib.crc32(content):
        raise Damaged("the manifest is damaged")
    manifest = json.loads(content)
    if (manifest["format"], manifest["edition"]) != (FORMAT, edition) or manifest["arrays"].keys() != _NAMES:
        raise Damaged("it is of another version")
    arrays = {name: _mapped(folder / f"{name}.npy", checksum) for name, checksum in manifest["arrays"].items()}
    return _segment(arrays, manifest["block_size"]), Values.from_json(kind, manifest["values"])


def _mapped(path: Path, checksum: int) -> np.ndarray:
    if _checksum(path) != checksum:
        raise Damaged(f"{path.name} is damaged")
    return np.asarray(np.load(path, mmap_mode="r"))


def _checksum(path: Path) -> int:
    checksum = 0
    with open(path, "rb") as file:
        while part := file.read(_AT_ONCE):
            checksum = zlib.crc32(part, checksum)
    return checksum


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # one that was there before, or made under another umask
    folder.chmod(0o700)
