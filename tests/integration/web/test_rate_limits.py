"""How often one account or address may ask."""

from dataclasses import replace

import pytest
from limits import parse
from limits.errors import StorageError

from matching_service.config import Settings
from matching_service.errors import ConfigurationError
from matching_service.rate_limits import LIMITS
from tests.integration.api.contract import Contract

WRONG = {"email": "nobody@example.test", "password": "not the right one"}


@pytest.fixture
def app(serving):
    return serving(limits=True)


@pytest.fixture
def tight(monkeypatch):
    """`tight("search")` lets this kind of request in twice a minute, and others without end."""

    def tighten(name):
        (limit,) = [limit for limit in LIMITS if limit.name == name]
        monkeypatch.setattr("matching_service.rate_limits.LIMITS", (replace(limit, rates=(parse("2 per minute"),)),))

    return tighten


def test_whoever_guesses_passwords_from_one_address_is_stopped(client):
    answers = [client.post("/login", data=WRONG).status_code for _ in range(31)]
    assert set(answers[:30]) == {200}
    assert answers[30] == 429


def test_a_page_says_when_to_come_back(client, tight):
    tight("registration")
    for _ in range(2):
        client.post("/register", data={})
    answer = client.post("/register", data={})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Sačekajte 1 minut i" in answer.text
    assert client.get("/register").status_code == 200  # looking is free


def test_an_api_client_gets_a_problem_as_documented(app, client, tight):
    tight("sign-in")
    for _ in range(2):
        assert client.post("/api/v1/tokens", json=WRONG).status_code == 401
    answer = client.post("/api/v1/tokens", json=WRONG)
    Contract(app).check(answer)
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_accounts_are_counted_apart_though_they_share_an_address(client, bearer_of, reference_data, tight):
    tight("everything")
    one, other = bearer_of("counsellor"), bearer_of("coordinator")
    codes = [client.get("/api/v1/profiles", headers=one).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert client.get("/api/v1/profiles", headers=other).status_code == 200


def test_invented_tokens_do_not_open_a_new_account_of_requests(client, tight):
    tight("everything")
    codes = [client.get("/api/v1/profiles", headers={"Authorization": f"Bearer {i}"}).status_code for i in range(3)]
    assert codes == [401, 401, 429]


def test_addresses_of_one_network_in_ipv6_count_together(client, tight):
    tight("everything of an address")
    codes = [client.get("/login", environ_base={"REMOTE_ADDR": f"2001:db8:0:1::{i}"}).status_code for i in range(3)]
    assert codes == [200, 200, 429]
    assert client.get("/login", environ_base={"REMOTE_ADDR": "2001:db8:0:2::1"}).status_code == 200


def test_files_and_health_are_always_answered(client, tight):
    tight("everything of an address")
    for _ in range(4):
        assert client.get("/static/site.css").status_code == 200
        assert client.get("/health/live").status_code == 200


def test_every_name_in_the_table_is_a_route(app):
    named = {endpoint for limit in LIMITS for endpoint in limit.endpoints or ()}
    assert named <= set(app.view_functions)


SIGNED_IN_ALREADY = {
    "security.logout", "security.mf_recovery_codes", "security.two_factor_setup", "security.two_factor_setup_validate",
    "security.wan_register", "security.wan_register_response", "security.wan_delete", "security.wan_verify",
    "security.tf_select",
}  # fmt: skip


def test_whatever_takes_a_secret_or_sends_a_letter_is_limited_more_strictly(app):
    """A new way to sign in has to be added to the table."""
    strict = {endpoint for limit in LIMITS if limit.name in ("sign-in", "registration") for endpoint in limit.endpoints}
    ours = {"registration.register", "tokens.issue_token", "invitations.accept"}
    found = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert {name for name in found if name.startswith("security.") or name in ours} - SIGNED_IN_ALREADY == strict


def test_every_operation_of_the_api_documents_it(client):
    paths = client.get("/openapi.json").json["paths"]
    for path, methods in paths.items():
        for method in set(methods) & {"get", "post", "put", "patch", "delete"}:
            assert ("429" in methods[method]["responses"]) == path.startswith("/api/"), path


def test_nobody_is_kept_out_when_the_shared_storage_does_not_answer(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise StorageError(ConnectionError())

    monkeypatch.setattr("limits.strategies.SlidingWindowCounterRateLimiter.hit", broken)
    assert client.get("/login").status_code == 200


def test_a_storage_that_cannot_be_used_stops_the_start(serving):
    with pytest.raises(ConfigurationError, match="RATELIMIT_STORAGE"):
        serving(limits=True, limit_storage="nothing://here")


def test_limits_are_off_in_test_mode_and_on_elsewhere():
    assert not Settings.from_env({"MATCHING_MODE": "test"}).limits
    assert Settings.from_env({"MATCHING_MODE": "demo"}).limits
    assert not Settings.from_env({"MATCHING_MODE": "demo", "RATE_LIMITS": "off"}).limits


def test_a_signed_in_page_counts_for_its_account(client_of, reference_data, tight):
    browser = client_of("counsellor")
    tight("everything")
    assert [browser.get("/people").status_code for _ in range(3)] == [200, 200, 429]
