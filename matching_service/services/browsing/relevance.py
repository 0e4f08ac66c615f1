"""How well an opening answers the words of a search."""

from collections.abc import Callable, Iterator, Mapping, Set

from sqlalchemy import Row

from matching_service.services.browsing.asked_words import Part
from matching_service.services.marketplace.opening_words import words_of

# What counts how much, of what a part of a search was found by; the best counts whole, each other a little.
TITLE, OCCUPATION, NAMED_ALIKE, MUNICIPALITY, KIND, FLAG, COMPANY = 1.0, 0.9, 0.85, 0.8, 0.8, 0.8, 0.7
RELATED, SKILL, TEXT = 0.45, 0.4, 0.25
EACH_OTHER = 0.05
# A title that is nothing but what was asked for: a cook before the help of a cook.
NOTHING_ELSE = 0.1
SHORT = 4

# What a row, with its title in words, gains.
Check = Callable[[Row, str], float]


def scorer(part: Part, places: Mapping[str, int], demanding: Set[int]) -> Callable[[Row], float]:
    """Tells of a row how well its opening answers the part; 0: not at all.

    `places`: root -> the number of its columns in the row, see named_rows; a root without one is looked for in titles.
    `demanding`: ids of openings that ask for a skill of the part.
    """
    checks = [*_of_words(part, places), *_of_occupations(part)]
    if part.skills:
        checks.append(lambda row, _title: SKILL if row.id in demanding else 0.0)
    if part.municipality:
        checks.append(lambda row, _title: MUNICIPALITY if _is_in(row.municipality, part.municipality) else 0.0)
    if part.kind:
        checks.append(lambda row, _title: KIND if row.kind == part.kind else 0.0)
    if part.flag:
        checks.append(lambda row, _title: FLAG if getattr(row, part.flag) else 0.0)

    def score(row: Row) -> float:
        title = words_of(row.title)
        found = [value for check in checks if (value := check(row, title))]
        return max(found) + EACH_OTHER * (len(found) - 1) if found else 0.0

    return score


def _of_words(part: Part, places: Mapping[str, int]) -> Iterator[Check]:
    roots = [(asked(root), places.get(root)) for root in part.roots]
    if roots:
        yield lambda row, title: _written(row, roots, title)
    names = [tuple(map(asked, names)) for names in part.label_roots if names]
    if names:
        yield lambda _row, title: NAMED_ALIKE if any(_all_in(name, title) for name in names) else 0.0


def _of_occupations(part: Part) -> Iterator[Check]:
    worth = dict.fromkeys(part.related, RELATED) | {each: OCCUPATION * sure for each, sure in part.occupations.items()}
    if worth:
        yield lambda row, _title: worth.get(row.occupation_id, 0.0)


def asked(root: str) -> str:
    """What to look for in words with one space between: shorter words stand alone, longer ones may be the beginning of
    another."""
    return f" {root}" if len(root) >= SHORT else f" {root} "


def _all_in(roots: tuple[str, ...], title: str) -> bool:
    return all(root in title for root in roots)


def _written(row: Row, roots: list[tuple[str, int | None]], title: str) -> float:
    """Whether all the words stand in the opening; the mean of where, and how much of the title they are."""
    found = [_where(row, root, place, title) for root, place in roots]
    if not all(found):
        return 0.0
    in_title = found.count(TITLE) / max(len(title.split()), 1)
    return sum(found) / len(roots) + NOTHING_ELSE * min(in_title, 1.0)


def _where(row: Row, root: str, place: int | None, title: str) -> float:
    if root in title:
        return TITLE
    if place is None:
        return 0.0
    if getattr(row, f"company{place}"):
        return COMPANY
    return TEXT if getattr(row, f"asked{place}") else 0.0


def _is_in(code: str | None, wanted: str | None) -> bool:
    """Also a part of the city that is wanted."""
    return wanted is not None and code is not None and (code == wanted or code.startswith(f"{wanted}-"))
