"""A live server over a small world, and a browser that looks at it."""

import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from models import Message, migrate
from tests.e2e import dataset
from tests.e2e.dataset import World

CHROMIUM = shutil.which("chromium")
# --no-sandbox: tests run as root in containers; the others keep the browser from calling home
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_addoption(parser):
    parser.addoption(
        "--screenshots", action="store_true", help="save a picture of every page to tests/e2e/screenshots/"
    )


@dataclass(frozen=True, slots=True)
class Site:
    """`link_for(email)`: the way that the newest letter to this address offers."""

    url: str
    world: World
    link_for: Callable[[str], str]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The application on a port of its own, over SQLite: what differs between databases is tested elsewhere."""
    url = f"sqlite:///{tmp_path_factory.mktemp('browser')}/browser.sqlite"
    migrate.upgrade(url)
    app = create_app(Settings(url, secret_key="s" * 32, mode="test", protected_keys=(bytes(range(32)),)))
    with app.app_context(), request_context.transaction() as session:
        world = dataset.build(session, request_context.current_engine())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def link_for(email: str) -> str:
        newest = select(Message.body).where(Message.to == email).order_by(Message.id.desc()).limit(1)
        with app.app_context(), request_context.transaction() as session:
            return re.search(r"https?://\S+", session.scalar(newest))[0]

    yield Site(f"http://127.0.0.1:{server.port}", world, link_for)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, site):
    """`new_page()` is somebody's browser. Whatever leaves our server or breaks in a script fails the test."""
    contexts, complaints = [], []

    def open_page(**context):
        contexts.append(chromium.new_context(base_url=site.url, **{"locale": "sr-Latn-RS", **context}))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: complaints.append(request.url) if _is_foreign(request.url, site) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_foreign(url: str, site: Site) -> bool:
    return not url.startswith((site.url, "data:"))


def _is_complaint(message) -> bool:
    """Answers such as 422 are meant; the browser notes them as errors all the same."""
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture
def signed_in(new_page):
    """`signed_in(COUNSELLOR)` is a browser in which this account has signed in."""

    def sign_in(email: str, **context):
        page = new_page(**context)
        page.goto("/login")
        page.fill("#email", email)
        page.fill("#password", dataset.PASSWORD)
        page.click("main button")
        return page

    return sign_in
