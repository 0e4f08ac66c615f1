"""Wording of an opening that asks for what the law protects, with the laws that say so: a warning, never a refusal."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

from matching_service.matcher.wording import Phrase, Wording
from matching_service.services.marketplace.opening_record import OpeningRecord

_FILES = resources.files("data").joinpath("wording")
# What of an opening people read as words.
FIELDS = ("title", "description", "learning_goals", "offers")


@dataclass(frozen=True, slots=True)
class Law:
    """`articles` as they are written: "2, 16"; empty for the law as a whole."""

    name: str
    articles: str


@dataclass(frozen=True, slots=True)
class Concern:
    """Words of a field that ask for what the law protects. `ground`: one of GROUNDS."""

    field: str
    ground: str
    evidence: str
    laws: tuple[Law, ...]


def concerns(record: OpeningRecord) -> tuple[Concern, ...]:
    """In the order of FIELDS, in each by appearance; the same words on the same ground once in a field."""
    found = dict.fromkeys(
        (field, finding.ground, finding.evidence)
        for field in FIELDS
        for finding in _wording().find(getattr(record, field) or "")
    )
    return tuple(Concern(field, ground, evidence, _laws()[ground]) for field, ground, evidence in found)


@cache
def _wording() -> Wording:
    return Wording(
        Phrase.of(line["ground"], line["language"], line["words"], int(line["between"]), line["unless"])
        for line in _lines("phrases.csv")
    )


@cache
def _laws() -> dict[str, tuple[Law, ...]]:
    names = {line["law"]: line["name"] for line in _lines("laws.csv")}
    found = defaultdict(tuple)
    for line in _lines("grounds.csv"):
        found[line["ground"]] += (Law(names[line["law"]], line["articles"]),)
    return dict(found)


def _lines(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_FILES.joinpath(name).read_text("utf-8").splitlines()))


GROUNDS = tuple(_laws())
