"""Settings as a frozen value, read once from the environment."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from matching_service.errors import ConfigurationError

MODES = ("production", "demo", "test")
SEMANTIC = ("auto", "off")
# This machine itself; whoever serves others says under which name.
LOCAL_HOSTS = ("localhost", "127.0.0.1")
PROTECTED_KEY_LENGTH = 32
# In the source for everybody to read: the demo and tests hold invented people only.
DEMO_PROTECTED_KEY = hashlib.sha256(b"matching-service: for invented people only").digest()


@dataclass(frozen=True, slots=True)
class Settings:
    """`mode` is production unless said otherwise: nobody becomes careless by forgetting a variable.

    `semantic`: whether texts are compared by meaning too, where the extra for that is installed. `index_folder`:
    where the index is kept on disk; None: in the memory of each process only. `smtp_url`, `mail_from`: through which
    server, and as whom, e-mails are sent; `address`: what links in them begin with that no page has asked for.
    `staff_second_factor`: whether counsellors, coordinators and auditors must have one. `hosts`: the names under
    which the service answers. `proxies`: how many reverse proxies stand in front, whose word on the visitor's address
    is believed. `limit_storage`: where requests are counted; `memory://` is each process for itself.
    `protected_keys`: what protected data is sealed with, the newest first; none: commands that need none.
    """

    database_url: str
    secret_key: str
    mode: str = "production"
    semantic: bool = True
    index_folder: str | None = None
    smtp_url: str | None = None
    mail_from: str | None = None
    address: str = "http://localhost:8000"
    staff_second_factor: bool = False
    hosts: tuple[str, ...] = LOCAL_HOSTS
    proxies: int = 0
    limits: bool = False
    limit_storage: str = "memory://"
    protected_keys: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read DATABASE_URL, SECRET_KEY, MATCHING_MODE, SEMANTIC (auto or off), INDEX_FOLDER, ALLOWED_HOSTS (names
        with commas between them), TRUSTED_PROXIES (a number), RATE_LIMITS (on or off), RATELIMIT_STORAGE and
        PROTECTED_KEYS (base64, with commas between them).

        Raises ConfigurationError in production without a secret key of at least 32 characters, or without
        keys for protected data. SERVICE_URL is where the service is reached from outside, https://NAME by the first of
        ALLOWED_HOSTS unless set.
        """
        mode = environ.get("MATCHING_MODE", "production")
        if mode not in MODES:
            raise ConfigurationError(f"MATCHING_MODE is {mode!r}; it must be one of {', '.join(MODES)}")
        semantic = environ.get("SEMANTIC") or "auto"
        if semantic not in SEMANTIC:
            raise ConfigurationError(f"SEMANTIC is {semantic!r}; it must be one of {', '.join(SEMANTIC)}")
        secret_key = environ.get("SECRET_KEY", "")
        if mode == "production" and len(secret_key) < 32:
            raise ConfigurationError("production needs SECRET_KEY with at least 32 characters")
        return cls(
            database_url=environ.get("DATABASE_URL") or "sqlite:///instance/matching.sqlite",
            secret_key=secret_key or "not secret: for commands and tests only",
            mode=mode,
            semantic=semantic == "auto",
            index_folder=environ.get("INDEX_FOLDER") or "instance/index",
            smtp_url=environ.get("SMTP_URL") or None,
            mail_from=environ.get("MAIL_FROM") or None,
            address=_address(environ),
            staff_second_factor=_is_on(
                "STAFF_SECOND_FACTOR", environ.get("STAFF_SECOND_FACTOR") or ("on" if mode == "production" else "off")
            ),
            hosts=tuple(dict.fromkeys((*LOCAL_HOSTS, *_names(environ.get("ALLOWED_HOSTS", "")), _host(environ)))),
            proxies=_count("TRUSTED_PROXIES", environ.get("TRUSTED_PROXIES") or "0"),
            limits=_is_on("RATE_LIMITS", environ.get("RATE_LIMITS") or ("off" if mode == "test" else "on")),
            limit_storage=environ.get("RATELIMIT_STORAGE") or "memory://",
            protected_keys=_protected_keys(mode, environ.get("PROTECTED_KEYS", "")),
        )

    @property
    def secure_cookies(self) -> bool:
        return self.mode == "production"


def _protected_keys(mode: str, text: str) -> tuple[bytes, ...]:
    keys = tuple(_protected_key(name) for name in _names(text))
    if not keys and mode == "production":
        raise ConfigurationError("production needs PROTECTED_KEYS; `matching-service protected new-key` makes one")
    return keys or (DEMO_PROTECTED_KEY,)


def _protected_key(text: str) -> bytes:
    """Says nothing of the text: a key that is mistyped is almost the key."""
    try:
        key = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != PROTECTED_KEY_LENGTH:
        raise ConfigurationError(
            f"PROTECTED_KEYS must be keys of {PROTECTED_KEY_LENGTH} bytes in base64, with commas between them"
        )
    return key


def _address(environ: Mapping[str, str]) -> str:
    names = [name for name in _names(environ.get("ALLOWED_HOSTS", "")) if not name.startswith(".")]
    default = f"https://{names[0]}" if names else f"http://localhost:{environ.get('PORT') or 8000}"
    return (environ.get("SERVICE_URL") or default).rstrip("/")


def _host(environ: Mapping[str, str]) -> str:
    """Of the service's own address, which is served like the names of ALLOWED_HOSTS."""
    address = urlsplit(_address(environ))
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ConfigurationError("SERVICE_URL must be https://NAME, as people type it")
    return address.hostname


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _count(variable: str, text: str) -> int:
    if not (text.isdecimal() and int(text) <= 9):
        raise ConfigurationError(f"{variable} is {text!r}; it must be a number from 0 to 9")
    return int(text)


def _is_on(variable: str, text: str) -> bool:
    if text not in ("on", "off"):
        raise ConfigurationError(f"{variable} is {text!r}; it must be on or off")
    return text == "on"
