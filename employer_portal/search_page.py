"""A search as a page shows it: its address, the filters with their links, what is chosen, the map."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sqrt

from flask import Flask, url_for

from employer_portal import presentation, words
from employer_portal.i18n import gettext as _
from matching_service.services.browsing.browse import Browse
from matching_service.services.browsing.filters import FacetCount
from matching_service.services.browsing.wanted import Wanted
from matching_service.services.reference_data.reference import MunicipalityRecord

PAGE = "public.placements"
# Values of a filter that are shown at once.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, and the address without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter; `url` chooses it, or takes it back where it is chosen."""

    anchor: str
    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`others`: values behind the first ones, shown on request."""

    name: str
    title: str
    first: tuple[Choice, ...]
    others: tuple[Choice, ...]


def address(wanted: Wanted, endpoint: str = PAGE, **more: object) -> str:
    """Of the page of a search, or of its feed; always the same for the same search."""
    query = wanted.query()
    own = url_for(endpoint, **more)
    return own + (("&" if "?" in own else "?") + query if query else "")


def _names() -> Mapping[str, Callable[[str], str]]:
    return {
        "kind": lambda value: words.word(words.KINDS, value),
        "field": lambda value: words.word(words.FIELDS, value),
        "municipality": presentation.municipality,
        "district": presentation.district,
        "working_time": lambda value: words.word(words.WORKING_TIMES, value),
        "only": lambda value: words.word(words.BROWSING_FLAGS, value),
    }


def chips(wanted: Wanted, view: str) -> list[Chip]:
    """In the order of the filters; words and distance first."""
    found = []
    if wanted.text:
        found.append(Chip(f"„{wanted.text}“", _page(replace(wanted, text=""), view)))
    if wanted.near:
        near = _("within %(km)s km of %(place)s")
        label = near % {"km": wanted.km, "place": presentation.municipality(wanted.near)}
        found.append(Chip(label, _page(replace(wanted, near=""), view)))
    for name, named in _names().items():
        for value in getattr(wanted, name):
            found.append(Chip(named(value), _page(wanted.toggled(name, value), view)))
    return found


def name_of(wanted: Wanted) -> str:
    """What a saved search may be called."""
    return ", ".join(chip.label.strip("„“") for chip in chips(wanted, ""))[:120]


def filters(wanted: Wanted, facets: Mapping[str, Sequence[FacetCount]], view: str) -> list[Filter]:
    """What can be chosen; what is chosen and found by nothing under the other filters stays there, to be taken back."""
    titles = {
        "kind": _("Kind"),
        "municipality": _("Place"),
        "field": _("Field"),
        "only": _("More"),
        "working_time": _("Working time"),
        "district": _("District"),
    }
    made = [_filter(name, title, _choices(wanted, name, facets[name], view)) for name, title in titles.items()]
    return [each for each in made if each.first]


def _filter(name: str, title: str, choices: Sequence[Choice]) -> Filter:
    first = [choice for place, choice in enumerate(choices) if place < SHOWN or choice.chosen]
    return Filter(name, title, tuple(first), tuple(choice for choice in choices if choice not in first))


def _choices(wanted: Wanted, name: str, counts: Sequence[FacetCount], view: str) -> list[Choice]:
    chosen, named = getattr(wanted, name), _names()[name]
    absent = [FacetCount(value, 0) for value in chosen if value not in {each.value for each in counts}]
    return [
        Choice(
            f"f-{name}-{each.value}",
            named(each.value),
            each.count,
            each.value in chosen,
            _page(wanted.toggled(name, each.value), view),
        )
        for each in (*counts, *absent)
    ]


def sorts(wanted: Wanted, view: str) -> list[Choice]:
    usual = "relevance" if wanted.text else "distance" if wanted.near else "newest"
    usable = [name for name, can in (("relevance", wanted.text), ("distance", wanted.near), ("newest", True)) if can]
    now = wanted.sort if wanted.sort in usable else usual
    return [
        Choice(f"s-{name}", words.word(words.BROWSING_SORTS, name), 0, name == now, _sorted(wanted, name, usual, view))
        for name in usable
    ]


def _sorted(wanted: Wanted, name: str, usual: str, view: str) -> str:
    return _page(replace(wanted, sort="" if name == usual else name), view)


def wider(wanted: Wanted, found: Browse, view: str) -> list[Chip]:
    """Where nothing was found: what to leave out to find something."""
    wide = (
        [Chip(_("Look within 100 km"), _page(replace(wanted, km=100), view))] if wanted.near and wanted.km < 100 else []
    )
    without = [Chip(_("Without: %(what)s") % {"what": each.label}, each.without) for each in chips(wanted, view)]
    return wide + (without if len(without) > 1 else [])


def _page(wanted: Wanted, view: str) -> str:
    return address(wanted, view=view) if view else address(wanted)


# ---- the map

WIDTH, MARGIN = 440, 26
_SMALLEST, _LARGEST = 11.0, 30.0
# of a name on the map
_LETTER = 7.0


@dataclass(frozen=True, slots=True)
class Bubble:
    x: float
    y: float
    radius: float
    label: str
    count: int
    chosen: bool
    url: str
    name_at: tuple[float, float, str] | None  # where there is room for the name, and which part of it stands there


@dataclass(frozen=True, slots=True)
class Map:
    """In units of a drawing `width` by `height`; `dots` are all municipalities, for the shape of the country."""

    width: int
    height: int
    dots: tuple[tuple[float, float], ...]
    bubbles: tuple[Bubble, ...]
    elsewhere: int


def drawn(wanted: Wanted, found: Browse, places: Mapping[str, MunicipalityRecord]) -> Map:
    """Municipalities with what is found there as bubbles, whose area grows with the number; the small ones on top."""
    project, height = _projection(places.values())
    counts = [each for each in found.facets["municipality"] if each.value in places]
    most = max((each.count for each in counts), default=1)
    points = [(*project(places[each.value]), _radius(each.count, most)) for each in counts]
    names = _names_at([places[each.value].name for each in counts], points)
    bubbles = [
        Bubble(
            *point,
            places[each.value].name,
            each.count,
            each.value in wanted.municipality,
            _page(wanted.toggled("municipality", each.value), "map"),
            name_at,
        )
        for each, point, name_at in zip(counts, points, names, strict=True)  # most first
    ]
    placed = sum(each.count for each in counts)
    elsewhere = max(found.page.total - placed, 0) if not wanted.municipality else 0
    return Map(WIDTH, height, tuple(map(project, places.values())), tuple(bubbles), elsewhere)


def _radius(count: int, most: int) -> float:
    return round(_SMALLEST + (_LARGEST - _SMALLEST) * sqrt((count - 1) / max(most - 1, 1)), 1)


def _names_at(names: Sequence[str], points: Sequence[tuple[float, float, float]]) -> list[tuple | None]:
    """For each bubble where its name may stand, above, below, right or left of it; None where nothing is free."""
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in points]
    found = []
    for name, (x, y, radius) in zip(names, points, strict=True):
        wide = _LETTER * len(name)
        places = (
            (x, y - radius - 4, "middle", x - wide / 2),
            (x, y + radius + 13, "middle", x - wide / 2),
            (x + radius + 4, y + 5, "start", x + radius + 4),
            (x - radius - 4, y + 5, "end", x - radius - 4 - wide),
        )
        free = (each for each in places if _is_free((each[3], each[1] - 11, each[3] + wide, each[1] + 3), taken))
        best = next(free, None)
        if best:
            taken.append((best[3], best[1] - 11, best[3] + wide, best[1] + 3))
        found.append(best and (round(best[0], 1), round(best[1], 1), best[2]))
    return found


def _is_free(box: tuple[float, ...], taken: Sequence[tuple[float, ...]]) -> bool:
    left, top, right, bottom = box
    inside = left >= 0 and right <= WIDTH
    apart = (right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top for other in taken)
    return inside and all(apart)


def _projection(places) -> tuple[Callable[[MunicipalityRecord], tuple[float, float]], int]:
    """Degrees to units of the drawing, as wide as high in the middle of the country."""
    north, south = max(each.latitude for each in places), min(each.latitude for each in places)
    west, east = min(each.longitude for each in places), max(each.longitude for each in places)
    narrower = cos(radians((north + south) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * narrower)

    def project(place: MunicipalityRecord) -> tuple[float, float]:
        x = MARGIN + (place.longitude - west) * narrower * scale
        return round(x, 1), round(MARGIN + (north - place.latitude) * scale, 1)

    return project, round((north - south) * scale + 2 * MARGIN)


def init_app(app: Flask) -> None:
    """Letters know searches as their parameters."""
    app.jinja_env.filters["search_address"] = lambda query: address(Wanted.of_query(query), _external=True)
