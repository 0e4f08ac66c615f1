"""A CV read into a proposal, which saves nothing; and what somebody has confirmed of it taken over into a profile."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.importing.known import Known
from matching_service.services.index.engine import Engine
from matching_service.services.intake import europass, files, text_reader
from matching_service.services.intake.comparison import Confirmed, beside, together
from matching_service.services.intake.curriculum import Curriculum
from matching_service.services.intake.files import Extracted
from matching_service.services.intake.proposal import Proposal, proposal_of
from matching_service.services.profiles import people
from matching_service.services.profiles.person_record import PersonDetail, PersonRecord, person_record
from matching_service.services.trail import audit
from models import person_queries, queries


def read_text(session: Session, actor: Actor, engine: Engine, text: str, person_id: int | None = None) -> Proposal:
    """What a pasted CV says of a new person, or of `person_id`. Raises NotFound, Forbidden, Invalid (`text`)."""
    _require(session, actor, person_id)
    return _proposal(session, engine, Extracted(files.checked_text(text, "text")), person_id)


def read_file(session: Session, actor: Actor, engine: Engine, content: bytes, person_id: int | None = None) -> Proposal:
    """The same of a DOCX, PDF, ODT, Europass or text file. Raises NotFound, Forbidden, Invalid (`file`)."""
    _require(session, actor, person_id)
    return _proposal(session, engine, files.extracted(content), person_id)


def take_over(
    session: Session, actor: Actor, engine: Engine, taken: Confirmed, person_id: int | None = None
) -> PersonDetail:
    """A new profile of what was confirmed, or the profile of `person_id` with it. Raises NotFound, Invalid,
    Forbidden."""
    _require(session, actor, person_id)
    if person_id is None:
        saved = people.create(session, actor, engine, together(PersonRecord("", ""), taken))
    else:
        queries.take_turn(session)
        there = person_record(person_queries.person(session, person_id))
        saved = people.update(session, actor, engine, person_id, together(there, taken))
    audit.record(session, actor, "people.intake", ("person", saved.id))
    return saved


def _require(session: Session, actor: Actor, person_id: int | None) -> None:
    if person_id is None:
        permissions.require(actor, "people.create")
    else:
        permissions.require_person(session, actor, "people.update", person_id)


def _proposal(session: Session, engine: Engine, document: Extracted, person_id: int | None) -> Proposal:
    known, today = Known.load(session, engine), date.today()
    found = proposal_of(_curriculum(document, known, today), known, today)
    if document.has_picture and "photo" not in found.left_out:
        found = replace(found, left_out=(*found.left_out, "photo"))
    if person_id is None:
        return found
    return beside(found, person_record(person_queries.person(session, person_id)))


def _curriculum(document: Extracted, known: Known, today: date) -> Curriculum:
    if document.europass is not None:
        return europass.curriculum_of(document.europass, known.places)
    return text_reader.curriculum_of(document.text, known, today)
