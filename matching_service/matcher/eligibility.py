"""Hard rules: who may be ranked at all. They give reasons, never scores.

What is unknown about a person never counts as failing; it is said in the notes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from math import asin, ceil, cos, inf, radians, sin, sqrt

from matching_service.matcher.documents import OpeningFacts, PersonFacts

EARTH_KM = 6371.0088
# Seats as near as this are one place: a city and its city municipalities. Whoever moves less can work all over it.
SAME_PLACE_KM = 5
# An employer who needs somebody "now" can wait this long for the right person.
GRACE = timedelta(days=14)
LEVELS = {level: order for order, level in enumerate(("A1", "A2", "B1", "B2", "C1", "C2", "native"))}
# Categories that the holder of a category may drive as well: directive 2006/126/EC, article 6, as far as it holds in
# Serbia (Zakon o bezbednosti saobraćaja na putevima, Sl. glasnik RS 41/2009, as driving schools explain it): there B
# gives B1 and the motocultivator (M), but neither the moped (AM) nor the tractor (F).
LICENCE_INCLUDES = {
    "AM": {"M"}, "A1": {"AM"}, "A2": {"A1"}, "A": {"A2"}, "B1": {"M"}, "B": {"B1"}, "BE": {"B"},
    "C1": {"B"}, "C": {"C1"}, "C1E": {"C1", "BE"}, "CE": {"C", "C1E"},
    "D1": {"B"}, "D": {"D1"}, "D1E": {"D1", "BE"}, "DE": {"D", "D1E"},
}  # fmt: skip
# Categories that come with a category for some only, so that nobody fails for them. Licences from before the rules of
# 2010 (Pravilnik o vozačkim dozvolama) were exchanged for A with F; for B with AM, BE and F; those of tractors for F
# with AM and M. Whoever takes D1 or D in Serbia has C1 or C; elsewhere B is enough.
LICENCE_MAY_INCLUDE = {
    "A1": {"F"}, "B": {"AM", "BE", "F"}, "D1": {"C1"}, "D": {"C"}, "F": {"AM", "M"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """A reason as a key with its values; the sentence belongs to the catalogues."""

    key: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """`reasons`: rules the person fails, none when eligible; `unknowns`: rules nobody can decide yet."""

    reasons: tuple[Note, ...]
    unknowns: tuple[Note, ...]
    distance_km: float | None

    @property
    def passed(self) -> bool:
        return not self.reasons


@dataclass(slots=True)
class Findings:
    """What the rules find about a person and an opening, in the order of the rules."""

    reasons: list[Note] = field(default_factory=list)
    unknowns: list[Note] = field(default_factory=list)
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule. It looks at these attributes of the person and of the opening, at today, and at nothing else."""

    name: str
    find: Callable[[PersonFacts, OpeningFacts, date, Findings], None]
    person: tuple[str, ...]
    opening: tuple[str, ...]

    def passes(self, person: PersonFacts, opening: OpeningFacts, today: date) -> bool:
        found = Findings()
        self.find(person, opening, today, found)
        return not found.reasons


