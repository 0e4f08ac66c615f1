"""Row E: ranked lists over HTTP beside a bare Flask page, under the same gunicorn settings and the same load.

Nothing is left out of a request: token, permission, revision, hard rules, search, names, request log. The same openings
are asked for again and again, so explanations are remembered from the first time, as in the service itself.
Both servers run all the time and are loaded by turns, so whatever else the machine does meets both. Workers are not
replaced during the measurement (max_requests), for both alike: a worker is replaced once in thousands of requests.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

import numpy as np
import orjson

from matching_service.config import Settings
from tests.bench.bench import FULL, Bench
from tests.bench.contestants import OURS
from tests.bench.http_database import Register, fill
from tests.bench.http_load import CONNECTIONS
from tests.bench.measure import all_cores
from tests.bench.results import Row, ShareOf

BARE = "bare Flask"
SHARE = 0.3
# A quarter of the people of the benchmark: 100,000 in a full run.
PART_OF_PEOPLE = 4
SECONDS, QUICK_SECONDS = 5.0, 1.0
ROOT = Path(__file__).parents[2]
SECRET_KEY = "a key for measuring only, of no other use"
OPENINGS = 300
SHOWN = 50
CHECKED = 3
PATIENCE = 300  # seconds that a service may take to be ready


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen
    port: int


@dataclass(frozen=True, slots=True)
class Load:
    """`cpu`: seconds of the server's processes for one request; `median`: seconds from asking to the whole answer."""

    requests_a_second: float
    median: float
    cpu: float


@dataclass(frozen=True, slots=True)
class OverHttp:
    """`bare` and `ranking`: the medians of the rounds."""

    people: int
    bare: Load
    ranking: Load

    @property
    def ratio(self) -> float:
        return self.ranking.requests_a_second / self.bare.requests_a_second


