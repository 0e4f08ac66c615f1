"""Consents: what a person has agreed to, in which words, who recorded it, and how it ended.

What nobody has agreed to is not done: the engine reads no text without `profiled` and ranks nobody without `ranked`.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotAgreed
from matching_service.services.consent import consent_rows
from matching_service.services.consent.consent_rows import Agreement, ConsentDetail
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.identity.permissions import OWN
from matching_service.services.index.engine import Engine
from matching_service.services.lists import shortlist_codes
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import Consent, Shortlisted, consent_queries, matching_queries, queries, shortlist_queries
from models.vocabulary import CONSENT_PURPOSES as PURPOSES

__all__ = [
    "PURPOSES",
    "Agreement",
    "ConsentDetail",
    "end_codes_of",
    "end_known_codes",
    "enforce",
    "give",
    "in_force",
    "of_person",
    "of_renamed_company",
    "on_applying",
    "people_with",
    "take_effect",
    "withdraw",
]
# Those that decide whether texts are read and who is ranked.
_READ_AGAIN = {"profiled", "ranked"}


def in_force(session: Session, person_id: int, purpose: str, employer_id: int | None = None) -> bool:
    """Whether the person has agreed to it as of today; to be shown, to this company."""
    if purpose == "shown_to_employer" and employer_id is None:
        return False
    return person_id in people_with(session, purpose, [person_id], employer_id)


def people_with(
    session: Session, purpose: str, person_ids: Collection[int] | None = None, employer_id: int | None = None
) -> set[int]:
    """Who has agreed to it as of today, of some people or of all. Being ranked needs being profiled as well."""
    found = consent_queries.people_with(session, purpose, employer_id, date.today(), person_ids)
    if purpose == "ranked":
        found &= consent_queries.people_with(session, "profiled", None, date.today(), person_ids)
    return found


def give(session: Session, actor: Actor, engine: Engine, person_id: int, agreement: Agreement) -> ConsentDetail:
    """Record what a person has agreed to: the person, or staff for them.

    What somebody without staff's rights gives is given now and online, whatever `agreement` says. Raises NotFound,
    Forbidden, Invalid, and Conflict: profiled_first (nobody is ranked without a profile), withdrawn_since (the person
    has taken it back after that day).
    """
    queries.take_turn(session)
    if permissions.require_person(session, actor, "consents.record", person_id) == OWN:
        agreement = Agreement(agreement.purpose, agreement.employer_id, language=agreement.language, how="online")
    consent_rows.check(session, agreement)
    if agreement.purpose == "ranked" and not in_force(session, person_id, "profiled"):
        raise Conflict("profiled_first")
    before = consent_queries.of_people(session, [person_id]).get(person_id, ())
    if any(old.withdrawn_at is not None and consent_rows.answers(old, agreement) for old in before):
        raise Conflict("withdrawn_since")
    row = _record(session, actor, person_id, agreement)
    take_effect(session, engine, [person_id], {agreement.purpose})
    return next(detail for detail in _history(session, person_id) if detail.id == row.id)


def on_applying(session: Session, actor: Actor, person_id: int, employer_id: int, language: str) -> None:
    """Whoever applies lets the company see them, which is noted in the words shown to them in `language`.

    Staff apply for those only who have agreed to it before. Raises NotAgreed.
    """
    if in_force(session, person_id, "shown_to_employer", employer_id):
        return
    if actor.person_id != person_id:
        raise NotAgreed(person_id, "shown_to_employer", employer_id)
    agreement = Agreement("shown_to_employer", employer_id, language=language, how="online")
    consent_rows.check(session, agreement)
    _record(session, actor, person_id, agreement)


def withdraw(
    session: Session, actor: Actor, engine: Engine, person_id: int, purpose: str, employer_id: int | None = None
) -> tuple[ConsentDetail, ...]:
    """Take a consent back: the person, or staff for them. Gives the history. Raises NotFound, Forbidden, Invalid.

    To be profiled is what the others rest on: they go with it. What is not there can be withdrawn all the same.
    `employer_id` None takes back the consents to be shown to any company. Whoever does not want to be ranked is not
    proposed any more either, and stays so if they agree again: somebody has to propose them anew.
    """
    queries.take_turn(session)
    permissions.require_person(session, actor, "consents.record", person_id)
    problems = Problems()
    problems.one_of("purpose", purpose, PURPOSES)
    problems.raise_if_any()
    purposes = set(PURPOSES) if purpose == "profiled" else {purpose}
    of = employer_id if purpose == "shown_to_employer" else None
    consent_queries.withdraw(session, person_id, purposes, of, actor.user_id)
    if "shown_to_employer" in purposes:
        _hide_from_companies(session, person_id, of)
    if purposes & _READ_AGAIN:
        consent_queries.end_proposals(session, date.today(), person_id)
    take_effect(session, engine, [person_id], purposes)
    details = {"purpose": purpose} | ({"employer": employer_id} if of else {})
    audit.record(session, actor, "consents.withdraw", ("person", person_id), details=details)
    return _history(session, person_id)


def _hide_from_companies(session: Session, person_id: int, employer_id: int | None) -> None:
    """Proposals to a company that knew them end, and the next one has a new code: the old one stood beside the name."""
    _end(session, shortlist_queries.of_person(session, person_id, employer_id))


def end_known_codes(session: Session, opening_id: int | None = None) -> None:
    """What a withdrawal does at once, where a consent has merely run out: of one opening, or of all.

    To be called before codes are read: the day after the last one, nobody has had a reason to do anything yet.
    """
    _end(session, consent_queries.known_by_name(session, date.today(), opening_id))


def end_codes_of(session: Session, opening_id: int) -> None:
    """The opening is another company's now, which has nothing to do with the proposals and codes of the one before."""
    _end(session, consent_queries.of_opening(session, opening_id))


