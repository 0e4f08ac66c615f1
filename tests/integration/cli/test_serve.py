import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from matching_service.cli.environment import kept_secret_key

GUNICORN_CONF = Path(__file__).parents[3] / "docker" / "gunicorn.conf.py"


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_production_does_not_start_without_a_secret_key(refused):
    assert "SECRET_KEY" in refused("serve", "--config", GUNICORN_CONF)


def test_production_does_not_start_with_a_short_secret_key(refused):
    assert "32 characters" in refused("serve", "--config", GUNICORN_CONF, env={"SECRET_KEY": "abc"})


def test_a_taken_port_is_told_with_a_way_out(refused, taken_port):
    env = {"MATCHING_MODE": "demo", "PORT": str(taken_port)}
    line = refused("serve", "--config", GUNICORN_CONF, env=env)
    assert f"127.0.0.1:{taken_port}" in line
    assert f"PORT={taken_port + 1}" in line


def test_the_demo_is_not_shown_to_the_network(refused):
    line = refused("serve", "--host", "0.0.0.0", "--config", GUNICORN_CONF, env={"MATCHING_MODE": "demo"})
    assert "127.0.0.1 only" in line


def test_the_demo_keeps_its_key_for_its_owner_only(refused, folder, taken_port):
    for _ in range(2):
        refused("serve", "--config", GUNICORN_CONF, env={"MATCHING_MODE": "demo", "PORT": str(taken_port)})
    key = folder / "instance" / "secret_key"
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert len(kept_secret_key(key)) >= 32


def test_a_kept_key_stays_as_it_is(folder):
    first = kept_secret_key(folder / "secrets" / "key")
    assert kept_secret_key(folder / "secrets" / "key") == first


def test_serves_until_it_is_interrupted(prepared, free_port):
    command = [sys.executable, "-c", "from matching_service.cli import main; main()"]
    environ = {**os.environ, "MATCHING_MODE": "demo", "PORT": str(free_port), "WEB_CONCURRENCY": "1"}
    with subprocess.Popen(
        [*command, "serve", "--config", str(GUNICORN_CONF)], env=environ, stdout=subprocess.PIPE, text=True
    ) as service:
        try:
            assert f"http://127.0.0.1:{free_port}" in service.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/health/ready", timeout=30) as answer:
                assert answer.status == 200
        finally:
            service.send_signal(signal.SIGINT)
            assert service.wait(timeout=30) == 0
