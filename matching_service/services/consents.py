"""Consents: what a person has agreed to, in which words, who recorded it, and how it ended.

What nobody has agreed to is not done: the engine reads no text without `profiled` and ranks nobody without `ranked`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotAgreed
from matching_service.services import audit, consent_texts, permissions, shortlist_codes
from matching_service.services.actors import Actor
from matching_service.services.engine import Engine
from matching_service.services.permissions import OWN
from matching_service.services.validation import Problems
from models import Consent, Employer, base, consent_queries, matching_queries, queries, shortlist_queries
from models.vocabulary import CONSENT_PURPOSES, CONSENT_WAYS, LABEL_LANGUAGES

PURPOSES = CONSENT_PURPOSES
# Those that decide whether texts are read and who is ranked.
_READ_AGAIN = {"profiled", "ranked"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody has agreed to, as it is recorded.

    `text_version` None: the current one. `given_on` None: now. `ends_on`: the last day it holds, None for no end.
    """

    purpose: str
    employer_id: int | None = None
    text_version: str | None = None
    language: str = consent_texts.FALLBACK
    how: str = "paper"
    given_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentDetail:
    """One line of the history. `recorded_by` and `withdrawn_by` are names; empty where the account is gone."""

    id: int
    person_id: int
    purpose: str
    employer_id: int | None
    employer_name: str
    text_version: str
    language: str
    how: str
    given_at: datetime
    ends_on: date | None
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Declared:
    """How many people's consents were recorded, and how many had nothing to record: they have agreed already, or have
    taken it back since that day. `unknown`: ids of nobody."""

    recorded: int
    unchanged: int
    unknown: tuple[int, ...]


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
    check(session, agreement)
    if agreement.purpose == "ranked" and not in_force(session, person_id, "profiled"):
        raise Conflict("profiled_first")
    before = consent_queries.of_people(session, [person_id]).get(person_id, ())
    if any(old.withdrawn_at is not None and _answers(old, agreement) for old in before):
        raise Conflict("withdrawn_since")
    row = _row(actor, person_id, agreement, declared_by="")
    session.add(row)
    session.flush()
    _take_effect(session, engine, [person_id], {agreement.purpose})
    audit.record(session, actor, "consents.record", ("person", person_id), details=_coded(agreement))
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
    check(session, agreement)
    session.add(_row(actor, person_id, agreement, declared_by=""))
    session.flush()
    audit.record(session, actor, "consents.record", ("person", person_id), details=_coded(agreement))


def withdraw(
    session: Session, actor: Actor, engine: Engine, person_id: int, purpose: str, employer_id: int | None = None
) -> tuple[ConsentDetail, ...]:
    """Take a consent back: the person, or staff for them. Gives the history. Raises NotFound, Forbidden, Invalid.

    To be profiled is what the others rest on: they go with it. What is not there can be withdrawn all the same.
    `employer_id` None takes back the consents to be shown to any company.
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
    _take_effect(session, engine, [person_id], purposes)
    details = {"purpose": purpose} | ({"employer": employer_id} if of else {})
    audit.record(session, actor, "consents.withdraw", ("person", person_id), details=details)
    return _history(session, person_id)


def _hide_from_companies(session: Session, person_id: int, employer_id: int | None) -> None:
    """Proposals to a company that knew them end, and the next one has a new code: the old one stood beside the name."""
    for row in shortlist_queries.of_person(session, person_id, employer_id):
        row.code, row.proposed_at, row.proposed_by_id = shortlist_codes.draw(), None, None
    session.flush()


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[ConsentDetail, ...]:
    """The history, latest first. The person, or staff. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "consents.read", person_id)
    return _history(session, person_id)


def declare(
    session: Session,
    actor: Actor,
    engine: Engine,
    person_ids: Iterable[int],
    agreements: Sequence[Agreement],
    declared_by: str,
) -> Declared:
    """Record consents that are kept elsewhere, for many people at once; `declared_by` answers for them.

    Nobody's withdrawal is undone: a consent of an earlier day than it is left out. Raises Invalid, Forbidden.
    """
    permissions.require(actor, "consents.declare")
    queries.take_turn(session)
    for agreement in agreements:
        check(session, agreement)
    wanted = sorted(set(person_ids))
    known = sorted(consent_queries.known_people(session, wanted))
    recorded = add(session, actor, known, agreements, declared_by)
    _take_effect(session, engine, sorted(recorded), {agreement.purpose for agreement in agreements})
    for person_id in sorted(recorded):
        details = {"declared": True, "purposes": [agreement.purpose for agreement in agreements]}
        audit.record(session, actor, "consents.declare", ("person", person_id), details=details)
    return Declared(len(recorded), len(known) - len(recorded), tuple(sorted(set(wanted) - set(known))))


def people_of_source(session: Session, actor: Actor, source: str) -> list[int]:
    """Ids of everybody who was imported from this source."""
    permissions.require(actor, "consents.declare")
    return sorted(consent_queries.people_of_source(session, source))


