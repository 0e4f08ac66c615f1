import json

import pytest
from sqlalchemy import select

from matching_service.app import create_app
from matching_service.cli.environment import account_settings, database
from matching_service.services import accounts
from models import Employer, User

PIB = "100002803"


@pytest.fixture
def create(run, prepared):
    with database() as session:
        session.add_all([Employer(pib=PIB, name="Staklenik Vranje"), Employer(pib="101134702", name="Another")])

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


@pytest.mark.parametrize(
    ("options", "changed", "told"),
    [
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
