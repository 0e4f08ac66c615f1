import numpy as np
import pytest
from hypothesis import given

from matching_service.matcher.documents import Demand, OccupationEvidence, Posting, Profile, SkillEvidence, Text
from matching_service.matcher.features import RECENCY_FLOOR, FeatureEncoder, recency
from tests.unit.matcher import strategies, trades
from tests.unit.matcher.products import addends

profiles = strategies.profiles(trades.OCCUPATIONS, trades.SKILLS)
postings = strategies.postings(trades.OCCUPATIONS, trades.SKILLS)

WELDING = Posting(occupation="welder")
COOKING = Posting(occupation="cook")
NOBODY = Profile()


def worked(code, years=None, **more):
    return OccupationEvidence(code, "experience", years=years, **more)


def trained(code, state="completed", certified=True):
    return OccupationEvidence(code, "requalification", state=state, certified=certified)


def counts_as(*evidence):
    return Profile(occupations=evidence)


def knows(code, level=None, confidence=1.0):
    return Profile(skills=(SkillEvidence(code, level, confidence),))


# ---- the vectors


@given(profiles, postings)
def test_vectors_are_sorted_sparse_and_within_the_space(encoder, profile, posting):
    for features in (encoder.transform_profile(profile), encoder.transform_posting(posting)):
        assert features.indices.dtype == np.int32
        assert features.values.dtype == np.float32
        assert np.all(np.diff(features.indices) > 0)
        assert np.all((features.indices >= 0) & (features.indices < encoder.n_features_))
        assert np.all(np.isfinite(features.values))
        assert np.all(features.values != 0)


@given(profiles, postings)
def test_scores_stay_between_0_and_1(encoder, profile, posting):
    _, products = addends(encoder.transform_profile(profile), encoder.transform_posting(posting))
    assert -1e-6 <= products.sum() <= 1 + 1e-6


@given(profiles)
def test_the_same_profile_gives_the_same_features(encoder, profile):
    other = FeatureEncoder().fit(trades.TAXONOMY, trades.FREQUENCIES)
    first, second = encoder.transform_profile(profile), other.transform_profile(profile)
    assert np.array_equal(first.indices, second.indices)
    assert np.array_equal(first.values, second.values)


@given(profiles)
def test_the_order_of_entries_does_not_matter(encoder, profile):
    turned = Profile(profile.occupations[::-1], profile.skills[::-1], profile.texts[::-1], profile.skills_complete)
    first, second = encoder.transform_profile(profile), encoder.transform_profile(turned)
    assert np.array_equal(first.indices, second.indices)
    assert np.allclose(first.values, second.values)


@pytest.mark.parametrize("kind", ["vacancy", "internship"])
def test_somebody_who_is_all_that_is_asked_for_scores_nearly_1(score, kind):
    text = (Text("zavarivač u smeni", 3.0),)
    posting = Posting(kind, "welder", 1.0, (Demand("mig-mag"), Demand("english", required=False)), text)
    skills = (SkillEvidence("mig-mag", 4), SkillEvidence("english", 4))
    master = Profile((worked("welder", 40), trained("welder")), skills, text)
    assert 0.98 < score(master, posting) <= 1 + 1e-6


def test_an_opening_of_which_nothing_is_known_gives_everybody_0(score):
    assert score(counts_as(worked("welder", 10)), Posting()) == 0


def test_somebody_of_whom_nothing_is_known_scores_little_but_not_nothing(score):
    assert 0 < score(NOBODY, Posting(occupation="welder", demands=(Demand("mig-mag"),))) < 0.2


# ---- occupations


def test_an_opening_of_two_occupations_is_shared_between_them(score):
    both = Posting(occupation="welder", others=(("cook", 0.25),))
    welder, cook = counts_as(worked("welder", 10)), counts_as(worked("cook", 10))
    assert score(welder, WELDING) > score(welder, both) > score(cook, both) > score(cook, WELDING)
    assert score(welder, both) == pytest.approx(0.75 * score(welder, WELDING) + 0.25 * score(welder, COOKING))


def test_nearer_occupations_score_higher(score):
    order = ["welder", "pipe-welder", "locksmith", "baker", "cook"]
    scores = [score(counts_as(trained(code)), WELDING) for code in order]
    assert scores[0] > scores[1] > scores[2] > scores[3] > scores[4] - 1e-9
    assert scores[0] > 2 * scores[3]


def test_more_experience_scores_higher_and_less_so_each_year(score):
    years = [score(counts_as(worked("welder", years)), WELDING) for years in (0, 1, 2, 3, 10, 30)]
    assert years == sorted(set(years))
    assert years[1] - years[0] > years[3] - years[2]


