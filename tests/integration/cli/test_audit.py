"""The audit trail from the terminal."""

import csv
import io
import json
import sqlite3

import pytest

from matching_service.cli.environment import database
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit

MILA = Actor(7, "Mila", frozenset({"counsellor"}))


@pytest.fixture
def trail(small_database):
    for person_id in (1, 2, 3):
        with database() as session:
            audit.record(session, MILA, "people.read", ("person", person_id), details={"section": "ž, đ"})
    return small_database


def change(folder, *statements):
    connection = sqlite3.connect(folder / "instance" / "matching.sqlite")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_whole_trail_is_said_to_be_whole_with_its_newest_hash(run, trail):
    result = run("audit", "verify")
    told = json.loads(run("audit", "verify", "--json").stdout)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert result.stdout == f"The audit trail is whole: 3 entries. Newest hash: {told['newest_hash']}\n"


def test_what_was_added_since_a_noted_hash_is_counted(run, trail):
    noted = json.loads(run("audit", "verify", "--json").stdout)["newest_hash"]
    with database() as session:
        audit.record(session, MILA, "people.read", ("person", 4))
    assert "4 entries, 1 of them since" in run("audit", "verify", "--since", noted).stdout


def test_a_broken_trail_is_one_clear_line_and_exit_status_1(run, trail):
    change(trail, "DELETE FROM audit_entry WHERE number = 2")
    result = run("audit", "verify")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "The audit trail is broken: entry 2 is missing\n",
        "",
    )


def test_a_trail_written_anew_lacks_the_noted_hash(run, trail):
    noted = json.loads(run("audit", "verify", "--json").stdout)["newest_hash"]
    change(trail, "DELETE FROM audit_entry", "DELETE FROM audit_head")
    assert run("audit", "verify").exit_code == 0
    result = run("audit", "verify", "--since", noted)
    assert (result.exit_code, noted in result.stdout) == (1, True)


@pytest.mark.parametrize("noted", ["zzzz", "", "a" * 63, "a" * 65, "g" * 64])
def test_what_is_no_hash_is_refused_and_not_called_a_broken_trail(refused, trail, noted):
    line = refused("audit", "verify", "--since", noted)
    assert "64 digits" in line
    assert "broken" not in line


def test_a_hash_may_be_typed_in_capitals(run, trail):
    noted = json.loads(run("audit", "verify", "--json").stdout)["newest_hash"]
    assert "0 of them since" in run("audit", "verify", "--since", f" {noted.upper()} ").stdout


def test_exported_lines_hold_everything_that_the_hashes_are_of(run, trail):
    lines = [json.loads(line) for line in run("audit", "export").stdout.splitlines()]
    assert [line["subject_id"] for line in lines] == [1, 2, 3]
    assert lines[1]["previous_hash"] == lines[0]["hash"]
    assert lines[0]["details"] == {"section": "ž, đ"}
    assert lines[0]["at"].endswith("+00:00")


def test_csv_has_the_same_entries(run, trail):
    lines = [json.loads(line) for line in run("audit", "export").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("audit", "export", "--format", "csv").stdout)))
    assert [row["hash"] for row in rows[:3]] == [line["hash"] for line in lines]
    assert json.loads(rows[0]["details"]) == {"section": "ž, đ"}


def test_taking_the_trail_out_is_an_entry_itself(run, trail):
    run("audit", "export")
    last = json.loads(run("audit", "export").stdout.splitlines()[-1])
    assert (last["action"], last["actor_id"], "operator" in last["roles"]) == ("audit.export", None, True)
