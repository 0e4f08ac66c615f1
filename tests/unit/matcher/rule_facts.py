"""Facts of people and openings as far as hard rules look at them, at a fixed day."""

from datetime import date, timedelta

from hypothesis import strategies as st

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import LEVELS

TODAY = date(2026, 3, 2)
NIS, LESKOVAC, BEOGRAD, ZEMUN = (43.3209, 21.8958), (42.9981, 21.9461), (44.8125, 20.4612), (44.8431, 20.4011)
PLACES = (NIS, LESKOVAC, BEOGRAD, ZEMUN, (-33.9, 151.2), (0.0, -180.0), (90.0, 180.0))
WORKING_TIMES = (None, "any", "full_time", "part_time")

days = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days))
places = st.sampled_from([{}, *({"latitude": latitude, "longitude": longitude} for latitude, longitude in PLACES)])
licences = st.lists(st.sampled_from(("AM", "A", "B", "C", "CE", "D", "F")), max_size=3, unique=True).map(tuple)
language = st.tuples(st.sampled_from(("sr", "en", "de")), st.none() | st.sampled_from(tuple(LEVELS)))
languages = st.lists(language, max_size=3, unique_by=lambda one: one[0]).map(tuple)
levels = st.none() | st.integers(0, 8)


def at(place, **others):
    latitude, longitude = place
    return {"latitude": latitude, "longitude": longitude, **others}


people = st.builds(
    lambda place, **others: PersonFacts(**place, **others),
    places,
    licences=licences,
    licences_complete=st.booleans(),
    isced=levels,
    languages=languages,
    languages_complete=st.booleans(),
    mobility_km=st.none() | st.sampled_from((0, 5, 15, 16, 40, 120, 500, 20_000)),
    available_from=st.none() | days,
    working_time=st.sampled_from(WORKING_TIMES),
    keepers=st.lists(st.integers(1, 3), max_size=2, unique=True).map(tuple),
    ranked_until=st.none() | days,
)
openings = st.builds(
    lambda place, **others: OpeningFacts(**place, **others),
    places,
    state=st.sampled_from(("published", "published", "published", "closed")),
    licences=licences,
    education_min=levels,
    languages=languages,
    remote=st.booleans(),
    starts_on=st.none() | days,
    apply_by=st.none() | days,
    working_time=st.sampled_from(WORKING_TIMES),
    places_left=st.integers(-1, 2),
    organisation=st.none() | st.integers(1, 3),
)
