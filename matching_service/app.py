"""Composition root: every part is made here and handed to those who need it."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_security import Security, SQLAlchemySessionUserDatastore
from flask_wtf import CSRFProtect

import employer_portal
from matching_service import api, headers, hosts, rate_limits, request_context, request_log
from matching_service.config import Settings
from matching_service.services.accounts import MIN_PASSWORD_LENGTH
from matching_service.services.engine import Engine
from matching_service.services.index_files import index_files
from matching_service.services.text_encoder import text_encoder
from models import Role, User
from models.session import make_engine

_PORTAL_TEMPLATES = Path(employer_portal.__file__).parent / "templates"
_ARGON2 = "argon2"
# Argon2 as weak as it goes: tests sign in hundreds of times.
_CHEAP_ARGON2 = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


def create_app(settings: Settings) -> Flask:
    """The web application over a migrated database. Connects on the first request, not before."""
    # the portal's templates are the application's own, so that they win over those Flask-Security brings
    app = Flask(__name__, static_folder=None, template_folder=str(_PORTAL_TEMPLATES))
    app.config.update(_flask_config(settings), **_security_config(settings))
    engine = Engine(text_encoder(settings.semantic), index_files(settings.index_folder, settings.database_url))
    parts = request_context.init_app(app, make_engine(settings.database_url), engine, settings.protected_keys)
    request_log.init_app(app, settings)
    headers.init_app(app, settings)
    hosts.init_app(app, settings)
    rate_limits.init_app(app, settings)
    _protect_forms(app)
    security = Security(app, SQLAlchemySessionUserDatastore(parts.sessions, User, Role))
    # What an identity may do is decided in the services: nothing is loaded for it before each request.
    security.principal.identity_loaders.clear()
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
        "WTF_CSRF_ENABLED": True,
        "WTF_CSRF_CHECK_DEFAULT": False,  # checked by _protect_forms
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "REMEMBER_COOKIE_NAME": f"{prefix}remember_token",
        **{f"SESSION_COOKIE_{name}": value for name, value in cookie.items()},
        **{f"REMEMBER_COOKIE_{name}": value for name, value in cookie.items()},
    }


def _security_config(settings: Settings) -> dict[str, object]:
    """Sign-in and sign-out only: companies register through `services.employers.register`."""
    return {
        "SECURITY_PASSWORD_HASH": _ARGON2,
        # argon2 salts each password itself: no key of ours is in it, so a new SECRET_KEY locks nobody out
        "SECURITY_PASSWORD_SINGLE_HASH": {_ARGON2},
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": _CHEAP_ARGON2 if settings.mode == "test" else {},
        "SECURITY_PASSWORD_LENGTH_MIN": MIN_PASSWORD_LENGTH,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"test_environment": settings.mode != "production"},
        "SECURITY_TOKEN_MAX_AGE": timedelta(hours=12),
        # the same answer for an unknown address and a wrong password: nobody learns who has an account
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_RECOVERABLE": False,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
    }


def _protect_forms(app: Flask) -> None:
    """Every form of a page carries a token; the API takes no cookies, so it needs none."""
    csrf = CSRFProtect(app)

    @app.before_request
    def check_form_token():
        if app.config["WTF_CSRF_ENABLED"] and not request_context.is_api_request():
            csrf.protect()
