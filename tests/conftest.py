"""Fixtures: every test that asks for a database runs on SQLite and on PostgreSQL, each test on empty tables."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from matching_service.matcher.reading import Reader
from matching_service.services.identity import accounts, attempts
from matching_service.services.index.engine import Engine
from matching_service.services.protection import sealing
from models import migrate
from models.session import make_engine
from tests import databases, factories

PASSWORD = "lozinka za probu"
SECRET_KEY = "s" * 32
# for protected data
KEYS = (bytes(range(32)),)


def application_of(database_url):
    """Without form tokens."""
    app = create_app(Settings(database_url, secret_key=SECRET_KEY, mode="test", protected_keys=KEYS))
    app.config["WTF_CSRF_ENABLED"] = False
    databases.be_quick(app.extensions[request_context.EXTENSION].database)
    return app


@pytest.fixture(scope="session")
def postgresql():
    with databases.postgresql_server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request):
    return request.param


@pytest.fixture
def empty_database_url(backend, request, tmp_path):
    """A database without any tables."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite"
    else:
        with databases.new_postgresql_database(request.getfixturevalue("postgresql")) as url:
            yield url


@pytest.fixture(scope="session")
def database_url(backend, request, tmp_path_factory):
    """A migrated database, shared by the tests of one process."""
    if backend == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/test.sqlite"
        migrate.upgrade(url)
        yield url
    else:
        with databases.new_postgresql_database(request.getfixturevalue("postgresql")) as url:
            migrate.upgrade(url)
            yield url


@pytest.fixture(scope="session")
def _shared_database(database_url):
    database = databases.be_quick(make_engine(database_url))
    yield database
    database.dispose()


@pytest.fixture
def database(_shared_database):
    """The SQLAlchemy engine; what a test has written is deleted after it."""
    yield _shared_database
    databases.delete_all_rows(_shared_database)


@pytest.fixture
def session(database):
    info = sealing.with_keys(KEYS) | attempts.with_key(SECRET_KEY)
    with Session(database, expire_on_commit=False, info=info) as session:
        yield session


@pytest.fixture(scope="session", autouse=True)
def _readers_are_fitted_once():
    """Fitting a reader takes half a second, and the same taxonomy gives the same reader."""
    fitted = {}

    def fit_once(taxonomy, frequencies, phrases, encoded=None):
        if encoded:
            return Reader(taxonomy, frequencies, phrases, encoded)
        concepts = (*taxonomy.occupations.values(), *taxonomy.skills.values())
        relations = (*taxonomy.essential.items(), *taxonomy.optional.items())
        key = (taxonomy.revision, concepts, relations)
        if key not in fitted:
            fitted[key] = Reader(taxonomy, frequencies, phrases)
        return fitted[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching_service.services.index.readers.Reader", fit_once)
        yield


@pytest.fixture
def engine():
    """The matching engine, knowing nothing yet."""
    return Engine()


@pytest.fixture
def reference_data(session):
    """A small taxonomy and three municipalities (tests.factories); committed, so that an application sees it."""
    factories.reference_data(session)
    session.commit()


@pytest.fixture(scope="session")
def _shared_application(database_url):
    app = application_of(database_url)
    yield app
    app.extensions[request_context.EXTENSION].database.dispose()


@pytest.fixture
def app(database, _shared_application, monkeypatch):
    """The application, without form tokens. Making it takes longer than most tests do, so they share one: each has a
    matching engine of its own in it, and what a test sets in the configuration is set back after it."""
    app = _shared_application
    parts = app.extensions[request_context.EXTENSION]
    monkeypatch.setitem(app.extensions, request_context.EXTENSION, replace(parts, engine=Engine()))
    config = dict(app.config)
    yield app
    app.config.clear()
    app.config.update(config)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def new_user(app):
    """`new_user("employer", employer_id=7)` stores an account with the password PASSWORD; gives its e-mail."""

    def store(role, *, employer_id=None, person_id=None, email=None):
        email = email or f"{role}{employer_id or person_id or ''}@example.test"
        account = accounts.NewAccount(email, PASSWORD, name=f"Nalog {role}")
        with app.app_context(), request_context.transaction() as session:
            accounts.create_user(session, account, (role,), employer_id, person_id)
        return email

    return store


@pytest.fixture
def client_of(app, new_user):
    """`client_of("counsellor")` is a browser in which a new user of this role has signed in."""

    def sign_in(role, **account):
        client = app.test_client()
        answer = client.post("/login", data={"email": new_user(role, **account), "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return sign_in


@pytest.fixture
def bearer_of(app, new_user):
    """`bearer_of("counsellor")` are the headers with which a new user of this role calls the API."""

    def issue(role, **account):
        email = new_user(role, **account)
        with app.app_context(), request_context.transaction() as session:
            return {"Authorization": f"Bearer {accounts.issue_token(session, email, PASSWORD)}"}

    return issue


@pytest.fixture
def count_statements(database):
    """`with count_statements() as statements: ...` collects the SQL that is sent to the database meanwhile."""
    return databases.count_statements(database)
