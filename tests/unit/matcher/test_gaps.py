import pytest
from hypothesis import given

from matching_service.matcher.documents import Demand, OccupationEvidence, Posting, Profile, SkillEvidence
from matching_service.matcher.gaps import skill_gaps, trainable
from matching_service.matcher.taxonomy import Concept, Taxonomy
from tests.unit.matcher import strategies, trades

profiles = strategies.profiles(trades.OCCUPATIONS, trades.SKILLS)
postings = strategies.postings(trades.OCCUPATIONS, trades.SKILLS)
# knows to bake; is known not to sew; has not been asked about anything else
BAKER = Profile(skills=(SkillEvidence("baking", 3), SkillEvidence("sewing", 0)))


def gaps_of(encoder, profile, posting):
    return skill_gaps(
        encoder,
        encoder.transform_profile(profile),
        strategies.person_facts(encoder, profile),
        encoder.transform_posting(posting),
        strategies.opening_facts(posting),
    )


def test_questions_come_before_what_is_missing_and_the_required_first(encoder):
    demands = (Demand("sewing"), Demand("english", required=False), Demand("grinding"), Demand("baking"))
    found = gaps_of(encoder, BAKER, Posting(demands=demands))
    assert [(gap.code, gap.state, gap.required) for gap in found] == [
        ("grinding", "unknown", True), ("english", "unknown", False), ("sewing", "missing", True),
    ]  # fmt: skip


def test_what_the_occupation_needs_is_told_even_where_the_opening_does_not_say_it(encoder):
    posting = Posting(occupation="welder", demands=(Demand("mig-mag", required=False), Demand("english", False)))
    found = {gap.code: gap for gap in gaps_of(encoder, BAKER, posting)}
    assert (found["mig-mag"].essential, found["mig-mag"].asked) == (True, True)
    assert (found["blueprints"].essential, found["blueprints"].asked, found["blueprints"].required) == (
        True, False, False,
    )  # fmt: skip
    assert not found["english"].essential


def test_what_the_occupation_lets_expect_is_no_gap(encoder):
    welder = Profile((OccupationEvidence("welder", "experience", years=9),))
    assert gaps_of(encoder, welder, Posting(occupation="welder")) == ()


@given(profiles, postings)
def test_every_skill_is_named_once_and_nothing_recorded_is_a_question(encoder, profile, posting):
    found = gaps_of(encoder, profile, posting)
    assert len({gap.code for gap in found}) == len(found)
    levels = {skill.code: skill.level for skill in profile.skills}
    for gap in found:
        assert gap.asked or gap.essential
        assert gap.asked or not gap.required
        if gap.state == "unknown":
            assert gap.code not in levels
            assert not profile.skills_complete
        else:
            assert levels.get(gap.code, 0) == 0


@pytest.mark.parametrize(
    ("evidence", "is_new"),
    [
        (OccupationEvidence("baker", "experience"), False),
        (OccupationEvidence("baker", "education"), False),
        (OccupationEvidence("baker", "requalification"), False),
        (OccupationEvidence("baker", "requalification", state="ongoing"), True),
        (OccupationEvidence("baker", "experience", left_behind=True), True),
        (OccupationEvidence("baker", "wish"), True),
        (OccupationEvidence("baker", "mention"), True),
        (OccupationEvidence("cook", "experience"), True),
        (OccupationEvidence("baker", "mention", given_up=True), False),
        (OccupationEvidence("baker", "wish", given_up=True), False),
        (OccupationEvidence("baker", "experience", left_behind=True, given_up=True), False),
    ],
)
def test_nobody_is_trained_for_what_they_have_worked_in_or_learnt_or_refuse(evidence, is_new):
    assert ("baker" in trainable(trades.TAXONOMY, ["baker"], [evidence], None)) == is_new


@pytest.mark.parametrize(
    ("isced", "expected"),
    [
        (None, ["baker"]),
        (2, ["baker"]),
        (3, ["baker", "food-technician"]),
        (6, ["baker", "food-technician", "web-designer"]),
    ],
)
def test_a_course_does_not_stand_in_for_a_school(isced, expected):
    isco = {"baker": "7512", "web-designer": "2513", "food-technician": "3119", "nurse": "2221", "midwife": "3222"}
    taxonomy = Taxonomy.build((Concept(0, code, (), isco=group) for code, group in isco.items()), (), ())
    assert trainable(taxonomy, taxonomy.occupations, [], isced) == expected
