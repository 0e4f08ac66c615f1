"""What a view may ask for: the transaction, who is asking, the matcher. Nothing else is global."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, current_app, g, request
from flask.globals import app_ctx
from flask_security import current_user
from sqlalchemy import Engine as Database
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from matching_service.errors import Busy, NotSignedIn
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.services.identity import accounts, attempts, service_tokens
from matching_service.services.identity.actors import ANONYMOUS, Actor
from matching_service.services.index.engine import Engine
from models.session import is_busy

EXTENSION = "matching_service"


@dataclass(frozen=True, slots=True)
class Parts:
    """Built once for each application."""

    database: Database
    sessions: scoped_session
    engine: Engine


def init_app(app: Flask, database: Database, engine: Engine, info: dict[str, object] | None = None) -> Parts:
    """One session for each request, closed when the request ends; it carries `info`."""
    factory = sessionmaker(database, expire_on_commit=False, info=info)
    sessions = scoped_session(factory, scopefunc=lambda: id(app_ctx._get_current_object()))
    parts = Parts(database, sessions, engine)
    app.extensions[EXTENSION] = parts
    app.teardown_appcontext(lambda _error: parts.sessions.remove())
    return parts


def warm_up(app: Flask) -> None:
    """Load the taxonomy and the index, and compile the search, which takes seconds, so that no visitor waits for it."""
    parts = app.extensions[EXTENSION]
    with app.app_context():
        parts.engine.warm_up(parts.sessions())


def _parts() -> Parts:
    return current_app.extensions[EXTENSION]


@contextmanager
def transaction() -> Iterator[Session]:
    """The request's session: committed at the end of the block, rolled back when anything was raised.

    Raises Busy where the database gave up waiting for other transactions.
    """
    session = _parts().sessions()
    try:
        yield session
        session.commit()
    except OperationalError as error:
        if is_busy(error):
            raise Busy("the service is busy; try again in a moment") from error
        raise
    finally:
        session.rollback()  # does nothing after a commit


def current_session() -> Session:
    """The request's session, for what others commit: Flask-Security does so at the end of its requests."""
    return _parts().sessions()


@contextmanager
def counted_attempt(**tried: str) -> Iterator[None]:
    """Around what checks a password or a code: counts it as failed beforehand, and forgets that after a success.

    `tried` as in attempts.begin, without the address. Raises TooManyAttempts. The block raises NotSignedIn when
    it was wrong.
    """
    with transaction() as session:
        attempt = attempts.begin(session, **tried, address=request.remote_addr or "")
    try:
        yield
    except NotSignedIn:
        with transaction() as session:
            attempts.failed(session, attempt)
        raise
    with transaction() as session:
        attempts.succeeded(session, attempt)


def current_engine() -> Engine:
    return _parts().engine


def taxonomy() -> Taxonomy:
    """For labels: as it was when the request first asked, so that a page of many labels sends one query."""
    if "taxonomy" not in g:
        g.taxonomy = current_engine().taxonomy(_parts().sessions())
    return g.taxonomy


def is_api_request() -> bool:
    """Whether the path is one for programs, known or not."""
    return f"{request.path}/".startswith(("/api/", "/health/"))


def current_actor() -> Actor:
    """Whoever is asking; ANONYMOUS without a sign-in. Raises NotSignedIn for a bearer token that is no good.

    The API believes bearer tokens only, pages the session cookie only: so a page of another site cannot
    make a signed-in browser call the API.
    """
    if "actor" not in g:
        g.actor = _actor_of_token() if is_api_request() else _actor_of_session()
    return g.actor


def _actor_of_token() -> Actor:
    header = request.headers.get("Authorization", "")
    if not header:
        return ANONYMOUS
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn("the Authorization header must hold a bearer token")
    token = token.strip()
    if not token.startswith(service_tokens.PREFIX):
        return accounts.actor_for_token(_parts().sessions(), token)
    actor, is_news = service_tokens.actor_for(_parts().sessions(), token)
    g.token_to_note = token if is_news else None
    return actor


def note_use_of_token() -> None:
    """After a request: when the token of a machine was last used, to some minutes."""
    if g.get("token_to_note"):
        with transaction() as session:
            service_tokens.used(session, g.token_to_note)


def _actor_of_session() -> Actor:
    return accounts.actor_for_user(current_user) if current_user.is_authenticated else ANONYMOUS
