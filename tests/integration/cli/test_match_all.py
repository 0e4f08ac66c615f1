"""The nightly file: everybody's list as the service gives it, whatever stops a run on its way."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from datetime import date

import pyarrow as pa
import pytest
from pyarrow import parquet

from matching_service import __version__
from matching_service.cli.environment import database
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace.openings import SkillDemand
from matching_service.services.matching import cluster, ranking
from matching_service.services.profiles.people import ExperienceRecord
from tests import factories

PARTS = ["occupation", "required_skills", "desired_skills", "experience", "text"]
PEOPLE = (
    ("šivačica", {}),
    ("zavarivač", {"mobility_km": 10, "municipality": "bor"}),
    ("zavarivač", {"licences_complete": True}),
    ("pekar", {}),
    ("pekarka", {"mobility_km": 10}),
    (None, {}),
)

# renames everything but the fourth part, and is killed instead
KILLED = """
import os, signal, sys
from matching_service.cli import main

renamed = os.replace

def replace(source, target):
    if str(target).endswith("000003.parquet"):
        os.kill(os.getpid(), signal.SIGKILL)
    renamed(source, target)

os.replace = replace
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def filled(small_database_file, tmp_path_factory):
    """A database of a few people, and of openings of which some are over."""
    path = shutil.copy(small_database_file, tmp_path_factory.mktemp("match-all") / "matching.sqlite")
    engine = Engine()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        with database() as session:
            for title, record in PEOPLE:
                experiences = (ExperienceRecord(title, years=3),) if title else ()
                factories.person(session, engine, experiences=experiences, **record)
            employer = factories.employer(session).id
            skills = (SkillDemand("mig-mag-welding"), SkillDemand("sewing", required=False))
            factories.opening(session, engine, employer, title="Varilac", licences=("B",), skills=skills)
            for title in ("Pekar", "Pekar", "Krojač"):
                factories.opening(session, engine, employer, title=title)
            factories.opening(session, engine, employer, title="Pekar", state="closed")
            factories.opening(session, engine, employer, title="Pekar", municipality="bor", remote=True)
    return path


@pytest.fixture
def town(filled, keep_database):
    """The working folder with that database."""
    return keep_database(filled)


@pytest.fixture
def match_all(run):
    """Run the command; gives what it reported, and what it said on stderr."""

    def invoke(*args):
        result = run("match-all", *args, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout), result.stderr

    return invoke


@pytest.fixture
def expected(town, match_all):
    """The table that a run without any trouble writes."""
    match_all("--out", "expected.parquet")
    return parquet.read_table("expected.parquet")


@pytest.fixture(scope="module")
def left_by_killed(filled, tmp_path_factory):
    """The folder of parts of a killed run: three of one person each, and the fourth all but finished."""
    folder = tmp_path_factory.mktemp("killed")
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{filled}", "SEMANTIC": "off"}
    arguments = ["match-all", "--out", "m.parquet", "--chunk", "1"]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=folder, env=environ, capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert len(list((folder / "m.parquet.parts").glob("*.parquet"))) == 3
    return folder / "m.parquet.parts"


@pytest.fixture
def killed(town, left_by_killed):
    """The working folder as that run left it."""
    shutil.copytree(left_by_killed, town / "m.parquet.parts")


def one_by_one(top):
    """What the ranking gives for each person, in the order of the file."""
    engine = Engine()
    with database() as session:
        return [
            {"person_id": person_id, "opening_id": match.id, "rank": match.rank, "score": match.score} | match.parts
            for person_id in range(1, len(PEOPLE) + 1)
            for match in ranking.rank_openings(session, OPERATOR, engine, person_id, limit=top).matches
        ]


# ---- the file


