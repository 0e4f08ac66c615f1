"""Vacancies and internship slots, from draft to closed."""

from datetime import date

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid
from matching_service.matcher.text import stem
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import (
    application_steps,
    opening_details,
    opening_history,
    opening_rows,
    opening_states,
    opening_words,
)
from matching_service.services.marketplace.opening_record import (
    OpeningDetail,
    OpeningRecord,
    OpeningSummary,
    SkillDemand,
    opening_record,
    opening_summary,
)
from matching_service.services.marketplace.opening_states import TRANSITIONS
from matching_service.services.paging import Page, cut, decode_cursor, moment, row_id
from matching_service.services.profiles.person_record import Saved
from matching_service.services.profiles.provenance import told_by_employer
from matching_service.services.profiles.stated import digest, stated
from matching_service.services.trail import audit
from models import Opening, base, queries

# What people are told who wait for an answer when the opening ends in this way.
ENDS_APPLICATIONS = {"fill": "place_filled", "close": "opening_withdrawn"}

__all__ = [
    "TRANSITIONS",
    "OpeningDetail",
    "OpeningRecord",
    "OpeningSummary",
    "SkillDemand",
    "act",
    "create",
    "expire_overdue",
    "get",
    "put_imported",
    "search",
    "update",
]


def create(
    session: Session, actor: Actor, engine: Engine, record: OpeningRecord, employer_id: int | None = None
) -> OpeningDetail:
    """A draft. An employer's account creates for its own company; staff name the employer. Raises Forbidden,
    Invalid."""
    own_company = permissions.only_company_of(actor, "openings.create")
    queries.take_turn(session)
    if own_company is not None:
        record = told_by_employer(record)
    row = Opening(employer_id=_employer_to_create_for(session, own_company, employer_id), state="draft")
    _save(session, engine, row, record)
    opening_history.note(session, actor, row, "create", row.state)
    audit.record(session, actor, "openings.create", ("opening", row.id))
    return opening_details.detail(session, actor, row.id)


def update(session: Session, actor: Actor, engine: Engine, opening_id: int, record: OpeningRecord) -> OpeningDetail:
    """Raises NotFound, Forbidden, Invalid, and Conflict when it has ended.

    When its employer changes what a published or paused opening says, it waits for approval again; a change by
    staff leaves the state. Entries with source "text" are not taken over: the texts are read again. To reject a
    skill that was read, post it with `rejected`; to reject the occupation, with code None and source "employer".
    What its employer adds or changes has the source "employer", whatever `record` says.
    """
    queries.take_turn(session)
    row = opening_details.visible(session, actor, opening_id)
    if not permissions.may_with_opening(actor, "openings.update", row):
        raise Forbidden("only the employer and staff may change an opening")
    by_employer = permissions.scope(actor, "openings.update") == permissions.OWN
    if row.state in opening_states.ENDED:
        raise Conflict("opening_ended", opening_states.allowed_actions(actor, row))
    if by_employer:
        record = told_by_employer(record, opening_record(row))
    before = row.state
    says_something_new = stated(opening_record(row)) != stated(record)
    if says_something_new and by_employer:
        opening_states.edited_by_employer(row)
    _save(session, engine, row, record)
    if says_something_new and before != "draft":
        opening_history.note(session, actor, row, "update", before)
    audit.record(session, actor, "openings.update", ("opening", opening_id), details={"state": row.state})
    return opening_details.detail(session, actor, opening_id)


def get(session: Session, actor: Actor, opening_id: int) -> OpeningDetail:
    """Anyone for a published one; the own employer and staff for any. NotFound otherwise."""
    return opening_details.as_detail(actor, opening_details.visible(session, actor, opening_id))