def ranking_over_http(bench: Bench) -> Row:
    """Row E of the benchmark."""
    bench.say("E: ranking over HTTP")
    with all_cores():
        seconds = SECONDS if bench.sizes == FULL else QUICK_SECONDS
        found = over_http(bench.sizes.people // PART_OF_PEOPLE, seconds, bench.sizes.rounds)
    figures = {BARE: found.bare.requests_a_second, OURS: found.ranking.requests_a_second}
    bare, ranking = found.bare, found.ranking
    note = (
        f"E: 2 workers, {CONNECTIONS} connections. {ranking.requests_a_second:,.0f} lists a second, or "
        f"{bare.requests_a_second:,.0f} bare pages; a list takes {ranking.cpu * 1e6:,.0f} µs of CPU time instead of "
        f"{bare.cpu * 1e6:,.0f}, and {ranking.median * 1e3:.1f} ms instead of {bare.median * 1e3:.1f} in the queue of "
        "all. Lists are asked for again and again: why each stands where they do is remembered from the first time."
    )
    more = {"bare": asdict(found.bare), "ranking": asdict(found.ranking), "ratio": found.ratio}
    name = f"E ranking over HTTP, {found.people:,} people"
    return Row(name, "requests/s", figures, ShareOf(BARE, SHARE), more, (note,))


def over_http(people: int, seconds: float, rounds: int, advance: Callable[[int], None] = lambda rows: None) -> OverHttp:
    """Load both servers by turns, `seconds` each, `rounds` times. Raises AssertionError where an answer is wrong."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = f"sqlite:///{folder}/matching.sqlite"
        register = fill(Settings(url, SECRET_KEY, mode="demo", semantic=False), people, OPENINGS, advance)
        environ = {"DATABASE_URL": url, "SECRET_KEY": SECRET_KEY, "MATCHING_MODE": "production", "SEMANTIC": "off"}
        environ |= {"INDEX_FOLDER": f"{folder}/index", "RATE_LIMITS": "off", "PROTECTED_KEYS": "A" * 43 + "="}
        bare = stack.enter_context(serving("tests.bench.bare_page:app", Path(folder, "bare"), {}))
        service = stack.enter_context(serving("matching_service.wsgi:app", Path(folder, "service"), environ))
        headers = {"Authorization": f"Bearer {register.token}"}
        paths = _paths_of_full_lists(service, headers, register)
        _check_answers(service, headers, register, paths)
        turns = [("bare", bare, ["/"], {}), ("ranking", service, paths, headers)]
        loads: dict[str, list[Load]] = {name: [] for name, *_ in turns}
        for number in range(rounds + 1):
            for name, server, asked, sent in turns:
                done = _load(server, seconds, asked, sent)
                loads[name] += [done] if number else []  # the first round warms up every thread of every worker
    return OverHttp(people, **{name: _median(found) for name, found in loads.items()})


@contextmanager
def serving(app: str, folder: Path, environ: dict[str, str]) -> Iterator[Server]:
    """gunicorn with the settings of the service on a free port, with its output in the folder."""
    folder.mkdir()
    # what the settings do when a worker is up belongs to the service
    settings = f"from runpy import run_path\nglobals().update(run_path({str(ROOT / 'docker/gunicorn.conf.py')!r}))\n"
    settings += "" if environ else "del post_worker_init\n"
    Path(folder, "gunicorn.conf.py").write_text(settings)
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", f"{folder}/gunicorn.conf.py", "--max-requests", "0"]
    with Path(folder, "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", app],
            cwd=ROOT,
            env={**os.environ, "WEB_CONCURRENCY": "2", **environ},
            stdout=log,
            stderr=log,
        )
        try:
            yield Server(process, port)
        except Exception as error:
            error.add_note(Path(folder, "log").read_text()[-2000:])
            raise
        finally:
            process.terminate()
            process.wait()


def _paths_of_full_lists(server: Server, headers: dict[str, str], register: Register) -> list[str]:
    """Of the openings with as many candidates as are asked for; waits until the service is ready."""
    paths = [f"/api/v1/openings/{opening_id}/candidates?limit={SHOWN}" for opening_id in register.openings]
    _wait_for(server)
    full = [path for path in paths if len(_answer(server, path, headers)["items"]) == SHOWN]
    assert len(full) > len(paths) / 2, "hardly an opening has enough candidates"
    return full


def _check_answers(server: Server, headers: dict[str, str], register: Register, paths: list[str]) -> None:
    """The right people in the right order with the right scores, named and explained."""
    for path in paths[:CHECKED]:
        answer = _answer(server, path, headers)
        items = answer["items"]
        right = register.best(int(path.split("/")[4]), SHOWN)
        assert [item["rank"] for item in items] == list(range(1, SHOWN + 1))
        np.testing.assert_allclose([item["score"] for item in items], [score for score, _ in right], atol=1e-6)
        # where neighbours differ by less than rounding, either order is right
        assert {item["id"] for item in items if item["score"] > right[-1][0] + 1e-6} <= {row for _, row in right}
        assert all(abs(sum(item["parts"].values()) - item["score"]) < 1e-9 and item["name"] for item in items)
        assert 0 < answer["excluded"] < len(register.people)


def _wait_for(server: Server) -> None:
    """Until it listens; the first ranking then waits by itself for the index."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        with socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("the server does not listen")


def _answer(server: Server, path: str, headers: dict[str, str]) -> dict:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200, (response.status, body)
    return orjson.loads(body)


def _load(server: Server, seconds: float, paths: list[str], headers: dict[str, str]) -> Load:
    wanted = {"port": server.port, "seconds": seconds, "paths": paths, "headers": headers}
    before = _cpu_seconds(server.process.pid)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.http_load"],
        cwd=ROOT,
        input=orjson.dumps(wanted),
        stdout=subprocess.PIPE,
        check=True,
    )
    found = orjson.loads(done.stdout)
    cpu = (_cpu_seconds(server.process.pid) - before) / found["requests"]
    return Load(found["requests"] / found["seconds"], found["median"], cpu)


def _cpu_seconds(pid: int) -> float:
    """Of a process and its children, so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_cpu_seconds(int(child)) for child in children)


def _median(loads: list[Load]) -> Load:
    return Load(*(float(np.median([getattr(load, name) for load in loads])) for name in Load.__slots__))
