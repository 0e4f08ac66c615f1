"""Settings as a frozen value, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching_service.errors import ConfigurationError

MODES = ("production", "demo", "test")


@dataclass(frozen=True, slots=True)
class Settings:
    """`mode` is production unless said otherwise: nobody becomes careless by forgetting a variable."""

    database_url: str
    secret_key: str
    mode: str = "production"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read DATABASE_URL, SECRET_KEY and MATCHING_MODE.

        Raises ConfigurationError in production without a secret key of at least 32 characters.
        """
        mode = environ.get("MATCHING_MODE", "production")
        if mode not in MODES:
            raise ConfigurationError(f"MATCHING_MODE is {mode!r}; it must be one of {', '.join(MODES)}")
        secret_key = environ.get("SECRET_KEY", "")
        if mode == "production" and len(secret_key) < 32:
            raise ConfigurationError("production needs SECRET_KEY with at least 32 characters")
        return cls(
            database_url=environ.get("DATABASE_URL") or "sqlite:///instance/matching.sqlite",
            secret_key=secret_key or "not secret: for commands and tests only",
            mode=mode,
        )

    @property
    def secure_cookies(self) -> bool:
        return self.mode == "production"