def add(
    session: Session, actor: Actor, person_ids: Sequence[int], agreements: Sequence[Agreement], declared_by: str
) -> set[int]:
    """Rows of what is new in `agreements`, which are checked; whose they are. What follows from them is the caller's
    to do, and the right to do it the caller's to check."""
    before = consent_queries.of_people(session, person_ids)
    added = [
        _row(actor, person_id, agreement, declared_by)
        for person_id in person_ids
        for agreement in agreements
        if not any(_answers(old, agreement) for old in before.get(person_id, ()))
    ]
    session.add_all(added)
    session.flush()
    return {row.person_id for row in added}


def enforce(session: Session, engine: Engine) -> int:
    """Undo what consents no longer carry, as those that have ended: readings, and what was read from texts. Of how
    many people."""
    queries.take_turn(session)
    beyond = consent_queries.people_beyond_consent(session, date.today())
    _read_again(session, engine, beyond)
    return len(beyond)


def check(session: Session, agreement: Agreement) -> None:
    """Raises Invalid."""
    problems, today = Problems(), date.today()
    problems.one_of("purpose", agreement.purpose, PURPOSES)
    problems.one_of("how", agreement.how, CONSENT_WAYS)
    problems.one_of("language", agreement.language, LABEL_LANGUAGES)
    problems.raise_if_any()
    versions = consent_texts.versions(agreement.purpose)
    problems.check("text_version", agreement.text_version is None or agreement.text_version in versions, "unknown")
    problems.check("given_on", agreement.given_on is None or agreement.given_on <= today, "out_of_range")
    problems.check("ends_on", agreement.ends_on is None or agreement.ends_on >= today, "out_of_range")
    _check_employer(session, problems, agreement)
    problems.raise_if_any()


def _check_employer(session: Session, problems: Problems, agreement: Agreement) -> None:
    if agreement.purpose != "shown_to_employer":
        problems.check("employer_id", agreement.employer_id is None, "not_allowed")
    elif agreement.employer_id is None:
        problems.add("employer_id", "required")
    else:
        problems.check("employer_id", queries.exists(session, Employer, agreement.employer_id), "unknown")


def _row(actor: Actor, person_id: int, agreement: Agreement, declared_by: str) -> Consent:
    text = consent_texts.text(agreement.purpose, agreement.language, agreement.text_version)
    return Consent(
        person_id=person_id,
        purpose=agreement.purpose,
        employer_id=agreement.employer_id,
        text_version=text.version,
        language=text.language,
        how=agreement.how,
        given_at=_given_at(agreement),
        ends_on=agreement.ends_on,
        recorded_by_id=actor.user_id,
        declared_by=declared_by,
    )


def _given_at(agreement: Agreement) -> datetime:
    """A day on paper has no hour; noon is the same day wherever it is read."""
    if agreement.given_on in (None, date.today()):
        return base.now()
    return datetime.combine(agreement.given_on, time(12), UTC)


def _answers(old: Row, agreement: Agreement) -> bool:
    """Whether what is on record leaves nothing to add: it is in force, or was taken back since."""
    if (old.purpose, old.employer_id) != (agreement.purpose, agreement.employer_id):
        return False
    if old.withdrawn_at is not None:
        return old.withdrawn_at >= _given_at(agreement)
    return old.ends_on is None or old.ends_on >= date.today()


def _take_effect(session: Session, engine: Engine, person_ids: Sequence[int], purposes: set[str]) -> None:
    if purposes & _READ_AGAIN:
        _read_again(session, engine, person_ids)


def _read_again(session: Session, engine: Engine, person_ids: Sequence[int]) -> None:
    for start in range(0, len(person_ids), consent_queries.AT_ONCE):
        some = person_ids[start : start + consent_queries.AT_ONCE]
        engine.save_people(session, matching_queries.all_people(session, some))


def _coded(agreement: Agreement) -> dict[str, object]:
    told = {"purpose": agreement.purpose, "how": agreement.how, "language": agreement.language}
    return told | ({"employer": agreement.employer_id} if agreement.employer_id else {})


def _history(session: Session, person_id: int) -> tuple[ConsentDetail, ...]:
    today = date.today()
    return tuple(_detail(row, today) for row in consent_queries.of_person(session, person_id))


def _detail(row: Consent, today: date) -> ConsentDetail:
    copied = (
        *("id", "person_id", "purpose", "employer_id", "text_version", "language", "how"),
        *("given_at", "ends_on", "recorded_at", "withdrawn_at"),
    )
    return ConsentDetail(
        **{name: getattr(row, name) for name in copied},
        employer_name=row.employer.name if row.employer else "",
        recorded_by=row.recorded_by.name if row.recorded_by else row.declared_by,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        in_force=row.withdrawn_at is None and (row.ends_on is None or row.ends_on >= today),
    )
