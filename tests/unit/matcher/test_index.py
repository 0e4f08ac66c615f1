import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.features import Features
from matching_service.matcher.index import RankingIndex, place

N = 12
vectors = st.dictionaries(st.integers(0, N - 1), st.floats(1 / 64, 1, width=32), max_size=6).map(Features.of)
rows = st.dictionaries(st.integers(1, 40), vectors, max_size=12)


def index_of(vectors_by_id):
    index = RankingIndex(N)
    index.put(vectors_by_id.items())
    return index


def dense(features):
    vector = np.zeros(N)
    vector[features.indices] = features.values
    return vector


def ids(found):
    return [entity_id for entity_id, _ in found]


@given(rows, vectors)
def test_the_score_is_the_dot_product(vectors_by_id, query):
    index = index_of(vectors_by_id)
    for entity_id, score in index.search(query, k=50):
        assert score == pytest.approx(dense(query) @ dense(vectors_by_id[entity_id]), abs=1e-12)


@given(rows, vectors)
def test_best_first_and_equal_scores_by_id(vectors_by_id, query):
    found = index_of(vectors_by_id).search(query, k=50)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert sorted(ids(found)) == sorted(vectors_by_id)


@given(rows, vectors, st.integers(0, 15))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(vectors_by_id, query, k):
    index = index_of(vectors_by_id)
    assert index.search(query, k=k) == index.search(query, k=50)[:k]


@given(rows, rows, vectors)
def test_a_score_does_not_change_when_others_come_or_go(vectors_by_id, others, query):
    index = index_of(vectors_by_id)
    before = dict(index.search(query, k=50))
    newcomers = {entity_id + 100: features for entity_id, features in others.items()}
    index.put(newcomers.items())
    among_others = dict(index.search(query, k=100))
    assert {entity_id: among_others[entity_id] for entity_id in before} == before
    index.remove(newcomers)
    assert dict(index.search(query, k=50)) == before


@given(rows, vectors)
def test_the_order_in_which_rows_came_does_not_matter(vectors_by_id, query):
    turned = dict(reversed(vectors_by_id.items()))
    assert index_of(turned).search(query, k=50) == index_of(vectors_by_id).search(query, k=50)


@given(rows, vectors, st.data())
def test_among_some_the_order_is_that_among_all(vectors_by_id, query, data):
    some = data.draw(st.lists(st.sampled_from(sorted(vectors_by_id)), unique=True)) if vectors_by_id else []
    index = index_of(vectors_by_id)
    expected = [pair for pair in index.search(query, k=50) if pair[0] in some]
    assert index.search(query, some, k=50) == expected


ONE = Features.of({3: 1.0})


def test_a_row_that_is_put_again_is_replaced():
    index = index_of({7: ONE, 8: Features.of({3: 0.4})})
    index.put([(7, Features.of({3: 0.25}))])
    assert index.search(ONE) == [(8, pytest.approx(0.4)), (7, 0.25)]
    assert len(index) == 2


def test_a_removed_row_is_gone_and_removing_it_again_is_nothing():
    index = index_of({7: ONE, 8: ONE})
    index.remove([7])
    index.remove([7, 99])
    assert ids(index.search(ONE)) == [8]
    assert index.ids.tolist() == [8]


def test_changes_after_a_search_are_seen_by_the_next():
    index = index_of({8: ONE})
    index.search(ONE)
    index.put([(5, ONE)])
    assert ids(index.search(ONE)) == [5, 8]
    index.remove([8])
    assert ids(index.search(ONE)) == [5]


def test_an_empty_index_finds_nobody():
    index = RankingIndex(N)
    assert index.search(ONE) == []
    assert index.search(ONE, among=[]) == []
    assert index.scores(ONE).shape == (0,)
    assert len(index) == 0


def test_a_query_with_nothing_in_it_gives_all_0_by_id():
    assert index_of({9: ONE, 4: ONE}).search(Features.of({})) == [(4, 0.0), (9, 0.0)]


def test_a_row_with_nothing_in_it_is_ranked_last():
    assert index_of({1: Features.of({}), 2: ONE}).search(ONE) == [(2, 1.0), (1, 0.0)]


def test_more_asked_for_than_there_are_gives_all():
    assert ids(index_of({1: ONE, 2: ONE}).search(ONE, k=1_000)) == [1, 2]


@given(rows, vectors)
def test_rows_from_outside_score_as_if_they_were_inside(vectors_by_id, query):
    index = index_of(vectors_by_id)
    outside = [vectors_by_id[entity_id] for entity_id in index.ids.tolist()]
    assert index.scores_of(outside, query).tolist() == index.scores(query).tolist()


@given(rows, st.lists(vectors, max_size=3))
def test_a_table_of_scores_has_a_column_for_each_query(vectors_by_id, queries):
    index = index_of(vectors_by_id)
    among = sorted(vectors_by_id)[::2]
    table = index.score_table(among, queries)
    assert table.shape == (len(among), len(queries))
    for column, query in zip(table.T, queries, strict=True):
        assert column == pytest.approx(index.scores(query)[::2], abs=1e-12)


@given(rows, vectors)
def test_everybody_has_the_place_among_the_others_that_the_list_gives(vectors_by_id, query):
    index = index_of(vectors_by_id)
    scores = index.scores(query)
    for expected, (entity_id, score) in enumerate(index.search(query, k=50), start=1):
        others = index.ids != entity_id
        assert place(score, entity_id, scores[others], index.ids[others]) == expected
