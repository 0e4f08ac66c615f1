"""What somebody looks for, as a value: of an address, a saved search or a call of the API."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from models.vocabulary import FIELDS, OPENING_KINDS, WORKING_TIMES

# What an opening may have; each that is chosen narrows the list.
FLAGS = ("pay", "beginners", "no_school", "remote", "soon", "new")
# "": by relevance where there are words, by distance near a place, otherwise the newest first
SORTS = ("", "relevance", "newest", "distance")
RADII = (10, 20, 30, 50, 100)
DEFAULT_RADIUS = 30
LONGEST_TEXT = 200
MOST_VALUES = 40
_SEVERAL = ("kind", "field", "municipality", "district", "working_time", "only")
_KNOWN = {"kind": OPENING_KINDS, "field": FIELDS, "working_time": WORKING_TIMES, "only": FLAGS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of several values of one filter any will do, but of `only` (FLAGS), where all must hold. `near`: the code of a
    municipality, with `km` around it. Empty is not filtered."""

    text: str = ""
    kind: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    working_time: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    near: str = ""
    km: int = DEFAULT_RADIUS
    sort: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Sequence[str]]) -> "Wanted":
        """As an address says it; what it cannot mean is left out, so that an old link still opens."""
        several = {name: _chosen(name, values.get(name, ())) for name in _SEVERAL}
        said = {name: (list(values.get(name, ())) or [""])[0].strip() for name in ("text", "near", "km", "sort")}
        return cls(
            text=" ".join(said["text"].replace("\x00", " ").split())[:LONGEST_TEXT],
            near=said["near"][:60].replace("\x00", ""),
            km=_radius(said["km"]),
            sort=said["sort"] if said["sort"] in SORTS else "",
            **several,
        )

    @classmethod
    def of_query(cls, query: str) -> "Wanted":
        return cls.of(parse_qs(query))

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What is chosen, as parameters of an address; always in the same order."""
        several = [(name, value) for name in _SEVERAL for value in getattr(self, name)]
        near = [("near", self.near), ("km", str(self.km))] if self.near else []
        single = [("text", self.text), *several, *near, ("sort", self.sort)]
        return tuple((name, value) for name, value in single if value)

    def query(self) -> str:
        return urlencode(self.pairs())

    def toggled(self, name: str, value: str) -> "Wanted":
        """With one value of one filter more, or less where it was chosen."""
        if name not in _SEVERAL:
            return replace(self, **{name: "" if getattr(self, name) == value else value})
        chosen = getattr(self, name)
        kept = tuple(each for each in chosen if each != value)
        return replace(self, **{name: kept if value in chosen else (*chosen, value)})

    def narrows(self) -> bool:
        """Whether anything but the order is chosen."""
        return bool(replace(self, sort="").pairs())


def newest_first(wanted: Wanted) -> Wanted:
    return replace(wanted, sort="newest")


def _chosen(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Each once; of a closed list in its order, so that the same choice has one address."""
    said = dict.fromkeys(value.strip()[:60] for value in values)
    known = _KNOWN.get(name)
    if known:
        return tuple(value for value in known if value in said)
    return tuple(value for value in said if value and "\x00" not in value)[:MOST_VALUES]


def _radius(text: str) -> int:
    return min(max(int(text), 1), 500) if text.isascii() and text.isdigit() else DEFAULT_RADIUS
