import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.documents import (
    Demand,
    OccupationEvidence,
    OpeningFacts,
    PersonFacts,
    Posting,
    Profile,
    SkillEvidence,
    Text,
)
from matching_service.matcher.explanation import explain_openings, explain_people
from matching_service.matcher.features import PARTS
from matching_service.matcher.index import RankingIndex, score
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Segment
from tests.unit.matcher import strategies, trades
from tests.unit.matcher.products import addends

profiles = strategies.profiles(trades.OCCUPATIONS, trades.SKILLS)
postings = strategies.postings(trades.OCCUPATIONS, trades.SKILLS)


def rows_of(encoder, vectors):
    return Rows.of(encoder.n_features_, range(len(vectors)), vectors)


def explained(encoder, profile, posting):
    (explanation,) = explain_people(
        encoder,
        rows_of(encoder, [encoder.transform_profile(profile)]),
        [strategies.person_facts(encoder, profile)],
        encoder.transform_posting(posting),
        strategies.opening_facts(posting),
    )
    return explanation


@given(st.data())
def test_parts_sum_to_the_score_and_the_score_is_that_of_the_index(reader, data):
    taxonomy, encoder = reader.taxonomy, reader.encoder
    person = data.draw(strategies.profiles(taxonomy.occupations, taxonomy.skills))
    others = data.draw(st.lists(strategies.profiles(taxonomy.occupations, taxonomy.skills), max_size=2))
    posting = data.draw(strategies.postings(taxonomy.occupations, taxonomy.skills))
    vectors = [encoder.transform_profile(each) for each in (person, *others)]
    rows = Rows.of(encoder.n_features_, range(1, len(vectors) + 1), vectors)
    index = RankingIndex.over(encoder.n_features_, Segment.of(encoder.n_features_, rows))
    found = index.search(encoder.transform_posting(posting))
    scores = dict(zip(found.ids.tolist(), found.scores.tolist(), strict=True))
    explanation = explained(encoder, person, posting)
    assert sum(explanation.parts.values()) == pytest.approx(explanation.score, abs=1e-9)
    assert explanation.score == pytest.approx(scores[1], abs=1e-9)
    assert -1e-6 <= explanation.score <= 1 + 1e-6


@given(profiles, postings)
def test_the_score_is_the_same_in_both_directions(encoder, profile, posting):
    person, opening = encoder.transform_profile(profile), encoder.transform_posting(posting)
    of_person, of_opening = (
        score(one, other, encoder.n_features_) for one, other in ((person, opening), (opening, person))
    )
    assert of_person == pytest.approx(of_opening, abs=1e-12)


@given(st.lists(profiles, max_size=5), postings)
def test_many_people_are_explained_like_each_alone(encoder, people, posting):
    together = explain_people(
        encoder,
        rows_of(encoder, [encoder.transform_profile(profile) for profile in people]),
        [strategies.person_facts(encoder, profile) for profile in people],
        encoder.transform_posting(posting),
        strategies.opening_facts(posting),
    )
    assert together == [explained(encoder, profile, posting) for profile in people]


@given(profiles, st.lists(postings, max_size=5))
def test_many_openings_are_explained_like_each_alone(encoder, profile, openings):
    together = explain_openings(
        encoder,
        encoder.transform_profile(profile),
        strategies.person_facts(encoder, profile),
        rows_of(encoder, [encoder.transform_posting(posting) for posting in openings]),
        [strategies.opening_facts(posting) for posting in openings],
    )
    assert together == [explained(encoder, profile, posting) for posting in openings]


@given(profiles, postings)
def test_each_part_is_the_sum_of_its_addends(encoder, profile, posting):
    required = {demand.code for demand in posting.demands if demand.required}
    parts = dict.fromkeys(PARTS, 0.0)
    shared, products = addends(encoder.transform_profile(profile), encoder.transform_posting(posting))
    for feature, product in zip(shared.tolist(), products.tolist(), strict=True):
        kind, name = encoder.names_[feature] if feature < encoder.words_from_ else ("word", "")
        parts[part_of(kind, name, required)] += product
    assert explained(encoder, profile, posting).parts == pytest.approx(parts, abs=1e-12)


def part_of(kind, name, required):
    if kind == "skill":
        return "required_skills" if name in required else "desired_skills"
    if kind == "unknown":
        return name
    return {"occupation": "occupation", "group": "occupation", "years": "experience", "word": "text"}[kind]


@given(profiles, postings)
def test_the_parts_always_come_in_the_same_order_and_none_is_negative(encoder, profile, posting):
    parts = explained(encoder, profile, posting).parts
    assert tuple(parts) == PARTS
    assert min(parts.values()) >= -1e-6


