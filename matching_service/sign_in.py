"""How people sign in: Flask-Security over our tables, its e-mails in our outbox, its sessions as rows of ours."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flask import Flask, Response, after_this_request, g, has_request_context, request, session
from flask_login import user_logged_out
from flask_security import (
    MailUtil,
    Security,
    SQLAlchemySessionUserDatastore,
    change_email_confirmed,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_confirmed,
    wan_deleted,
    wan_registered,
)
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import TOTP, TokenError, Totp
from flask_security.utils import send_mail, set_request_attr
from flask_security.webauthn_util import WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from matching_service import request_context
from matching_service.config import Settings
from matching_service.request_context import Parts
from matching_service.services import messages
from matching_service.services.identity import accounts, browsers, passwords, second_factors
from matching_service.services.protection import sealing
from matching_service.services.trail import audit
from models import Passkey, Role, User, base

_ARGON2 = "argon2"
_log = logging.getLogger(__name__)
# Argon2 as weak as it goes: tests sign in hundreds of times.
_CHEAP_ARGON2 = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
# what telephones and authenticator apps show
SITE_NAME = "Prakse i poslovi"
STAFF = frozenset({"counsellor", "coordinator", "auditor"})
# where Flask-Login keeps who has signed in: with us, which browser has
TOKEN = "_user_id"  # nosec B105 # a name


@dataclass(frozen=True, slots=True)
class Portal:
    """What the pages give: `forms` by Flask-Security's names, `config` with its messages, the class that judges
    passwords in words, and `gettext`."""

    forms: dict[str, type]
    config: dict[str, object]
    password_util: type
    gettext: Callable[[str], str]


def config(settings: Settings) -> dict[str, object]:
    """Companies register through `services.employers.register`, all others are invited."""
    return {
        "SECURITY_PASSWORD_HASH": _ARGON2,
        # argon2 salts each password itself: no key of ours is in it, so a new SECRET_KEY locks nobody out
        "SECURITY_PASSWORD_SINGLE_HASH": {_ARGON2},
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": _CHEAP_ARGON2 if settings.mode == "test" else {},
        "SECURITY_PASSWORD_LENGTH_MIN": passwords.MIN_LENGTH,
        # what links hold of an address or of the hash of a password is signed, and needs no slow hash
        "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
        "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"test_environment": settings.mode != "production"},
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_DATETIME_FACTORY": base.now,
        "SECURITY_TOKEN_MAX_AGE": timedelta(hours=12),
        # pages take the cookie only; bearer tokens are for the API, and read there
        "SECURITY_API_ENABLED_METHODS": ["session"],
        # the same answer for an unknown address and a wrong password: nobody learns who has an account
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_CHANGE_EMAIL": True,
        "SECURITY_CHANGE_EMAIL_URL": "/account/email",
        "SECURITY_CHANGE_EMAIL_WITHIN": timedelta(hours=2),
        "SECURITY_POST_CHANGE_EMAIL_VIEW": "/account",
        "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(days=2),
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_POST_CHANGE_VIEW": "/account",
        # what changes how somebody signs in asks for the password again after this long
        "SECURITY_FRESHNESS": timedelta(minutes=30),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
        **_second_factor(),
        **_passkeys(),
    }


def _second_factor() -> dict[str, object]:
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        # asked for, and not used: _OneTimeCodes seals
        "SECURITY_TOTP_SECRETS": {"1": "none"},
        "SECURITY_TOTP_ISSUER": SITE_NAME,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/account/second-factor",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/login/code",  # nosec B105 # an address
        "SECURITY_TWO_FACTOR_SELECT_URL": "/login/select",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/login/rescue",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/login/recovery",
    }


def _passkeys() -> dict[str, object]:
    return {
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": SITE_NAME,
        "SECURITY_WAN_REGISTER_URL": "/account/passkeys",
        "SECURITY_WAN_DELETE_URL": "/account/passkeys/delete",
        "SECURITY_WAN_SIGNIN_URL": "/login/passkey",
        "SECURITY_WAN_VERIFY_URL": "/verify/passkey",
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
        # no list of somebody's keys for an address that anybody typed
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
    }


def init_app(app: Flask, settings: Settings, parts: Parts, portal: Portal) -> None:
    required = STAFF if settings.staff_second_factor else frozenset()
    app.config.update(config(settings), SECOND_FACTOR_REQUIRED_OF=required, **portal.config)
    security = Security(
        app,
        _Accounts(parts.sessions, required),
        mail_util_cls=_Outbox,
        password_util_cls=portal.password_util,
        totp_cls=_OneTimeCodes,
        mf_recovery_codes_util_cls=_RecoveryCodes,
        webauthn_util_cls=_VerifyingKeys,
        **portal.forms,
    )
    security.i18n_domain.gettext = partial(_worded, portal.gettext)
    # pages answer pages, whatever the browser says it would like
    security.want_json(lambda _request: False)
    # What an identity may do is decided in the services: nothing is loaded for it before each request.
    security.principal.identity_loaders.clear()
    _keep_sessions_as_rows(app, required)
    change_email_confirmed.connect(_leave_old_address, app)
    _tell_the_audit_trail(app)


def _worded(gettext: Callable[[str], str], text: str, **values: object) -> str:
    """In the visitor's language; as it is where a command asks, which has no visitor."""
    text = gettext(text) if has_request_context() else text
    return text % values if values else text


