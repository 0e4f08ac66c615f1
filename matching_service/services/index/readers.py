"""The reader of texts, made of the taxonomy in the database; its edition tells which readings are up to date."""

import logging
from functools import cache

import wordfreq
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.matcher.features import EDITION
from matching_service.matcher.reading import Reader
from matching_service.matcher.semantic import TextEncoder
from matching_service.matcher.taxonomy import Concept, Label, Taxonomy
from matching_service.services.index import label_vectors
from matching_service.services.reference_data import reference
from models import TaxonomyRevision, matching_queries

# Languages whose general word frequencies tell trade words from the words of any text ("sh": Serbian in Latin script).
FREQUENCY_LANGUAGES = ("sh", "de", "en")
_log = logging.getLogger("readers")
# Asked before each ranking: built once and of the table, it costs a third.
_TAXONOMY_REVISION = select(TaxonomyRevision.__table__.c.revision)


def taxonomy_revision(session: Session) -> int:
    return session.scalar(_TAXONOMY_REVISION) or 0


def new_reader(session: Session, revision: int, encoder: TextEncoder | None) -> Reader:
    """For this revision of the taxonomy; texts are read by meaning too where all its labels are encoded."""
    encoded = label_vectors.load(session, encoder) if encoder else None
    if encoder and not encoded:
        _log.warning("Texts are not read by meaning until `matching-service taxonomy encode` has run")
    return Reader(load_taxonomy(session, revision), _word_frequencies(), reference.work_phrases(), encoded)


def edition(revision: int, encoder: TextEncoder | None) -> str:
    """What a reading depends on beside its row: how texts are read and weighed, the `revision` of the
    taxonomy, the text encoder."""
    return f"{EDITION}/{revision}" + (f"/{encoder.name}" if encoder else "")


def edition_of(reader: Reader) -> str:
    return edition(reader.taxonomy.revision, reader.encoded.encoder if reader.encoded else None)


def load_taxonomy(session: Session, revision: int) -> Taxonomy:
    """The taxonomy in the database as the matcher's value."""
    occupations = [
        Concept(row.id, row.code, labels, row.field, isco=row.isco_code)
        for row, labels in _with_labels(*matching_queries.occupations_with_labels(session))
    ]
    skills = [
        Concept(row.id, row.code, labels, row.field, kind=row.kind)
        for row, labels in _with_labels(*matching_queries.skills_with_labels(session))
    ]
    return Taxonomy.build(occupations, skills, matching_queries.occupation_skill_codes(session), revision)


def _with_labels(rows, labels):
    by_concept: dict[int, list[Label]] = {}
    for label in labels:
        by_concept.setdefault(label.concept_id, []).append(Label(label.language, label.kind, label.text))
    return [(row, tuple(by_concept.get(row.id, ()))) for row in rows]


@cache
def _word_frequencies() -> dict[str, float]:
    """Share of running text of each word, in the language where it is most usual (wordfreq)."""
    frequencies: dict[str, float] = {}
    for language in FREQUENCY_LANGUAGES:
        for word, share in wordfreq.get_frequency_dict(language, "small").items():
            frequencies[word] = max(share, frequencies.get(word, 0.0))
    return frequencies
