import numpy as np

from matching_service.matcher.linking import ConceptReader
from matching_service.matcher.pivot import Pivot
from tests.unit.matcher import trades

LABELS = ["Koch", "varilac", "xyzzy"]


def scores(text: str) -> np.ndarray:
    known = ConceptReader(trades.TAXONOMY.occupations.values()).index
    return Pivot(trades.TAXONOMY, known, LABELS).scores(text)


def test_titles_without_a_common_word_meet_in_the_taxonomy():
    assert scores("zavarivač").argmax() == 1
    assert scores("kuvarica").argmax() == 0


def test_what_the_taxonomy_hardly_knows_counts_little():
    assert scores("qwertz uiop").max() < 0.1 * scores("zavarivač").max()


def test_scores_are_shares():
    for text in ("zavarivač", "pekar", ""):
        assert scores(text).min() >= 0
        assert scores(text).max() <= 1 + 1e-6