def test_unknown_years_count_as_one(score):
    assert score(counts_as(worked("welder")), WELDING) == pytest.approx(score(counts_as(worked("welder", 1)), WELDING))


def test_years_in_one_group_of_occupations_add_up(score, encoder):
    twice = counts_as(worked("welder", 2), worked("pipe-welder", 2))
    features = encoder.transform_profile(twice)
    four = encoder.transform_profile(counts_as(worked("welder", 4)))
    years = encoder.index_["years", "7212"]
    assert features.values[features.indices == years] == pytest.approx(four.values[four.indices == years])
    assert score(twice, WELDING) > score(counts_as(worked("welder", 2)), WELDING)


def test_experience_elsewhere_is_no_experience_here_but_unknown_experience_might_be(score):
    both = trained("cook")
    assert score(counts_as(both, worked("welder", 9)), COOKING) < score(counts_as(both), COOKING)


def test_an_internship_does_not_ask_for_experience(score):
    slot = Posting("internship", "welder")
    assert score(counts_as(trained("welder")), slot) == pytest.approx(
        score(counts_as(trained("welder"), worked("welder", 20)), slot)
    )


def test_having_done_or_learned_it_counts_more_than_naming_or_wishing_it(score):
    kinds = ("requalification", "education", "mention", "wish")
    scores = [score(counts_as(OccupationEvidence("welder", kind, certified=True)), WELDING) for kind in kinds]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    assert scores[-1] > score(NOBODY, WELDING)


def test_the_best_reason_counts_not_their_number(score):
    once = counts_as(trained("welder"))
    assert score(counts_as(trained("welder"), *[OccupationEvidence("welder", "wish")] * 5), WELDING) == score(
        once, WELDING
    )


def test_an_unsure_reading_counts_less(score):
    sure, unsure = (OccupationEvidence("welder", "education", confidence) for confidence in (1.0, 0.6))
    assert score(counts_as(sure), WELDING) > score(counts_as(unsure), WELDING)


def test_an_unsure_occupation_of_an_opening_leaves_more_to_its_skills(score):
    sure, unsure = (Posting(occupation="welder", confidence=c, demands=(Demand("english"),)) for c in (1.0, 0.6))
    speaks = knows("english", 4)
    assert score(speaks, unsure) > score(speaks, sure)
    assert score(counts_as(trained("welder")), unsure) < score(counts_as(trained("welder")), sure)


def test_an_occupation_the_taxonomy_does_not_know_counts_nothing(score):
    assert score(counts_as(trained("astronaut")), WELDING) == score(NOBODY, WELDING)


# ---- requalification

BEFORE = counts_as(worked("welder", 12))
AFTER = counts_as(worked("welder", 12, left_behind=True), trained("cook"))


def test_after_a_completed_requalification_the_new_occupation_comes_before_the_old(score):
    assert score(AFTER, COOKING) > score(AFTER, WELDING)


def test_a_completed_requalification_strengthens_the_new_occupation_and_weakens_the_old(score):
    assert score(AFTER, COOKING) > score(BEFORE, COOKING)
    assert score(AFTER, WELDING) < score(BEFORE, WELDING)


def test_the_old_occupation_is_weakened_not_forgotten(score):
    assert score(AFTER, WELDING) > score(counts_as(trained("cook")), WELDING)


def test_for_the_old_occupation_somebody_who_stayed_comes_first(score):
    stayed = counts_as(worked("welder", 3))
    assert score(stayed, WELDING) > score(AFTER, WELDING)
    assert score(AFTER, COOKING) > score(stayed, COOKING)


def test_what_is_further_on_counts_more(score):
    states = ("completed", "ongoing", "planned", "dropped")
    scores = [score(counts_as(trained("cook", state)), COOKING) for state in states]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_a_dropped_requalification_counts_nothing(score):
    assert score(counts_as(trained("cook", "dropped")), COOKING) == score(NOBODY, COOKING)


def test_a_certificate_counts(score):
    certified, plain = (counts_as(trained("cook", certified=certified)) for certified in (True, False))
    assert score(certified, COOKING) > score(plain, COOKING)


# ---- skills

SEWING = Posting(demands=(Demand("sewing"),))


def test_an_unknown_skill_lies_between_having_and_lacking_it(score):
    assert score(knows("sewing", 1), SEWING) > score(NOBODY, SEWING) > score(knows("sewing", 0), SEWING)


