"""What anybody would try first: the baselines that reading and ranking are measured beside."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from matching_service.matcher.evaluation import Scorer
from matching_service.matcher.letters import fold

# Okapi's usual constants: how soon a repeated word adds nothing, and how far long documents are held back.
K1, B = 1.5, 0.75


def bm25_scorer(corpus: Sequence[tuple[str, str, str]]) -> Scorer:
    """Okapi BM25 over folded words; corpus as in `Benchmark`."""
    words = CountVectorizer(preprocessor=fold, token_pattern=r"\w+", dtype=np.float64)
    counts = words.fit_transform(text for _, _, text in corpus)
    n, held = counts.shape[0], np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log(1 + (n - held + 0.5) / (held + 0.5))
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    soon = np.repeat(K1 * (1 - B + B * lengths / lengths.mean()), np.diff(counts.indptr))
    counts.data *= idf[counts.indices] * (K1 + 1) / (counts.data + soon)
    return _product(words, counts)


def tfidf_scorer(corpus: Sequence[tuple[str, str, str]]) -> Scorer:
    """Cosine of character n-grams (2 to 5, inside words, log counts) of texts in lower case."""
    ngrams = char_tfidf()
    return _product(ngrams, ngrams.fit_transform(text for _, _, text in corpus))


def char_tfidf() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


def _product(vectorizer: CountVectorizer, documents: sparse.csr_matrix) -> Scorer:
    by_term = documents.T.tocsr()
    return lambda text: (vectorizer.transform([text]) @ by_term).toarray()[0]
