"""Composition root: every part is made here and handed to those who need it."""

from datetime import timedelta
from pathlib import Path

from flask import Flask, request
from flask_wtf import CSRFProtect

import employer_portal
from matching_service import api, headers, hosts, rate_limits, request_context, request_log, sign_in
from matching_service.config import Settings
from matching_service.services.identity import attempts, browsers
from matching_service.services.index.engine import Engine
from matching_service.services.index.index_files import index_files
from matching_service.services.index.text_encoder import text_encoder
from matching_service.services.protection import sealing
from models.session import make_engine

_PORTAL_TEMPLATES = Path(employer_portal.__file__).parent / "templates"


def create_app(settings: Settings) -> Flask:
    """The web application over a migrated database. Connects on the first request, not before."""
    # the portal's templates are the application's own, so that they win over those Flask-Security brings
    app = Flask(__name__, static_folder=None, template_folder=str(_PORTAL_TEMPLATES))
    app.config.update(_flask_config(settings))
    engine = Engine(text_encoder(settings.semantic), index_files(settings.index_folder, settings.database_url))
    info = sealing.with_keys(settings.protected_keys) | attempts.with_key(settings.secret_key)
    parts = request_context.init_app(app, make_engine(settings.database_url), engine, info)
    request_log.init_app(app, settings)
    headers.init_app(app, settings)
    hosts.init_app(app, settings)
    rate_limits.init_app(app, settings)
    _protect_forms(app)
    sign_in.init_app(app, settings, parts, employer_portal.for_sign_in())
    api.init_app(app)
    employer_portal.init_app(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    # a browser takes a cookie of such a name only over TLS and for this very host: no other name can plant one
    prefix = "__Host-" if settings.secure_cookies else ""
    cookie = {"HTTPONLY": True, "SAMESITE": "Lax", "SECURE": settings.secure_cookies}
    return {
        "MODE": settings.mode,
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.mode == "test",
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        # a phone changes its address often: that must not sign anybody out, so not "strong"
        "SESSION_PROTECTION": "basic",
        "REMEMBER_COOKIE_DURATION": browsers.IDLE_WHERE_KEPT,
        "WTF_CSRF_ENABLED": True,
        "WTF_CSRF_CHECK_DEFAULT": False,  # checked by _protect_forms
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "REMEMBER_COOKIE_NAME": f"{prefix}remember_token",
        **{f"SESSION_COOKIE_{name}": value for name, value in cookie.items()},
        **{f"REMEMBER_COOKIE_{name}": value for name, value in cookie.items()},
    }


def _is_let_in_by_its_link() -> bool:
    """What a signed link in a letter stops, it stops for whoever has the letter, with no session to borrow."""
    return request.endpoint == "stop_letters.stop"


def _protect_forms(app: Flask) -> None:
    """Every form of a page carries a token; the API takes no cookies, so it needs none."""
    csrf = CSRFProtect(app)

    @app.before_request
    def check_form_token():
        if app.config["WTF_CSRF_ENABLED"] and not (request_context.is_api_request() or _is_let_in_by_its_link()):
            csrf.protect()
