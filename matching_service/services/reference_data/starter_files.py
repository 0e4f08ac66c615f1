"""Reading the CSV files of `data/`: municipalities, the starter taxonomy of occupations and skills, and how people tell
of informal work."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from matching_service.errors import BadInput
from matching_service.matcher.taxonomy import Label
from matching_service.matcher.work_phrases import WorkPhrase

FILES = ("municipalities.csv", "taxonomy/occupations.csv", "taxonomy/skills.csv", "taxonomy/informal_work.csv")
_LABEL_LANGUAGES = ("sr", "en", "de", "sq")


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A line of occupations.csv or skills.csv: the columns of its table, its labels, the codes of its skills."""

    code: str
    columns: dict[str, str | None]
    labels: tuple[Label, ...]
    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def digest(folder: Traversable) -> str:
    content = hashlib.sha256()
    for name in FILES:
        content.update(_file(folder, name).read_bytes())
    return content.hexdigest()


def municipalities(folder: Traversable) -> list[dict[str, object]]:
    return [
        {**line, "latitude": float(line["latitude"]), "longitude": float(line["longitude"])}
        for line in _lines(folder, "municipalities.csv")
    ]


def occupations(folder: Traversable) -> list[ConceptEntry]:
    return [
        ConceptEntry(
            line["code"],
            {"isco_code": line["isco_code"], "field": line["field"] or None},
            tuple(_labels(line)),
            _several(line["essential_skills"]),
            _several(line["optional_skills"]),
        )
        for line in _lines(folder, "taxonomy/occupations.csv")
    ]


def skills(folder: Traversable) -> list[ConceptEntry]:
    return [
        ConceptEntry(line["code"], {"kind": line["kind"], "field": line["field"] or None}, tuple(_labels(line)))
        for line in _lines(folder, "taxonomy/skills.csv")
    ]


def work_phrases(folder: Traversable) -> list[WorkPhrase]:
    lines = _lines(folder, "taxonomy/informal_work.csv")
    return [WorkPhrase.of(line["occupation"], line["language"], line["words"], bool(line["general"])) for line in lines]


def _labels(line: dict[str, str]) -> Iterator[Label]:
    """Each text once in a language; the preferred label comes first."""
    for language in _LABEL_LANGUAGES:
        found = [("preferred", line[language])]
        found.append(("feminine", line.get(f"{language}_feminine", "")))
        found += [("synonym", text) for text in _several(line[f"{language}_synonyms"])]
        yield from _distinct(language, found)


def _distinct(language: str, found: Iterable[tuple[str, str]]) -> Iterator[Label]:
    seen = {""}
    for kind, text in found:
        if text not in seen:
            seen.add(text)
            yield Label(language, kind, text)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _lines(folder: Traversable, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_file(folder, name).read_text("utf-8").splitlines()))


def _file(folder: Traversable, name: str) -> Traversable:
    file = folder.joinpath(*name.split("/"))
    if not file.is_file():
        raise BadInput(f"{name} is missing in {folder}")
    return file
