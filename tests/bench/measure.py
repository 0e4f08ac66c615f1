"""CPU time, memory and memory bandwidth of this process, kept on one core and one thread."""

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numba
import numpy as np
from threadpoolctl import threadpool_limits

T = TypeVar("T")
MB = 1e6
# those that the process may use at all
CORES = os.sched_getaffinity(0)


@contextmanager
def one_core() -> Iterator[None]:
    """Everything in the block, threads included, runs on one core, and numba and BLAS start no threads."""
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        with threadpool_limits(1), _cores({max(CORES)}):
            yield
    finally:
        numba.set_num_threads(threads)


def all_cores() -> AbstractContextManager[None]:
    """For a row that starts servers: processes started in the block run on any core, also inside `one_core`."""
    return _cores(CORES)


@contextmanager
def _cores(cores: set[int]) -> Iterator[None]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(work: Callable[[], T]) -> tuple[T, float]:
    """What `work` gives, and the CPU time of the whole process meanwhile."""
    began = time.process_time_ns()
    given = work()
    return given, (time.process_time_ns() - began) / 1e9


def timings(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Seconds of CPU time of each work in each round; they have run before, so all is compiled and mapped in."""
    return [cpu_seconds(work)[1] for _ in range(rounds) for work in works]


@dataclass(frozen=True)
class Built(Generic[T]):
    """`held`, `peak`: MB by which the process had grown after and at most during the building, None where the system
    does not tell."""

    value: T
    seconds: float
    held: float | None
    peak: float | None


def built(build: Callable[[], T]) -> Built[T]:
    gc.collect()
    told = _forget_peak()
    before = _resident("VmRSS")
    value, seconds = cpu_seconds(build)
    peak = _resident("VmHWM") - before if told else None
    return Built(value, seconds, _resident("VmRSS") - before if told else None, peak)


def _forget_peak() -> bool:
    """Let the kernel count the highest use of memory from here on."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def _resident(name: str) -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / MB


def bandwidth(size_mb: int) -> float:
    """GB a second that one core moves from and to memory, copying an array: read and written bytes, the best of five.

    Reading alone is slower: 16 GB/s where copying gives 25.
    """
    array = np.ones(int(size_mb * MB), dtype=np.uint8)
    copy = array.copy()
    return max(2 * array.nbytes / 1e9 / cpu_seconds(lambda: np.copyto(copy, array))[1] for _ in range(5))
