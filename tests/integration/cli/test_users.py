import json

import pytest
from sqlalchemy import select

from matching_service.app import create_app
from matching_service.cli.environment import account_settings, database
from matching_service.services.identity import accounts, service_tokens
from matching_service.services.index.engine import Engine
from models import Employer, User
from tests import factories

PIB = "100002803"


@pytest.fixture
def create(run, small_database):
    with database() as session:
        factories.employer(session, pib=PIB, name="Staklenik Vranje")
        factories.employer(session, name=f"Another, once {PIB}")

    def invoke(*options, email="mila@demo.example", role="counsellor", password="a long password", **extra):
        given = ["--email", email, "--role", role, "--name", "Mila Ilić", *options]
        return run("users", "create", *given, *(["--password", password] if password else []), **extra)

    return invoke


def test_an_account_can_sign_in_with_its_password(create):
    result = create()
    assert (result.exit_code, result.stderr) == (0, "")
    with create_app(account_settings()).app_context(), database() as session:
        token = accounts.issue_token(session, "mila@demo.example", "a long password")
        actor = accounts.actor_for_token(session, token)
    assert (actor.name, actor.roles) == ("Mila Ilić", {"counsellor"})


def test_a_token_is_issued_on_request(create):
    made = json.loads(create("--token", "--json", role="coordinator").stdout)
    with create_app(account_settings()).app_context(), database() as session:
        assert accounts.actor_for_token(session, made["token"]).user_id == made["id"]


def test_the_password_is_asked_for_twice_when_left_out(create):
    result = create(password=None, input="a long password\na long password\n")
    assert result.exit_code == 0
    assert "a long password" not in result.output


def test_an_employer_account_acts_for_the_company_with_its_pib(create):
    made = json.loads(create("--employer", PIB, "--json", role="employer").stdout)
    with database() as session:
        user = session.get(User, made["id"])
        assert user.employer_id == session.scalar(select(Employer.id).where(Employer.pib == PIB))


@pytest.fixture
def person_id(small_database):
    with database() as session:
        factories.person(session, Engine(), given_name="Another")
        return factories.person(session, Engine()).id


def test_a_beneficiary_account_acts_for_the_person_with_its_id(create, person_id):
    made = json.loads(create("--person", person_id, "--token", "--json", role="beneficiary").stdout)
    with create_app(account_settings()).app_context(), database() as session:
        actor = accounts.actor_for_token(session, made["token"])
    assert (actor.person_id, actor.employer_id) == (person_id, None)


def test_a_person_has_one_account(create, person_id):
    assert create("--person", person_id, role="beneficiary").exit_code == 0
    again = create("--person", person_id, role="beneficiary", email="other@demo.example")
    assert (again.exit_code, again.stderr) == (2, "matching-service: person_id: taken\n")


@pytest.mark.parametrize(
    ("options", "changed", "told"),
    [
        ([], {"role": "beneficiary"}, "--person ID"),
        (["--person", "1"], {"role": "counsellor"}, "--person ID"),
        (["--person", "1"], {"role": "employer"}, "--employer PIB"),
        (["--person", "999"], {"role": "beneficiary"}, "person 999 does not exist"),
        (["--person", "0"], {"role": "beneficiary"}, "0 is not in the range"),
        ([], {"email": "nobody"}, "email: not_an_email"),
        ([], {"password": "short"}, "password: too_short"),
        ([], {"role": "king"}, "'king' is not one of"),
        ([], {"role": "employer"}, "--employer PIB"),
        (["--employer", PIB], {"role": "counsellor"}, "--employer PIB"),
        (["--employer", "123"], {"role": "employer"}, "employer with PIB 123 does not exist"),
    ],
)
def test_what_cannot_be_an_account_is_one_clear_line(create, options, changed, told):
    result = create(*options, **changed)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert told in result.stderr


def test_a_taken_address_makes_no_second_account(create):
    create()
    assert "email: taken" in create(email="Mila@Demo.example").stderr
    with database() as session:
        assert len(session.scalars(select(User)).all()) == 1


def test_a_program_gets_a_token_that_is_printed_once(run, small_database):
    made = json.loads(run("users", "token", "Sajt grada", "--days", "30", "--json").stdout)
    with database() as session:
        actor, is_news = service_tokens.actor_for(session, made["token"])
    assert (actor.name, actor.roles, is_news) == ("Sajt grada", {"service"}, True)
    assert actor.organisation_id is not None


def test_a_token_for_a_program_has_an_end(refused, small_database):
    assert "0 is not in the range" in refused("users", "token", "Sajt", "--days", "0")


def test_an_account_is_closed_by_its_address(create, run, refused):
    create("--token")
    assert run("users", "deactivate", "MILA@demo.example").stdout == "MILA@demo.example is closed.\n"
    with database() as session:
        assert not session.scalar(select(User.active))
    assert "does not exist" in refused("users", "deactivate", "nobody@demo.example")


def test_a_lost_phone_is_forgotten(create, run):
    create()
    with database() as session:
        session.scalar(select(User)).tf_primary_method = "authenticator"
    assert run("users", "reset-second-factor", "mila@demo.example").exit_code == 0
    with database() as session:
        assert session.scalar(select(User.tf_primary_method)) is None