class _Accounts(SQLAlchemySessionUserDatastore):
    """Knows who must have a second factor."""

    def __init__(self, sessions, required: frozenset[str]):
        super().__init__(sessions, User, Role, Passkey)
        self.required = required

    def find_user(self, *args, **kwargs):
        return _with_requirement(super().find_user(*args, **kwargs), self.required)


def _with_requirement(user: User | None, required: frozenset[str]) -> User | None:
    if user is not None:
        user.must_have_second_factor = any(role.name in required for role in user.roles)
    return user


class _Outbox(MailUtil):
    """E-mails are rows of the request's transaction. No mail server is asked whether an address exists."""

    def send_mail(self, template, subject, recipient, sender, body, html, **context) -> None:
        user = context.get("user")
        messages.send(request_context.current_session(), recipient, subject, body, user_id=user and user.id)
        after_this_request(_committed)  # Flask-Security commits only where it has changed something itself

    def validate(self, email: str) -> str:
        return self.normalize(email)


def _committed(response: Response) -> Response:
    request_context.current_session().commit()
    return response


class _SealedSecret(TOTP):
    """The secret of an authenticator app, read from its seal."""

    @classmethod
    def from_source(cls, source):
        return super().from_source(_keyring().open_text(source, second_factors.SECRET))


class _OneTimeCodes(Totp):
    """A code of the authenticator app is good once. What it is checked by is sealed."""

    def __init__(self, secrets, issuer: str):
        super().__init__(secrets, issuer)
        self._totp = _SealedSecret.using(issuer=issuer)

    def generate_totp_secret(self) -> str:
        return _keyring().seal_text(self._totp.new().to_json(encrypt=False), second_factors.SECRET)

    def verify_totp(self, token: str, totp_secret: str, user: User, window: int = 0) -> bool:
        """What no key opens is said in the log: nobody could tell it from a wrong code."""
        try:
            return super().verify_totp(token, totp_secret, user, window)
        except sealing.CannotOpen:
            _log.warning("no key opens the second factor of account %d: see docs/security.md", user.id)
            return False

    def get_last_counter(self, user: User) -> int | None:
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch) -> None:
        if not second_factors.use_counter(request_context.current_session(), user.id, tmatch.counter):
            raise TokenError("this code was used at the same moment")


class _RecoveryCodes(MfRecoveryCodesUtil):
    """Sealed; those that no key opens are none. Looking whether one is right uses it up: between looking and deleting
    somebody else could look."""

    def check_recovery_code(self, user: User, code: str) -> bool:
        return second_factors.use_recovery_code(request_context.current_session(), user.id, code)

    def delete_recovery_code(self, user: User, code: str) -> bool:
        return True

    def _encrypt_codes(self, codes: list[str]) -> list[str]:
        return [_keyring().seal_text(code, second_factors.RECOVERY) for code in codes]

    def _decrypt_codes(self, codes: list[str]) -> list[str]:
        session = request_context.current_session()
        return [plain for code in codes if (plain := second_factors.opened(session, code)) is not None]


