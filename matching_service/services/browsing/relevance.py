"""How well an opening answers the words of a search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row

from matching_service.services.browsing.asked_words import Part
from matching_service.services.marketplace.opening_words import words_of

# What counts how much, of what a part of a search was found by; the best counts whole, each other a little.
TITLE, OCCUPATION, NAMED_ALIKE, MUNICIPALITY, KIND, FLAG, COMPANY = 1.0, 0.9, 0.85, 0.8, 0.8, 0.8, 0.7
RELATED, SKILL, TEXT = 0.45, 0.4, 0.25
EACH_OTHER = 0.05
SHORT = 4


@dataclass(frozen=True, slots=True)
class Texts:
    """Where the roots of all parts stand: `columns` names for each root the column of a row that says whether it stands
    in the texts; `demanding` are, by the place of each part, the ids of openings that ask for a skill of it."""

    columns: Mapping[str, str]
    demanding: Sequence[frozenset[int]]


def score(row: Row, parts: Sequence[Part], texts: Texts) -> list[float]:
    """For each part how well the opening answers it; 0: not at all."""
    title, company = words_of(row.title), words_of(row.company or "")
    return [_of_part(row, part, title, company, texts, place) for place, part in enumerate(parts)]


def _of_part(row: Row, part: Part, title: str, company: str, texts: Texts, place: int) -> float:
    found = [
        _written(row, part.roots, title, company, texts),
        OCCUPATION * part.occupations.get(row.occupation_id, 0.0),
        NAMED_ALIKE * any(names and _all_in(names, title) for names in part.label_roots),
        MUNICIPALITY * _is_in(row.municipality, part.municipality),
        KIND * (part.kind == row.kind),
        FLAG * (part.flag is not None and getattr(row, part.flag)),
        RELATED * (row.occupation_id in part.related),
        SKILL * (row.id in texts.demanding[place]),
    ]
    best = max(found)
    return best + EACH_OTHER * (sum(map(bool, found)) - 1) if best else 0.0


def _written(row: Row, roots: Sequence[str], title: str, company: str, texts: Texts) -> float:
    """Whether all the words stand in the opening; the mean of where."""
    where = [_where(row, root, title, company, texts) for root in roots]
    return sum(where) / len(where) if where and all(where) else 0.0


def _where(row: Row, root: str, title: str, company: str, texts: Texts) -> float:
    if _stands_in(root, title):
        return TITLE
    if _stands_in(root, company):
        return COMPANY
    column = texts.columns.get(root)
    return TEXT if column and getattr(row, column) else 0.0


def _all_in(roots: Sequence[str], words: str) -> bool:
    return all(_stands_in(root, words) for root in roots)


def _stands_in(root: str, words: str) -> bool:
    return asked(root) in words


def asked(root: str) -> str:
    """What to look for in words with one space between: shorter words stand alone, longer ones may be the beginning of
    another."""
    return f" {root}" if len(root) >= SHORT else f" {root} "


def _is_in(code: str | None, wanted: str | None) -> bool:
    """Also a part of the city that is wanted."""
    return wanted is not None and code is not None and (code == wanted or code.startswith(f"{wanted}-"))
