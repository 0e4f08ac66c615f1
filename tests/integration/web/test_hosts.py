"""Names the service answers to, and proxies it believes."""

import pytest
from flask import request

from matching_service.config import LOCAL_HOSTS, Settings
from matching_service.errors import ConfigurationError


@pytest.mark.parametrize("path", ["/login", "/api/v1/openings", "/static/site.css", "/health/live"])
def test_a_name_that_is_not_ours_is_refused(serving, path):
    client = serving(hosts=(*LOCAL_HOSTS, "posao.example")).test_client()
    assert client.get(path, base_url="https://posao.example").status_code == 200
    answer = client.get(path, base_url="https://posao.example.evil.test")
    assert (answer.status_code, answer.text) == (400, "This name is not served here.\n")


def test_without_a_setting_only_this_machine_is_served(client):
    for name in ("localhost:8000", "127.0.0.1"):
        assert client.get("/login", base_url=f"http://{name}").status_code == 200
    assert client.get("/login", base_url="http://posao.example").status_code == 400


@pytest.fixture
def seen(serving):
    """`seen(proxies=1)`: address, scheme and host of a request as the application sees it."""

    def ask(**settings):
        app = serving(**settings)
        app.add_url_rule("/seen", "seen", lambda: [request.remote_addr, request.scheme, request.host])
        told = {"For": "6.6.6.6, 7.7.7.7", "Proto": "https", "Host": "evil.test"}
        headers = {f"X-Forwarded-{name}": value for name, value in told.items()}
        return app.test_client().get("/seen", headers=headers).json

    return ask


def test_forwarded_headers_are_believed_only_of_as_many_proxies_as_are_told(seen):
    assert seen() == ["127.0.0.1", "http", "localhost"]
    assert seen(proxies=1) == ["7.7.7.7", "https", "localhost"]
    assert seen(proxies=2)[0] == "6.6.6.6"


@pytest.mark.parametrize("variable", ["TRUSTED_PROXIES", "RATE_LIMITS"])
def test_a_setting_that_means_nothing_is_refused(variable):
    with pytest.raises(ConfigurationError, match=variable):
        Settings.from_env({"MATCHING_MODE": "test", variable: "many"})


def test_names_are_read_with_commas_between_them():
    settings = Settings.from_env({"MATCHING_MODE": "test", "ALLOWED_HOSTS": "posao.example, www.posao.example"})
    assert settings.hosts == (*LOCAL_HOSTS, "posao.example", "www.posao.example")
