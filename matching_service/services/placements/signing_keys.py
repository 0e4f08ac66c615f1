"""The keys that badges are signed with: RSA of 2,048 bits, made when first needed, sealed with PROTECTED_KEYS.

The newest signs. The public parts of all are shown, so that what an older one has signed can still be checked.
"""

from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching_service.services.protection import sealing
from models import SigningKey

# the only algorithm that every reader of Open Badges 3.0 must know
ALGORITHM = "RS256"
_BITS = 2048


def signed(session: Session, claims: dict[str, object], key_address: str) -> str:
    """The claims as a JWT, which names the address of its key: `key_address` with the key's name in place of {name}.

    Raises ConfigurationError where the session carries no keys to open the private one with.
    """
    row = _newest(session) or make(session)
    private = RSAKey.import_key(sealing.keyring(session).open(row.sealed, place_of(row)))
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": key_address.format(name=row.name)}
    return jwt.encode(header, claims, private, algorithms=[ALGORITHM])


def make(session: Session) -> SigningKey:
    """A new key, which signs from now on."""
    key = RSAKey.generate_key(_BITS)
    row = SigningKey(name=key.thumbprint(), public=key.as_dict(private=False))
    row.sealed = sealing.keyring(session).seal(key.as_pem(private=True), place_of(row))
    session.add(row)
    session.flush()
    return row


def place_of(row: SigningKey) -> str:
    """To which row what is sealed is bound."""
    return f"signing_key/{row.name}"


def public(session: Session, name: str) -> dict[str, object] | None:
    """As a JSON Web Key; None: there is no such key."""
    row = session.get(SigningKey, name)
    return None if row is None else {**row.public, "kid": row.name, "alg": ALGORITHM, "use": "sig"}


def _newest(session: Session) -> SigningKey | None:
    newest = select(func.max(SigningKey.created_at)).scalar_subquery()
    return session.scalars(select(SigningKey).where(SigningKey.created_at == newest)).first()
