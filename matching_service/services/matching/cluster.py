"""Everybody against everything on a Dask cluster: the openings go to every worker once, people in chunks.

Workers get arrays, so they need this package and neither the database nor a disk they share.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import resolve_name

from matching_service import __version__
from matching_service.errors import BadInput
from matching_service.matcher.match_all import Matcher, Matches
from matching_service.matcher.rows import Rows
from matching_service.services.matching.match_all import Submit, Work, Workers

# Seconds that a scheduler may take to answer.
PATIENCE = 10


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Raises BadInput without the extra `cluster`, where no scheduler answers, and for workers of another version."""
    client = _connect(address)
    try:
        _check_workers(client, address)

        def begin(work: Work) -> Submit:
            with _clear_losses(address):
                matcher = client.scatter(Matcher(work.openings), broadcast=True, hash=False)
            return lambda rows: _Promise(client.submit(_match, matcher, rows, work.top, pure=False), address)

        yield Workers(2 * sum(client.nthreads().values()), begin)
    finally:
        client.close()


def _connect(address: str):
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise BadInput("--scheduler needs Dask: pip install '.[cluster]'") from None
    try:
        # first, as a client that cannot read an address says more than one line
        import_module("distributed.comm").resolve_address(address)
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadInput(f"no Dask scheduler answers at {address}: {error}") from error


def _check_workers(client, address: str) -> None:
    # asked by the standard library, which workers without this package have as well
    versions = client.run(resolve_name, "matching_service:__version__", on_error="return")
    if not versions:
        raise BadInput(f"the Dask cluster at {address} has no workers")
    for worker, version in sorted(versions.items()):
        if isinstance(version, ImportError):
            raise BadInput(f"the Dask worker {worker} lacks matching-service; this is {__version__}")
        if version != __version__:
            raise BadInput(f"the Dask worker {worker} has matching-service {version}; this is {__version__}")


@dataclass(frozen=True, slots=True)
class _Promise:
    future: object
    address: str

    def result(self) -> Matches:
        with _clear_losses(self.address):
            return self.future.result()


@contextmanager
def _clear_losses(address: str) -> Iterator[None]:
    distributed = import_module("distributed")
    try:
        yield
    except (distributed.CancelledError, distributed.KilledWorker, OSError) as error:
        raise BadInput(f"the Dask cluster at {address} was lost; what is done is kept, run this again") from error


def _match(matcher: Matcher, people: Rows, top: int) -> Matches:
    # made anew: arrays that come by wire may be writable, and kernels are compiled for arrays as `Rows` has them
    return matcher.best_openings(replace(people), top)
