"""Profiles and postings of any shape, and the facts that go with them."""

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

WORDS = (
    "zavarivač Zavarivačica varim hleb HACCP C++ и пекара radnik u kuhinji dobar xyzzy Staplerfahrer 😀 2.500".split()
)

confidences = st.floats(0.5, 1)
texts = st.builds(
    Text, st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.sampled_from((1.0, 1.5, 2.0, 3.0))
)


def profiles(occupations, skills):
    evidence = st.builds(
        OccupationEvidence,
        st.sampled_from(sorted(occupations)),
        st.sampled_from(("experience", "work", "requalification", "education", "wish", "mention")),
        confidences,
        years=st.none() | st.floats(0, 50),
        state=st.sampled_from(("completed", "ongoing", "planned", "dropped")),
        certified=st.booleans(),
        left_behind=st.booleans(),
        given_up=st.booleans(),
        years_ago=st.none() | st.integers(0, 60),
    )
    skill = st.builds(
        SkillEvidence, st.sampled_from(sorted(skills)), st.none() | st.integers(0, 4), confidence=confidences
    )
    return st.builds(
        Profile,
        st.lists(evidence, max_size=5).map(tuple),
        _once_each(skill, 8),
        st.lists(texts, max_size=4).map(tuple),
        st.booleans(),
    )


def postings(occupations, skills):
    others = st.just(()) | st.sampled_from(sorted(occupations)).map(lambda code: ((code, 0.4),))
    demand = st.builds(Demand, st.sampled_from(sorted(skills)), st.booleans(), st.floats(0.01, 1))
    return st.builds(
        Posting,
        st.sampled_from(("vacancy", "internship")),
        st.none() | st.sampled_from(sorted(occupations)),
        confidences,
        _once_each(demand, 8),
        st.lists(texts, max_size=2).map(tuple),
        others,
    ).filter(lambda posting: posting.occupation not in dict(posting.others))


def _once_each(items, most):
    return st.lists(items, max_size=most, unique_by=lambda item: item.code).map(tuple)


def person_facts(encoder, profile):
    skills = tuple(sorted((skill.code, skill.level != 0) for skill in profile.skills))
    occupations = tuple(sorted(encoder.strengths(profile.occupations).items()))
    return PersonFacts(occupations=occupations, skills=skills, skills_complete=profile.skills_complete)


def opening_facts(posting):
    demands = tuple(sorted((demand.code, demand.required) for demand in posting.demands))
    others = tuple(code for code, _ in posting.others) if posting.occupation else ()
    return OpeningFacts(occupation=posting.occupation, other_occupations=others, demands=demands)
