"""Vectors of the labels of occupations, kept in the database: encoding them takes minutes, reading them a moment.

Only labels of the taxonomy are kept. What people write about themselves is encoded when it is read, and
kept in the memory of the process only.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matching_service.matcher import semantic
from matching_service.matcher.semantic import Encoding, LabelVectors, TextEncoder
from models import LabelVector, OccupationLabel, TaxonomyRevision


def missing(session: Session, encoder: TextEncoder) -> list[Encoding]:
    """What must still be encoded; in a fixed order."""
    kept = _kept_keys(session, encoder)
    return [encoding for encoding in _wanted(session) if _key(encoding) not in kept]


def add(
    session: Session,
    encoder: TextEncoder,
    encodings: Sequence[Encoding],
    progress: Callable[[int], None] = lambda encoded: None,
) -> None:
    """Encode these, which are missing, and keep their vectors. Takes some 20 ms each; see `semantic.encode`."""
    rows = [
        {"encoder": encoder.name, "role": encoding.role, "digest": _digest(encoding.text), "vector": _packed(vector)}
        for encoding, vector in semantic.encode(encoder, encodings, progress).items()
    ]
    if rows:
        session.execute(insert(LabelVector), rows)


def finish(session: Session, encoder: TextEncoder) -> None:
    """After the last label: make every process take up the vectors; forget those of other encoders and old labels."""
    session.execute(update(TaxonomyRevision).values(revision=TaxonomyRevision.revision + 1))
    session.execute(delete(LabelVector).where(LabelVector.encoder != encoder.name))
    for role, digest in _kept_keys(session, encoder) - {_key(encoding) for encoding in _wanted(session)}:
        session.execute(delete(LabelVector).where(LabelVector.role == role, LabelVector.digest == digest))


def load(session: Session, encoder: TextEncoder) -> LabelVectors | None:
    """The vectors of all labels; None while some are missing: then texts are read without any."""
    kept = {
        (row.role, row.digest): row.vector
        for row in session.execute(select(LabelVector.__table__).where(LabelVector.encoder == encoder.name))
    }
    wanted = _wanted(session)
    if not wanted or any(_key(encoding) not in kept for encoding in wanted):
        return None
    vectors: Mapping[Encoding, np.ndarray] = {
        encoding: np.frombuffer(kept[_key(encoding)], dtype="<f2") for encoding in wanted
    }
    return LabelVectors(encoder, vectors)


def _wanted(session: Session) -> list[Encoding]:
    return semantic.encodings_of(session.scalars(select(OccupationLabel.text)))


def _kept_keys(session: Session, encoder: TextEncoder) -> set[tuple[str, str]]:
    rows = session.execute(select(LabelVector.role, LabelVector.digest).where(LabelVector.encoder == encoder.name))
    return {(row.role, row.digest) for row in rows}


def _key(encoding: Encoding) -> tuple[str, str]:
    return encoding.role, _digest(encoding.text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _packed(vector: np.ndarray) -> bytes:
    return vector.astype("<f2").tobytes()
