"""What was agreed to, and the rows that keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.services.consent import consent_texts
from matching_service.services.identity.actors import Actor
from matching_service.services.validation import Problems
from models import Consent, Employer, base, consent_queries, queries
from models.vocabulary import CONSENT_PURPOSES, CONSENT_WAYS, LABEL_LANGUAGES


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
    """One line of the history. `employer_name`: as the company was called when they agreed. `recorded_by` and
    `withdrawn_by` are names; empty where the account is gone."""

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


def check(session: Session, agreement: Agreement) -> None:
    """Raises Invalid."""
    problems, today = Problems(), date.today()
    problems.one_of("purpose", agreement.purpose, CONSENT_PURPOSES)
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


def new(session: Session, actor: Actor, person_id: int, agreement: Agreement, declared_by: str) -> Consent:
    """A row of what was checked. `declared_by`: who answers for it, empty where the actor does."""
    text = consent_texts.text(agreement.purpose, agreement.language, agreement.text_version)
    employer = None if agreement.employer_id is None else queries.employer(session, agreement.employer_id)
    return Consent(
        person_id=person_id,
        purpose=agreement.purpose,
        employer_id=agreement.employer_id,
        employer_name="" if employer is None else employer.name,
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


def answers(old: Row, agreement: Agreement) -> bool:
    """Whether what is on record leaves nothing to add: it is in force, or was taken back since."""
    if (old.purpose, old.employer_id) != (agreement.purpose, agreement.employer_id):
        return False
    if old.withdrawn_at is not None:
        return old.withdrawn_at >= _given_at(agreement)
    return old.ends_on is None or old.ends_on >= date.today()


def add(
    session: Session, actor: Actor, person_ids: Sequence[int], agreements: Sequence[Agreement], declared_by: str
) -> set[int]:
    """Rows of what is new in `agreements`, which are checked; whose they are. What follows from them is the caller's
    to do, and the right to do it the caller's to check."""
    before = consent_queries.of_people(session, person_ids)
    added = [
        new(session, actor, person_id, agreement, declared_by)
        for person_id in person_ids
        for agreement in agreements
        if not any(answers(old, agreement) for old in before.get(person_id, ()))
    ]
    session.add_all(added)
    session.flush()
    return {row.person_id for row in added}


def detail(row: Consent, today: date) -> ConsentDetail:
    copied = (
        *("id", "person_id", "purpose", "employer_id", "employer_name", "text_version", "language", "how"),
        *("given_at", "ends_on", "recorded_at", "withdrawn_at"),
    )
    return ConsentDetail(
        **{name: getattr(row, name) for name in copied},
        recorded_by=row.recorded_by.name if row.recorded_by else row.declared_by,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        in_force=row.withdrawn_at is None and (row.ends_on is None or row.ends_on >= today),
    )
