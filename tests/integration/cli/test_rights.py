"""`matching-service rights` and `retention`."""

import json
import stat
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from matching_service.services import messages
from matching_service.services.index.engine import Engine
from models import Message
from models.base import now
from models.session import make_engine
from tests import factories


@pytest.fixture
def stored(small_database):
    """The id of a person in the database of the environment, beside whom there is another."""
    database = make_engine(f"sqlite:///{small_database}/instance/matching.sqlite")
    with Session(database) as session:
        factories.person(session, Engine(), given_name="Petar")
        person_id = factories.person(session, Engine(), given_name="Zvezdoslava").id
        messages.send(session, "a@primer.rs", "Staro", "Zdravo.")
        session.query(Message).update({"created_at": now() - timedelta(days=31)})
        session.commit()
    yield person_id
    database.dispose()


def test_a_copy_is_written_for_its_owner_only(run, stored, folder):
    done = json.loads(run("rights", "export", stored, "--out", "kopija", "--json").stdout)
    page, data = (folder / name for name in done["files"])
    assert "Zvezdoslava" in page.read_text()
    assert "Sve što se čuva o" in page.read_text()
    assert json.loads(data.read_text())["held"]["person"]["rows"][0]["given_name"] == "Zvezdoslava"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (page, data)} == {0o600}


def test_a_copy_in_another_language(run, stored, folder):
    done = json.loads(run("rights", "export", stored, "--out", ".", "--language", "en", "--json").stdout)
    assert "All that is held on Zvezdoslava" in (folder / done["files"][0]).read_text()


def test_a_dry_run_erases_nobody_and_tells_the_same(run, stored):
    told = json.loads(run("rights", "erase", stored, "--dry-run", "--json").stdout)
    done = json.loads(run("rights", "erase", stored, "--yes", "--json").stdout)
    assert {(row["table"], row["rows"]) for row in told} == {(row["table"], row["rows"]) for row in done}
    assert {"table": "person", "rows": 1, "what": "gone"} in done


def test_erasure_asks_again(run, stored):
    result = run("rights", "erase", stored, input="n\n")
    assert result.exit_code != 0
    assert run("rights", "erase", stored, input="y\n").exit_code == 0


def test_nobody_is_erased_twice(refused, run, stored):
    run("rights", "erase", stored, "--yes")
    assert refused("rights", "erase", stored, "--yes") == f"matching-service: person {stored} does not exist"


def test_the_record_of_processing_names_every_table(run):
    record = {row["table"]: row for row in json.loads(run("rights", "record", "--json").stdout)}
    assert record["message"]["kept"] == "30 days after being sent, or given up"
    assert record["role"]["erasure"] == "not personal"


def test_retention_counts_first_and_deletes_then(run, stored):
    def counts(*options):
        return {row["kind"]: row["rows"] for row in json.loads(run("retention", "run", *options, "--json").stdout)}

    assert counts("--dry-run")["messages"] == 1
    assert counts("--dry-run", "--days", "messages=40")["messages"] == 0
    assert counts()["messages"] == 1
    assert counts()["messages"] == 0


def test_people_who_were_never_asked_go_only_where_a_run_is_told_so(run, stored):
    def kinds(*options):
        return {row["kind"] for row in json.loads(run("retention", "run", "--dry-run", *options, "--json").stdout)}

    assert "unasked_people" not in kinds()
    assert "unasked_people" in kinds("--days", "unasked_people=180")


def test_retention_takes_days_from_the_environment(run, stored, monkeypatch):
    monkeypatch.setenv("RETENTION_DAYS", "messages=40 browsers=10")
    days = {row["kind"]: row["days"] for row in json.loads(run("retention", "run", "--dry-run", "--json").stdout)}
    assert (days["messages"], days["browsers"], days["invitations"]) == (40, 10, 30)


@pytest.mark.parametrize("days", ["letters=3", "messages=0", "messages=soon"])
def test_retention_refuses_what_it_does_not_know(refused, small_database, days):
    assert days.split("=")[0] in refused("retention", "run", "--days", days)
