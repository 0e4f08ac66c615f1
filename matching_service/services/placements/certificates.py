"""Certificates of finished internships: issued, looked up by anybody who has the address, and revoked."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import attendance, badges, placements, signing_keys
from matching_service.services.placements.badges import Addresses
from matching_service.services.placements.placement_access import found
from matching_service.services.placements.placement_record import name_of
from matching_service.services.placements.placement_states import PROGRAMME
from models import Certificate, Placement, base, organisation_queries, placement_queries
from models.vocabulary import REVOCATION_REASONS

_ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class CertificateDetail:
    """`content`: what it says. `hours` in it is None where no week was entered."""

    number: str
    content: Mapping[str, object]
    issued_at: datetime
    revoked_at: datetime | None
    revoked_for: str | None


def issue(session: Session, actor: Actor, placement_id: int, addresses: Addresses, criteria: str) -> CertificateDetail:
    """For an internship that was finished; `criteria`: in a sentence, what it was issued for.

    Raises NotFound, Forbidden, and Conflict: not_finished, certificate_issued.
    """
    row, _sides = found(session, actor, "placements.certify", placement_id)
    if row.kind != "internship" or row.state != "finished":
        raise Conflict("not_finished")
    if any(one.revoked_at is None for one in placement_queries.certificates(session, row.id)):
        raise Conflict("certificate_issued")
    made = _issued(session, row, addresses, criteria)
    made.issued_by_id = actor.user_id
    session.add(made)
    row.updated_at = base.now()
    session.flush()
    placements.tell(session, actor, "placements.certify", row)
    return _detail(made)


def _issued(session: Session, row: Placement, addresses: Addresses, criteria: str) -> Certificate:
    number, issued_at = secrets.token_urlsafe(24)[:_ID_LENGTH], base.now()
    content = _content(session, row)
    credential = badges.credential(
        content | {"criteria": criteria, "recipient": _recipient(row)}, number, issued_at, addresses
    )
    badge = signing_keys.signed(session, badges.claims(credential, issued_at), addresses.key)
    return Certificate(placement_id=row.id, number=number, content=content, badge=badge, issued_at=issued_at)


def _content(session: Session, row: Placement) -> dict[str, object]:
    programme = organisation_queries.organisation(session, row.person.organisation_id)
    return {
        "name": name_of(row),
        "title": row.title,
        "company": row.employer.name if row.employer else "",
        "programme": programme.name if programme else "",
        "mentor": row.mentor,
        "duties": row.duties,
        "began_on": row.began_on.isoformat(),
        "ended_on": row.ended_on.isoformat(),
        "hours": _hours(session, row),
    }


def _hours(session: Session, row: Placement) -> int | None:
    """Those present; None where a week is unknown, as the sum would say too little."""
    entered = {one.monday: one.present for one in placement_queries.weeks(session, row.id)}
    weeks = attendance.mondays_of(row)
    return sum(entered[monday] for monday in weeks) if weeks and entered.keys() >= set(weeks) else None


def _recipient(row: Placement) -> tuple[str, str]:
    return ("emailAddress", row.person.email) if row.person.email else ("name", name_of(row))


def of_placement(session: Session, actor: Actor, placement_id: int) -> tuple[CertificateDetail, ...]:
    """For the person and staff, newest first; the company has no part in them. Raises NotFound, Forbidden."""
    row, _sides = found(session, actor, "placements.certificate", placement_id, to_change=False)
    return tuple(map(_detail, placement_queries.certificates(session, row.id)))


def one_of_placement(session: Session, actor: Actor, placement_id: int, number: str) -> CertificateDetail:
    """Raises NotFound, Forbidden."""
    found_one = next((one for one in of_placement(session, actor, placement_id) if one.number == number), None)
    if found_one is None:
        raise NotFound("certificate", number)
    return found_one


def revoke(session: Session, actor: Actor, placement_id: int, number: str, reason: str) -> CertificateDetail:
    """Raises NotFound, Forbidden, Invalid (reason), and Conflict: revoked_before."""
    row, sides = found(session, actor, "placements.certify", placement_id)
    if PROGRAMME not in sides:
        raise Forbidden("certificates are revoked by staff")
    if reason not in REVOCATION_REASONS:
        raise Invalid({"reason": "not_allowed" if reason else "required"})
    made = placement_queries.certificate(session, number)
    if made is None or made.placement_id != row.id:
        raise NotFound("certificate", number)
    if made.revoked_at is not None:
        raise Conflict("revoked_before")
    made.revoked_at, made.revoked_for = base.now(), reason
    session.flush()
    placements.tell(session, actor, "placements.revoke", row, reason)
    return _detail(made)


# ---- for anybody who has the address


def check(session: Session, number: str) -> CertificateDetail:
    """What a certificate says; of one that was revoked only that. Raises NotFound."""
    made = placement_queries.certificate(session, number)
    if made is None:
        raise NotFound("certificate", number)
    shown = _detail(made)
    return shown if made.revoked_at is None else CertificateDetail(number, {}, made.issued_at, made.revoked_at, None)


def badge(session: Session, number: str) -> str:
    """The signed Open Badge, as a JWT. Raises NotFound, also for one that was revoked."""
    made = placement_queries.certificate(session, number)
    if made is None or made.revoked_at is not None:
        raise NotFound("certificate", number)
    return made.badge


def revoked(session: Session) -> tuple[tuple[str, datetime], ...]:
    """(number, when) of all that were revoked."""
    return tuple(placement_queries.revoked_certificates(session))


def payload(badge: str) -> bytes:
    """What stands in a badge, as JSON, to be read by people; whoever relies on it checks the signature."""
    part = badge.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _detail(row: Certificate) -> CertificateDetail:
    return CertificateDetail(row.number, dict(row.content), row.issued_at, row.revoked_at, row.revoked_for)
