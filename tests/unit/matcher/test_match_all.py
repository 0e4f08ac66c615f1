"""Lists for many people at once against those that the rules, the index and the explanations give for one."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.condition_pairs import PairTables
from matching_service.matcher.conditions import OPENINGS, PEOPLE, Values
from matching_service.matcher.documents import Demand, OpeningFacts, PersonFacts, Posting, Profile, SkillEvidence
from matching_service.matcher.eligibility import check, closed_reasons
from matching_service.matcher.explanation import explain_openings
from matching_service.matcher.features import PARTS
from matching_service.matcher.index import score
from matching_service.matcher.match_all import Matcher, Openings
from matching_service.matcher.rows import Rows
from tests.unit.matcher import rule_facts, strategies, trades
from tests.unit.matcher.rule_facts import TODAY

SKILL = sorted(trades.SKILLS)[0]
people = st.lists(st.tuples(strategies.profiles(trades.OCCUPATIONS, trades.SKILLS), rule_facts.people), max_size=4)
open_openings = rule_facts.openings.filter(lambda facts: not closed_reasons(facts, TODAY))
postings = strategies.postings(trades.OCCUPATIONS, trades.SKILLS)
openings = st.dictionaries(st.integers(1, 40), st.tuples(postings, open_openings), max_size=6)


class Town:
    """People and openings by id, and what matches them."""

    def __init__(self, encoder, people, openings):
        self.encoder = encoder
        self.people = [(encoder.transform_profile(profile), facts) for profile, facts in people]
        self.openings = {
            one: (encoder.transform_posting(posting), replace(facts, demands=strategies.opening_facts(posting).demands))
            for one, (posting, facts) in openings.items()
        }
        values = Values.of(PEOPLE), Values.of(OPENINGS)
        self.rows = self._rows(range(1, len(people) + 1), self.people, values[0])
        rows = self._rows(self.openings, list(self.openings.values()), values[1])
        pairs = PairTables.of(*values, TODAY)
        self.matcher = Matcher(
            Openings(encoder.n_features_, rows, encoder.part_of_[:-1], self._required().reshape(-1, 2), pairs)
        )

    def _rows(self, ids, documents, values):
        features = [features for features, _ in documents]
        return Rows.of(self.encoder.n_features_, list(ids), features, values.encode(facts for _, facts in documents))

    def _required(self):
        demands = [
            (one, code) for one, (_, facts) in self.openings.items() for code, required in facts.demands if required
        ]
        return np.array([(one, self.encoder.index_["skill", code]) for one, code in demands], np.int64)

    def reference(self, features, facts, top):
        """Ids, scores and parts, one after the other."""
        eligible = [one for one, (_, asked) in self.openings.items() if check(facts, asked, TODAY).passed]
        n = self.encoder.n_features_
        best = sorted(eligible, key=lambda one: (-score(self.openings[one][0], features, n), one))[:top]
        rows, asked = Rows.of(n, best, [self.openings[one][0] for one in best]), [self.openings[one][1] for one in best]
        reasons = explain_openings(self.encoder, features, facts, rows, asked)
        return list(
            zip(best, (why.score for why in reasons), (tuple(why.parts.values()) for why in reasons), strict=True)
        )


def lists(matches):
    """The lines of each person."""
    lines = list(zip(matches.opening_ids.tolist(), matches.scores.tolist(), matches.parts.tolist(), strict=True))
    ends = np.cumsum(matches.counts)
    return [lines[end - count : end] for end, count in zip(ends.tolist(), matches.counts.tolist(), strict=True)]


def assert_as_one_by_one(town, matches, top):
    found = lists(matches)
    assert len(found) == len(town.people)
    for lines, person in zip(found, town.people, strict=True):
        expected = town.reference(*person, top)
        assert [line[:2] for line in lines] == [line[:2] for line in expected]
        for line, right in zip(lines, expected, strict=True):
            assert line[2] == pytest.approx(right[2], abs=1e-6)


@given(people, openings, st.integers(1, 8))
def test_everybody_gets_the_list_that_the_rules_and_the_explanations_give(encoder, people, openings, top):
    town = Town(encoder, people, openings)
    assert_as_one_by_one(town, town.matcher.best_openings(town.rows, top), top)


@given(people, openings)
def test_another_process_gives_the_same_lists(encoder, people, openings):
    town = Town(encoder, people, openings)
    here, there = (one.best_openings(town.rows, 5) for one in (town.matcher, pickle.loads(pickle.dumps(town.matcher))))
    assert all(np.array_equal(one, other) for one, other in zip(here, there, strict=True))


def test_parts_sum_to_the_score_and_a_required_skill_is_told_from_a_desired_one(encoder):
    profile = Profile(skills=(SkillEvidence(SKILL, 4),))
    openings = {
        one: (Posting("vacancy", None, 1.0, (Demand(SKILL, required, 1.0),), ()), OpeningFacts())
        for one, required in ((1, True), (2, False))
    }
    town = Town(encoder, [(profile, PersonFacts())], openings)
    matches = town.matcher.best_openings(town.rows, 2)
    assert matches.parts.sum(axis=1) == pytest.approx(matches.scores, abs=1e-6)
    parts = {one: dict(zip(PARTS, parts, strict=True)) for one, _, parts in lists(matches)[0]}
    assert parts[1]["required_skills"] > 0.1 > parts[1]["desired_skills"]
    assert parts[2]["desired_skills"] > 0.1 > parts[2]["required_skills"]


def test_equal_scores_are_ordered_by_id(encoder):
    posting = Posting("vacancy", None, 1.0, (Demand(SKILL, True, 1.0),), ())
    town = Town(encoder, [(Profile(), PersonFacts())], {one: (posting, OpeningFacts()) for one in (9, 3, 7, 5)})
    assert town.matcher.best_openings(town.rows, 3).opening_ids.tolist() == [3, 5, 7]