def _end(session: Session, rows: Sequence[Shortlisted]) -> None:
    for row in rows:
        row.code, row.named = shortlist_codes.draw(), False
        row.proposed_at = row.proposed_by_id = None
    session.flush()


def of_renamed_company(session: Session, actor: Actor, employer_id: int) -> int:
    """End what people have agreed to with a company that has given itself another name; of how many.

    They have read the old name. That it was the company's doing is told by who withdrew the consent.
    """
    agreed = sorted(people_with(session, "shown_to_employer", employer_id=employer_id))
    details = {"purpose": "shown_to_employer", "employer": employer_id}
    for person_id in agreed:
        consent_queries.withdraw(session, person_id, ["shown_to_employer"], employer_id, actor.user_id)
        _hide_from_companies(session, person_id, employer_id)
        audit.record(session, actor, "consents.withdraw", ("person", person_id), details=details)
    return len(agreed)


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[ConsentDetail, ...]:
    """The history, latest first. The person, or staff. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "consents.read", person_id)
    return _history(session, person_id)


def take_effect(session: Session, engine: Engine, person_ids: Sequence[int], purposes: set[str]) -> None:
    """After consents of these purposes were recorded or withdrawn: texts are read, or forgotten, accordingly."""
    if purposes & _READ_AGAIN:
        _read_again(session, engine, person_ids)


def enforce(session: Session, engine: Engine) -> int:
    """Undo what consents no longer carry, as those that have ended: proposals, codes that a company knows a name for,
    readings, and what was read from texts. Of how many people readings and texts."""
    queries.take_turn(session)
    end_known_codes(session)
    consent_queries.end_proposals(session, date.today())
    beyond = consent_queries.people_beyond_consent(session, date.today())
    _read_again(session, engine, beyond)
    return len(beyond)


def _read_again(session: Session, engine: Engine, person_ids: Sequence[int]) -> None:
    for start in range(0, len(person_ids), consent_queries.AT_ONCE):
        some = person_ids[start : start + consent_queries.AT_ONCE]
        engine.save_people(session, matching_queries.all_people(session, some))


def _history(session: Session, person_id: int) -> tuple[ConsentDetail, ...]:
    today = date.today()
    return tuple(consent_rows.detail(row, today) for row in consent_queries.of_person(session, person_id))


def _record(session: Session, actor: Actor, person_id: int, agreement: Agreement) -> Consent:
    row = consent_rows.new(session, actor, person_id, agreement, declared_by="")
    session.add(row)
    session.flush()
    told = {"purpose": agreement.purpose, "how": agreement.how, "language": agreement.language}
    details = told | ({"employer": agreement.employer_id} if agreement.employer_id else {})
    audit.record(session, actor, "consents.record", ("person", person_id), details=details)
    return row
