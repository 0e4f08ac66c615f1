"""What a row of the benchmark found, and whether it reached what was to be reached."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from tests.bench.contestants import NAIVE, OURS


@dataclass(frozen=True, slots=True)
class TimesNaive:
    """At least so many times faster (or smaller) than the naive way."""

    times: float

    def __str__(self) -> str:
        return f"{self.times:g}x"

    def reached(self, figures: Mapping[str, float]) -> bool:
        return figures[NAIVE] / figures[OURS] >= self.times


@dataclass(frozen=True, slots=True)
class AtMost:
    """At most so much, in the unit of the row."""

    limit: float
    unit: str

    def __str__(self) -> str:
        return f"< {shown(self.limit, self.unit)}"

    def reached(self, figures: Mapping[str, float]) -> bool:
        return figures[OURS] < self.limit


@dataclass(frozen=True, slots=True)
class ShareOf:
    """At least this share of the figure of another contestant, where more is better."""

    other: str
    share: float

    def __str__(self) -> str:
        return f"{self.share:g} of {self.other}"

    def reached(self, figures: Mapping[str, float]) -> bool:
        return figures[OURS] >= self.share * figures[self.other]


@dataclass(frozen=True)
class Row:
    """`figures`: by contestant, in `unit` (s, MB or requests/s); whoever cannot do the work is missing.

    `more`: further numbers for the JSON. `notes`: sentences printed below the table.
    """

    name: str
    unit: str
    figures: Mapping[str, float]
    reach: TimesNaive | AtMost | ShareOf
    more: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def reached(self) -> bool | None:
        """None where ours was not measured."""
        return self.reach.reached(self.figures) if OURS in self.figures else None

    @property
    def faster(self) -> dict[str, float]:
        """Peers that are faster than ours, with how many times; only where time is measured."""
        if self.unit != "s" or OURS not in self.figures:
            return {}
        ours = self.figures[OURS]
        return {name: ours / figure for name, figure in self.figures.items() if figure < ours and name != NAIVE}

    def cell(self, contestant: str) -> str:
        """As a ratio where that is what is to be reached, else as the figure itself."""
        if contestant not in self.figures:
            return "-"
        figure = self.figures[contestant]
        if contestant == OURS and isinstance(self.reach, ShareOf):
            return f"{figure / self.figures[self.reach.other]:.2f}"
        if contestant == NAIVE or not isinstance(self.reach, TimesNaive):
            return shown(figure, self.unit)
        return f"{self.figures[NAIVE] / figure:.1f}x"

    def as_json(self) -> dict:
        ratios = {name: self.figures[NAIVE] / figure for name, figure in self.figures.items() if NAIVE in self.figures}
        return asdict(self) | {
            "naive_by_contestant": ratios, "to_reach": str(self.reach), "reached": self.reached,
        }  # fmt: skip


def thousands(number: int) -> str:
    return f"{number // 1000}k" if number >= 1000 else str(number)


def shown(figure: float, unit: str) -> str:
    """Seconds below one as milliseconds."""
    if unit == "s":
        return f"{figure * 1000:,.3g} ms" if figure < 1 else f"{figure:,.1f} s"
    return f"{figure:,.0f} {unit}"
