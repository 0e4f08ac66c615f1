"""Companies: registration, contact, verification."""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from stdnum.rs import pib

from matching_service.errors import Conflict, Invalid
from matching_service.matcher.text import fold
from matching_service.services import codes
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.accounts import NewAccount, check_account, create_user, spend_time_on
from matching_service.services.identity.actors import ANONYMOUS, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import opening_states
from matching_service.services.paging import Page, cut, decode_cursor, folded_text, row_id, search_words
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import Employer, base, queries


@dataclass(frozen=True, slots=True)
class EmployerRecord:
    pib: str
    name: str
    municipality: str | None = None
    address: str = ""
    activity: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class EmployerDetail:
    id: int
    record: EmployerRecord
    verified_at: datetime | None
    registered_at: datetime
    changed_at: datetime


def register(session: Session, record: EmployerRecord, account: NewAccount) -> EmployerDetail | None:
    """A company signs itself up, with the account that acts for it, which owns it; neither is verified yet.

    None, and nothing is stored: the address has an account already. The caller answers alike, and writes to it.
    Raises Invalid: paths of the record (pib: not_a_pib, taken; municipality: unknown; name: required) and those of
    the account as `account/email` (not_an_email), `account/password` (too_short, too_long, too_common),
    `account/name` (required).
    """
    record = _with_plain_pib(record)
    problems = _problems(session, record)
    refused = check_account(session, account)
    is_taken = refused.get("email") == "taken"
    for path, problem in refused.items():
        if problem != "taken":
            problems.add(f"account/{path}", problem)
    problems.raise_if_any()
    if is_taken:
        spend_time_on(account.password)
        return None
    row = _store(session, Employer(), record)
    user_id = create_user(session, account, ("employer",), employer_id=row.id, confirmed=False)
    audit.record(session, ANONYMOUS, "employers.register", ("employer", row.id), details={"account": user_id})
    return _detail(session, row.id)


def create(session: Session, actor: Actor, record: EmployerRecord) -> EmployerDetail:
    """Raises Forbidden, Invalid."""
    permissions.require(actor, "employers.create")
    record = _with_plain_pib(record)
    _problems(session, record).raise_if_any()
    row = _store(session, Employer(), record)
    audit.record(session, actor, "employers.create", ("employer", row.id))
    return _detail(session, row.id)


def update(session: Session, actor: Actor, engine: Engine, employer_id: int, record: EmployerRecord) -> EmployerDetail:
    """Raises NotFound, Forbidden, Invalid, and Conflict when the PIB differs: it cannot be changed.

    A company that gives itself another name is not verified any more: a coordinator has checked the old one. What it
    has published or paused waits for approval again, and who has agreed to be seen by it has to agree again. A name
    that staff change stays as verified as it was. What changes nothing is not written into the audit trail.
    """
    queries.take_turn(session)
    row = _within_reach(session, actor, "employers.update", employer_id)
    record = _with_plain_pib(record)
    if record.pib != row.pib:
        raise Conflict("pib_is_fixed")
    _problems(session, record, row).raise_if_any()
    changed = _changed(row, record)
    if not changed:
        return _as_detail(row)
    details = {"changed": changed}
    renames_itself = permissions.scope(actor, "employers.update") == permissions.OWN and _is_another_name(
        row.name, record.name
    )
    _store(session, row, record)
    if renames_itself:
        details |= {"verified": False, "sent_back": _verify_again(session, actor, engine, row)}
        details["consents_ended"] = consents.of_renamed_company(session, actor, employer_id)
    audit.record(session, actor, "employers.update", ("employer", employer_id), details=details)
    return _detail(session, employer_id)


def get(session: Session, actor: Actor, employer_id: int) -> EmployerDetail:
    """Raises NotFound, Forbidden."""
    return _as_detail(_within_reach(session, actor, "employers.read", employer_id))


def search(
    session: Session, actor: Actor, *, text: str = "", limit: int = 20, cursor: str | None = None
) -> Page[EmployerDetail]:
    """By name or PIB, in the order of names. Raises Forbidden."""
    permissions.require(actor, "employers.search")
    after = decode_cursor(cursor, folded_text, row_id)
    words = search_words(text)
    rows = queries.employers_page(session, words, after, limit + 1)
    shown, next_cursor = cut(rows, limit, lambda row: (row.search_text, row.id))
    return Page(tuple(_as_detail(row) for row in shown), queries.count_employers(session, words), next_cursor)