@given(profiles, postings)
def test_every_skill_asked_for_is_matched_missing_or_unknown(encoder, profile, posting):
    explanation = explained(encoder, profile, posting)
    named = explanation.matched + explanation.missing + explanation.unknown
    assert sorted(named) == sorted(demand.code for demand in posting.demands)
    assert set(explanation.implied) <= set(explanation.matched)
    assert set(explanation.missing_required) <= set(explanation.missing)


@given(profiles, postings)
def test_what_is_recorded_is_never_unknown_and_a_complete_list_leaves_nothing_unknown(encoder, profile, posting):
    explanation = explained(encoder, profile, posting)
    recorded = {skill.code for skill in profile.skills}
    assert recorded.isdisjoint(explanation.unknown + explanation.implied)
    if profile.skills_complete:
        assert explanation.unknown == explanation.implied == ()


@given(profiles, postings)
def test_required_skills_are_named_first(encoder, profile, posting):
    explanation = explained(encoder, profile, posting)
    required = {demand.code for demand in posting.demands if demand.required}
    for codes in (explanation.matched, explanation.missing, explanation.unknown):
        flags = [code in required for code in codes]
        assert flags == sorted(flags, reverse=True)


WELDER = Profile(
    occupations=(OccupationEvidence("welder", "experience", years=6),),
    skills=(SkillEvidence("english", 2), SkillEvidence("lifting", 0)),
    texts=(Text("zavarivač na gradilištu"),),
)
POSTING = Posting(
    occupation="welder",
    demands=(Demand("mig-mag"), Demand("lifting"), Demand("sewing"), Demand("english", required=False)),
    texts=(Text("Zavarivač"),),
)


def test_each_part_says_what_it_is_about(encoder):
    parts = explained(encoder, WELDER, POSTING).parts
    assert all(value > 0 for value in parts.values())
    assert explained(encoder, WELDER, Posting(texts=(Text("gradilište"),))).parts["occupation"] == 0
    only_skills = explained(
        encoder, Profile(skills=(SkillEvidence("sewing", 4),)), Posting(demands=(Demand("sewing"),))
    )
    assert {name for name, value in only_skills.parts.items() if value} == {"required_skills"}


def test_skills_are_named_as_matched_missing_unknown_and_implied(encoder):
    explanation = explained(encoder, WELDER, POSTING)
    assert explanation.matched == ("mig-mag", "english")
    assert explanation.implied == ("mig-mag",)
    assert explanation.missing == explanation.missing_required == ("lifting",)
    assert explanation.unknown == ("sewing",)


def test_a_missing_desired_skill_is_not_a_missing_required_one(encoder):
    posting = Posting(demands=(Demand("lifting", required=False),))
    explanation = explained(encoder, WELDER, posting)
    assert (explanation.missing, explanation.missing_required) == (("lifting",), ())


def test_a_skill_that_a_wish_would_imply_stays_unknown(encoder):
    dreamer = Profile(occupations=(OccupationEvidence("welder", "wish"),))
    assert "mig-mag" in explained(encoder, dreamer, POSTING).unknown


def test_the_persons_own_occupation_that_comes_nearest_is_named(encoder):
    experienced = OccupationEvidence("baker", "experience", years=9)
    named = OccupationEvidence("welder", "mention")
    related = OccupationEvidence("pipe-welder", "experience", years=1)
    assert explained(encoder, Profile((experienced, named)), POSTING).occupation == "welder"
    assert explained(encoder, Profile((experienced, related)), POSTING).occupation == "pipe-welder"
    assert explained(encoder, Profile((OccupationEvidence("cook", "wish"),)), POSTING).occupation is None
    assert explained(encoder, Profile(), POSTING).occupation is None


def test_closeness_is_what_the_occupation_part_gives(encoder):
    wanted = Posting(occupation="welder")
    full = encoder.transform_posting(wanted)
    for code in ("welder", "pipe-welder", "locksmith", "cook"):
        person = Profile((OccupationEvidence(code, "requalification", certified=True),))
        shared, products = addends(encoder.transform_profile(person), full)
        of_occupation = [
            p for f, p in zip(shared, products, strict=True) if encoder.names_[f][0] in ("occupation", "group")
        ]
        most = sum(
            v for f, v in zip(full.indices, full.values, strict=True) if encoder.names_[f][0] in ("occupation", "group")
        )
        assert sum(of_occupation) / most == pytest.approx(encoder.closeness(code, "welder"))


def test_nothing_known_on_either_side_is_explained_too(encoder):
    (explanation,) = explain_people(
        encoder,
        rows_of(encoder, [encoder.transform_profile(Profile())]),
        [PersonFacts()],
        encoder.transform_posting(Posting()),
        OpeningFacts(),
    )
    assert explanation.score == 0
    assert explanation.parts == dict.fromkeys(PARTS, 0)
