"""Profiles of beneficiaries: kept by counsellors, seen by their owners."""

import hashlib
from collections.abc import Callable

from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.services.casework import responsibility
from matching_service.services.consent import consent_rows
from matching_service.services.consent.consent_rows import Agreement
from matching_service.services.identity import organisations, permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.paging import Page, cut, decode_cursor, folded_text, row_id, search_words
from matching_service.services.profiles import person_rows
from matching_service.services.profiles.person_record import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    MentionRecord,
    OccupationReading,
    PersonDetail,
    PersonRecord,
    PersonSummary,
    RequalificationRecord,
    Saved,
    SkillRecord,
    person_record,
)
from matching_service.services.profiles.provenance import told_by_person
from matching_service.services.profiles.stated import digest
from matching_service.services.trail import audit
from models import Person, base, person_queries, queries

__all__ = [
    "EducationRecord",
    "ExperienceRecord",
    "LanguageRecord",
    "MentionRecord",
    "OccupationReading",
    "PersonDetail",
    "PersonRecord",
    "PersonSummary",
    "RequalificationRecord",
    "Saved",
    "SkillRecord",
    "create",
    "get",
    "put_imported",
    "search",
    "update",
]


def create(session: Session, actor: Actor, engine: Engine, record: PersonRecord) -> PersonDetail:
    """Store a new profile, kept by the actor's organisation; read its texts, index it. Whoever makes it works with the
    person. Raises Invalid, Forbidden."""
    permissions.require(actor, "people.create")
    queries.take_turn(session)
    row = Person(organisation_id=organisations.home_of(session, actor))
    _save(session, engine, row, record)
    responsibility.of_maker(session, actor, row.id)
    audit.record(session, actor, "people.create", ("person", row.id))
    return _detail(session, row.id)


def update(session: Session, actor: Actor, engine: Engine, person_id: int, record: PersonRecord) -> PersonDetail:
    """Replace a profile by `record`. Raises NotFound, Invalid, Forbidden.

    Entries of `record` with source "text" are not taken over: the texts are read again. So a form may post what
    it was shown. To reject a skill that was read, post it with level 0 and source "counsellor"; to reject an
    occupation, post the entry's reading with code None and source "counsellor"; to reject a mention, `rejected`.
    What the person adds or changes has the source "self", whatever `record` says.
    """
    queries.take_turn(session)
    within = permissions.require_person(session, actor, "people.update", person_id)
    row = _found(session, person_id)
    if within == permissions.OWN:
        record = told_by_person(record, person_record(row))
    _save(session, engine, row, record)
    audit.record(session, actor, "people.update", ("person", person_id))
    return _detail(session, person_id)


def get(session: Session, actor: Actor, person_id: int) -> PersonDetail:
    """Whoever reads the profile of somebody else is in the audit trail. Raises NotFound, Forbidden."""
    if permissions.require_person(session, actor, "people.read", person_id) != permissions.OWN:
        audit.record(session, actor, "people.read", ("person", person_id))
    return _detail(session, person_id)


def search(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    municipality: str | None = None,
    to_ask: bool = False,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[PersonSummary]:
    """People whose name, occupation text or about contains every word of `text` (case, script and diacritics
    do not matter), by family name: of those whom the actor may see. `to_ask`: only who has not been asked yet whether
    they agree to be ranked."""
    reach = permissions.reach(actor, "people.search")
    after = decode_cursor(cursor, folded_text, row_id)
    wanted = person_queries.PersonFilter(reach, search_words(text), municipality, to_ask)
    rows = person_queries.people_page(session, wanted, after, limit + 1)
    shown, next_cursor = cut(rows, limit, lambda row: (row.sort_name, row.id))
    return Page(tuple(_summary(row) for row in shown), person_queries.count_people(session, wanted), next_cursor)


def put_imported(
    session: Session,
    actor: Actor,
    engine: Engine,
    source: str,
    external_id: str,
    record: PersonRecord,
    agreed: tuple[Agreement, ...] = (),
) -> Saved:
    """Create or update the profile known as (source, external_id); unchanged input changes nothing. Raises Invalid.

    A new one is kept by the organisation for which the operator works.

    "Unchanged" is compared with what was imported last, so a correction made since then stays until the
    file itself changes. `agreed`: what the person has agreed to, as the file says; a withdrawal since then stays.
    """
    permissions.require(actor, "people.import")
    import_digest = _import_digest(record, agreed)
    for agreement in agreed:
        consent_rows.check(session, agreement)
    queries.take_turn(session)
    row = person_queries.imported_person(session, source, external_id)
    if row is not None and row.import_digest == import_digest:
        return Saved(row.id, created=False, changed=False)
    created = row is None
    row = row or Person(source=source, external_id=external_id, organisation_id=organisations.home_of(session, actor))
    _save(session, engine, row, record, lambda: consent_rows.add(session, actor, [row.id], agreed, source))
    row.import_digest = import_digest  # only now: a record that was refused has not been imported
    session.flush()
    audit.record(session, actor, "people.import", ("person", row.id), details={"created": created})
    return Saved(row.id, created=created, changed=True)


def _import_digest(record: PersonRecord, agreed: tuple[Agreement, ...]) -> str:
    """Of a file that says nothing of consents, that of the record alone."""
    return hashlib.sha256(f"{digest(record)} {agreed}".encode()).hexdigest() if agreed else digest(record)


def _save(
    session: Session,
    engine: Engine,
    row: Person,
    record: PersonRecord,
    before_reading: Callable[[], object] = lambda: None,
) -> None:
    known = person_rows.look_up_codes(session, record)
    person_rows.check(record, known)
    with session.no_autoflush:
        person_rows.write(row, record, known)
    row.updated_at = base.now()
    session.add(row)
    session.flush()
    session.expire(row, ["municipality"])  # its id may have changed
    before_reading()
    engine.save_person(session, row)


def _found(session: Session, person_id: int) -> Person:
    row = person_queries.person(session, person_id)
    if row is None:
        raise NotFound("person", person_id)
    return row


def _detail(session: Session, person_id: int) -> PersonDetail:
    return _as_detail(_found(session, person_id))


def _as_detail(row: Person) -> PersonDetail:
    return PersonDetail(row.id, person_record(row), has_account=row.user_id is not None)


def _summary(row: Person) -> PersonSummary:
    return PersonSummary(
        row.id,
        f"{row.given_name} {row.family_name}",
        row.municipality.code if row.municipality else None,
        _occupations_latest_first(row),
    )


def _occupations_latest_first(row: Person) -> tuple[str, ...]:
    """Work that goes on (or whose end is not known) counts as the latest."""
    dated = [(item.ended_year or 9999, item.occupation) for item in row.experiences]
    dated += [(item.year or 9999, item.to_occupation) for item in row.requalifications if item.state == "completed"]
    dated += [(item.year or 0, item.occupation) for item in row.educations]
    dated.sort(key=lambda entry: -entry[0])
    return tuple(dict.fromkeys(occupation.code for _year, occupation in dated if occupation))
