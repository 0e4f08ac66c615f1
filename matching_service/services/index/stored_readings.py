"""Readings as they are stored, each with the revision that brought it, a checksum and the edition of its reader."""

import json
import zlib

from sqlalchemy import event, update
from sqlalchemy.orm import Session, SessionTransaction

from matching_service.matcher.features import Features
from matching_service.matcher.reading import Reader
from matching_service.services.index import readers
from models import Reading, ReadingRevision
from models.base import INSERT

_UNCOMMITTED = "readings of this transaction"


def next_revision(session: Session) -> int:
    """Count up in the database: the row stays locked until commit, so commits come in the order of revisions.

    Whoever saves counts up before taking the reader. So nobody who waited for a change of the taxonomy to be committed
    reads with the old one.
    """
    session.info[_UNCOMMITTED] = True
    count_up = update(ReadingRevision).values(revision=ReadingRevision.revision + 1).returning(ReadingRevision.revision)
    revision = session.execute(count_up).scalar()
    if revision is None:
        insert = INSERT[session.get_bind().dialect.name]
        session.execute(insert(ReadingRevision).values(id=1, revision=0).on_conflict_do_nothing())
        revision = session.execute(count_up).scalar_one()
    return revision


def has_uncommitted(session: Session) -> bool:
    """Whether readings were stored in the transaction that goes on."""
    return _UNCOMMITTED in session.info


@event.listens_for(Session, "after_transaction_end")
def _no_longer_uncommitted(session: Session, ended: SessionTransaction) -> None:
    """A savepoint that ends commits nothing and takes back only what came after it."""
    if ended.parent is None:
        session.info.pop(_UNCOMMITTED, None)


def store(
    session: Session,
    revision: int,
    reader: Reader,
    kind: str,
    entity_id: int,
    features: Features,
    facts: dict,
    deleted: bool = False,
) -> None:
    """In the place of what was stored for it; `revision`: as `next_revision` gave it."""
    indices, weights = features.indices.astype("<i4").tobytes(), features.values.astype("<f4").tobytes()
    values = {
        "revision": revision,
        "edition": readers.edition_of(reader),
        "indices": indices,
        "values": weights,
        "facts": facts,
        "checksum": zlib.crc32(indices + weights + json.dumps(facts, sort_keys=True).encode()),
        "deleted": deleted,
    }
    row = session.get(Reading, (kind, entity_id))
    if row is None:
        session.add(Reading(kind=kind, entity_id=entity_id, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()


def take_out(session: Session, revision: int, reader: Reader, person_id: int) -> None:
    """Out of the index; whoever is in none need not be taken out of it."""
    row = session.get(Reading, ("person", person_id))
    if row is not None and not row.deleted:
        store(session, revision, reader, "person", person_id, Features.of({}), {}, deleted=True)
