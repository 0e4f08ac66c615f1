"""Routes of the API: what each takes, answers and refuses is said once, beside the view, and documented from there."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

import flask_smorest
import orjson
from flask import Response, request
from marshmallow import Schema, ValidationError
from webargs import missing
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from matching_service.api.errors import handle_errors_of
from matching_service.errors import NotSignedIn
from matching_service.request_context import current_actor, transaction
from matching_service.services import idempotency
from matching_service.services.idempotency import Answer
from matching_service.services.identity.actors import Actor
from matching_service.services.profiles.people import PersonDetail

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request within a day gets the first answer again.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
_LOCATION = {"Location": {"description": "the new resource", "schema": {"type": "string"}}}
_REPLAYED = {
    "Idempotent-Replayed": {
        "description": "there when the answer is a repeated one",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def require_sign_in() -> Actor:
    actor = current_actor()
    if actor.user_id is None:
        raise NotSignedIn("this needs a bearer token")
    return actor


class _Parser(FlaskParser):
    """JSON by orjson: no NaN, no lone surrogates. What a schema does not know is an error everywhere."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": None}  # noqa: RUF012 - as webargs declares it

    def _raw_load_json(self, req):
        body = req.get_data(cache=True)
        if not body:
            return missing
        if not is_json_request(req):
            raise UnsupportedMediaType("The body must be application/json.")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadRequest(f"The body is not JSON: {error}") from error

    def handle_error(self, error, req, schema, *, error_status_code, error_headers):
        raise error


class Blueprint(flask_smorest.Blueprint):
    ARGUMENTS_PARSER = _Parser()

    def __init__(self, name: str, import_name: str, *, prefix: str = "/api/v1", description: str = ""):
        super().__init__(name, import_name, url_prefix=prefix, description=description)
        handle_errors_of(self)

    def add_url_rule(self, rule, endpoint=None, view_func=None, *args, **options):
        """The name of a view is the name of its operation, for those who generate clients."""
        named = self.doc(operationId=view_func.__name__)(view_func)
        if self.url_prefix.startswith("/api"):
            named = self.refuses(429)(named)
        super().add_url_rule(rule, endpoint, named, *args, **options)

    def refuses(self, *statuses: int) -> Callable:
        """Document problems the view may answer."""

        def decorate(view):
            for status in statuses:
                view = self.alt_response(status, response=HTTPStatus(status).name)(view)
            return view

        return decorate

    def takes(self, schema: type[Schema]) -> Callable:
        """A JSON body, read with `schema`."""
        return lambda view: self.refuses(400, 413, 415)(self.arguments(schema())(view))

    def asks(self, schema: type[Schema]) -> Callable:
        """Query parameters, read with `schema`."""
        return self.arguments(schema(), location="query")

    def open_to_all(self, view: Callable) -> Callable:
        """A token is not needed, but believed; a bad one is refused."""

        @wraps(view)
        def checked(*args, **kwargs):
            current_actor()
            return view(*args, **kwargs)

        return self.refuses(401)(self.doc(security=[{}, {"bearer": []}])(checked))

    def signed_in(self, view: Callable) -> Callable:
        """A token is needed, before anything else is looked at."""

        @wraps(view)
        def checked(*args, **kwargs):
            require_sign_in()
            return view(*args, **kwargs)

        return self.refuses(401, 403)(self.doc(security=[{"bearer": []}])(checked))

    def changes(self, status: int, schema: type[Schema], asks: str | Callable[..., str]) -> Callable:
        """A POST that changes something, done once for each Idempotency-Key.

        The view gets the session of the transaction that keeps its answer too, and returns what `schema` shows;
        with 201, also the Location. `asks`: the action that its service asks permission for, or what makes it of the
        view's arguments; it is asked again before a kept answer is given.
        """

        def decorate(view):
            @wraps(view)
            def once(*args, **kwargs):
                def work(session) -> Answer:
                    result = view(session, *args, **kwargs)
                    shown, location = result if status == HTTPStatus.CREATED else (result, None)
                    return Answer(status, orjson.dumps(schema().dump(shown)), location, _told_of(shown))

                return _do_once(work, asks if isinstance(asks, str) else asks(*args, **kwargs))

            headers = _REPLAYED | (_LOCATION if status == HTTPStatus.CREATED else {})
            documented = self.response(status, schema, headers=headers)(once)
            return self.refuses(404, 409, 422, 503)(self.doc(parameters=[_KEY_PARAMETER])(documented))

        return decorate


def _do_once(work: Callable, action: str) -> Response:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise ValidationError({"header": {"Idempotency-Key": ["Must be 1 to 255 visible ASCII characters."]}})
    with transaction() as session:
        if key is None:
            return _respond(work(session))
        kept = idempotency.claim(session, current_actor(), key, _request_digest(), action)
        if kept is not None:
            return _respond(kept, replayed=True)
        answer = work(session)
        idempotency.keep(session, current_actor(), key, answer)
    return _respond(answer)


def _told_of(shown: object) -> int | None:
    """The person whom an answer tells of: its content says so, or the path, or what was sent."""
    if isinstance(shown, PersonDetail):
        return shown.id
    sent = request.get_json(silent=True)
    named = sent.get("profile_id") if isinstance(sent, dict) else None
    return getattr(shown, "person_id", None) or request.view_args.get("profile_id") or named


def _request_digest() -> str:
    """With the company for which the account acts: for another one it would be another request."""
    head = f"{request.method} {request.full_path}\n{current_actor().employer_id}\n".encode()
    return hashlib.sha256(head + request.get_data(cache=True)).hexdigest()


def _respond(answer: Answer, replayed: bool = False) -> Response:
    response = Response(answer.body, answer.status, content_type="application/json")
    if answer.location is not None:
        response.headers["Location"] = answer.location
        response.autocorrect_location_header = False
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