def search(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    state: str | None = None,
    employer_id: int | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[OpeningSummary]:
    """Openings in any state, latest change first. Staff see all, an employer its own."""
    own_company = permissions.only_company_of(actor, "openings.search")
    if own_company is not None:
        if employer_id not in (None, own_company):
            raise Forbidden("an employer sees its own openings")
        employer_id = own_company
    after = decode_cursor(cursor, moment, row_id)
    wanted = queries.OpeningFilter(_search_words(text), state, employer_id)
    rows = queries.openings_page(session, wanted, after, limit + 1)
    shown, next_cursor = cut(rows, limit, lambda row: (row.updated_at, row.id))
    return Page(tuple(opening_summary(row) for row in shown), queries.count_openings(session, wanted), next_cursor)


def _search_words(text: str) -> tuple[str, ...]:
    """Stems of the words, as they stand in the texts that searches look through."""
    return tuple(map(stem, opening_words.words_of(text.replace("\x00", " ")).split()))


def act(
    session: Session, actor: Actor, engine: Engine, opening_id: int, action: str, reason: str = ""
) -> OpeningDetail:
    """Take one of TRANSITIONS. When the opening is filled or closed, whoever waits for an answer is told so.

    Raises NotFound, Forbidden, Invalid (a return without a reason), and Conflict with the allowed actions: wrong_state,
    employer_not_verified, deadline_passed.
    """
    queries.take_turn(session)
    row = opening_details.visible(session, actor, opening_id)
    before = row.state
    opening_states.take(actor, row, action, reason, date.today())
    opening_history.note(session, actor, row, action, before)
    engine.save_opening(session, row)
    audit.record(session, actor, f"openings.{action}", ("opening", opening_id))
    if action in ENDS_APPLICATIONS:
        application_steps.close_all(session, actor, opening_id, ENDS_APPLICATIONS[action])
    return opening_details.detail(session, actor, opening_id)


def put_imported(
    session: Session,
    actor: Actor,
    engine: Engine,
    source: str,
    external_id: str,
    record: OpeningRecord,
    employer_id: int | None = None,
) -> Saved:
    """Create or update the opening known as (source, external_id); unchanged input changes nothing. Raises Invalid.

    A new one is published, but waits for approval where its company is known and not verified yet; so does one that
    gets such a company later. Whom the company before was shown, another company is not. "Unchanged" is
    compared with what was imported last, so a correction made since then stays until the file itself changes.
    """
    permissions.require(actor, "openings.import")
    import_digest = digest(record)
    queries.take_turn(session)
    row = queries.imported_opening(session, source, external_id)
    if row is not None and (row.import_digest, row.employer_id) == (import_digest, employer_id or row.employer_id):
        return Saved(row.id, created=False, changed=False)
    created = row is None
    row = row or _new_imported(session, source, external_id, employer_id)
    before = row.employer_id
    _save(session, engine, row, record, employer_id)
    if not created and row.employer_id != before:
        _of_another_company(session, engine, row)
    row.import_digest = import_digest  # only now: a record that was refused has not been imported
    session.flush()
    details = {"created": created, "state": row.state}
    audit.record(session, actor, "openings.import", ("opening", row.id), details=details)
    return Saved(row.id, created=created, changed=True)


def expire_overdue(session: Session, engine: Engine) -> int:
    """Mark as expired what is published or paused past its last day to apply; returns how many."""
    queries.take_turn(session)
    overdue = queries.overdue_openings(session, date.today())
    for row in overdue:
        before = row.state
        row.state, row.updated_at = "expired", base.now()
        opening_history.note(session, OPERATOR, row, "expire", before)
        engine.save_opening(session, row)
        audit.record(session, OPERATOR, "openings.expire", ("opening", row.id))
    return len(overdue)


def _of_another_company(session: Session, engine: Engine, row: Opening) -> None:
    consents.end_codes_of(session, row.id)
    if row.employer.verified_at is None:
        opening_states.edited_by_employer(row)
        session.flush()
        engine.save_opening(session, row)


def _new_imported(session: Session, source: str, external_id: str, employer_id: int | None) -> Opening:
    row = Opening(source=source, external_id=external_id)
    employer = queries.employer(session, employer_id) if employer_id else None
    if employer is not None and employer.verified_at is None:
        row.state = "pending_approval"
    else:
        row.state, row.published_at = "published", base.now()
    return row


def _employer_to_create_for(session: Session, own_company: int | None, employer_id: int | None) -> int:
    if own_company is not None:
        if employer_id not in (None, own_company):
            raise Forbidden("an employer creates its own openings")
        employer_id = own_company
    if employer_id is None:
        raise Invalid({"employer_id": "required"})
    if queries.employer(session, employer_id) is None:
        raise Invalid({"employer_id": "unknown"})
    return employer_id


def _save(
    session: Session, engine: Engine, row: Opening, record: OpeningRecord, employer_id: int | None = None
) -> None:
    """Nothing is changed when the record is refused. `employer_id` None leaves the company as it is."""
    known = opening_rows.look_up_codes(session, record)
    opening_rows.check(record, known, row.places_taken or 0)
    row.employer_id = employer_id or row.employer_id
    with session.no_autoflush:
        opening_rows.write(row, record, known)
    row.updated_at = base.now()
    session.add(row)
    session.flush()
    session.expire(row, ["municipality", "occupation", "employer"])  # the ids may have changed
    engine.save_opening(session, row)
