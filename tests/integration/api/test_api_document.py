"""The OpenAPI document, and the page that shows it."""

import re

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from matching_service.headers import POLICY


@pytest.fixture
def document(client):
    return client.get("/openapi.json").json


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in ("get", "post", "put", "delete")
    ]


def test_document_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_route_of_the_api_is_described(app, document):
    ours = {
        re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api", "/health"))
    }
    assert ours == set(document["paths"])


def test_operations_have_names_of_their_own(document):
    names = [operation["operationId"] for _path, _method, operation in operations(document)]
    assert len(set(names)) == len(names)


def test_operations_that_need_a_token_document_its_refusal(document):
    for path, _method, operation in operations(document):
        if {"bearer": []} in operation.get("security", ()):
            assert "401" in operation["responses"], path


def test_every_post_that_changes_something_takes_an_idempotency_key(document):
    without_key = {
        path
        for path, method, operation in operations(document)
        if method == "post" and "Idempotency-Key" not in [item["name"] for item in operation.get("parameters", ())]
    }
    what_if = "/api/v1/openings/{opening_id}/candidates/{profile_id}/what-if"
    read = {"/api/v1/opening-readings", "/api/v1/profile-readings", "/api/v1/profiles/{profile_id}/readings"}
    assert without_key == {"/api/v1/tokens", "/api/v1/match", what_if, *read}


def test_schemas_take_no_unknown_properties(document):
    loose = [
        name
        for name, schema in document["components"]["schemas"].items()
        if schema.get("additionalProperties") is not False
    ]
    assert loose == []


def test_page_and_what_it_needs_are_served_by_us(client):
    page = client.get("/docs")
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert page.status_code == 200
    assert len(addresses) == 4
    for address in addresses:
        assert not re.match(r"(https?:)?//", address)
        assert client.get(f"/{address}").status_code == 200
    assert "<script>" not in page.text


def test_page_may_load_nothing_external(client):
    assert client.get("/docs").headers["Content-Security-Policy"] == POLICY
    assert "validatorUrl: null" in client.get("/docs/start.js").text
