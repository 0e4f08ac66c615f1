import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from matching_service.matcher.ngrams import NgramVectorizer

LABELS = ["kuvar", "pomocni kuvar", "vozac kamiona c e", "zavarivac tig i mig mag", "fleischer in", "kuvar kuvar"]


def peer() -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=False, dtype=np.float32
    ).fit(LABELS)


@given(st.lists(st.text(alphabet="kuvarzičθ ", max_size=30), min_size=1, max_size=5))
def test_texts_are_as_alike_as_scikit_learn_finds_them(texts):
    ours, theirs = NgramVectorizer(), peer()
    labels = ours.fit_transform(LABELS)
    found = (ours.transform(texts) @ labels.T).toarray()
    expected = (theirs.transform(texts) @ theirs.transform(LABELS).T).toarray()
    # scikit-learn counts a word shorter than an n-gram once more, whole; the rest is the same
    long_words = [all(len(word) > 2 for word in text.split()) for text in texts]
    np.testing.assert_allclose(found[long_words], expected[long_words], atol=1e-5)


def test_rows_are_of_length_one_or_empty():
    vectors = NgramVectorizer()
    vectors.fit_transform(LABELS)
    lengths = np.sqrt(vectors.transform(["kuvarica", "xyz", ""]).power(2).sum(axis=1)).A1
    assert lengths.tolist() == pytest.approx([1, 0, 0])


def test_no_ngram_reaches_from_one_text_or_word_into_the_next():
    together, apart = NgramVectorizer(), NgramVectorizer()
    assert together.fit_transform(["ab", "cd"]).nnz == apart.fit_transform(["ab"]).nnz + apart.fit_transform(["cd"]).nnz
    assert apart.transform(["c d"]).nnz < apart.transform(["cd"]).nnz


def test_labels_without_a_word_are_never_found():
    empty = NgramVectorizer()
    assert empty.fit_transform(["", " "]).shape == (2, 0)
    assert empty.transform(["kuvar"]).nnz == 0
