import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from matching_service.matcher.ngrams import LONGEST, RARITY, SHORTEST, NgramVectorizer

LABELS = ["kuvar", "pomocni kuvar", "vozac kamiona", "zavarivac tig mig mag", "fleischer", "kuvar kuvar"]


def peer_likeness(texts: list[str]) -> np.ndarray:
    """Cosines of texts and LABELS, by scikit-learn; shape (texts, labels)."""
    peer = TfidfVectorizer(analyzer="char_wb", ngram_range=(SHORTEST, LONGEST), sublinear_tf=True, lowercase=False)
    peer.fit(LABELS)
    rarity = peer.idf_ ** (RARITY - 1)
    labels, found = (normalize(peer.transform(rows).multiply(rarity)) for rows in (LABELS, texts))
    return (found @ labels.T).toarray()


@given(st.lists(st.lists(st.text(alphabet="kuvarzičθ", min_size=3, max_size=9)), min_size=1, max_size=5))
def test_texts_are_as_alike_as_scikit_learn_finds_them(texts):
    texts = [" ".join(words) for words in texts]
    ours = NgramVectorizer()
    labels = ours.fit_transform(LABELS)
    np.testing.assert_allclose((ours.transform(texts) @ labels.T).toarray(), peer_likeness(texts), atol=1e-5)


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
