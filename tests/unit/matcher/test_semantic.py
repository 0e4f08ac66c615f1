import numpy as np
import pytest

from matching_service.matcher.label_index import LabelIndex
from matching_service.matcher.semantic import LabelVectors, MeaningIndex, discriminant, encode, encodings_of
from tests.encoders import WordMeanings

LABELS = [
    ("welder", "Zavarivač"),
    ("welder", "Schweißer"),
    ("cook", "Kuvar"),
    ("driver", "Vozač"),
    ("driver", "Driver"),
    ("mason", "Zidar"),
]
TEXTS = [text for _, text in LABELS]
CONCEPT_OF = np.array([0, 0, 1, 2, 2, 3])


@pytest.fixture
def encoder():
    return WordMeanings()


@pytest.fixture
def encoded(encoder):
    return LabelVectors(encoder, encode(encoder, encodings_of(TEXTS)))


@pytest.fixture
def index(encoded):
    return MeaningIndex(TEXTS, CONCEPT_OF, encoded)


# ---- what is encoded


def test_each_text_is_encoded_once_as_a_label_and_some_as_queries():
    encodings = encodings_of([*TEXTS, "ZIDAR", "  zidar "])
    assert [text for role, text in encodings if role == "label"] == sorted(text.lower() for text in TEXTS)
    assert {text for role, text in encodings if role == "query"} <= {text.lower() for text in TEXTS}


def test_of_many_labels_only_a_sample_is_encoded_as_queries():
    encodings = encodings_of(f"label {number}" for number in range(5_000))
    assert sum(role == "label" for role, _ in encodings) == 5_000
    assert 256 <= sum(role == "query" for role, _ in encodings) <= 512


def test_progress_is_told_of_every_encoding(encoder):
    told = []
    encodings = encodings_of(f"label {number}" for number in range(150))
    assert len(encode(encoder, encodings, told.append)) == sum(told) == len(encodings)


# ---- what is near


def test_a_text_is_near_to_labels_of_its_meaning_in_any_language(index):
    near = index.scores("welder")
    assert near.shape == (len(TEXTS),)
    assert set(np.argsort(-near)[:2]) == {0, 1}
    assert near[0] > 0.5 > near[2:].max()


def test_nearness_is_between_zero_and_one(index):
    for text in ("welder", "sofer i kuvar", "ništa od toga"):
        assert 0 <= index.scores(text).min() <= index.scores(text).max() <= 1.0001


def test_both_scripts_and_cases_are_the_same_text(index):
    assert index.scores("ВОЗАЧ").tolist() == index.scores("vozač").tolist()


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_an_empty_text_is_near_to_nothing(index, text):
    assert index.scores(text).tolist() == [0] * len(TEXTS)


def test_a_query_is_encoded_once_however_often_it_comes(index, encoder):
    encoder.encoded.clear()
    first = index.scores("Šofer")
    assert index.scores("šofer").tolist() == first.tolist()
    assert encoder.encoded == ["šofer"]


def test_the_same_labels_always_give_the_same_nearness(index, encoded):
    assert MeaningIndex(TEXTS, CONCEPT_OF, encoded).scores("sofer").tolist() == index.scores("sofer").tolist()


# ---- as a part of the score of a label


def test_a_text_that_shares_no_letters_with_a_label_is_found_by_meaning(encoded):
    assert LabelIndex(LABELS).score_parts("Šofer")["label"][3] == 0
    with_meaning = LabelIndex(LABELS, encoded=encoded)
    assert with_meaning.keys[int(np.argmax(with_meaning.concept_scores("Šofer")))] == "driver"
    assert with_meaning.score_parts("Šofer")["meaning"][3] > 0.5


def test_without_vectors_there_is_no_part_for_meaning():
    assert "meaning" not in LabelIndex(LABELS).score_parts("Šofer")


# ---- what tells concepts apart


def noisy_concepts(seed=5, concepts=200, labels=3):
    """Concepts differ in eight directions a little, their labels much more in two others."""
    random = np.random.default_rng(seed)
    concept_of = np.repeat(np.arange(concepts), labels)
    concept, label = np.repeat([1.0, 0.0], [8, 2]), np.repeat([0.2, 3.0], [8, 2])
    vectors = random.normal(size=(concepts, 10))[concept_of] * concept
    return vectors + random.normal(size=vectors.shape) * label, concept_of


def test_directions_in_which_only_labels_of_one_concept_differ_count_less():
    vectors, concept_of = noisy_concepts()

    def nearest_is_a_synonym(rows):
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        nearness = rows @ rows.T - 2 * np.eye(len(rows))
        return np.mean(concept_of[nearness.argmax(axis=1)] == concept_of)

    assert nearest_is_a_synonym(vectors @ discriminant(vectors, concept_of)) > 2 * nearest_is_a_synonym(vectors)


def test_nothing_is_changed_where_hardly_a_concept_has_several_labels():
    vectors, _ = noisy_concepts()
    concept_of = np.arange(len(vectors))
    concept_of[1] = 0
    assert discriminant(vectors, concept_of).tolist() == np.eye(10).tolist()