def waiting(session: Session, actor: Actor, *, limit: int = 20, cursor: str | None = None) -> Page[EmployerDetail]:
    """Companies to be verified, in the order they came; not those whose account has still to confirm its address.

    Raises Forbidden.
    """
    permissions.require(actor, "employers.verify")
    rows = queries.employers_waiting(session, decode_cursor(cursor, row_id), limit + 1)
    shown, next_cursor = cut(rows, limit, lambda row: (row.id,))
    return Page(tuple(_as_detail(row) for row in shown), queries.count_employers_waiting(session), next_cursor)


def verify(session: Session, actor: Actor, employer_id: int, seen_name: str | None = None) -> EmployerDetail:
    """A coordinator has checked that the company exists and may recruit. A second time changes nothing.

    Raises NotFound, Forbidden, and Conflict where the company is not verified and has another name than `seen_name`.
    """
    queries.take_turn(session)
    row = _within_reach(session, actor, "employers.verify", employer_id)
    if row.verified_at is None:
        if seen_name is not None and _is_another_name(row.name, seen_name):
            raise Conflict("renamed_since")
        row.verified_at = base.now()
        session.flush()
        audit.record(session, actor, "employers.verify", ("employer", employer_id))
    return _as_detail(row)


def _changed(row: Employer, record: EmployerRecord) -> list[str]:
    """The fields that differ."""
    before = _as_detail(row).record
    return [field.name for field in fields(record) if getattr(record, field.name) != getattr(before, field.name)]


def _is_another_name(name: str, other: str) -> bool:
    """Another space is no other name."""
    return name.split() != other.split()


def _verify_again(session: Session, actor: Actor, engine: Engine, row: Employer) -> int:
    """How many openings wait for approval again."""
    row.verified_at = None
    shown = queries.openings_shown_of(session, row.id)
    for opening in shown:
        opening_states.edited_by_employer(opening)
        opening.updated_at = base.now()
        session.flush()
        engine.save_opening(session, opening)
        audit.record(session, actor, "openings.update", ("opening", opening.id), details={"state": opening.state})
    return len(shown)


def _problems(session: Session, record: EmployerRecord, row: Employer | None = None) -> Problems:
    problems = Problems()
    problems.check("pib", pib.is_valid(record.pib), "not_a_pib")
    problems.lengths("", record, Employer)
    problems.required("name", record.name)
    known = codes.look_up(session, record.municipality, (), ())
    problems.known("municipality", record.municipality, known.municipalities)
    if row is None and queries.employer_of_pib(session, record.pib) is not None:
        problems.add("pib", "taken")
    return problems


def _with_plain_pib(record: EmployerRecord) -> EmployerRecord:
    """Without the spaces and dots that people write between the digits."""
    return replace(record, pib=pib.compact(record.pib))


def _store(session: Session, row: Employer, record: EmployerRecord) -> Employer:
    for field in fields(record):
        if field.name != "municipality":
            setattr(row, field.name, getattr(record, field.name))
    known = codes.look_up(session, record.municipality, (), ())
    row.municipality_id = known.municipality_id(record.municipality)
    row.search_text = fold(f"{row.name} {row.pib}")
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else registered the same number a moment ago
        raise Invalid({"pib": "taken"}) from error
    return row


def _within_reach(session: Session, actor: Actor, action: str, employer_id: int) -> Employer:
    permissions.require_employer(session, actor, action, employer_id)
    return queries.employer(session, employer_id)


def _detail(session: Session, employer_id: int) -> EmployerDetail:
    return _as_detail(queries.employer(session, employer_id))


def _as_detail(row: Employer) -> EmployerDetail:
    plain = {field.name: getattr(row, field.name) for field in fields(EmployerRecord) if field.name != "municipality"}
    municipality = row.municipality.code if row.municipality else None
    record = EmployerRecord(**plain, municipality=municipality)
    return EmployerDetail(row.id, record, row.verified_at, row.created_at, row.updated_at)
