"""Which openings answer the words of a search, and how well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.matcher.reading import Reader
from matching_service.matcher.text import fold
from matching_service.services.browsing import asked_words, relevance
from matching_service.services.browsing.asked_words import Part
from matching_service.services.browsing.nearness import kilometres_from
from matching_service.services.importing.places import Places
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace.opening_words import words_of
from models import Municipality, browsing_queries

# What an opening beside the place that was asked for gains, and how far nothing is gained any more, in km.
CLOSE_BY, FAR = 0.5, 300.0


@dataclass(frozen=True, slots=True)
class Answers:
    """Rows of openings that answer, all where there are no words. `scores`: by id, higher is better; the rest as in
    browse.Browse."""

    rows: Sequence[Row]
    scores: Mapping[int, float] = field(default_factory=dict)
    spelled: str = ""
    loose: bool = False


def answers(
    session: Session, engine: Engine, text: str, municipalities: Sequence[Municipality], today: date
) -> Answers:
    """A part of the text that no opening answers is looked for again as a slip of the keyboard. Where still no opening
    answers all parts, whatever answers one of them is an answer."""
    if not text:
        return Answers(browsing_queries.open_rows(session, today))
    reader, places = engine.reader(session), Places(municipalities)
    parts = asked_words.read(reader, places, text)
    if not parts:
        return Answers(())
    roots = list(dict.fromkeys(root for part in parts for root in part.roots))
    rows = browsing_queries.named_rows(session, today, [relevance.asked(root) for root in roots])
    columns = {root: place for place, root in enumerate(roots)}
    scores = _scores(session, rows, parts, columns)
    lost = {place for place in range(len(parts)) if not any(each[place] for each in scores)}
    mended = _mended(reader, places, parts, lost, rows, municipalities) if lost else parts
    if mended != parts:
        scores = _scores(session, rows, mended, columns)
    spelled = " ".join(part.words for part in mended) if mended != parts else ""
    return _chosen(rows, scores, mended, spelled, municipalities)


def _scores(
    session: Session, rows: Sequence[Row], parts: Sequence[Part], places: Mapping[str, int]
) -> list[list[float]]:
    """Of each row, for each part."""
    demanding = [browsing_queries.openings_demanding(session, part.skills) for part in parts]
    scorers = [relevance.scorer(part, places, asking) for part, asking in zip(parts, demanding, strict=True)]
    return [[score(row) for score in scorers] for row in rows]


def _chosen(
    rows: Sequence[Row],
    scores: Sequence[Sequence[float]],
    parts: Sequence[Part],
    spelled: str,
    municipalities: Sequence[Municipality],
) -> Answers:
    scored = list(zip(rows, scores, strict=True))
    by_all = [(row, sum(each)) for row, each in scored if all(each)]
    chosen = by_all or _some_of(scored, parts, municipalities)
    return Answers(
        [row for row, _ in chosen], {row.id: score for row, score in chosen}, spelled, loose=bool(chosen and not by_all)
    )


def _some_of(
    scored: Sequence[tuple[Row, Sequence[float]]], parts: Sequence[Part], municipalities: Sequence[Municipality]
) -> list[tuple[Row, float]]:
    """What answers some parts: the trade elsewhere, near the place, rather than any trade in the place."""
    trades = [place for place, part in enumerate(parts) if part.municipality is None]
    wanted = next((part.municipality for part in parts if part.municipality), "")
    km = kilometres_from(wanted, municipalities) or {}
    some = [
        (row, sum(each) + CLOSE_BY * max(0.0, 1 - km.get(row.municipality, FAR) / FAR))
        for row, each in scored
        if any(each[place] for place in trades)
    ]
    return some or [(row, sum(each)) for row, each in scored if any(each)]


def _mended(
    reader: Reader,
    places: Places,
    parts: Sequence[Part],
    lost: set[int],
    rows: Sequence[Row],
    municipalities: Sequence[Municipality],
) -> tuple[Part, ...]:
    vocabulary = _vocabulary(rows, municipalities)
    mended: list[Part] = []
    for place, part in enumerate(parts):
        spelled = asked_words.without_slips(part, vocabulary) if place in lost else None
        mended += asked_words.read(reader, places, spelled) if spelled else [part]
    return tuple(mended)


def _vocabulary(rows: Sequence[Row], municipalities: Sequence[Municipality]) -> list[str]:
    """Folded words of titles that are there, and names of places."""
    words = {word for row in rows for word in words_of(row.title).split()}
    return sorted(words | {word for each in municipalities for word in fold(each.name).split()})
