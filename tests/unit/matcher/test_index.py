"""The index against a dense numpy reference: segments of tiny blocks, changes on top of them, hard rules as tables."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.conditions import Sieve
from matching_service.matcher.features import Features
from matching_service.matcher.index import RankingIndex, place, score, score_table
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Segment

N, BLOCK, RULES, CODES = 12, 4, 2, 3
ONE = Features.of({3: 1.0})
weights = st.floats(-1, 1, width=32) | st.sampled_from((0.15, 0.5, 1.0))
vectors = st.dictionaries(st.integers(0, N - 1), weights, max_size=6).map(Features.of)
codes = st.tuples(*[st.integers(0, CODES - 1)] * RULES)
ids = st.integers(1, 40)


@dataclass(frozen=True)
class Table:
    """Documents by id: their features and the codes of their rules."""

    documents: dict[int, tuple[Features, tuple[int, ...]]]

    def rows(self):
        columns = np.array([codes for _, codes in self.documents.values()], np.int32).reshape(-1, RULES).T
        features = [features for features, _ in self.documents.values()]
        return Rows.of(N, list(self.documents), features, np.ascontiguousarray(columns))

    def index(self):
        return RankingIndex.over(N, Segment.of(N, self.rows(), BLOCK))

    def best(self, query, k, asked=None, failing=False):
        """The reference: every score by numpy in float64, sorted by score, then id."""
        scores = {one: dense(features) @ dense(query) for one, (features, codes) in self.documents.items()}
        wanted = {one for one in scores if asked is None or asked.passes(self.documents[one][1]) is (not failing)}
        return sorted(((one, scores[one]) for one in wanted), key=lambda pair: (-pair[1], pair[0]))[:k]


@dataclass(frozen=True)
class Asked:
    """Which codes each rule lets pass; the first says who counts at all where `scoped`."""

    allowed: tuple[frozenset, ...]
    scoped: bool

    def passes(self, codes):
        """None for who does not count."""
        if self.scoped and codes[0] not in self.allowed[0]:
            return None
        return all(code in allowed for code, allowed in zip(codes, self.allowed, strict=True))

    def sieve(self):
        tables = np.array([[code in allowed for code in range(CODES)] for allowed in self.allowed], np.uint8)
        return Sieve(np.arange(RULES), np.arange(RULES) * CODES, tables.ravel(), int(self.scoped))


tables = st.dictionaries(ids, st.tuples(vectors, codes), max_size=30).map(Table)
some_asked = st.builds(Asked, st.tuples(*[st.frozensets(st.integers(0, CODES - 1))] * RULES), st.booleans())


def index_of(n_features, vectors):
    """Of documents that no hard rule looks at."""
    ids, features = zip(*vectors, strict=True)
    return RankingIndex.over(n_features, Segment.of(n_features, Rows.of(n_features, ids, features)))


def dense(features):
    vector = np.zeros(N)
    vector[features.indices] = features.values
    return vector


def pairs(found):
    return list(zip(found.ids.tolist(), found.scores.tolist(), strict=True))


def assert_same(found, expected):
    """The same scores to rounding in float64, and ids in the same order but where rounding makes or breaks a tie."""
    assert len(found) == len(expected)
    assert [value for _, value in found] == pytest.approx([value for _, value in expected], abs=1e-12)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    for (one, value), (other, _) in zip(found, expected, strict=True):
        near = [theirs for _, theirs in expected if abs(theirs - value) < 1e-12]
        assert one == other or len(near) > 1 or abs(expected[-1][1] - value) < 1e-12


# ---- as the reference


@given(tables, vectors, st.integers(1, 50))
def test_the_best_are_those_of_the_dense_reference(table, query, k):
    found = table.index().search(query, k)
    assert_same(pairs(found), table.best(query, k))
    assert found.counted == found.passing == len(table.documents)


@given(tables, vectors, st.integers(1, 50), some_asked, st.booleans())
def test_hard_rules_are_those_of_the_reference(table, query, k, asked, failing):
    found = table.index().search(query, k, asked.sieve(), failing)
    assert_same(pairs(found), table.best(query, k, asked, failing))
    verdicts = [asked.passes(codes) for _, codes in table.documents.values()]
    assert (found.counted, found.passing) == (len(verdicts) - verdicts.count(None), verdicts.count(True))


@given(tables, vectors, some_asked)
def test_all_that_pass_have_the_scores_of_the_list(table, query, asked):
    index = table.index()
    listed = pairs(index.search(query, 50, asked.sieve()))
    ids, scores = index.scores(query, asked.sieve())
    assert dict(zip(ids.tolist(), scores.tolist(), strict=True)) == dict(listed)
    assert sorted(index.passing(asked.sieve()).tolist()) == sorted(ids.tolist())


@given(tables, vectors)
def test_when_an_opening_is_closed_nobody_passes_and_everybody_fails(table, query):
    index, nothing = table.index(), np.empty(0, np.int64)
    closed = Sieve(nothing, nothing, nothing.astype(np.uint8), closed=True)
    found, failing = index.search(query, 50, closed), index.search(query, 50, closed, failing=True)
    assert (pairs(found), found.counted, found.passing) == ([], len(index), 0)
    assert_same(pairs(failing), table.best(query, 50))
    assert failing.passing == 0
    assert index.passing(closed).tolist() == []


@given(tables, vectors, st.integers(1, 15))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(table, query, k):
    index = table.index()
    assert pairs(index.search(query, k)) == pairs(index.search(query, 50))[:k]


@given(tables, vectors)
def test_the_order_in_which_rows_came_does_not_matter(table, query):
    turned = Table(dict(reversed(table.documents.items())))
    assert pairs(turned.index().search(query, 50)) == pairs(table.index().search(query, 50))


def test_many_ties_at_the_end_of_the_list_are_decided_by_id():
    index = index_of(N, [(entity_id, ONE) for entity_id in range(500, 0, -1)])
    assert index.search(ONE, 7).ids.tolist() == [1, 2, 3, 4, 5, 6, 7]


# ---- changes


@given(tables, tables, st.lists(ids, max_size=10, unique=True), vectors, some_asked, st.booleans())
def test_a_changed_index_finds_what_one_made_anew_would(table, changes, removed, query, asked, failing):
    removed = [one for one in removed if one not in changes.documents]
    left = {one: document for one, document in table.documents.items() if one not in removed}
    whole = Table(left | changes.documents)
    index = table.index().changed(changes.rows(), removed)
    assert len(index) == len(whole.documents)
    for sieve, wanted in ((None, None), (asked.sieve(), asked)):
        found = index.search(query, 50, sieve, failing and wanted is not None)
        assert pairs(found) == pairs(whole.index().search(query, 50, sieve, failing and wanted is not None))
        assert_same(pairs(found), whole.best(query, 50, wanted, failing and wanted is not None))


@given(tables, st.lists(tables, max_size=3))
def test_rows_are_kept_as_they_are_through_changes_and_a_new_segment(table, changes):
    index, documents = table.index(), dict(table.documents)
    for change in changes:
        index = index.changed(change.rows())
        documents |= change.documents
    anew = RankingIndex.over(N, Segment.of(N, index.all_rows(), BLOCK))
    for entity_id, (features, its_codes) in documents.items():
        for each in (index, anew):
            row = each.rows_of([entity_id])
            assert dense(row.row(0)).tolist() == dense(features).tolist()
            assert row.codes[:, 0].tolist() == list(its_codes)
    assert sorted(index.fingerprints()[0].tolist()) == sorted(documents)


def test_the_fingerprint_tells_who_is_there_and_as_what_whichever_way_it_came_so():
    def rows(**checksums):
        return Rows.of(N, [int(one[1:]) for one in checksums], [ONE] * len(checksums), None, list(checksums.values()))

    def anew(**checksums):
        return RankingIndex.over(N, Segment.of(N, rows(**checksums), BLOCK)).fingerprint

    index = RankingIndex.over(N, Segment.of(N, rows(_1=10, _2=20, _3=30), BLOCK))
    assert index.fingerprint == anew(_3=30, _1=10, _2=20)
    index = index.changed(rows(_2=21, _4=40), [3, 3, 99])
    assert index.fingerprint == anew(_1=10, _2=21, _4=40)
    index = index.changed(rows(_2=20, _3=30), [4])
    assert index.fingerprint == anew(_1=10, _2=20, _3=30)
    others = [anew(), anew(_1=10), anew(_1=10, _2=20, _3=31), anew(_1=20, _2=10, _3=30), anew(_4=10, _2=20, _3=30)]
    assert len({index.fingerprint, *others}) == len(others) + 1


@given(tables, tables, vectors)
def test_a_change_leaves_the_index_before_as_it_was(table, changes, query):
    index = table.index()
    before = pairs(index.search(query, 50))
    index.changed(changes.rows(), [1, 2, 3])
    assert pairs(index.search(query, 50)) == before


@given(tables, tables, vectors)
def test_a_score_does_not_change_when_others_come_or_go(table, others, query):
    before = dict(pairs(table.index().search(query, 50)))
    newcomers = {entity_id + 100: document for entity_id, document in others.documents.items()}
    among_others = dict(pairs(table.index().changed(Table(newcomers).rows()).search(query, 100)))
    assert {entity_id: among_others[entity_id] for entity_id in before} == before


def test_a_removed_row_is_gone_and_removing_it_again_is_nothing():
    index = index_of(N, [(7, ONE), (8, ONE)])
    index = index.changed(Rows.of(N, [], []), [7]).changed(Rows.of(N, [9], [ONE]), [7, 99])
    assert index.search(ONE).ids.tolist() == [8, 9]
    with pytest.raises(KeyError):
        index.row(7)


# ---- the ends of the range


def test_an_empty_index_finds_nobody():
    index = RankingIndex.empty(N)
    assert pairs(index.search(ONE)) == []
    assert index.scores(ONE)[0].tolist() == []
    assert len(index) == 0


def test_a_query_with_nothing_in_it_gives_all_0_by_id():
    assert pairs(index_of(N, [(9, ONE), (4, ONE)]).search(Features.of({}))) == [(4, 0.0), (9, 0.0)]


def test_a_row_with_nothing_in_it_is_ranked_last():
    assert pairs(index_of(N, [(1, Features.of({})), (2, ONE)]).search(ONE)) == [(2, 1.0), (1, 0.0)]


def test_more_asked_for_than_there_are_gives_all():
    assert index_of(N, [(1, ONE), (2, ONE)]).search(ONE, k=1_000).ids.tolist() == [1, 2]


def test_more_features_than_16_bits_hold():
    far = Features.of({70_000: 0.5, 3: 0.25})
    index = index_of(1 << 17, [(1, ONE), (2, far)])
    assert pairs(index.search(Features.of({70_000: 1.0, 3: 0.125}))) == [(2, 0.53125), (1, 0.125)]


# ---- rows that are not in an index, and places


@given(tables, vectors)
def test_rows_from_outside_score_as_if_they_were_inside(table, query):
    ids, scores = table.index().scores(query)
    inside = dict(zip(ids.tolist(), scores.tolist(), strict=True))
    assert {one: score(row, query, N) for one, (row, _) in table.documents.items()} == inside


@given(tables, st.lists(vectors, max_size=3))
def test_a_table_of_scores_has_a_column_for_each_query(table, queries):
    found = score_table(table.rows(), queries, N)
    assert found.shape == (len(table.documents), len(queries))
    rows = [features for features, _ in table.documents.values()]
    assert found.tolist() == [[score(row, query, N) for query in queries] for row in rows]


@given(tables, vectors)
def test_everybody_has_the_place_among_the_others_that_the_list_gives(table, query):
    index = table.index()
    ids, scores = index.scores(query)
    for expected, (entity_id, value) in enumerate(pairs(index.search(query, 50)), start=1):
        others = ids != entity_id
        assert place(value, entity_id, scores[others], ids[others]) == expected
