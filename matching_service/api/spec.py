"""The OpenAPI document, put together from the blueprints."""

from http import HTTPStatus

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from marshmallow import fields

from matching_service import __version__
from matching_service.api.errors import CHALLENGE, MEDIA_TYPE, RETRY_AFTER
from matching_service.api.schemas.base import AnswerSchema

_DESCRIPTION = """Ranks people against vacancies and internship slots, in both directions, explained.

Lists come in pages: ask again with `next_cursor` until it is null. Errors are problems as in RFC 9457.
A POST with an `Idempotency-Key` may be sent again without being done again."""


class FieldErrorSchema(AnswerSchema):
    """What is wrong with one part of the request: `pointer` into the body, or a `parameter` or `header` by name."""

    pointer = fields.String()
    parameter = fields.String()
    header = fields.String()
    detail = fields.String()

    def on_bind_field(self, field_name, field_obj):
        field_obj.required = field_name == "detail"


class ProblemSchema(AnswerSchema):
    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    instance = fields.String()


class InvalidProblemSchema(ProblemSchema):
    errors = fields.List(fields.Nested(FieldErrorSchema))

    def on_bind_field(self, field_name, field_obj):
        field_obj.required = field_name != "errors"


class ConflictProblemSchema(ProblemSchema):
    allowed = fields.List(fields.String(), metadata={"description": "what may be done instead"})


_PROBLEMS = {
    HTTPStatus.CONFLICT: ConflictProblemSchema,
    HTTPStatus.UNPROCESSABLE_ENTITY: InvalidProblemSchema,
}


class Api(flask_smorest.Api):
    """flask-smorest with our own problems, and no handlers for the whole application: pages have theirs."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask):
        app.config.update(
            API_TITLE="Matching service",
            API_VERSION=__version__,
            OPENAPI_VERSION="3.1.0",
            OPENAPI_URL_PREFIX="/",
            OPENAPI_JSON_PATH="openapi.json",
        )
        bearer = {"type": "http", "scheme": "bearer", "description": "a token from POST /api/v1/tokens"}
        super().__init__(
            app,
            spec_kwargs={
                "info": {"description": _DESCRIPTION},
                "marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=_schema_name),
            },
        )
        self.spec.components.security_scheme("bearer", bearer)

    def _register_error_handlers(self):
        pass

    def _register_pagination_header(self):
        """Our pages carry `total` and `next_cursor` in the body."""

    def _register_responses(self):
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                self.spec.components.response(status.name, _problem_response(status), lazy=True)


def _problem_response(status: HTTPStatus) -> dict:
    schema = _PROBLEMS.get(status, ProblemSchema)
    response = {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
    if status is HTTPStatus.UNAUTHORIZED:
        response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string", "examples": [CHALLENGE]}}}
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        seconds = {"type": "integer", "examples": [RETRY_AFTER]}
        response["headers"] = {"Retry-After": {"description": "in seconds", "schema": seconds}}
    return response


def _schema_name(schema) -> str:
    return (schema if isinstance(schema, type) else type(schema)).__name__.removesuffix("Schema")
