"""Whom a company may see for an opening of its own: under a code, until the person agrees to be seen by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotAgreed, NotFound
from matching_service.matcher import eligibility
from matching_service.matcher.explanation import Explanation
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Shelf
from matching_service.services.lists import list_inputs, ranked_lists, shortlist_codes
from matching_service.services.lists.ranked_lists import Asked, Explained
from matching_service.services.matching.ranking_query import stored
from matching_service.services.matching.reasons import explained
from matching_service.services.trail import audit
from models import Opening, Person, Shortlisted, base, consent_queries, queries, shortlist_queries

# The last kilometre of each band; beyond it is FAR. A distance itself would tell where somebody lives.
BANDS = {5: "up_to_5", 20: "up_to_20", 50: "up_to_50"}
FAR = "over_50"


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a person fits: of 1, the sum of its parts. Skills are codes; `others` are not asked for. `distance` is
    one of the bands, None where it is not known."""

    score: float
    parts: dict[str, float]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    others: tuple[str, ...]
    distance: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as the company sees them. `contact` None: has not agreed to be seen by it. `fit` None: does not want to
    be ranked, and has applied. `applied_on`: when the person applied, None: was proposed by a counsellor."""

    code: str
    contact: Contact | None
    fit: Fit | None
    applied_on: date | None


def propose(session: Session, actor: Actor, opening_id: int, person_id: int) -> str:
    """Let the company of an opening see a person under a code, which stays with the two; gives it.

    Raises NotFound, Forbidden, NotAgreed (to be ranked), and Conflict: no_company (the opening is nobody's).
    """
    queries.take_turn(session)
    permissions.require_person(session, actor, "shortlist.propose", person_id)
    opening = _opening(session, opening_id)
    if opening.employer_id is None:
        raise Conflict("no_company")
    if not consents.in_force(session, person_id, "ranked"):
        raise NotAgreed(person_id, "ranked")
    consents.end_known_codes(session, opening_id)
    row = note(session, opening_id, person_id)
    row.proposed_at, row.proposed_by_id = row.proposed_at or base.now(), row.proposed_by_id or actor.user_id
    session.flush()
    audit.record(session, actor, "shortlist.propose", ("person", person_id), details={"opening": opening_id})
    return row.code


def propose_several(session: Session, actor: Actor, opening_id: int, person_ids: Sequence[int]) -> tuple[int, ...]:
    """As `propose`, for all of them or nobody; gives those whom nobody had proposed before, in the order given."""
    queries.take_turn(session)
    for person_id in person_ids:
        permissions.require_person(session, actor, "shortlist.propose", person_id)
    before = {row.person_id for row in shortlist_queries.shown(session, opening_id) if row.proposed_at}
    new = tuple(person_id for person_id in dict.fromkeys(person_ids) if person_id not in before)
    for person_id in new:
        propose(session, actor, opening_id, person_id)
    return new


def take_back_several(session: Session, actor: Actor, opening_id: int, person_ids: Sequence[int]) -> None:
    """As `take_back`, for all of them or nobody."""
    permissions.require(actor, "shortlist.propose")
    for person_id in person_ids:
        take_back(session, actor, opening_id, person_id)


def take_back(session: Session, actor: Actor, opening_id: int, person_id: int) -> None:
    """The company sees the person no more, unless they have applied themselves. Raises NotFound, Forbidden."""
    queries.take_turn(session)
    permissions.require_person(session, actor, "shortlist.propose", person_id)
    no_longer_wanted(session, opening_id, person_id)
    audit.record(session, actor, "shortlist.take_back", ("person", person_id), details={"opening": opening_id})


def no_longer_wanted(session: Session, opening_id: int, person_id: int) -> None:
    """Whoever withdraws an application is not proposed for the opening either."""
    row = session.get(Shortlisted, (opening_id, person_id))
    if row is not None:
        row.proposed_at = row.proposed_by_id = None
        session.flush()


def note(session: Session, opening_id: int, person_id: int) -> Shortlisted:
    """The row of the two, with a code that nobody can guess."""
    row = session.get(Shortlisted, (opening_id, person_id))
    if row is None:
        row = Shortlisted(opening_id=opening_id, person_id=person_id, code=shortlist_codes.draw())
        session.add(row)
        session.flush()
    return row


def code_of(session: Session, opening_id: int, person_id: int) -> str:
    """The code under which the company knows whoever has applied."""
    return note(session, opening_id, person_id).code


def proposed(session: Session, actor: Actor, opening_id: int) -> dict[int, str]:
    """Codes of those proposed for an opening, by id of the person: of people whom the actor may propose."""
    permissions.require(actor, "shortlist.propose")
    consents.end_known_codes(session, opening_id)
    codes = {row.person_id: row.code for row in shortlist_queries.shown(session, opening_id) if row.proposed_at}
    return {one: codes[one] for one in permissions.within_reach(session, actor, "shortlist.propose", list(codes))}


def for_company(session: Session, actor: Actor, engine: Engine, opening_id: int) -> tuple[Shown, ...]:
    """Who was proposed for an opening of the actor's company, or has applied for it; best fit first, then by code.

    Names and contacts only of those who have agreed that this company sees them. Who was proposed and does not want to
    be ranked any more is left out, and so is whose consent to be seen has ended, until somebody proposes them anew,
    under another code; and who has applied and taken the consent back. Raises NotFound,
    Forbidden, and Conflict: company_waits (nobody has verified who the company is, under the name it has now).
    """
    opening = permissions.require_opening(session, actor, "shortlist.read", opening_id)
    if opening.employer is None or opening.employer.verified_at is None:
        raise Conflict("company_waits")
    consents.end_known_codes(session, opening_id)
    rows = {row.person_id: row for row in shortlist_queries.shown(session, opening_id)}
    contacts = _contacts(session, opening.employer_id, rows.keys())
    consent_queries.note_named(session, opening_id, contacts.keys())
    fits = _fits(session, actor, engine, opening_id, consents.people_with(session, "ranked", rows.keys()))
    shown = [
        Shown(row.code, contacts.get(one), fits.get(one), row.applied_at.date() if row.applied_at else None)
        for one, row in rows.items()
        if one in contacts or (row.proposed_at and one in fits)
    ]
    details = {"shown": len(shown), "named": len(contacts)}
    audit.record(session, actor, "shortlist.read", ("opening", opening_id), details=details)
    return tuple(sorted(shown, key=lambda one: (-(one.fit.score if one.fit else 0), one.code)))


def _opening(session: Session, opening_id: int) -> Opening:
    row = queries.opening(session, opening_id)
    if row is None:
        raise NotFound("opening", opening_id)
    return row


def _contacts(session: Session, employer_id: int, person_ids) -> dict[int, Contact]:
    agreed = consents.people_with(session, "shown_to_employer", person_ids, employer_id)
    return {person.id: contact_of(person) for person in shortlist_queries.people(session, agreed)}


def contact_of(person: Person) -> Contact:
    """For whoever may see the person."""
    return Contact(f"{person.given_name} {person.family_name}", person.email, person.phone)


def _fits(session: Session, actor: Actor, engine: Engine, opening_id: int, person_ids: set[int]) -> dict[int, Fit]:
    """Of those who are in the index, whether or not the opening takes applications now; recorded as a list shown."""
    snapshot, today = engine.snapshot(session), date.today()
    opening, shelf = stored(session, snapshot.openings, opening_id), snapshot.people
    rows = shelf.index.rows_of([one for one in sorted(person_ids) if _is_ranked(shelf, one)])
    facts = shelf.facts(session, rows.checksums_by_id())
    rows = rows.take(np.flatnonzero(np.isin(rows.ids, list(facts))))
    told = [facts[one] for one in rows.ids.tolist()]
    checksums = list_inputs.checksums_of_lines(session, shelf, rows.ids.tolist())
    reasons = explained(snapshot.reader.encoder, shelf.kind, opening, rows, told)
    shown, fits = [], {}
    for one, its, why in zip(rows.ids.tolist(), told, reasons, strict=True):
        km = eligibility.check(its, opening.facts, today).distance_km
        fits[one] = _fit(why, [code for code, has in its.skills if has], km)
        shown.append(Explained(one, checksums[one], why, None if km is None else round(km, 1)))
    asked = Asked(opening_id, len(shown), with_ineligible=False, day=today)
    if shown:
        ranked_lists.record_proposed(session, actor, snapshot, opening, asked, shown)
    return fits


def _is_ranked(people: Shelf, person_id: int) -> bool:
    try:
        people.index.row(person_id)
    except KeyError:
        return False
    return True


def _fit(why: Explanation, skills: list[str], km: float | None) -> Fit:
    asked = {*why.matched, *why.missing, *why.unknown}
    return Fit(
        score=why.score,
        parts=why.parts,
        matched=why.matched,
        missing=why.missing,
        unknown=why.unknown,
        others=tuple(code for code in skills if code not in asked),
        distance=_band(km),
    )


def _band(km: float | None) -> str | None:
    if km is None:
        return None
    return next((band for last, band in BANDS.items() if km <= last), FAR)
