"""What somebody may be typing: trades, places and titles of openings that can be applied for now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching_service.matcher.linking import ACCEPT
from matching_service.matcher.reading import Reader
from matching_service.matcher.text import fold
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace.opening_words import words_of
from models import browsing_queries, reference_queries

SHORTEST, LONGEST = 2, 80
SHOWN = 8
OCCUPATION, PLACE, TITLE = "occupation", "place", "title"
# So many of each kind at most, so that each kind has a chance.
_MOST = {OCCUPATION: 4, PLACE: 3, TITLE: 4}


@dataclass(frozen=True, slots=True)
class Hint:
    """`text` is what to search for, in the language asked for; `count`: how many openings bear it."""

    kind: str
    text: str
    count: int


def hints(session: Session, engine: Engine, text: str, language: str = "sr") -> tuple[Hint, ...]:
    """For anybody; what begins as was typed before what has another name so, then trades, places and titles, most
    openings first. None for a text too short to mean anything.

    Trades are also found by their other names, in all languages; where no name begins so, by names written nearly so.
    """
    typed = fold(text.replace("\x00", " ")).strip()[:LONGEST]
    if len(typed) < SHORTEST:
        return ()
    rows = browsing_queries.named_rows(session, date.today(), ())
    reader = engine.reader(session)
    found = [
        *_occupations(reader, Counter(row.occupation_id for row in rows if row.occupation_id), typed, language),
        *_places(session, Counter(row.municipality for row in rows if row.municipality), typed),
        *_titles(Counter(row.title for row in rows), typed),
    ]
    found.sort(key=lambda hint: not _begins(typed, (hint.text,)))
    return tuple({fold(hint.text): hint for hint in reversed(found)}.values())[::-1][:SHOWN]


def _occupations(reader: Reader, counts: Counter, typed: str, language: str) -> list[Hint]:
    concepts = reader.taxonomy
    begun = {
        each for each in counts if _begins(typed, (label.text for label in concepts.occupation_by_id(each).labels))
    }
    if not begun:
        links = reader.occupations.link(typed, _MOST[OCCUPATION])
        likely = {concepts.occupations[link.code].id for link in links if link.confidence >= ACCEPT}
        begun = likely & counts.keys()
    named = Counter({concepts.occupation_by_id(each).label(language): counts[each] for each in begun})
    return _hints(OCCUPATION, named)


def _places(session: Session, counts: Counter, typed: str) -> list[Hint]:
    municipalities = reference_queries.municipalities(session)
    here = (row for row in municipalities if row.code in counts and _begins(typed, (row.name,)))
    return _hints(PLACE, Counter({row.name: counts[row.code] for row in here}))


def _titles(counts: Counter, typed: str) -> list[Hint]:
    return _hints(TITLE, Counter({title: number for title, number in counts.items() if _begins(typed, (title,))}))


def _hints(kind: str, counts: Counter) -> list[Hint]:
    first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: _MOST[kind]]
    return [Hint(kind, text, count) for text, count in first]


def _begins(typed: str, names: Iterable[str]) -> bool:
    """Whether a word of one of the names begins so."""
    return any(f" {typed}" in words_of(name) for name in names)
