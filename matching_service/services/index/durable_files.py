"""Files that only their owner may read, and that are on the disk when the call returns."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def private(path: str, flags: int) -> int:
    """An opener, as `open` takes it, for files of mode 600."""
    return os.open(path, flags, 0o600)


def write_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """`write(file)`, and wait until all of it is on the disk."""
    with open(path, "wb", opener=private) as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """A new name is on the disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
