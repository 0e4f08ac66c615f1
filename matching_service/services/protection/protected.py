"""Protected data of people: read for a stated purpose by few, each reading in the audit trail; never an input.

Values stay out of log lines, messages of errors, search texts and details of the audit trail.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Invalid
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.profiles.stated import digest
from matching_service.services.protection import sealing
from matching_service.services.trail import audit
from models import queries
from models.protected import ProtectedData
from models.vocabulary import FAMILY_STATUSES, PROTECTED_PURPOSES, SEXES

LONGEST_ETHNICITY = 60
_LISTED = {"sex": SEXES, "family_status": FAMILY_STATUSES}
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ProtectedRecord:
    """None: not known. `ethnicity` is what the person says it is, in the person's own words."""

    sex: str | None = None
    birth_date: date | None = None
    ethnicity: str | None = None
    disability: bool | None = None
    returnee: bool | None = None
    family_status: str | None = None

    def __repr__(self) -> str:
        """Says nothing: what is printed somewhere is read by somebody."""
        return "ProtectedRecord(...)"


NOTHING_KNOWN = ProtectedRecord()


def read(session: Session, actor: Actor, person_id: int, purpose: str) -> ProtectedRecord:
    """Staff of an organisation that the person is kept by or shared with, or the person.

    `purpose` is one of PROTECTED_PURPOSES. Raises NotFound, Forbidden, Invalid (purpose), and Conflict
    (protected_data_cannot_be_opened) where no key fits.
    """
    permissions.require_person(session, actor, "protected.read", person_id)
    check_purpose(purpose)
    audit.record(session, actor, "protected.read", ("person", person_id), purpose=purpose)
    row = session.get(ProtectedData, person_id)
    if row is None:
        return NOTHING_KNOWN
    try:
        return _opened(session, row)[0]
    except sealing.CannotOpen as error:
        raise Conflict("protected_data_cannot_be_opened") from error


def check_purpose(purpose: str | None) -> None:
    """Raises Invalid for what is not on the list."""
    if purpose not in PROTECTED_PURPOSES:
        raise Invalid({"purpose": "unknown" if purpose else "required"})


def write(session: Session, actor: Actor, person_id: int, record: ProtectedRecord) -> None:
    """Put `record` in the place of what was known; everything may be unknown again. Staff, as for reading.

    Raises NotFound, Forbidden, and Invalid with the paths sex, family_status (unknown), ethnicity (too_long) and
    birth_date (out_of_range).
    """
    queries.take_turn(session)
    permissions.require_person(session, actor, "protected.write", person_id)
    record = checked(record)
    _store(session, person_id, record)
    audit.record(session, actor, "protected.write", ("person", person_id), purpose="correction", details=_told(record))


def put_imported(session: Session, actor: Actor, person_id: int, record: ProtectedRecord) -> bool:
    """Add what a file says to what is known; whether that changed anything. Raises Forbidden, Invalid.

    What the file leaves open stays. "Changed" is compared with what was imported last, so a correction made since then
    stays until the file itself changes.
    """
    permissions.require(actor, "people.import")
    queries.take_turn(session)
    record = checked(record)
    row = session.get(ProtectedData, person_id)
    known, imported = _opened(session, row) if row else (NOTHING_KNOWN, None)
    if digest(record) == imported or record == NOTHING_KNOWN:
        return False
    said = {name: value for name, value in asdict(record).items() if value is not None}
    _store(session, person_id, replace(known, **said), digest(record))
    audit.record(session, actor, "protected.write", ("person", person_id), details=_told(record) | {"imported": True})
    return True


def of_consenting(session: Session, actor: Actor) -> dict[int, ProtectedRecord]:
    """What is known of everybody who agrees to statistics, for those who make them. Raises Forbidden.

    Of whom nothing is known, or nothing that can be opened, there is an empty record. One entry in the audit trail.
    """
    permissions.require(actor, "protected.statistics")
    found = dict.fromkeys(sorted(consents.people_with(session, "statistics")), NOTHING_KNOWN)
    unopened = 0
    for row in _rows_of(session, list(found)):
        try:
            found[row.person_id] = _opened(session, row)[0]
        except sealing.CannotOpen:
            unopened += 1
    if unopened:
        structlog.get_logger().warning("protected data that no key opens counts as unknown", rows=unopened)
    audit.record(session, actor, "protected.statistics", purpose="statistics", details={"people": len(found)})
    return found


def _rows_of(session: Session, person_ids: list[int]) -> Iterable[ProtectedData]:
    for start in range(0, len(person_ids), _AT_ONCE):
        some = person_ids[start : start + _AT_ONCE]
        yield from session.scalars(select(ProtectedData).where(ProtectedData.person_id.in_(some)))


def checked(record: ProtectedRecord) -> ProtectedRecord:
    """The record as it is stored. Raises Invalid as `write` does."""
    ethnicity = " ".join((record.ethnicity or "").split()) or None
    problems = {
        name: "unknown"
        for name, listed in _LISTED.items()
        if getattr(record, name) is not None and getattr(record, name) not in listed
    }
    if ethnicity and (len(ethnicity) > LONGEST_ETHNICITY or "\x00" in ethnicity):
        problems["ethnicity"] = "too_long" if len(ethnicity) > LONGEST_ETHNICITY else "unknown"
    if record.birth_date and not date(1900, 1, 1) <= record.birth_date <= date.today():
        problems["birth_date"] = "out_of_range"
    if problems:
        raise Invalid(problems)
    return replace(record, ethnicity=ethnicity)


def _told(record: ProtectedRecord) -> dict[str, object]:
    """What is known by now, not what it is."""
    return {"known": [field.name for field in fields(record) if getattr(record, field.name) is not None]}


def _store(session: Session, person_id: int, record: ProtectedRecord, imported: str | None = None) -> None:
    row = session.get(ProtectedData, person_id)
    if row is None:
        row = ProtectedData(person_id=person_id)
        session.add(row)
    elif imported is None:
        imported = _imported_before(session, row)
    content = {"record": asdict(record), "imported": imported}
    sealed = json.dumps(content, ensure_ascii=False, default=date.isoformat).encode()
    row.sealed = sealing.keyring(session).seal(sealed, place_of(person_id))
    session.flush()


def _imported_before(session: Session, row: ProtectedData) -> str | None:
    try:
        return _opened(session, row)[1]
    except sealing.CannotOpen:  # what is written now can be read again
        return None


def _opened(session: Session, row: ProtectedData) -> tuple[ProtectedRecord, str | None]:
    """What is known, and the digest of what was imported last. Raises CannotOpen."""
    content = json.loads(sealing.keyring(session).open(row.sealed, place_of(row.person_id)))
    values = content["record"]
    if values.get("birth_date"):
        values["birth_date"] = date.fromisoformat(values["birth_date"])
    return ProtectedRecord(**values), content.get("imported")


def place_of(person_id: int) -> str:
    return f"protected_data/{person_id}"
