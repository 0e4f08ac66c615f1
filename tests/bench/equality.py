"""Whether two rankings are the same, as far as floating point can tell."""

import numpy as np

TOLERANCE = 1e-6

# ids and scores, both (k,), best first
Ranking = tuple[np.ndarray, np.ndarray]


def assert_same_ranking(found: Ranking, expected: Ranking, score_of: dict[int, float], tolerance: float = TOLERANCE):
    """The scores of each place are equal to `tolerance`, and so is the score of the id that stands there.

    So ids may differ only where scores are tied. `score_of`: the exact score of each id in `found`.
    Raises AssertionError that says the first place that differs.
    """
    ids, scores = found
    assert len(ids) == len(expected[0]), f"{len(ids)} results instead of {len(expected[0])}"
    assert len({*ids.tolist()}) == len(ids), "an id stands twice"
    exact = np.array([score_of[id_] for id_ in ids.tolist()])
    for said, values in (("score", scores), ("score of the id", exact)):
        far = np.flatnonzero(np.abs(values - expected[1]) > tolerance)
        assert not len(far), (
            f"place {far[0] + 1}: {said} {values[far[0]]:.9f} instead of {expected[1][far[0]]:.9f}, id {ids[far[0]]}"
        )