@pytest.mark.parametrize("top", [2, 20])
def test_everybody_has_the_list_that_the_ranking_gives(town, match_all, top):
    done, said = match_all("--out", "m.parquet", "--top", top)
    lines, ranked = parquet.read_table("m.parquet").to_pylist(), one_by_one(top)
    assert (done["people"], done["openings"], done["pairs"], said) == (len(PEOPLE), 5, len(ranked), "")
    assert len({line["person_id"] for line in ranked}) == len(PEOPLE)
    for line, right in zip(lines, ranked, strict=True):
        assert [line[name] for name in ("person_id", "opening_id", "rank", "score")] == list(right.values())[:4]
        assert [line[part] for part in PARTS] == pytest.approx([right[part] for part in PARTS], abs=1e-6)
        assert sum(line[part] for part in PARTS) == pytest.approx(line["score"], abs=1e-6)


def test_the_file_says_what_it_is_made_of_and_names_nobody(expected):
    assert expected.schema.names == ["person_id", "opening_id", "rank", "score", *PARTS]
    told = {name.decode(): value.decode() for name, value in expected.schema.metadata.items()}
    assert told.keys() == {"date", "revision", "edition", "top", "version"}
    assert (told["date"], told["top"], told["version"]) == (date.today().isoformat(), "20", __version__)


def test_only_its_owner_reads_it_and_nothing_is_left_beside(town, expected):
    assert (town / "expected.parquet").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in town.iterdir()) == ["expected.parquet", "instance"]


def test_one_line_sums_up(town, run):
    result = run("match-all", "--out", "m.parquet")
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    assert "6 people and 5 openings matched" in result.stdout


def test_a_part_of_the_file_holds_a_chunk_of_people(town, match_all, expected):
    match_all("--out", "m.parquet", "--chunk", "4", "--jobs", "2")
    file = parquet.ParquetFile("m.parquet")
    assert file.num_row_groups == 2
    assert set(file.read_row_group(1)["person_id"].to_pylist()) == {5, 6}
    assert file.read().equals(expected)


def test_without_anybody_the_file_is_empty(small_database, match_all):
    done, _ = match_all("--out", "m.parquet")
    assert (done["people"], done["openings"], done["pairs"]) == (0, 0, 0)
    assert parquet.read_table("m.parquet").num_rows == 0


def test_without_openings_nobody_has_a_match(small_database, match_all):
    with database() as session:
        factories.person(session, Engine())
    done, _ = match_all("--out", "m.parquet")
    assert (done["people"], done["pairs"]) == (1, 0)


# ---- what cannot be done is one line, and nothing is lost


def test_there_is_no_such_folder(town, refused):
    assert "nowhere: no such folder" in refused("match-all", "--out", "nowhere/m.parquet")


def test_a_folder_is_not_overwritten(town, refused):
    assert "instance is a folder" in refused("match-all", "--out", "instance", "--force")


def test_a_file_is_replaced_by_force_only(town, match_all, refused, expected):
    (town / "m.parquet").write_text("something dear")
    assert "--force" in refused("match-all", "--out", "m.parquet")
    assert (town / "m.parquet").read_text() == "something dear"
    match_all("--out", "m.parquet", "--force")
    assert parquet.read_table("m.parquet").equals(expected)


def test_without_a_database_nothing_is_begun(folder, refused):
    assert "cannot be used" in refused("match-all", "--out", "m.parquet", env={"DATABASE_URL": "sqlite:///no/db"})
    assert not (folder / "m.parquet.parts").exists()


