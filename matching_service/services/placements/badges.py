"""A certificate as an Open Badge 3.0 (1EdTech): a Verifiable Credential of W3C, signed as a JWT.

The names of all fields are those of the standard (https://www.imsglobal.org/spec/ob/v3p0/, 8.2 for the signature). Of
the two proofs it allows the JWT is the one that needs no canonical form of RDF: fewer parts that can be wrong.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Who issues badges, and where others look things up; `key` with {name} in it, `certificate` with
    {number}."""

    issuer_name: str
    issuer: str
    key: str
    certificate: str
    revoked: str


def credential(content: dict[str, object], number: str, issued_at: datetime, addresses: Addresses) -> dict[str, object]:
    """`content`: of the certificate; its `recipient` is (type of identity, value), of which a salted hash is kept."""
    address = addresses.certificate.format(number=number)
    return {
        "@context": list(CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": content["title"],
        "issuer": {"id": addresses.issuer, "type": ["Profile"], "name": addresses.issuer_name},
        "validFrom": issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_hashed(*content["recipient"])],
            "activityStartDate": f"{content['began_on']}T00:00:00Z",
            "activityEndDate": f"{content['ended_on']}T00:00:00Z",
            "achievement": _achievement(content, address),
        },
        "credentialStatus": {"id": addresses.revoked, "type": "1EdTechRevocationList"},
    }


def _achievement(content: dict[str, object], address: str) -> dict[str, object]:
    said = f"{content['title']} – {content['company']} ({content['programme']})"
    return {
        "id": f"{address}#achievement",
        "type": ["Achievement"],
        "achievementType": "ApprenticeshipCertificate",
        "name": said,
        "description": content["duties"] or said,
        "criteria": {"narrative": content["criteria"]},
        "inLanguage": "sr-Latn",
    }


def _hashed(kind: str, value: str) -> dict[str, object]:
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((value + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": kind,
        "salt": salt,
    }


def claims(credential: dict[str, object], issued_at: datetime) -> dict[str, object]:
    """The credential with what a JWT adds to it."""
    issuer = credential["issuer"]["id"]
    return {**credential, "iss": issuer, "jti": credential["id"], "nbf": int(issued_at.timestamp())}
