from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.integration.api.contract import Contract


@dataclass(frozen=True)
class Caller:
    """Calls the API with one account's token; every answer is held against the OpenAPI document."""

    client: FlaskClient
    contract: Contract
    headers: dict[str, str]

    def get(self, path, **query):
        return self._call("GET", path, query_string=query or None)

    def post(self, path, body=None, key=None):
        return self._call("POST", path, json=body, key=key)

    def put(self, path, body):
        return self._call("PUT", path, json=body)

    def delete(self, path):
        return self._call("DELETE", path)

    def _call(self, method, path, key=None, **request):
        headers = self.headers | ({"Idempotency-Key": key} if key is not None else {})
        path = path if path.startswith("/") else f"/api/v1/{path}"
        response = self.client.open(path, method=method, headers=headers, **request)
        self.contract.check(response)
        return response


@pytest.fixture
def calling(app, client, bearer_of):
    """`calling("employer", employer_id=7)` calls with a new account of that role; `calling()` without any."""
    contract = Contract(app)

    def caller(role=None, **account):
        return Caller(client, contract, bearer_of(role, **account) if role else {})

    return caller


@pytest.fixture
def anyone(calling):
    return calling()


@pytest.fixture
def counsellor(calling, reference_data):
    return calling("counsellor")


@pytest.fixture
def new_profile(counsellor):
    """`new_profile({...})` posts the profile of somebody who agrees to be profiled and ranked; gives its id."""

    def post(body):
        profile_id = counsellor.post("profiles", body).json["id"]
        for purpose in ("profiled", "ranked"):
            assert counsellor.post(f"profiles/{profile_id}/consents", {"purpose": purpose}).status_code == 201
        return profile_id

    return post


@pytest.fixture
def coordinator(calling, reference_data):
    return calling("coordinator")


@pytest.fixture
def employer(session, reference_data):
    """`employer(name="Metal d.o.o.")` stores a company and gives its detail."""

    def store(**record):
        created = factories.employer(session, **record)
        session.commit()
        return created

    return store


@pytest.fixture
def person(session, engine, reference_data):
    """`person(given_name="Ana")` stores a profile and gives its detail."""

    def store(**record):
        created = factories.person(session, engine, **record)
        session.commit()
        return created

    return store


@pytest.fixture
def opening(session, engine, reference_data):
    """`opening(title="Pekar", state="draft")` stores an opening and gives its detail."""

    def store(employer_id=None, **record):
        created = factories.opening(session, engine, employer_id, **record)
        session.commit()
        return created

    return store