def test_two_runs_do_not_write_the_same_file(killed, refused):
    with open("m.parquet.parts/lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another process is writing there" in refused("match-all", "--out", "m.parquet", "--chunk", "1")


def test_threads_are_not_those_of_a_cluster(town, refused):
    assert "--jobs" in refused("match-all", "--out", "m.parquet", "--jobs", 1, "--scheduler", "tcp://127.0.0.1:1")


# ---- stopped and started again


def test_a_killed_run_goes_on_where_it_was(killed, match_all, expected):
    with_mark = mark(0, expected)
    done, said = match_all("--out", "m.parquet", "--chunk", "1")
    assert (done["parts_kept"], said) == (3, "Going on after 3 of 6 parts.\n")
    # the mark shows that a part that was there was taken as it was
    assert parquet.read_table("m.parquet").equals(with_mark)
    assert not os.path.exists("m.parquet.parts")


def mark(number, expected):
    """Change a score in a finished part; gives the table that is to be expected then."""
    path = f"m.parquet.parts/{number:06}.parquet"
    parquet.write_table(with_score(parquet.read_table(path, partitioning=None), 2.0), path)
    return with_score(expected, 2.0)


def with_score(table, score):
    """With another score in the first line."""
    column = pa.array([score, *table["score"].to_pylist()[1:]])
    return table.set_column(3, table.schema.field("score"), column)


def test_a_part_that_cannot_be_read_is_made_again(killed, town, match_all, expected):
    (town / "m.parquet.parts" / "000001.parquet").write_bytes(b"PAR1")
    assert match_all("--out", "m.parquet", "--chunk", "1")[0]["parts_kept"] == 2
    assert parquet.read_table("m.parquet").equals(expected)


def test_a_manifest_that_cannot_be_read_means_to_begin_anew(killed, town, match_all, expected):
    (town / "m.parquet.parts" / "manifest.json").write_text("{")
    assert match_all("--out", "m.parquet", "--chunk", "1")[0]["parts_kept"] == 0
    assert parquet.read_table("m.parquet").equals(expected)


def test_a_list_is_never_of_two_moments(killed, match_all):
    with database() as session:
        factories.opening(session, Engine(), title="Pekar")
    done, said = match_all("--out", "m.parquet", "--chunk", "1")
    assert (done["parts_kept"], done["openings"]) == (0, 6)
    assert "Begun anew" in said
    assert "revision" in said
    scores = [line["score"] for line in parquet.read_table("m.parquet").to_pylist()]
    assert scores == [line["score"] for line in one_by_one(20)]


@pytest.mark.parametrize(("option", "told"), [(("--top", "2"), "top 20, now 2"), (("--chunk", "2"), "chunk 1, now 2")])
def test_other_options_begin_anew(killed, match_all, option, told):
    done, said = match_all("--out", "m.parquet", "--chunk", "1", *option)
    assert (done["parts_kept"], told in said) == (0, True)


# ---- on a cluster


@pytest.fixture(scope="module")
def dask():
    """A cluster of two processes on this machine; without nannies, which need semaphores: /dev/shm may be closed."""
    distributed = pytest.importorskip("distributed")
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    with (
        distributed.LocalCluster(
            n_workers=0, processes=False, protocol="tcp", dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
        ExitStack() as running,
    ):
        for _ in range(2):
            process = subprocess.Popen([*worker, "--host", "127.0.0.1", cluster.scheduler_address])
            running.callback(process.wait)
            running.callback(process.terminate)
        client.wait_for_workers(2, timeout=60)
        yield cluster.scheduler_address


def test_a_cluster_writes_the_same_file(town, match_all, dask, expected):
    done, said = match_all("--out", "m.parquet", "--chunk", "1", "--scheduler", dask)
    assert (done["people"], said) == (len(PEOPLE), "")
    assert parquet.read_table("m.parquet").equals(expected, check_metadata=True)


def test_workers_of_another_version_are_refused(town, refused, dask, monkeypatch):
    monkeypatch.setattr(cluster, "__version__", "99.1")
    line = refused("match-all", "--out", "m.parquet", "--scheduler", dask)
    assert f"has matching-service {__version__}; this is 99.1" in line


def test_a_scheduler_that_does_not_answer_is_told(town, refused, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    assert f"no Dask scheduler answers at {address}" in refused(
        "match-all", "--out", "m.parquet", "--scheduler", address
    )


def test_an_address_that_is_none_is_told(town, refused):
    assert "no Dask scheduler answers at nonsense" in refused(
        "match-all", "--out", "m.parquet", "--scheduler", "nonsense"
    )


def test_without_the_extra_it_is_named(town, refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    line = refused("match-all", "--out", "m.parquet", "--scheduler", "tcp://127.0.0.1:1")
    assert ".[cluster]" in line
