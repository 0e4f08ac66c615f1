"""Case notes: what staff write down about their work with a person, sealed. Added and corrected, never changed."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.protection import sealing
from matching_service.services.protection.protected import check_purpose
from matching_service.services.trail import audit
from models import base, queries
from models.protected import CaseNote

LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class Note:
    """`text` and `author` None: no key of the service opens the note. `corrected_by`: the note that puts it right."""

    id: int
    author: str | None
    author_id: int | None
    created_at: datetime
    text: str | None
    corrects_id: int | None = None
    corrected_by: int | None = None

    def __repr__(self) -> str:
        return f"Note(id={self.id}, ...)"


def of_person(session: Session, actor: Actor, person_id: int, purpose: str) -> tuple[Note, ...]:
    """The newest first, corrected ones too. Staff of an organisation that the person is kept by or shared with; the
    person for `export`.

    Raises NotFound, Forbidden, Invalid (purpose).
    """
    permissions.require_person(session, actor, "notes.read", person_id)
    check_purpose(purpose)
    audit.record(session, actor, "notes.read", ("person", person_id), purpose=purpose)
    rows = session.scalars(select(CaseNote).where(CaseNote.person_id == person_id).order_by(CaseNote.id.desc())).all()
    corrections = {row.corrects_id: row.id for row in rows if row.corrects_id}
    return tuple(_note(session, row, corrections.get(row.id)) for row in rows)


def add(session: Session, actor: Actor, person_id: int, text: str, corrects_id: int | None = None) -> int:
    """The id of the new note. With `corrects_id` it stands in the place of an earlier one, which stays readable.

    Raises NotFound (also for a note of somebody else), Forbidden, Invalid (text: required, too_long), and Conflict
    (already_corrected): whoever comes second corrects the correction.
    """
    queries.take_turn(session)
    permissions.require_person(session, actor, "notes.write", person_id)
    _check(text)
    if corrects_id is not None:
        _check_corrected(session, person_id, corrects_id)
    row = CaseNote(
        person_id=person_id,
        author_id=actor.user_id,
        created_at=base.now(),
        corrects_id=corrects_id,
    )
    content = json.dumps({"author": actor.name, "text": text.strip()}, ensure_ascii=False).encode()
    row.sealed = sealing.keyring(session).seal(content, place_of(row))
    session.add(row)
    session.flush()
    details = {"note": row.id} | ({"corrects": corrects_id} if corrects_id else {})
    audit.record(session, actor, "notes.write", ("person", person_id), details=details)
    return row.id


def _check(text: str) -> None:
    if not text.strip():
        raise Invalid({"text": "required"})
    if len(text) > LONGEST_NOTE:
        raise Invalid({"text": "too_long"})


def _check_corrected(session: Session, person_id: int, note_id: int) -> None:
    row = session.get(CaseNote, note_id) if 0 < note_id < 2**31 else None
    if row is None or row.person_id != person_id:
        raise NotFound("note", note_id)
    if session.scalar(select(CaseNote.id).where(CaseNote.corrects_id == note_id)):
        raise Conflict("already_corrected")


def _note(session: Session, row: CaseNote, corrected_by: int | None) -> Note:
    try:
        content = json.loads(sealing.keyring(session).open(row.sealed, place_of(row)))
    except sealing.CannotOpen:
        content = {"author": None, "text": None}
    return Note(
        row.id, content["author"], row.author_id, row.created_at, content["text"], row.corrects_id, corrected_by
    )


def place_of(row: CaseNote) -> str:
    """Whose, when, by whom and instead of which note: none of it can be exchanged without breaking the seal."""
    moment = row.created_at.isoformat(timespec="microseconds")
    return f"case_note/{row.person_id}/{moment}/{row.author_id}/{row.corrects_id}"