def _keyring() -> sealing.Keyring:
    return sealing.keyring(request_context.current_session())


class _VerifyingKeys(WebauthnUtil):
    """A passkey asks for a finger, a face or a PIN: it is both factors at once. It knows whose it is."""

    def authenticator_selection(self, user, usage) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user, usage) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED


# ---- browsers that are signed in


def _keep_sessions_as_rows(app: Flask, required: frozenset[str]) -> None:
    app.login_manager.user_loader(lambda token: _user_of_browser(token, required))
    app.after_request(_note_visit)
    user_authenticated.connect(_open_browser, app)
    user_logged_out.connect(_close_browser, app)
    for change in (password_changed, password_reset, tf_profile_changed):
        change.connect(_end_other_browsers, app)
    tf_profile_changed.connect(_end_tokens, app)


def _user_of_browser(token: str, required: frozenset[str]) -> User | None:
    found = browsers.user_of(request_context.current_session(), token)
    if found is None:
        return None
    user, g.browser = found
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return _with_requirement(user, required)


def _note_visit(response: Response) -> Response:
    browser = g.get("browser")
    if browser is not None and browser.is_news:
        with request_context.transaction() as database:
            browsers.seen(database, browser.id, request.remote_addr or "")
    request_context.note_use_of_token()
    return response


def _open_browser(_app: Flask, user: User, **_extra) -> None:
    """The cookie gets what only this browser knows; so does the one that keeps somebody signed in."""
    database = request_context.current_session()
    if "browser" in g:  # signed in once more, with a new password
        browsers.end_this(database, g.pop("browser").id)
    keep = session.get("_remember") == "set"
    agent, address = request.user_agent.string, request.remote_addr or ""
    session[TOKEN], g.browser = browsers.open_for(database, user.id, agent, address, keep=keep)
    actor = accounts.actor_for_user(user)
    audit.record(database, actor, "session.opened", ("user", user.id))


def _close_browser(_app: Flask, **_extra) -> None:
    if "browser" in g:
        with request_context.transaction() as database:
            browsers.end_this(database, g.pop("browser").id)


def _end_other_browsers(_app: Flask, user: User, **_extra) -> None:
    this = g.get("browser")
    kept = this.id if this is not None and this.user_id == user.id else None
    browsers.end_all(request_context.current_session(), user.id, except_id=kept)


def _end_tokens(_app: Flask, user: User, **_extra) -> None:
    """Those of the API were given without the second factor that there is now."""
    user.fs_uniquifier = uuid.uuid4().hex


# ---- another address


def _leave_old_address(app: Flask, user: User, old_email: str, **_extra) -> None:
    """Tell the old address, and end the links that were sent to it."""
    user.fs_uniquifier = uuid.uuid4().hex
    subject = app.config["SECURITY_EMAIL_SUBJECT_CHANGE_EMAIL_NOTICE"]
    send_mail(subject, old_email, "security/email/change_email_notice", user=user)


# ---- the audit trail


def _tell_the_audit_trail(app: Flask) -> None:
    told = {
        password_changed: "password.changed",
        password_reset: "password.reset",
        user_confirmed: "email.confirmed",
        change_email_confirmed: "email.changed",
        tf_profile_changed: "second_factor.set",
        tf_disabled: "second_factor.ended",
        wan_registered: "passkey.added",
        wan_deleted: "passkey.ended",
    }
    for signal, action in told.items():
        signal.connect(_recorder(action), app, weak=False)


def _recorder(action: str):
    def record(_app: Flask, user: User, **_extra) -> None:
        actor = accounts.actor_for_user(user)
        audit.record(request_context.current_session(), actor, action, ("user", user.id))

    return record