def distance_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great-circle distance in km between two points in decimal degrees (haversine)."""
    phi, to_phi = radians(latitude), radians(to_latitude)
    half = sin((to_phi - phi) / 2) ** 2
    half += cos(phi) * cos(to_phi) * sin(radians(to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def way_km(person: PersonFacts, opening: OpeningFacts) -> float | None:
    """Straight-line km between the seats of the municipalities; None: one is unknown, or nobody has to go there."""
    if opening.remote or opening.latitude is None or person.latitude is None:
        return None
    return distance_km(person.latitude, person.longitude, opening.latitude, opening.longitude)


def reach_km(mobility_km: int | None) -> float:
    """How far away work can be for somebody; what is unknown excludes nothing."""
    return inf if mobility_km is None else max(mobility_km, SAME_PLACE_KM)


def too_far(way, reach):
    """For two numbers of km and for two arrays of them."""
    return way > reach


def closed_reasons(opening: OpeningFacts, today: date) -> list[Note]:
    """Why nobody can be proposed for the opening, whoever it is."""
    if opening.state != "published":
        return [Note("not_open", (("state", opening.state),))]
    if opening.apply_by is not None and opening.apply_by < today:
        return [Note("not_open", (("state", "expired"),))]
    if opening.places_left <= 0:
        return [Note("no_places_left")]
    return []


def check(person: PersonFacts, opening: OpeningFacts, today: date) -> Eligibility:
    """Apply every rule; `today` decides what is over and what "now" means."""
    found = Findings()
    for rule in RULES:
        rule.find(person, opening, today, found)
    return Eligibility(tuple(found.reasons), tuple(found.unknowns), found.km)


def _open(person, opening, today: date, found: Findings):
    found.reasons += closed_reasons(opening, today)


def _visible(person, opening, today: date, found: Findings):
    agreed = person.ranked_until is None or today <= person.ranked_until
    if not agreed or not (opening.organisation is None or opening.organisation in person.keepers):
        found.reasons.append(Note("not_ranked"))


def _licences(person, opening, today: date, found: Findings):
    if not opening.licences:
        return
    held, perhaps = _may_drive(person.licences)
    for category in opening.licences:
        if category in held:
            continue
        known = person.licences_complete and category not in perhaps
        note = Note("licence_missing" if known else "licence_unknown", (("category", category),))
        (found.reasons if known else found.unknowns).append(note)


@lru_cache(maxsize=4096)
def _may_drive(licences: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """The categories that the holder may drive, and those that they perhaps may."""
    held = _with_included(licences, LICENCE_INCLUDES)
    return held, _with_included(_with_included(held, LICENCE_MAY_INCLUDE), LICENCE_INCLUDES)


def _with_included(categories: Iterable[str], table: Mapping[str, set[str]]) -> set[str]:
    """The categories, those they include, those these include, and so on."""
    found, new = set(), set(categories)
    while new:
        found |= new
        new = set().union(*(table.get(category, set()) for category in new)) - found
    return found


def _education(person, opening, today: date, found: Findings):
    needed = opening.education_min
    if needed is None:
        return
    if person.isced is None:
        found.unknowns.append(Note("education_unknown", (("needed", needed),)))
    elif person.isced < needed:
        found.reasons.append(Note("education_below", (("needed", needed), ("has", person.isced))))


def _languages(person, opening, today: date, found: Findings):
    if not opening.languages:
        return
    spoken = dict(person.languages)
    for language, needed in opening.languages:
        values = (("language", language), ("needed", needed))
        if language not in spoken:
            if person.languages_complete:
                found.reasons.append(Note("language_missing", values))
            else:
                found.unknowns.append(Note("language_unknown", values))
        elif needed is not None and spoken[language] is None:
            found.unknowns.append(Note("language_unknown", values))
        elif needed is not None and LEVELS[spoken[language]] < LEVELS[needed]:
            found.reasons.append(Note("language_below", (*values, ("has", spoken[language]))))


def _working_time(person, opening, today: date, found: Findings):
    wanted, offered = person.working_time, opening.working_time
    if offered in (None, "any") or wanted in ("any", offered):
        return
    if wanted is None:
        found.unknowns.append(Note("working_time_unknown", (("offered", offered),)))
    else:
        found.reasons.append(Note("working_time_differs", (("wanted", wanted), ("offered", offered))))


def _availability(person, opening, today: date, found: Findings):
    """An opening that does not say when it starts excludes nobody; who cannot come soon is asked about."""
    start = max(opening.starts_on or today, today)
    # a difference, as nothing can be added to the last day there is
    late = person.available_from is not None and person.available_from - start > GRACE
    values = (("available_from", person.available_from),)
    if opening.starts_on is None:
        if late:
            found.unknowns.append(Note("start_not_said", values))
    elif person.available_from is None:
        found.unknowns.append(Note("availability_unknown"))
    elif late:
        found.reasons.append(Note("available_later", (*values, ("starts_on", opening.starts_on))))


def _distance(person, opening, today: date, found: Findings):
    if opening.remote:
        return
    found.km = km = way_km(person, opening)
    if km is None:
        found.unknowns.append(Note("distance_unknown"))
    elif person.mobility_km is None:
        found.unknowns.append(Note("mobility_unknown", (("km", ceil(km)),)))
    elif too_far(km, reach_km(person.mobility_km)):
        found.reasons.append(Note("too_far", (("km", ceil(km)), ("mobility_km", person.mobility_km))))


DISTANCE = Rule(
    "distance",
    _distance,
    person=("latitude", "longitude", "mobility_km"),
    opening=("remote", "latitude", "longitude"),
)
OPEN = Rule("open", _open, person=(), opening=("state", "apply_by", "places_left"))
VISIBLE = Rule("visible", _visible, person=("keepers", "ranked_until"), opening=("organisation",))
# They say who is in a list at all: whoever fails them is not even counted among those left out.
SCOPE = (OPEN, VISIBLE)
# In the order in which their notes are read.
RULES = (
    *SCOPE,
    Rule("licences", _licences, person=("licences", "licences_complete"), opening=("licences",)),
    Rule("education", _education, person=("isced",), opening=("education_min",)),
    Rule("languages", _languages, person=("languages", "languages_complete"), opening=("languages",)),
    Rule("working_time", _working_time, person=("working_time",), opening=("working_time",)),
    Rule("availability", _availability, person=("available_from",), opening=("starts_on",)),
    DISTANCE,
)