def test_a_higher_level_scores_higher(score):
    levels = [score(knows("sewing", level), SEWING) for level in range(5)]
    assert levels == sorted(set(levels))
    assert levels[0] == pytest.approx(0)
    assert levels[4] == pytest.approx(1)


def test_a_recorded_level_counts_whatever_the_occupation_lets_expect(score):
    tailor = OccupationEvidence("seamstress", "requalification", certified=True)

    def sews(level):
        return score(Profile((tailor,), skills=(SkillEvidence("sewing", level),)), SEWING)

    assert sews(0) < sews(1) < sews(2) < sews(4)


def test_a_skill_of_unknown_level_lies_between_basic_and_expert(score):
    assert score(knows("sewing", 1), SEWING) < score(knows("sewing"), SEWING) < score(knows("sewing", 4), SEWING)


def test_an_unsure_reading_of_a_skill_counts_less(score):
    assert score(knows("sewing", None, 0.6), SEWING) < score(knows("sewing", None, 1.0), SEWING)


def test_an_occupation_implies_its_skills_the_essential_ones_more(score):
    welder = counts_as(trained("welder"))
    essential, optional, foreign = (
        score(welder, Posting(demands=(Demand(code),))) for code in ("mig-mag", "grinding", "sewing")
    )
    assert essential > optional > foreign
    assert foreign == pytest.approx(score(NOBODY, SEWING))


def test_an_implied_skill_counts_less_than_a_recorded_one_and_a_recorded_lack_overrides_it(score):
    posting = Posting(demands=(Demand("mig-mag"),))
    implied = counts_as(trained("welder"))
    has, lacks = (Profile(implied.occupations, (SkillEvidence("mig-mag", level),)) for level in (3, 0))
    assert score(has, posting) > score(implied, posting) > score(lacks, posting)
    assert score(lacks, posting) == pytest.approx(0)


def test_a_complete_list_turns_unknown_into_missing(score):
    assert score(Profile(skills_complete=True), SEWING) == 0 < score(NOBODY, SEWING)


def test_a_complete_list_leaves_nothing_to_be_implied(score):
    posting = Posting(demands=(Demand("mig-mag"),))
    assert score(Profile((trained("welder"),), skills_complete=True), posting) == 0


def test_skills_nobody_asks_for_change_nothing(score):
    assert score(knows("baking", 4), SEWING) == pytest.approx(score(NOBODY, SEWING))


def test_a_demand_that_weighs_more_moves_the_score_more(score):
    posting = Posting(demands=(Demand("sewing", weight=1.0), Demand("english", weight=0.25)))
    assert score(knows("sewing", 4), posting) > score(knows("english", 4), posting)


def test_required_skills_move_the_score_more_than_desired_ones(score):
    posting = Posting(demands=(Demand("sewing"), Demand("english", required=False)))
    assert score(knows("sewing", 4), posting) > score(knows("english", 4), posting)


def test_a_skill_the_taxonomy_does_not_know_counts_nothing(score):
    assert score(knows("juggling", 4), SEWING) == pytest.approx(score(NOBODY, SEWING))


# ---- work told in the person's own words, work long past, work given up


def told(code, years=None, **more):
    return OccupationEvidence(code, "work", years=years, **more)


def test_told_work_counts_more_than_a_name_and_less_than_the_same_on_record(score):
    named = OccupationEvidence("welder", "mention")
    scores = [score(counts_as(item), WELDING) for item in (named, told("welder", 3), worked("welder", 3))]
    assert scores == sorted(set(scores))


def test_work_told_again_is_not_counted_twice(score):
    recorded = worked("welder", 4)
    assert score(counts_as(recorded, told("welder", 4)), WELDING) == pytest.approx(score(counts_as(recorded), WELDING))
    assert score(counts_as(recorded, told("welder", 9)), WELDING) > score(counts_as(recorded), WELDING)


def test_work_that_ended_long_ago_counts_less_but_never_less_than_the_floor(score):
    def ended(years_ago):
        return score(counts_as(worked("welder", 5, years_ago=years_ago)), WELDING)

    assert ended(None) == ended(0) > ended(3) > ended(6) > ended(20) == ended(40)
    assert [recency(years) for years in (None, 0, 40)] == [1, 1, RECENCY_FLOOR]


def test_work_given_up_counts_as_nothing_and_lets_no_skill_be_expected(score, encoder):
    assert encoder.strengths((worked("welder", 20, given_up=True),)) == {}
    assert score(counts_as(worked("welder", 20, given_up=True)), WELDING) <= score(NOBODY, WELDING)
