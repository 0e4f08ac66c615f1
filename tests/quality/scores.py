"""Everybody's score for every opening of the suite, by the product and by plain TF-IDF.

Arrays of shape (openings, people), in the order of the cases; higher is better, -inf: left out by a hard rule.
"""

from functools import cache

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sqlalchemy.orm import Session

from matching_service.services.consent import declared_consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import openings
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.reference_data import reference
from models import Base
from models.session import make_engine, transaction
from tests.quality import cases

SOURCE = "quality"


@cache
def product_scores() -> np.ndarray:
    """What a counsellor sees: people and openings are saved by the services, and people ranked for each opening."""
    database, engine = make_engine("sqlite://"), Engine()
    Base.metadata.create_all(database)
    with transaction(database) as session:
        reference.load_reference_data(session)
        saved = _save(session, engine)
        agreed = [Agreement("profiled"), Agreement("ranked")]
        declared_consents.declare(session, OPERATOR, engine, saved[1], agreed, SOURCE)
    with transaction(database) as session:
        return _ranked(session, engine, *saved)


def _save(session: Session, engine: Engine) -> tuple[list[int], list[int]]:
    """Ids of the openings, which are published, and of the people: all come as from an imported file."""
    return tuple(
        [service.put_imported(session, OPERATOR, engine, SOURCE, name, record).id for name, record in records.items()]
        for service, records in ((openings, cases.load().openings), (people, cases.load().people))
    )


def _ranked(session: Session, engine: Engine, opening_ids: list[int], person_ids: list[int]) -> np.ndarray:
    scores = np.full((len(opening_ids), len(person_ids)), -np.inf)
    column = {person_id: at for at, person_id in enumerate(person_ids)}
    for row, opening_id in enumerate(opening_ids):
        ranked = ranking.rank_people(session, OPERATOR, engine, opening_id, limit=len(person_ids))
        for match in ranked.matches:
            scores[row, column[match.id]] = match.score
    return scores


@cache
def plain_scores() -> np.ndarray:
    """Cosine of character n-grams (2 to 5, inside words) of all words of both, in lower case."""
    found = cases.load()
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    texts = [*map(_words_of_opening, found.openings.values()), *map(_words_of_person, found.people.values())]
    vectors = vectorizer.fit_transform(texts)
    opening_vectors, person_vectors = vectors[: len(found.openings)], vectors[len(found.openings) :]
    return (opening_vectors @ person_vectors.T).toarray()


def _words_of_opening(record: OpeningRecord) -> str:
    return f"{record.title} {record.description}"


def _words_of_person(record: PersonRecord) -> str:
    words = [record.about, record.wishes]
    for experience in record.experiences:
        words += [experience.title, experience.employer_name, experience.description]
    for education in record.educations:
        words += [education.field, education.qualification, education.institution]
    for training in record.requalifications:
        words += [training.from_text, training.to_text, training.provider, training.certificate]
    return " ".join(filter(None, words))
