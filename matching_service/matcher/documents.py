"""What the matcher is told of a person and of an opening: plain frozen values, nothing that the law protects.

`PersonFacts` and `OpeningFacts` are what hard rules and explanations need beside the features; they are stored with
them as JSON (`to_json`, `from_json`).
"""

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OccupationEvidence:
    """One reason why a person counts as an occupation.

    `kind`: experience, work (told in the person's own words), requalification, education, wish or mention.
    `confidence` is that of the reading. `years` None: unknown. `years_ago`: since it ended; None: unknown, or it goes
    on. `state` and `certified` belong to requalifications. `left_behind`: a completed requalification has led away from
    this occupation. `given_up`: the person says that they cannot or will not do it any more.
    """

    code: str
    kind: str
    confidence: float = 1.0
    years: float | None = None
    state: str = "completed"
    certified: bool = False
    left_behind: bool = False
    given_up: bool = False
    years_ago: int | None = None


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """Level 0: known not to have it; 1 to 4: basic to expert; None: has it, level unknown."""

    code: str
    level: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of free text and how much its words weigh."""

    words: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Demand:
    """A skill that an opening asks for; `weight` in (0, 1] among the demands of its kind."""

    code: str
    required: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Degrees are decimal; `languages` are (code, level or None); None and incomplete lists mean unknown.

    `keepers`: the organisations that may see the person. `ranked_until`: the last day for which the person has agreed
    to be ranked, None where that has no end. Both decide who is in a list at all, never how well anybody fits.
    """

    licences: tuple[str, ...] = ()
    licences_complete: bool = False
    isced: int | None = None
    languages: tuple[tuple[str, str | None], ...] = ()
    languages_complete: bool = False
    latitude: float | None = None
    longitude: float | None = None
    mobility_km: int | None = None
    available_from: date | None = None
    working_time: str | None = None
    # what the person counts as, (code, strength in (0, 1])
    occupations: tuple[tuple[str, float], ...] = ()
    # what is recorded of skills, (code, has it)
    skills: tuple[tuple[str, bool], ...] = ()
    skills_complete: bool = False
    keepers: tuple[int, ...] = ()
    ranked_until: date | None = None

    def to_json(self) -> dict:
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, values: dict) -> "PersonFacts":
        values = _tuples(values)
        dates = {name: _date(values[name]) for name in ("available_from", "ranked_until")}
        return cls(**(values | dates))


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """`organisation`: whose list it is, for the people whom that organisation may see; None: for everybody. Said of a
    query, never stored."""

    kind: str = "vacancy"
    state: str = "published"
    occupation: str | None = None
    # further occupations that the texts ask for
    other_occupations: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    education_min: int | None = None
    languages: tuple[tuple[str, str | None], ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    remote: bool = False
    starts_on: date | None = None
    apply_by: date | None = None
    working_time: str | None = None
    places_left: int = 1
    # skills asked for, (code, required)
    demands: tuple[tuple[str, bool], ...] = ()
    organisation: int | None = None

    def to_json(self) -> dict:
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, values: dict) -> "OpeningFacts":
        values = _tuples(values)
        dates = {name: _date(values[name]) for name in ("starts_on", "apply_by")}
        return cls(**(values | dates))


@dataclass(frozen=True, slots=True)
class Profile:
    occupations: tuple[OccupationEvidence, ...] = ()
    skills: tuple[SkillEvidence, ...] = ()
    texts: tuple[Text, ...] = ()
    skills_complete: bool = False


@dataclass(frozen=True, slots=True)
class Posting:
    """`occupation` None: the texts name none; `confidence` is that of its reading. `others`: further occupations asked
    for, (code, share of the occupation part in (0, 1)), of shares that sum to less than 1."""

    kind: str = "vacancy"
    occupation: str | None = None
    confidence: float = 1.0
    demands: tuple[Demand, ...] = ()
    texts: tuple[Text, ...] = ()
    others: tuple[tuple[str, float], ...] = ()

    @property
    def occupations(self) -> dict[str, float]:
        """All occupations asked for with their shares, which sum to 1; empty where there is none."""
        if self.occupation is None:
            return {}
        return {self.occupation: 1 - sum(share for _, share in self.others)} | dict(self.others)


def _plain(values: dict) -> dict:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _tuples(values: dict) -> dict:
    """JSON knows lists only; these values hold tuples, of tuples at most."""
    return {name: _tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _tuple(items: list) -> tuple:
    return tuple([tuple(item) if isinstance(item, list) else item for item in items])


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
