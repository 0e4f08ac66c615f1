"""What is logged in production: JSON lines without personal data."""

import json

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from matching_service import request_log
from matching_service.config import Settings
from models import Employer
from models.session import transaction
from tests import factories


@pytest.fixture
def client(database):
    """Of an application whose first page stores the same company twice."""
    app = Flask("broken")

    @app.get("/")
    def store():
        pib = factories.pib()
        with transaction(database) as session:
            session.add_all([Employer(pib=pib, name="Metal", contact_name="Mira Pekić") for _ in range(2)])
            session.info["pib"] = pib

    request_log.init_app(app, Settings("", secret_key="s" * 32))
    yield app.test_client()
    request_log.init_app(Flask("afterwards"), Settings("", secret_key="s" * 32, mode="test"))


def test_an_unknown_error_is_one_line_without_values(client, capfd):
    assert client.get("/?text=Ana").status_code == 500
    printed = capfd.readouterr()
    (request,), (error,) = printed.out.splitlines(), printed.err.splitlines()
    error, request = json.loads(error), json.loads(request)
    assert (error["level"], error["event"]) == ("error", "Exception")
    assert "IntegrityError" in error["exception"]
    assert error["request_id"] == request["request_id"]
    assert request["status"] == 500
    for line in (error, request):
        assert not any(text in json.dumps(line) for text in ("Mira", "Ana", "Key (pib)", "text="))


def test_an_error_of_the_database_names_no_values(database):
    company = {"pib": factories.pib(), "name": "Metal", "contact_name": "Mira Pekić"}
    with pytest.raises(IntegrityError) as raised, transaction(database) as session:
        session.add_all([Employer(**company), Employer(**company)])
    shown = f"{raised.value} {raised.value.orig}"
    assert "pib" in shown
    assert not any(value in shown for value in company.values())
