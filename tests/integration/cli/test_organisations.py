import json

import pytest

from matching_service.app import create_app
from matching_service.cli.environment import account_settings, database
from matching_service.services.identity import accounts

pytestmark = pytest.mark.usefixtures("small_database")


@pytest.fixture
def made(run):
    return json.loads(run("organisations", "add", "Romski centar", "--json").stdout)["id"]


def test_an_organisation_is_added_listed_and_renamed(run, made):
    assert run("organisations", "rename", made, "Centar za Rome").stdout == f"Organisation {made}: Centar za Rome\n"
    listed = json.loads(run("organisations", "list", "--json").stdout)
    assert {"id": made, "name": "Centar za Rome", "people": 0, "accounts": 0} in listed
    assert "Centar za Rome" in run("organisations", "list").stdout


def test_a_name_that_is_taken_is_refused_in_a_line(refused, made):
    assert refused("organisations", "add", "romski CENTAR") == "matching-service: name: taken"
    assert "does not exist" in refused("organisations", "rename", 9_999, "Drugi")


def test_staff_work_for_the_organisation_that_is_named(run, refused, made):
    given = ["--role", "coordinator", "--name", "Mila", "--password", "tri nasumične reči"]
    result = run("users", "create", "--email", "mila@demo.example", *given, "--organisation", made)
    assert result.exit_code == 0, result.output
    with create_app(account_settings()).app_context(), database() as session:
        token = accounts.issue_token(session, "mila@demo.example", "tri nasumične reči")
        assert accounts.actor_for_token(session, token).organisation_id == made
    assert "does not exist" in refused("users", "create", "--email", "m@demo.example", *given, "--organisation", 9_999)
