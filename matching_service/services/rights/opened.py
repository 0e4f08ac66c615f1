"""What is stored sealed, opened for a copy: each reading is in the audit trail like any other."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy.orm import Session

from matching_service.errors import ConfigurationError, Conflict
from matching_service.services.identity.actors import Actor
from matching_service.services.protection import case_notes, protected
from matching_service.services.rights import requests

PURPOSE = "export"
# In the place of what no key opens: that it is there is told all the same.
CANNOT_BE_OPENED = {"cannot_be_opened": True}

Rows = tuple[Mapping[str, object], ...]


def protected_data(session: Session, actor: Actor, person_id: int) -> Rows:
    try:
        return (asdict(protected.read(session, actor, person_id, PURPOSE)),)
    except (Conflict, ConfigurationError):
        return (CANNOT_BE_OPENED,)


def case_note(session: Session, actor: Actor, person_id: int) -> Rows:
    return tuple(asdict(note) for note in case_notes.of_person(session, actor, person_id, PURPOSE))


def rights_request(session: Session, actor: Actor, person_id: int) -> Rows:
    return tuple(asdict(asked) for asked in requests.of_person(session, actor, person_id))


# table -> its rows, opened
OPENED = {"protected_data": protected_data, "case_note": case_note, "rights_request": rights_request}
