"""The hard rules over all people as comparisons of numpy columns: what somebody without our index would write.

`test_bench.py` and every run check it against eligibility.py.
"""

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import GRACE, LEVELS, SAME_PLACE_KM, check, distance_km
from models.vocabulary import LICENCE_CATEGORIES

UNKNOWN, NOT_LISTED = -1, -2
WORKING_TIMES = {None: UNKNOWN, "full_time": 0, "part_time": 1, "any": 2}
LEVEL_NUMBERS = {None: UNKNOWN} | LEVELS


class Columns:
    """One value per person and attribute. Distances between places are taken from a table that is ready."""

    def __init__(self, people: tuple[PersonFacts, ...], today: date):
        self._today = today
        self.isced = _numbers(person.isced for person in people)
        self.mobility = _numbers(person.mobility_km for person in people).astype(np.float32)
        self.working_time = np.array([WORKING_TIMES[person.working_time] for person in people], np.int8)
        self.available = np.array([_day(person.available_from) for person in people], np.int32)
        self.licences_complete = np.array([person.licences_complete for person in people])
        self.languages_complete = np.array([person.languages_complete for person in people])
        self._licences(people, today)
        self._languages(people)
        self._places(people)

    def _licences(self, people: tuple[PersonFacts, ...], today: date) -> None:
        """For each category a bit that is set where the person may drive it or perhaps may."""
        held = {person.licences for person in people}
        bits = {licences: _may_drive(licences, today) for licences in held}
        self.licences = np.array([bits[person.licences] for person in people], np.uint32)

    def _languages(self, people: tuple[PersonFacts, ...]) -> None:
        names = {language for person in people for language, _ in person.languages}
        self.levels = {name: np.full(len(people), NOT_LISTED, np.int8) for name in names}
        for row, person in enumerate(people):
            for language, level in person.languages:
                self.levels[language][row] = LEVEL_NUMBERS[level]

    def _places(self, people: tuple[PersonFacts, ...]) -> None:
        seats = [(person.latitude, person.longitude) for person in people]
        self._seats = {seat: number for number, seat in enumerate(sorted({*seats} - {(None, None)}))}
        self.place = np.array([self._seats.get(seat, len(self._seats)) for seat in seats], np.int32)
        known = list(self._seats)
        self._km = {a: np.array([distance_km(*a, *b) for b in known] + [0.0]) for a in known}

    def mask(self, opening: OpeningFacts) -> np.ndarray:
        """Who passes all rules of a published opening; bool, one for each person."""
        passes = self._may_drive(opening) & self._works_at(opening)
        if opening.education_min is not None:
            passes &= (self.isced == UNKNOWN) | (self.isced >= opening.education_min)
        for language, level in opening.languages:
            passes &= self._speaks(language, level)
        if opening.starts_on is not None:
            passes &= self.available <= _day(max(opening.starts_on, self._today) + GRACE)
        return passes & self._near(opening)

    def _may_drive(self, opening: OpeningFacts) -> np.ndarray:
        asked = np.uint32(sum(_bit(category) for category in opening.licences))
        return ~self.licences_complete | ((self.licences & asked) == asked)

    def _works_at(self, opening: OpeningFacts) -> np.ndarray:
        if opening.working_time in (None, "any"):
            return np.ones(len(self.working_time), bool)
        wanted, offered = self.working_time, WORKING_TIMES[opening.working_time]
        return (wanted == offered) | (wanted == UNKNOWN) | (wanted == WORKING_TIMES["any"])

    def _speaks(self, language: str, level: str | None) -> np.ndarray:
        spoken = self.levels.get(language)
        if spoken is None:
            return ~self.languages_complete
        passes = (spoken != NOT_LISTED) | ~self.languages_complete
        return passes if level is None else passes & ((spoken < 0) | (spoken >= LEVELS[level]))

    def _near(self, opening: OpeningFacts) -> np.ndarray:
        if opening.remote or opening.latitude is None:
            return np.ones(len(self.place), bool)
        km = self._km_from((opening.latitude, opening.longitude))[self.place]
        return (self.mobility == UNKNOWN) | (km <= np.maximum(self.mobility, SAME_PLACE_KM))

    def _km_from(self, seat: tuple[float, float]) -> np.ndarray:
        """To each place where people live; 0 to an unknown one, which excludes nobody."""
        if seat not in self._km:
            self._km[seat] = np.array([distance_km(*seat, *other) for other in self._seats] + [0.0])
        return self._km[seat]


def assert_rules_hold(columns: Columns, people, openings, today: date) -> None:
    """The columns answer as eligibility.py does, for all of these people and openings."""
    masks = {opening: columns.mask(opening) for opening in openings}
    for (row, person), opening in product(people, openings):
        assert masks[opening][row] == check(person, opening, today).passed, (person, opening)


def _numbers(values) -> np.ndarray:
    return np.array([UNKNOWN if value is None else value for value in values], np.int16)


def _day(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def _bit(category: str) -> int:
    return 1 << LICENCE_CATEGORIES.index(category)


def _may_drive(licences: tuple[str, ...], today: date) -> int:
    person = PersonFacts(licences=licences, licences_complete=True)
    asked = (replace(OpeningFacts(), licences=(category,)) for category in LICENCE_CATEGORIES)
    return sum(_bit(opening.licences[0]) for opening in asked if check(person, opening, today).passed)
