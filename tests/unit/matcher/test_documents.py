import json

from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.documents import OpeningFacts, PersonFacts

languages = st.lists(st.tuples(st.sampled_from(("sr", "en", "de")), st.none() | st.just("B1"))).map(tuple)
skills = st.lists(st.tuples(st.sampled_from(("sewing", "english")), st.booleans())).map(tuple)
licences = st.lists(st.sampled_from(("B", "CE"))).map(tuple)
maybe_dates = st.none() | st.dates()
maybe_degrees = st.none() | st.floats(-90, 90)

people = st.builds(
    PersonFacts,
    licences=licences,
    isced=st.none() | st.integers(0, 8),
    languages=languages,
    latitude=maybe_degrees,
    longitude=maybe_degrees,
    mobility_km=st.none() | st.integers(0, 500),
    available_from=maybe_dates,
    skills=skills,
    skills_complete=st.booleans(),
)
openings = st.builds(
    OpeningFacts,
    licences=licences,
    education_min=st.none() | st.integers(0, 8),
    languages=languages,
    latitude=maybe_degrees,
    longitude=maybe_degrees,
    remote=st.booleans(),
    starts_on=maybe_dates,
    apply_by=maybe_dates,
    places_left=st.integers(0, 9),
    demands=skills,
)


@given(people | openings)
def test_facts_come_back_from_json_as_they_were(facts):
    stored = json.dumps(facts.to_json())
    assert type(facts).from_json(json.loads(stored)) == facts


@given(people | openings)
def test_facts_stay_hashable_values(facts):
    again = type(facts).from_json(json.loads(json.dumps(facts.to_json())))
    assert hash(again) == hash(facts)
