"""Sealing what is stored: AES-256-GCM of the library cryptography, with keys that can be changed.

Each seal is bound to a place, such as `protected_data/12`: what was sealed for one row does not open in another, so
rows cannot be swapped unnoticed. (Fernet has no such binding, and does not tell which key a token needs.)

A seal is: one byte of version, four bytes that name the key, twelve random bytes, then the ciphertext with its tag.
"""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from matching_service.errors import ConfigurationError

KEY_LENGTH = 32
_VERSION, _ID_LENGTH, _NONCE_LENGTH = b"\x01", 4, 12
MARK_LENGTH = len(_VERSION) + _ID_LENGTH
_KEYS = "keys of protected data"


class CannotOpen(Exception):
    """Sealed with a key that is not there, for another place, or damaged. Says nothing of the content."""


class Keyring:
    """`keys`: 32 bytes each, the newest first. What is sealed is sealed with the newest, and opened with any."""

    def __init__(self, keys: tuple[bytes, ...]):
        self._ciphers = {_mark(key): AESGCM(key) for key in reversed(keys)}
        self.newest_mark = _mark(keys[0])

    def seal(self, content: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE_LENGTH)
        cipher = self._ciphers[self.newest_mark]
        return self.newest_mark + nonce + cipher.encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises CannotOpen."""
        cipher = self._ciphers.get(bytes(sealed[:MARK_LENGTH]))
        if cipher is None:
            raise CannotOpen
        nonce, content = sealed[MARK_LENGTH:][:_NONCE_LENGTH], sealed[MARK_LENGTH + _NONCE_LENGTH :]
        try:
            return cipher.decrypt(nonce, content, place.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error

    def seal_text(self, text: str, place: str) -> str:
        """For columns of text: in hexadecimal digits."""
        return self.seal(text.encode(), place).hex()

    def open_text(self, sealed: str, place: str) -> str:
        """Raises CannotOpen."""
        try:
            return self.open(bytes.fromhex(sealed), place).decode()
        except ValueError as error:
            raise CannotOpen from error


def _mark(key: bytes) -> bytes:
    """What a seal of this key begins with; it tells nothing of the key."""
    return _VERSION + hashlib.sha256(b"the name of the key " + key).digest()[:_ID_LENGTH]


def with_keys(keys: tuple[bytes, ...]) -> dict[str, object]:
    """What a session must carry (`Session(info=...)`) so that services may seal and open."""
    return {_KEYS: Keyring(keys)} if keys else {}


def has_keys(session: Session) -> bool:
    return _KEYS in session.info


def keyring(session: Session) -> Keyring:
    """Raises ConfigurationError where the session carries no keys."""
    if _KEYS not in session.info:
        raise ConfigurationError("PROTECTED_KEYS is not set: protected data can be neither read nor written")
    return session.info[_KEYS]
