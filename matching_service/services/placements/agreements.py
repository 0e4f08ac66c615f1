"""The agreement of company, intern and programme: what stands in it, and who has signed it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid
from matching_service.services.identity.actors import Actor
from matching_service.services.placements import placements
from matching_service.services.placements.placement_access import found
from matching_service.services.placements.placement_record import (
    PlacementDetail,
    SignatureDetail,
    in_force,
    missing,
    name_of,
    placement_detail,
    terms_of,
)
from matching_service.services.placements.placement_states import COMPANY, PERSON, PROGRAMME, SIDES
from models import Placement, Signature, base, organisation_queries

_TERMS = ("title", "hours_per_week", "mentor", "duties", "allowance_currency", "allowance_period")


@dataclass(frozen=True, slots=True)
class Agreement:
    """`content`: names of the three sides and the terms, as they stand or, once all have signed, as they were signed.
    `digest`: SHA-256 of it."""

    placement_id: int
    version: int
    content: dict[str, object]
    digest: str
    signatures: tuple[SignatureDetail, ...]
    missing: tuple[str, ...]


def get(session: Session, actor: Actor, placement_id: int) -> Agreement:
    """Raises NotFound, Forbidden, and Conflict: no_agreement (a job has a contract of its own)."""
    row, _sides = found(session, actor, "placements.read", placement_id, to_change=False)
    if row.kind != "internship":
        raise Conflict("no_agreement")
    content = row.agreed or _content(session, row)
    return Agreement(row.id, row.version, content, _digest(content), in_force(row), missing(row))


def sign(session: Session, actor: Actor, placement_id: int, version: int) -> PlacementDetail:
    """Sign with one's own account the version that was read: for the side the account is of.

    Raises NotFound, Forbidden, and Conflict: wrong_state, agreement_changed (another version by now),
    agreement_incomplete, no_agreement, signed_before.
    """
    row, sides = found(session, actor, "placements.sign", placement_id)
    side = PROGRAMME if actor.is_staff else COMPANY if COMPANY in sides else PERSON
    _require_signable(row, side, version)
    return _signed(session, actor, row, sides, Signature(side=side, how="online", signed_on=date.today()))


def record_signature(
    session: Session, actor: Actor, placement_id: int, side: str, signed_on: date, version: int
) -> PlacementDetail:
    """Staff have the paper before them. Raises as sign does, and Invalid (side, signed_on in the future)."""
    row, sides = found(session, actor, "placements.record_signature", placement_id)
    if PROGRAMME not in sides:
        raise Forbidden("paper is recorded by staff")
    if side not in SIDES:
        raise Invalid({"side": "not_allowed"})
    if signed_on > date.today():
        raise Invalid({"signed_on": "out_of_range"})
    _require_signable(row, side, version)
    return _signed(session, actor, row, sides, Signature(side=side, how="paper", signed_on=signed_on))


def _require_signable(row: Placement, side: str, version: int) -> None:
    if row.kind != "internship":
        raise Conflict("no_agreement")
    if row.state != "prepared":
        raise Conflict("wrong_state")
    if missing(row):
        raise Conflict("agreement_incomplete")
    if version != row.version:
        raise Conflict("agreement_changed")
    if side in {one.side for one in in_force(row)}:
        raise Conflict("signed_before")


def _signed(
    session: Session, actor: Actor, row: Placement, sides: frozenset[str], signature: Signature
) -> PlacementDetail:
    """With the third signature it is agreed."""
    content = _content(session, row)
    if any(one.digest != _digest(content) for one in row.signatures if one.version == row.version):
        row.version += 1  # a side has another name by now: what was signed names somebody else
        content = _content(session, row)
    signature.version, signature.digest, signature.by_id = row.version, _digest(content), actor.user_id
    row.signatures.append(signature)
    row.updated_at = base.now()
    session.flush()
    placements.tell(session, actor, "placements.sign", row, side=signature.side)
    if len(in_force(row)) == len(SIDES):
        row.agreed = content
        placements.take(session, actor, row, "agree")
    return placement_detail(actor, row, sides)


def _content(session: Session, row: Placement) -> dict[str, object]:
    """What company, intern and programme need, and no more: no birth date, no contact, nothing that is protected."""
    terms = asdict(terms_of(row))
    company, person = row.employer, row.person
    programme = organisation_queries.organisation(session, person.organisation_id)
    return {
        **{name: terms[name] for name in _TERMS},
        **{name: terms[name] and terms[name].isoformat() for name in ("starts_on", "ends_on")},
        "allowance": None if terms["allowance"] is None else f"{terms['allowance']:.2f}",
        "version": row.version,
        "company": company.name if company else "",
        "company_pib": company.pib if company else "",
        "company_address": company.address if company else "",
        "company_place": company.municipality.name if company and company.municipality else "",
        "person": name_of(row),
        "person_place": person.municipality.name if person.municipality else "",
        "programme": programme.name if programme else "",
    }


def _digest(content: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
