"""One structured line for each request. No query strings, no bodies, no words of addresses: they may hold names."""

import logging
import re
import sys
import time
import uuid

import structlog
from flask import Flask, g, request
from flask.logging import default_handler

from matching_service.config import Settings

_log = structlog.get_logger("request")


def init_app(app: Flask, settings: Settings) -> None:
    _configure(app, settings)

    @app.before_request
    def start():
        g.request_id, g.started = uuid.uuid4().hex, time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def finish(response):
        response.headers["X-Request-Id"] = g.request_id
        actor = g.get("actor")
        _log.info(
            "request",
            method=request.method,
            path=shown_path(),
            status=response.status_code,
            milliseconds=round(1000 * (time.perf_counter() - g.started), 1),
            user_id=actor.user_id if actor else None,
        )
        return response


def shown_path() -> str:
    """The route with its numbers. Words in an address may be somebody's name or a secret, such as a link to reset."""
    if request.url_rule is None:
        return "unknown"
    path = request.url_rule.rule
    for name, value in (request.view_args or {}).items():
        if isinstance(value, int):
            path = re.sub(rf"<(\w+(\([^)]*\))?:)?{name}>", str(value), path)
    return path


def _configure(app: Flask, settings: Settings) -> None:
    """JSON lines in production, readable ones elsewhere; only warnings in tests. Flask's own lines look the same."""
    renderer = (
        structlog.processors.JSONRenderer()
        if settings.mode == "production"
        # the default shows the values of variables
        else structlog.dev.ConsoleRenderer(
            colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    processors = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if settings.mode == "production" else _as_it_is,
    ]
    structlog.configure(
        processors=[*processors, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if settings.mode == "test" else logging.INFO
        ),
    )
    rendered = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    default_handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=rendered, foreign_pre_chain=processors))
    app.logger.addHandler(default_handler)
    app.log_exception = lambda raised: app.logger.error("Exception", exc_info=raised)


def _as_it_is(_logger, _method, event):
    """ConsoleRenderer prints exceptions itself."""
    return event
