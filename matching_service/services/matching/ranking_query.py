"""What is ranked for: an opening that looks for people or a person who looks for openings, stored or not."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from matching_service.errors import NotAgreed, NotFound
from matching_service.matcher.features import Features
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index import documents, reading
from matching_service.services.index.snapshots import Facts, Shelf, Snapshot
from matching_service.services.marketplace import opening_rows
from matching_service.services.marketplace.opening_record import OpeningRecord
from matching_service.services.profiles import person_rows
from matching_service.services.profiles.people import PersonRecord
from models import Person, queries

# No organisation has this id.
_OF_NOBODY = 0


class Query(NamedTuple):
    """`key`: id and checksum of its reading, None for what is not stored."""

    features: Features
    facts: Facts
    key: tuple[int, int] | None = None


def stored(session: Session, shelf: Shelf, entity_id: int) -> Query:
    """Raises NotFound, and NotAgreed for somebody who has not agreed to be ranked, or only until a day that is past."""
    try:
        features, checksum = shelf.index.row(entity_id)
    except KeyError:
        raise _absent(session, shelf.kind, entity_id) from None
    told = shelf.told(session, {entity_id: checksum})
    if not told:
        raise _absent(session, shelf.kind, entity_id)
    now, facts = told[entity_id]
    if shelf.kind == "person" and facts.ranked_until is not None and facts.ranked_until < date.today():
        raise NotAgreed(entity_id, "ranked")
    return Query(features, facts, (entity_id, checksum) if now == checksum else None)


def _absent(session: Session, kind: str, entity_id: int) -> NotFound | NotAgreed:
    there = kind == "person" and queries.exists(session, Person, entity_id)
    return NotAgreed(entity_id, "ranked") if there else NotFound(kind, entity_id)


def in_list_of(actor: Actor, opening: Query) -> Query:
    """The opening as it is asked for by an organisation: only people whom that may see are in its list."""
    everybody = permissions.scope(actor, "ranking.people") == permissions.ANY
    organisation = None if everybody else actor.organisation_id or _OF_NOBODY
    return opening._replace(facts=replace(opening.facts, organisation=organisation))


def of_opening_record(session: Session, snapshot: Snapshot, record: OpeningRecord) -> Query:
    """Of an opening that is not stored; it counts as published. Raises Invalid."""
    row, reader = opening_rows.unsaved(session, record), snapshot.reader
    reading.read_opening(reader, row)
    features = reader.encoder.transform_posting(documents.posting_of(reader, row))
    return Query(features, documents.opening_facts(reader, row))


def of_person_record(session: Session, snapshot: Snapshot, record: PersonRecord) -> Query:
    """Of a profile that is not stored. Raises Invalid."""
    row, reader = person_rows.unsaved(session, record), snapshot.reader
    reading.read_person(reader, row)
    profile = documents.profile_of(reader, row)
    return Query(reader.encoder.transform_profile(profile), documents.person_facts(reader, row, profile))
