import pytest

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings


@pytest.fixture
def serving(database, database_url):
    """`serving(mode="production", proxies=1)` is the application with these settings, without form tokens."""
    apps = []

    def create(**settings):
        app = create_app(Settings(database_url, secret_key="s" * 32, **{"mode": "test", **settings}))
        app.config["WTF_CSRF_ENABLED"] = False
        apps.append(app)
        return app

    yield create
    for app in apps:
        app.extensions[request_context.EXTENSION].database.dispose()
